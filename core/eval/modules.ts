// The table of Python modules: where they are found, and how their bodies are run.
import type { AnalysisHost } from '../analysis';
import { libraryPrograms } from '../library/programs.generated';
import type { Program, Statement } from '../syntax/ast';
import { readCompact } from '../syntax/compact';
import { createMath } from './builtins/math';
import { moduleNameOf } from './imports';
import type { Journal } from './fork';
import { isPackage, Registries } from './registries';
import { exporter, exports, staticForm, type Exports } from './staticImports';
import { createLayerNatives } from './javascript/layerNatives';
import { createNatives } from './torch/natives';
import type { Recording } from './torch/recording';
import {
  Abort,
  DictValue,
  heap,
  ListValue,
  ModuleValue,
  PythonError,
  Scope,
  UnknownValue,
  type Frame,
  type Machine,
  type Value,
} from './values';
import { torchNatives } from './torchNames';

/** Library files are named so that no file of the user's can be. */
const libraryPrefix = 'convlens-library:';

/** What the table needs of the interpreter. */
export interface ModuleHost extends Machine {
  recording: Recording | null;
  journal: Journal | null;
  parse(file: string, text: string): Program;
  /** The next share of the request's allowance of steps. */
  shareBudget(): void;
}

export interface ModuleSources {
  readonly host: AnalysisHost;
  readonly roots: readonly string[];
}

export class ModuleTable {
  /** The library's: loaded once. */
  private readonly library = new Map<string, ModuleValue | undefined>();
  /** The user's and those found under the roots: of one analysis. */
  private modules = new Map<string, ModuleValue | undefined>();
  private sources: ModuleSources = { host: { readText: () => undefined }, roots: [] };
  private torch: ReadonlyMap<string, Value> | null = null;
  /** `sys.modules` */
  private loaded = new DictValue();
  private registries = new Registries(this);
  /** The analysed file's module. */
  private main: ModuleValue | null = null;
  /** By file, of a text: what a star import may bring in. */
  private readonly exporters = new Map<string, { readonly text: string; readonly mayExport: Exports }>();
  /** Top-level statements that ended in an error, by file. */
  readonly failures = new Map<string, PythonError[]>();

  constructor(private readonly interpreter: ModuleHost) {}

  /** Forgets the last analysis's modules. */
  begin(sources: ModuleSources): void {
    this.sources = sources;
    this.modules = new Map();
    this.registries = new Registries(this);
    this.loaded = new DictValue();
    for (const [name, module] of this.library) {
      if (module !== undefined && module.load === null) this.loaded.entries.set(name, { key: name, value: module });
    }
    this.library.get('sys')?.attributes.set('modules', this.loaded);
    this.failures.clear();
  }

  /** '' where it cannot be read. */
  textOf(file: string | null): string {
    return this.sources.host.readText(file ?? '') ?? '';
  }

  isLibraryFile(file: string): boolean {
    return file.startsWith(libraryPrefix);
  }

  isLibrary(module: ModuleValue): boolean {
    return module.file === null || this.isLibraryFile(module.file);
  }

  find(name: string): ModuleValue | undefined {
    const found = this.modules.get(name) ?? this.fromLibrary(name);
    if (found !== undefined || this.modules.has(name)) return found;
    const module = this.fromRoots(name);
    this.modules.set(name, module);
    return module;
  }

  /** What a module has that is neither in its file nor an operator. */
  native(module: ModuleValue, name: string): Value | undefined {
    if (module.name === 'torch') return (this.torch ??= torchNatives(this.interpreter)).get(name);
    return undefined;
  }

  submodule(module: ModuleValue, name: string): ModuleValue | undefined {
    return isPackage(module) ? this.find(`${module.name}.${name}`) : undefined;
  }

  /** False: a star import of the module brings no such name. Its text is looked at where its body has not run, or not to its end. */
  mayExport(module: ModuleValue, name: string): boolean {
    const isSettled = module.load === null && (module.scope?.openStar ?? null) === null;
    if (isSettled || this.isLibrary(module)) return exports(module.attributes.get('__all__'), name);
    const file = module.file ?? '';
    const text = this.sources.host.readText(file) ?? 'import *';
    let known = this.exporters.get(file);
    if (known?.text !== text) this.exporters.set(file, (known = { text, mayExport: exporter(text) }));
    return known.mayExport(name);
  }

  /** Adds the analysed file itself, under the dotted name that its place gives. */
  addFile(file: string, program: Program): ModuleValue {
    const { name, package: own } = moduleNameOf(file, (path) => this.sources.host.readText(path) !== undefined);
    const module = this.make(name, own, file, () => program);
    this.modules.set(name, module);
    this.modules.set(file, module);
    this.main = module;
    this.registries.defined = new Set(
      program.body.flatMap((each) => (each.kind === 'function' || each.kind === 'class' ? [each.name] : [])),
    );
    return module;
  }

  /** An import statement was executed: Python would have run the module by now. */
  await(module: ModuleValue, name: string | null): void {
    if (!this.isLibrary(module)) this.registries.await(module, name);
  }

  registers(dict: DictValue, key: unknown, isNeeded: boolean): boolean {
    return this.registries.registers(dict, key, isNeeded, this.main?.scope ?? null);
  }

  /** A file by its path, as TypeScript imports it. */
  findFile(path: string): ModuleValue | undefined {
    if (this.modules.has(path)) return this.modules.get(path);
    const text = this.sources.host.readText(path);
    const module = text === undefined ? undefined : this.make(path, '', path, () => this.interpreter.parse(path, text));
    this.modules.set(path, module);
    return module;
  }

  private fromLibrary(name: string): ModuleValue | undefined {
    if (this.library.has(name)) return this.library.get(name);
    const outer = heap.shared;
    heap.shared = true;
    try {
      const module = this.builtIn(name) ?? this.modelled(name);
      this.library.set(name, module);
      return module;
    } finally {
      heap.shared = outer;
    }
  }

  private builtIn(name: string): ModuleValue | undefined {
    if (name === 'math') return createMath();
    if (name === '_convlens') return createNatives(this.interpreter.types);
    if (name === '_tensorflow') return createLayerNatives(this.interpreter.types);
    return undefined;
  }

  private modelled(name: string): ModuleValue | undefined {
    const path = name.split('.').join('/');
    for (const candidate of [`${path}.py`, `${path}/__init__.py`]) {
      if (!Object.hasOwn(libraryPrograms, candidate)) continue;
      const file = libraryPrefix + candidate;
      return this.make(name, packageOf(name, candidate), file, () => readCompact(file, libraryPrograms[candidate]));
    }
    return undefined;
  }

  private fromRoots(name: string): ModuleValue | undefined {
    const path = name.split('.').join('/');
    for (const root of this.sources.roots) {
      for (const candidate of [`${path}/__init__.py`, `${path}.py`]) {
        const file = `${root}/${candidate}`;
        const text = this.sources.host.readText(file);
        if (text !== undefined)
          return this.make(name, packageOf(name, candidate), file, () => this.interpreter.parse(file, text));
      }
    }
    return undefined;
  }

  private make(name: string, own: string, file: string, parse: () => Program): ModuleValue {
    const module = new ModuleValue(name, file);
    const scope = new Scope(null, module.attributes);
    module.scope = scope;
    module.attributes.set('__name__', name);
    module.attributes.set('__package__', own);
    module.attributes.set('__file__', file);
    module.attributes.set('__doc__', null);
    module.attributes.set('__spec__', howFound);
    if (isPackage(module)) module.attributes.set('__path__', new ListValue([file.slice(0, file.lastIndexOf('/'))]));
    module.load = () => {
      module.load = null;
      this.loaded.entries.set(name, { key: name, value: module });
      this.run(parse(), scope);
      if (name === 'sys') module.attributes.set('modules', this.loaded);
    };
    return module;
  }

  /** Runs a body statement by statement: one that fails does not keep the others from being there. */
  private run(program: Program, scope: Scope): void {
    const { interpreter } = this;
    const outer = {
      shared: heap.shared,
      module: heap.module,
      frame: interpreter.frame,
      tryDepth: interpreter.tryDepth,
      recording: interpreter.recording,
      journal: interpreter.journal,
      unknownCalls: interpreter.unknownCalls,
      isDeclared: this.registries.isDeclared,
      maybeRaised: interpreter.maybeRaised,
    };
    const frame: Frame = {
      scope,
      program,
      function: null,
      returned: null,
      maybeReturned: null,
      caller: outer.frame,
      callNode: null,
      self: undefined,
      depth: outer.frame === null ? 0 : outer.frame.depth + 1,
    };
    interpreter.frame = frame;
    interpreter.tryDepth = 0;
    interpreter.maybeRaised = [];
    // what a module's body does is done once, whoever asks for it first
    interpreter.recording = null;
    interpreter.journal = null;
    heap.shared = this.isLibraryFile(program.file);
    heap.module = heap.shared ? null : scope;
    try {
      for (const statement of program.body) {
        for (const own of staticForm(statement)) {
          // what is only declared Python does not import by now
          this.registries.isDeclared = own !== statement;
          this.runStatement(own, frame);
        }
      }
    } finally {
      this.registries.isDeclared = outer.isDeclared;
      heap.shared = outer.shared;
      heap.module = outer.module;
      interpreter.frame = outer.frame;
      interpreter.tryDepth = outer.tryDepth;
      interpreter.recording = outer.recording;
      interpreter.journal = outer.journal;
      // Python would have run the body before: what it calls is not called in the `try` that is at work
      interpreter.unknownCalls = outer.unknownCalls;
      interpreter.maybeRaised = outer.maybeRaised;
    }
  }

  private runStatement(statement: Statement, frame: Frame): void {
    const { interpreter } = this;
    const { scope, program } = frame;
    try {
      interpreter.execute([statement], frame);
    } catch (error) {
      if (error instanceof PythonError) this.failed(program.file, error, scope);
      else if (error instanceof Abort) {
        scope.openStar ??= new UnknownValue(error.reason, interpreter.place());
        interpreter.frame = frame;
        interpreter.shareBudget();
        // throws again where it is not for the steps
        interpreter.step(0);
      } else throw error;
    }
  }

  /** What the rest of the body would have bound is unknown then, not missing. */
  private failed(file: string, error: PythonError, scope: Scope): void {
    scope.openStar ??= new UnknownValue(
      `${file.split('/').pop() ?? file} could not be evaluated to its end`,
      error.location,
    );
    const list = this.failures.get(file) ?? [];
    list.push(error);
    this.failures.set(file, list);
  }
}

const howFound = new UnknownValue('how a module was found', null);

/** A package's own name, a module's parent. */
const packageOf = (name: string, candidate: string): string =>
  candidate.endsWith('__init__.py') ? name : name.split('.').slice(0, -1).join('.');

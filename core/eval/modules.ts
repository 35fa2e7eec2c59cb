// The table of Python modules: where they are found, and how their bodies are run.
import type { AnalysisHost } from '../analysis';
import { libraryPrograms } from '../library/programs.generated';
import type { Program } from '../syntax/ast';
import { readCompact } from '../syntax/compact';
import { createMath } from './builtins/math';
import { moduleNameOf } from './imports';
import { KeptModules } from './keptModules';
import { newScope, runBody, type BodyHost } from './moduleBody';
import { isPackage, Registries } from './registries';
import { Exporters, exports } from './staticImports';
import { createLayerNatives } from './javascript/layerNatives';
import { createNatives } from './torch/natives';
import { DictValue, heap, libraryLoad, ModuleValue, type PythonError, type Scope, type Value } from './values';
import { torchNatives } from './torchNames';

/** Library files are named so that no file of the user's can be. */
const libraryPrefix = 'convlens-library:';

/** What the table needs of the interpreter. */
export interface ModuleHost extends BodyHost {
  readonly steps: readonly unknown[];
  parse(file: string, text: string): Program;
}

export interface ModuleSources {
  readonly host: AnalysisHost;
  readonly roots: readonly string[];
  /** A text as it is now, whatever becomes of the analysis: it does not depend on it. */
  readonly peek?: AnalysisHost['readText'];
}

export class ModuleTable {
  /** The library's: loaded once. */
  private readonly library = new Map<string, ModuleValue | undefined>();
  /** The user's and those found under the roots: what an analysis has found so far. */
  private modules = new Map<string, ModuleValue | undefined>();
  private sources: ModuleSources = { host: { readText: () => undefined }, roots: [] };
  private torch: ReadonlyMap<string, Value> | null = null;
  /** `sys.modules` */
  private loaded = new DictValue();
  private registries = new Registries(this);
  /** The analysed file's module. */
  private main: ModuleValue | null = null;
  private text = '';
  /** The analysed file's text was asked for, beside the code that was run. */
  isTextAsked = false;
  private readonly exporters = new Exporters();
  private readonly byScope = new WeakMap<Scope, ModuleValue>();
  /** Top-level statements that ended in an error, by file. */
  readonly failures = new Map<string, PythonError[]>();

  /** What lives on from one analysis to the next. */
  readonly kept: KeptModules;

  constructor(private readonly interpreter: ModuleHost) {
    this.kept = new KeptModules({
      find: (name) => this.find(name),
      await: (module, name) => {
        this.await(module, name);
      },
      importer: () => this.byScope.get(interpreter.frame?.scope.globals as Scope) ?? null,
      effects: () => {
        const { steps, doubts } = interpreter;
        return [steps, steps.length, doubts, doubts.length, this.isTextAsked];
      },
    });
  }

  /** No module is imported so far. */
  begin(sources: ModuleSources): void {
    this.isTextAsked = false;
    this.kept.begin(sources.peek ?? ((file) => sources.host.readText(file)));
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
    let found = this.modules.get(name) ?? this.fromLibrary(name);
    if (found === undefined && !this.modules.has(name)) {
      found = this.fromRoots(name);
      this.modules.set(name, found);
      this.kept.looked(name, found);
    }
    this.kept.found(name, found);
    return found;
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
    return this.exporters.mayExport(file, this.sources.host.readText(file) ?? 'import *', name);
  }

  /** Adds the analysed file itself, under the dotted name that its place gives. */
  addFile(file: string, program: Program, text = program.text): ModuleValue {
    const { name, package: own } = moduleNameOf(file, (path) => this.sources.host.readText(path) !== undefined);
    const module = this.prepare(this.kept.ownModule(name, program), own, () => program);
    this.modules.set(name, module);
    this.modules.set(file, module);
    this.main = module;
    this.text = text;
    this.registries.defined = new Set(
      program.body.flatMap((each) => (each.kind === 'function' || each.kind === 'class' ? [each.name] : [])),
    );
    return module;
  }

  /** An import statement was executed: Python would have run the module by now. */
  await(module: ModuleValue, name: string | null): void {
    this.kept.awaited(module, name);
    if (!this.isLibrary(module)) this.registries.await(module, name);
    if (!this.registries.isDeclared) this.isImported(module);
  }

  /** `sys.modules` has it, with the packages around it. */
  private isImported(module: ModuleValue): void {
    const { entries } = this.loaded;
    for (let next: ModuleValue | undefined = module; next !== undefined && !entries.has(next.name);) {
      const name: string = next.name;
      entries.set(name, { key: name, value: next });
      next = name.includes('.') ? this.find(name.slice(0, name.lastIndexOf('.'))) : undefined;
    }
  }

  registers(dict: DictValue, key: unknown, isNeeded: boolean): boolean {
    return this.registries.registers(dict, key, isNeeded, this.main?.scope ?? null);
  }

  /** A file by its path, as TypeScript imports it. */
  findFile(path: string): ModuleValue | undefined {
    if (this.modules.has(path)) return this.modules.get(path);
    const text = this.sources.host.readText(path);
    const module =
      text === undefined
        ? undefined
        : this.prepare(new ModuleValue(path, path), '', () => this.interpreter.parse(path, text));
    this.modules.set(path, module);
    return module;
  }

  private fromLibrary(name: string): ModuleValue | undefined {
    if (this.library.has(name)) return this.library.get(name);
    const outer = heap.madeIn;
    heap.madeIn = libraryLoad;
    try {
      const module = this.builtIn(name) ?? this.modelled(name);
      this.library.set(name, module);
      return module;
    } finally {
      heap.madeIn = outer;
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
      const module = new ModuleValue(name, file);
      return this.prepare(module, packageOf(name, candidate), () => readCompact(file, libraryPrograms[candidate]));
    }
    return undefined;
  }

  private fromRoots(name: string): ModuleValue | undefined {
    const path = name.split('.').join('/');
    for (const root of this.sources.roots) {
      for (const candidate of [`${path}/__init__.py`, `${path}.py`]) {
        const file = `${root}/${candidate}`;
        const text = this.sources.host.readText(file);
        if (text === undefined) continue;
        const module = this.kept.moduleOf(name, file, text);
        return this.prepare(module, packageOf(name, candidate), () => this.interpreter.parse(file, text));
      }
    }
    return undefined;
  }

  private prepare(module: ModuleValue, own: string, parse: () => Program): ModuleValue {
    const { name } = module;
    module.load = () => {
      module.load = null;
      this.loaded.entries.set(name, { key: name, value: module });
      if (!this.kept.repeat(module)) this.run(module, own, parse());
      if (name === 'sys') module.attributes.set('modules', this.loaded);
    };
    return module;
  }

  /** The texts of the modules that were read or imported, and whether there may be more: modules not found, or not run. */
  texts(): { readonly read: readonly string[]; readonly isAll: boolean } {
    this.isTextAsked = true;
    const found = [...this.modules.values()].filter((module) => module !== undefined);
    const pending = this.registries.pending();
    const read = [...new Set([...found, ...pending])].map((module) =>
      module === this.main ? this.text : this.textOf(module.file),
    );
    const isUnread = ([key, module]: [string, ModuleValue | undefined]): boolean =>
      module === undefined && this.find(key.split('.')[0]) === undefined;
    return { read, isAll: pending.length === 0 && ![...this.modules].some(isUnread) };
  }

  private run(module: ModuleValue, own: string, program: Program): void {
    const { kept, registries } = this;
    const { isDeclared } = registries;
    const load = kept.start(module);
    const madeIn = load ?? (this.isLibrary(module) ? libraryLoad : null);
    let isDone = false;
    try {
      const scope = newScope(module, own, madeIn);
      this.byScope.set(scope, module);
      runBody(this.interpreter, program, scope, {
        madeIn,
        isImported: madeIn !== null && module !== this.main,
        declare: (isOnlyDeclared) => {
          registries.isDeclared = isOnlyDeclared;
        },
        failed: (error) => {
          load?.spoil();
          const list = this.failures.get(program.file) ?? [];
          list.push(error);
          this.failures.set(program.file, list);
        },
      });
      isDone = true;
    } finally {
      registries.isDeclared = isDeclared;
      if (load !== null) kept.end(load, isDone);
    }
  }
}

/** A package's own name, a module's parent. */
const packageOf = (name: string, candidate: string): string =>
  candidate.endsWith('__init__.py') ? name : name.split('.').slice(0, -1).join('.');

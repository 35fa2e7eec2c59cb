// Modules of other files, kept from one analysis to the next: what the body of an import made stays as long as running it again
// would make the same. A module begins every analysis as one that was not imported yet; when its body would run, what the body did is
// done again without running it (`Load`), where everything that it can have seen is as it was:
//
// - the texts of all modules, and what imports find;
// - the objects of the library and of the modules that it reaches: none is changed but by the same loads as then.
//
// What it holds of other modules has to be what they hold now: made by the very same load. What cannot be done again (it failed, it made layers or tensors, it holds what is of one analysis) is run each time.
import type { Program } from '../syntax/ast';
import { Disturbances } from './disturbances';
import { Load, type LoadEvent } from './loads';
import { ImportGraph } from './importGraph';
import { heldBy } from './reach';
import { restore, snapshot } from './snapshots';
import { heap, type Attributes, type LazyImport, type Maker, ModuleValue, type Mutable } from './values';

/** What is asked of the table of modules and of the interpreter. */
export interface KeptModulesHost {
  find(name: string): ModuleValue | undefined;
  await(module: ModuleValue, name: string | null): void;
  /** The module whose code runs. */
  importer(): ModuleValue | null;
  /** Changes with what a body may do that is not done again: tensors that it fills, what it cannot tell. */
  effects(): readonly unknown[];
}

/** Characters of the modules beyond which all are let go. */
const keptCharacters = 8_000_000;

/** One more than the programs that are kept of edited files (`core/editing.ts`), at least. */
const mostOwn = 4;

export class KeptModules {
  /** By name and file. */
  private modules = new Map<string, { readonly module: ModuleValue; readonly text: string }>();
  /** The modules that are the same objects in the next analysis. */
  private readonly lasting = new WeakSet<ModuleValue>();
  /** By name: what it found last. */
  private names = new Map<string, ModuleValue | undefined>();
  private loads = new WeakMap<ModuleValue, Load>();
  /** Of the analysed files, as long as the program is the same. */
  private readonly own = new Map<Program, ModuleValue>();
  private characters = 0;
  /** It only grows: what was imported once may be again. */
  private readonly imports = new ImportGraph();
  /** The load that made what a module holds in this analysis. */
  private readonly active = new Map<ModuleValue, Load>();
  /** Bodies that are run or done again, the innermost last. */
  private readonly underWay: Load[] = [];
  readonly disturbances = new Disturbances();
  /** What is asked of the table of modules while no body is run. */
  private observing: LoadEvent[] | null = null;

  constructor(private readonly host: KeptModulesHost) {}

  /** Everything that lives on is as if nobody had touched it. */
  begin(readText: (file: string) => string | undefined): void {
    this.disturbances.putBack();
    this.active.clear();
    this.underWay.length = 0;
    this.observing = null;
    if (this.characters > keptCharacters) {
      this.modules = new Map();
      this.characters = 0;
      this.imports.clear();
      this.forgetAll();
    }
    for (const { module, text } of this.modules.values())
      if (this.loads.has(module) && readText(module.file as string) !== text) this.forgetAll();
  }

  /** The module of the analysed file itself. */
  ownModule(name: string, program: Program): ModuleValue {
    const module = this.own.get(program) ?? new ModuleValue(name, program.file);
    // it lasts as long as a program that grows
    if (program.growth === undefined) return module;
    this.lasting.add(module);
    this.own.delete(program);
    this.own.set(program, module);
    for (const [other, old] of this.own) {
      if (this.own.size <= mostOwn) break;
      this.own.delete(other);
      this.imports.remove(old);
    }
    return module;
  }

  /** The module of a file, the same object in every analysis. */
  moduleOf(name: string, file: string, text: string): ModuleValue {
    const key = `${name} ${file}`;
    let known = this.modules.get(key);
    if (known?.text !== text) {
      this.characters += text.length - (known?.text.length ?? 0);
      if (known !== undefined) this.forgetAll();
      known = { module: known?.module ?? new ModuleValue(name, file), text };
      this.modules.set(key, known);
      this.lasting.add(known.module);
    }
    return known.module;
  }

  /** To be called before an object is changed that another load than the one under way made. */
  changing(object: Mutable): void {
    const load = runningLoad();
    if (heap.madeIn?.isLibrary === true) return;
    if (object.madeIn === null) {
      // of this analysis only
      load?.spoil();
      return;
    }
    this.disturb(object, load);
    load?.changed.add(object);
  }

  private disturb(object: Mutable, by: Load | null): void {
    this.disturbances.add(object, by);
    if (by === null) return;
    // a body around this one made or changed it before: done again, it would have gone further by now
    for (const outer of this.underWay) {
      if (outer === by || !(object.madeIn === outer || outer.changed.has(object))) continue;
      outer.spoil();
      by.spoil();
    }
  }

  /** `names` are of `owner`; the import is put back to where it was, lest a later analysis does without loading what it names. */
  resolving(names: Attributes, owner: Maker | null, name: string, lazy: LazyImport): void {
    if (owner !== null && !owner.isLibrary && owner !== heap.madeIn) this.disturbances.addResolved(names, name, lazy);
  }

  found(name: string, module: ModuleValue | undefined): void {
    this.note({ kind: 'found', name, module });
    const importer = this.host.importer();
    if (importer === null || module === undefined) return;
    // what is made anew in every analysis is held by nobody
    if (this.isLasting(importer) && this.isLasting(module)) this.imports.add(importer, module);
  }

  private isLasting(module: ModuleValue): boolean {
    return this.lasting.has(module) || module.madeIn?.isLibrary === true;
  }

  /** A name is looked for among the files for the first time in this analysis. */
  looked(name: string, module: ModuleValue | undefined): void {
    if (this.names.has(name) && this.names.get(name) !== module) this.forgetAll();
    this.names.set(name, module);
  }

  private forgetAll(): void {
    this.loads = new WeakMap();
    this.names = new Map();
  }

  awaited(module: ModuleValue, name: string | null): void {
    this.note({ kind: 'awaited', module, name });
  }

  private note(event: LoadEvent): void {
    if (heap.madeIn === null) this.observing?.push(event);
    else runningLoad()?.events.push(event);
  }

  /** What `body` asks of the table of modules is told, in order. */
  observed<T>(body: () => T): { readonly outcome: T; readonly events: readonly LoadEvent[] } {
    const outer = this.observing;
    const events: LoadEvent[] = [];
    this.observing = events;
    try {
      const outcome = body();
      // which loads they were is known only now
      return {
        outcome,
        events: events.map((event) =>
          event.kind === 'loaded' ? { ...event, load: this.active.get(event.module) } : event,
        ),
      };
    } finally {
      this.observing = outer;
    }
  }

  /** Does again what was observed; false: it came out otherwise. */
  follow(events: readonly LoadEvent[]): boolean {
    const outer = this.observing;
    this.observing = null;
    try {
      return events.every((event) => this.happens(event));
    } finally {
      this.observing = outer;
    }
  }

  private happens(event: LoadEvent): boolean {
    if (event.kind === 'awaited') this.host.await(event.module, event.name);
    else if (event.kind === 'loaded') {
      event.module.load?.();
      return event.load === undefined || this.active.get(event.module) === event.load;
    } else return this.host.find(event.name) === event.module;
    return true;
  }

  loadOf(module: ModuleValue): Load | undefined {
    return this.loads.get(module);
  }

  /** The module's body is run when it is due. */
  forget(module: ModuleValue): void {
    this.loads.delete(module);
  }

  /** The module's body is due: false where it has to be run. */
  repeat(module: ModuleValue): boolean {
    this.note({ kind: 'loaded', module });
    const load = this.loads.get(module);
    if (load === undefined) return false;
    const { madeIn } = heap;
    const { observing } = this;
    heap.madeIn = this.observing = null;
    this.underWay.push(load);
    this.active.set(module, load);
    let isSame = false;
    try {
      isSame = this.isAsItWas(load);
    } finally {
      heap.madeIn = madeIn;
      this.observing = observing;
      this.underWay.pop();
      if (!isSame) this.active.delete(module);
    }
    return isSame;
  }

  /** Brings what the load brought, as long as nothing differs. */
  private isAsItWas(load: Load): boolean {
    if (!this.isWorldOf(load)) return false;
    // an import may have found another module: then all is forgotten
    if (!load.events.every((event) => this.happens(event)) || !this.loads.has(load.module)) return false;
    for (const other of load.held) if (this.active.get(other.module) !== other) return false;
    for (const [object, after] of load.after) {
      this.disturb(object, load);
      restore(object, after);
    }
    return true;
  }

  /** What the load can have seen is changed by the same loads as then, and by nobody else. */
  private isWorldOf({ module, world }: Load): boolean {
    let seen = 0;
    for (const [object, by] of this.disturbances.latest()) {
      if (!this.isReached(object, module)) continue;
      if (by === null || world.get(object) !== by) return false;
      seen++;
    }
    return seen === world.size;
  }

  /** The body is run from here to `end`; null: it is not of another file. */
  start(module: ModuleValue): Load | null {
    if (!this.lasting.has(module)) return null;
    const load = new Load(module, this.disturbances.latest(), this.host.effects());
    this.loads.delete(module);
    this.active.set(module, load);
    this.underWay.push(load);
    return load;
  }

  /** `isDone`: it ran to its end. */
  end(load: Load, isDone: boolean): void {
    this.underWay.pop();
    if (!isDone || !this.settle(load)) load.spoil();
    else this.loads.set(load.module, load);
  }

  /** False: the load cannot be done again. */
  private settle(load: Load): boolean {
    const effects = this.host.effects();
    if (!load.isRepeatable || effects.some((effect, i) => effect !== load.effects[i])) return false;
    for (const [object, by] of [...load.world]) {
      if (!this.isReached(object, load.module)) load.world.delete(object);
      else if (by === null) return false;
    }
    for (const object of load.changed) {
      if (!this.isReached(object, load.module)) return false;
      load.after.set(object, snapshot(object));
    }
    const held = heldBy(load);
    if (held === null) return false;
    load.held = held;
    return true;
  }

  /** Whether the body of the module can have seen the object. */
  private isReached({ madeIn }: Mutable, module: ModuleValue): boolean {
    return madeIn instanceof Load ? this.imports.reaches(module, madeIn.module) : madeIn !== null;
  }
}

/** The body of a module of another file that is being run; null: none, or one of the library's. */
const runningLoad = (): Load | null => (heap.madeIn instanceof Load ? heap.madeIn : null);

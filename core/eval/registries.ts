// Registries: dicts that are filled by the modules that register themselves in them as they are imported. A key that one lacks
// may be in a module whose body has not been needed so far.
import { ClassValue, heap, InstanceValue, type DictValue, type ModuleValue, type Scope, type Value } from './values';

/** What is asked of the table of modules. */
export interface ModuleFinder {
  find(name: string): ModuleValue | undefined;
  submodule(module: ModuleValue, name: string): ModuleValue | undefined;
  isLibrary(module: ModuleValue): boolean;
  textOf(file: string | null): string;
}

export class Registries {
  /** Functions and classes at the top level of the analysed file. */
  defined: ReadonlySet<string> = new Set();
  /** The import statements that are executed say what a package holds, and import nothing. */
  isDeclared = false;
  /** Imported lately; with the name that was imported, which may be a submodule. */
  private awaited: { readonly module: ModuleValue; readonly name: string | null }[] = [];
  /** Imported, each once. */
  private readonly imports = new Set<ModuleValue>();
  /** By the name of a registry: the modules that put something in, of the first so many imported ones. */
  private readonly fillers = new Map<string, { readonly modules: ModuleValue[]; seen: number }>();
  private isSeeking = false;
  /** Keys that nobody had put in when so many modules were imported. */
  private readonly absent = new WeakMap<DictValue, Map<string, number>>();

  constructor(private readonly table: ModuleFinder) {}

  await(module: ModuleValue, name: string | null): void {
    if (!this.isDeclared) this.awaited.push({ module, name });
  }

  /**
   * Runs packages and modules of star imports, for what they import, and the modules that define something of that name or register it by that name, until
   * one of them has put it in; where the key is needed, then those whose text mentions it. `main`: the analysed file's names.
   */
  registers(dict: DictValue, key: unknown, isNeeded: boolean, main: Scope | null): boolean {
    if (typeof key !== 'string' || dict.home === null || dict.home === main || this.isSeeking) return false;
    // while they are imported, modules ask whether a name is still free
    if (key === '' || (heap.module !== null && heap.module !== main)) return false;
    if (!dict.isRegistry && dict.entries.size > 0) return false;
    // what the analysed file defines it registers itself: it asks whether the name is still free
    if (this.defined.has(key)) return false;
    let absent = this.absent.get(dict);
    if (absent === undefined) this.absent.set(dict, (absent = new Map<string, number>()));
    const seen = `${String(isNeeded)} ${key}`;
    if (absent.get(seen) === this.imported().size) return false;
    const name = key.replace(/\W/g, '\\$&');
    const definition = new RegExp(`^\\s*(?:def|class)\\s+${name}\\b`, 'm');
    const registration = new RegExp(
      `^@.*['"]${name}['"]|^\\s*[A-Za-z_][\\w.]*(?:\\((?:\\s*\\w+\\s*=)?\\s*|\\[|\\.(?:update|setdefault)\\(.*)['"]${name}['"]`,
      'm',
    );
    const textOf = ({ file }: ModuleValue): string => this.table.textOf(file);
    const filler = fillerOf(dict, (file) => this.table.textOf(file));
    this.isSeeking = true;
    try {
      for (;;) {
        const waiting = this.mayFill(filler).filter(({ load }) => load !== null);
        const mentioning = waiting.filter((module) => textOf(module).includes(key));
        const next =
          waiting.find(isPackage) ??
          mentioning.find((module) => definition.test(textOf(module))) ??
          mentioning.find((module) => isNeeded || registration.test(textOf(module))) ??
          waiting.find((module) => gathering.test(textOf(module)));
        if (next === undefined) return false;
        next.load?.();
        if (dict.entries.has(key)) return true;
      }
    } finally {
      this.isSeeking = false;
      absent.set(seen, this.imports.size);
    }
  }

  /** The imported modules that may put something into a registry. */
  private mayFill(filler: Filler | null): readonly ModuleValue[] {
    const every = [...this.imported()];
    if (filler === null) return every;
    let found = this.fillers.get(filler.name);
    if (found === undefined) this.fillers.set(filler.name, (found = { modules: [], seen: 0 }));
    for (; found.seen < every.length; found.seen++) {
      const module = every[found.seen];
      if (filler.stores.test(this.table.textOf(module.file))) found.modules.push(module);
    }
    return found.modules;
  }

  /** Imported modules whose bodies have not run. */
  pending(): readonly ModuleValue[] {
    return [...this.imported()].filter(({ load }) => load !== null);
  }

  /** What import statements asked for, with the packages around it. */
  private imported(): ReadonlySet<ModuleValue> {
    const { table, imports } = this;
    const add = (module: ModuleValue | undefined): void => {
      if (module !== undefined && !table.isLibrary(module)) imports.add(module);
    };
    for (const { module, name } of this.awaited.splice(0)) {
      const parts = module.name.split('.');
      for (let length = 1; length < parts.length; length++) add(table.find(parts.slice(0, length).join('.')));
      add(module);
      if (name !== null) add(table.submodule(module, name));
    }
    return imports;
  }
}

/** A module that only gathers what others define. */
const gathering = /^from\s+\S+\s+import\s*\*/m;

export const isPackage = ({ file }: ModuleValue): boolean => file?.endsWith('/__init__.py') === true;

/** Where a dict is kept: by what name, and in which files the code is that knows it by this name. */
interface Holder {
  readonly name: string;
  readonly files: readonly string[];
}

/** How a module puts something into a registry that it knows by its name. */
interface Filler {
  readonly name: string;
  readonly stores: RegExp;
}

/** null: whoever registers does it under other names, and is not told by them. */
function fillerOf(dict: DictValue, textOf: (file: string) => string): Filler | null {
  const home = dict.home as Scope | null;
  const holder = home === null ? null : holderOf(dict, home);
  if (holder === null) return null;
  const { name, files } = holder;
  const stores = new RegExp(
    `\\b${name}\\s*(?:(?:\\[[^\\]\\n]*\\])+\\s*=(?!=)|\\.(?:update|setdefault|__setitem__)\\()`,
  );
  return files.some((file) => stores.test(textOf(file))) ? null : { name, stores };
}

/** The dict as a name of its module, as an attribute of a class there, or of an object. */
function holderOf(dict: DictValue, { names }: Scope): Holder | null {
  const file = names.get('__file__');
  const own = typeof file === 'string' ? [file] : [];
  const heldBy = (attributes: ReadonlyMap<string, Value>): string | undefined => {
    for (const [name, value] of attributes) if (value === dict) return name;
    return undefined;
  };
  const top = heldBy(names);
  if (top !== undefined) return { name: top, files: own };
  for (const value of names.values()) {
    if (!(value instanceof ClassValue) && !(value instanceof InstanceValue)) continue;
    const name = heldBy(value.attributes);
    if (name === undefined) continue;
    const type = value instanceof ClassValue ? value : value.type;
    return {
      name,
      files: [...own, ...type.mro.flatMap(({ definition }) => (definition === null ? [] : [definition.file]))],
    };
  }
  return null;
}

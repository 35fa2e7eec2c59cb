// Imports. Modules are found, in this order: native ones, the library's model (core/library), the roots. A module's body runs
// when a name of it is first used, so that importing torchvision does not evaluate all of it; inside `try` at once, since
// the handler asks whether the import works.
import type { Import, ImportFrom } from '../syntax/ast';
import { isUnmodelled, missingImport, type MissingHost } from './missing';
import { bindName } from './scope';
import { LazyImport, type ModuleValue, type Frame, type Machine, type Value } from './values';

/** What the interpreter gives to imports. */
export interface ImportHost extends Machine {
  /** The module, not loaded yet; undefined where there is none. */
  findModule(name: string): ModuleValue | undefined;
  /** It is imported, with a name of it: its body would have run by now. */
  awaitModule(module: ModuleValue, name: string | null): void;
}

export function executeImport(machine: Machine, statement: Import, frame: Frame): void {
  for (const { name, alias } of statement.names) {
    const module = importedModule(machine, name);
    if (alias !== null) {
      bindName(machine, frame.scope, alias, module);
      continue;
    }
    const top = name.split('.')[0];
    bindName(machine, frame.scope, top, top === name ? module : importedModule(machine, top));
  }
}

/** The module; where there is none ImportError inside `try`, else unknown. */
export function importedModule(machine: Machine, name: string): Value {
  const found = (machine as ImportHost).findModule(name);
  if (found !== undefined) {
    if (machine.tryDepth > 0) found.load?.();
    else (machine as ImportHost).awaitModule(found, null);
    return found;
  }
  if (machine.tryDepth > 0) machine.raise('ModuleNotFoundError', `No module named '${name}'`);
  const [parent, child] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
  return (
    missingImport(machine as MissingHost, parent, child, true) ?? machine.unknown(`the module '${name}' was not found`)
  );
}

export function executeImportFrom(machine: Machine, statement: ImportFrom, frame: Frame): void {
  if (statement.module === '__future__') return;
  const name = absoluteName(statement, frame);
  const module = name === null ? undefined : (machine as ImportHost).findModule(name);
  for (const { name: imported, alias } of statement.names) {
    if (module !== undefined) (machine as ImportHost).awaitModule(module, imported === '*' ? null : imported);
    if (imported === '*') {
      if (module !== undefined) {
        frame.scope.stars ??= [];
        frame.scope.stars.push(module);
      } else frame.scope.openStar = machine.unknown(`the module '${name ?? statement.module}' was not found`);
      continue;
    }
    const bound = alias ?? imported;
    if (module === undefined) {
      if (machine.tryDepth > 0) machine.raise('ModuleNotFoundError', `No module named '${name ?? statement.module}'`);
      bindName(machine, frame.scope, bound, machine.unknown(`the module '${name ?? statement.module}' was not found`));
      continue;
    }
    // in a `try` it is looked up at once, and raises there
    const missing =
      machine.tryDepth > 0 ? undefined : missingImport(machine as MissingHost, module.name, imported, false);
    if (missing !== undefined) {
      bindName(machine, frame.scope, bound, missing);
      continue;
    }
    const resolve = (): Value => memberOf(machine, module, imported);
    bindName(machine, frame.scope, bound, machine.tryDepth > 0 ? resolve() : new LazyImport(resolve));
  }
}

function memberOf(machine: Machine, module: ModuleValue, name: string): Value {
  const value = machine.lookup(module, name);
  if (value !== undefined) return value;
  if (machine.tryDepth > 0 && !isUnmodelled(machine, module, name))
    machine.raise('ImportError', `cannot import name '${name}' from '${module.name}'`);
  return machine.unknown(`'${name}' was not found in the module '${module.name}'`);
}

/** The absolute dotted name; null where the dots lead out of the package. */
function absoluteName(statement: ImportFrom, frame: Frame): string | null {
  if (statement.level === 0) return statement.module;
  const { names } = frame.scope.globals;
  const own = names.get('__package__');
  const parts = typeof own === 'string' && own !== '' ? own.split('.') : [];
  const up = statement.level - 1;
  if (up > parts.length) return null;
  const base = parts.slice(0, parts.length - up);
  if (statement.module !== '') base.push(...statement.module.split('.'));
  return base.length === 0 ? null : base.join('.');
}

/** Reads a Python file's dotted name and package from where it stands: upwards while there is an `__init__.py`. */
export function moduleNameOf(
  file: string,
  exists: (path: string) => boolean,
): { readonly name: string; readonly package: string; readonly root: string } {
  const parts = file.split('/');
  const base = (parts.pop() as string).replace(/\.\w+$/, '');
  const names = base === '__init__' ? [] : [base];
  let folder = parts;
  while (folder.length > 1 && exists([...folder, '__init__.py'].join('/'))) {
    names.unshift(folder[folder.length - 1]);
    folder = folder.slice(0, -1);
  }
  const name = names.length === 0 ? base : names.join('.');
  return { name, package: base === '__init__' ? name : names.slice(0, -1).join('.'), root: folder.join('/') };
}

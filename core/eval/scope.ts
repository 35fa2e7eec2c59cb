// Looking names up and binding them, by Python's rules: locals, enclosing functions, the module, builtins.
import { LazyImport, UnknownValue, type Attributes, type Machine, type Scope, type Value } from './values';

/** undefined: no such name. */
export function lookupName(
  machine: Machine,
  scope: Scope,
  name: string,
  builtins: Attributes = machine.builtins,
): Value | undefined {
  for (let current: Scope | null = scope; current !== null; current = current.parent) {
    const redirected: Scope | undefined = current.redirected?.get(name);
    const holder: Scope = redirected ?? current;
    const value = holder.names.get(name);
    if (value !== undefined) return value instanceof LazyImport ? force(machine, holder, name, value) : value;
    if (current.stars !== null) {
      const starred = lookupStars(machine, current, name);
      if (starred !== undefined) return starred;
    }
  }
  return builtins.get(name);
}

function force(machine: Machine, { names, madeIn }: Scope, name: string, lazy: LazyImport): Value {
  const value = lazy.resolve();
  // the body of the module that was loaded may have bound the name anew meanwhile
  if (names.get(name) === lazy && !(value instanceof UnknownValue)) {
    machine.resolving(names, madeIn, name, lazy);
    names.set(name, value);
  }
  return value;
}

/** A public name that a star import brings in, the latest import first. */
export function lookupStars(machine: Machine, scope: Scope, name: string): Value | undefined {
  if (scope.stars === null || name.startsWith('__')) return undefined;
  for (let i = scope.stars.length - 1; i >= 0; i--) {
    const module = scope.stars[i];
    if (name.startsWith('_')) {
      const all = machine.lookup(module, '__all__');
      if (all === undefined || !(machine.elements(all) ?? []).includes(name)) continue;
    }
    const value = machine.mayExport(module, name) ? machine.lookup(module, name) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

export function bindName(machine: Machine, scope: Scope, name: string, value: Value): void {
  const holder = scope.redirected?.get(name) ?? scope;
  machine.touch(holder);
  holder.names.set(name, value);
}

export function unbindName(machine: Machine, scope: Scope, name: string): boolean {
  const holder = scope.redirected?.get(name) ?? scope;
  machine.touch(holder);
  return holder.names.delete(name);
}

/** `global` (the module's scope) and `nonlocal` (the nearest enclosing function that has the name). */
export function redirect(scope: Scope, names: readonly string[], kind: 'global' | 'nonlocal'): void {
  scope.redirected ??= new Map();
  for (const name of names) {
    let target: Scope = scope.globals;
    if (kind === 'nonlocal') {
      let current = scope.parent;
      while (current !== null && !current.names.has(name)) current = current.parent;
      target = current ?? scope.globals;
    }
    scope.redirected.set(name, target);
  }
}

/** Where a function defined in this scope looks names up: class bodies are skipped, as in Python. */
export function closureOf(scope: Scope): Scope {
  let current = scope;
  while (current.isClassBody && current.parent !== null) current = current.parent;
  return current;
}

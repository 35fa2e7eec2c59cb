// Whether what a module holds hangs together with what lives only as long as one analysis.
import type { Load } from './loads';
import {
  BoundMethod,
  ClassMethod,
  ClassValue,
  DictValue,
  DictView,
  FunctionValue,
  InstanceValue,
  IteratorValue,
  ListValue,
  ModuleValue,
  PropertyValue,
  Scope,
  SetValue,
  SliceValue,
  StaticMethod,
  SuperValue,
  TensorValue,
  TupleValue,
  type Maker,
} from './values';

/**
 * From the names of the load's module and from what it changed of others: an object that no load made, or an iterator, which cannot
 * be put back to where it stood.
 */
export function reachesOthers({ module, after }: Load): boolean {
  const seen = new Set<object>();
  const waiting: unknown[] = [module.scope, ...after.keys()];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof IteratorValue) return true;
    // another module answers for itself
    if (value instanceof ModuleValue) continue;
    if (!('madeIn' in value)) {
      waiting.push(...partsOfPlain(value));
      continue;
    }
    const madeIn = value.madeIn as Maker | null;
    if (madeIn === null) return true;
    if (!madeIn.isLibrary) waiting.push(...partsOf(value));
  }
  return false;
}

function partsOfPlain(value: object): readonly unknown[] {
  if (value instanceof BoundMethod) return [value.self, value.callable];
  if (value instanceof StaticMethod || value instanceof ClassMethod) return [value.callable];
  if (value instanceof PropertyValue) return [value.getter, value.setter, value.deleter];
  if (value instanceof SuperValue) return [value.after, value.self];
  if (value instanceof DictView) return [value.dict];
  if (value instanceof SliceValue) return [value.lower, value.upper, value.step];
  return [];
}

function partsOf(value: object): readonly unknown[] {
  if (value instanceof Scope) return [...value.names.values(), value.parent, value.globals, value.annotations];
  if (value instanceof ListValue || value instanceof TupleValue)
    return [...value.items, value.type, ...(value.attributes?.values() ?? [])];
  if (value instanceof DictValue)
    return [
      ...[...value.entries.values()].flatMap((entry) => [entry.key, entry.value]),
      value.type,
      value.owner,
      ...(value.attributes?.values() ?? []),
    ];
  if (value instanceof SetValue) return [...value.entries.values(), value.type, ...(value.attributes?.values() ?? [])];
  if (value instanceof FunctionValue)
    return [value.closure, value.owner.class, ...value.defaults, ...(value.attributes?.values() ?? [])];
  if (value instanceof ClassValue) return [...value.attributes.values(), ...value.bases, ...value.mro, value.meta];
  if (value instanceof InstanceValue) return [...value.attributes.values(), value.type, value.payload];
  if (value instanceof TensorValue) return [value.type, ...(value.attributes?.values() ?? [])];
  return [];
}

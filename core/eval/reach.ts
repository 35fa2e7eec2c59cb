// What a module holds of others.
import { Load } from './loads';
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
 * The loads that made what is held by the names of the load's module, and by what it changed of others; null: it holds an object that
 * no load made, or made anew in every analysis, or an iterator, which cannot be put back to where it stood.
 */
export function heldBy(load: Load): ReadonlySet<Load> | null {
  const seen = new Set<object>();
  const held = new Set<Load>();
  const waiting: unknown[] = [load.module.scope];
  for (const object of load.after.keys()) waiting.push(...partsOf(object));
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof IteratorValue) return null;
    // another module is the same object in every analysis
    if (value instanceof ModuleValue) continue;
    if (!('madeIn' in value)) {
      waiting.push(...partsOfPlain(value));
      continue;
    }
    const madeIn = value.madeIn as Maker | null;
    if (madeIn === load) waiting.push(...partsOf(value));
    else if (madeIn instanceof Load && madeIn.isRepeatable) held.add(madeIn);
    else if (madeIn?.isLibrary !== true) return null;
  }
  return held;
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

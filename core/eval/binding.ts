// What a class has under a name, in the order of its bases, and what becomes of it when it is read through an object.
import { BoundMethod, type ClassValue, type Machine, type Value } from './values';

/** The attribute as it stands in the first class of the MRO that has it, unbound. */
export function lookupInClass(type: ClassValue, name: string, after: ClassValue | null = null): Value | undefined {
  let skip = after !== null;
  for (const candidate of type.mro) {
    if (skip) {
      if (candidate === after) skip = false;
      continue;
    }
    const value = candidate.attributes.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The first class of the MRO (after `after`) that could not be told, so that a missing attribute is unknown. */
export function openBase(type: ClassValue): Value | undefined {
  for (const candidate of type.mro) if (candidate.open !== null) return candidate.open;
  return undefined;
}

/** Binds what a class holds to the object it is read through. */
export function bindAttribute(machine: Machine, value: Value, self: Value, type: ClassValue): Value {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'function':
      return new BoundMethod(self, value);
    case 'native':
      return value.binds ? new BoundMethod(self, value) : value;
    case 'staticmethod':
      return value.callable;
    case 'classmethod':
      return new BoundMethod(type, value.callable);
    case 'property':
      return machine.call(value.getter, [self]);
    case 'lazy':
      return value.resolve();
    case 'instance': {
      const get = lookupInClass(value.type, '__get__');
      return get === undefined ? value : machine.call(get, [value, self, type]);
    }
    default:
      return value;
  }
}

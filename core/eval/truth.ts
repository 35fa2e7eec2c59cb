// Truth and length of any value.
import { withoutFraction } from './fractions';
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import { specialMethod } from './attributes';
import { compareNumbers } from './numbers';
import { unwrap } from './specialMethods';
import { ClassValue, UnknownValue, type Machine, type Value } from './values';

/** Python's truth; undefined where it cannot be told. */
export function truth(machine: Machine, value: Value): boolean | undefined {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      return value !== 0;
    case 'string':
      return value.length > 0;
    case 'bigint':
      return value !== 0n;
    default:
      break;
  }
  if (value === null) return false;
  if (value instanceof Float) return value.value !== 0;
  if (value instanceof SymbolicDim) {
    const sign = compareNumbers(value, 0);
    return sign === undefined || sign === null ? undefined : sign !== 0;
  }
  switch (value.kind) {
    case 'unknown':
      return undefined;
    case 'tensor':
      return value.tensor.data?.length === 1 ? value.tensor.data[0] !== 0 : undefined;
    case 'range':
      return value.length > 0;
    case 'bytes':
      return value.text.length > 0;
    default:
      break;
  }
  const method = specialMethod(machine, value, '__bool__');
  if (method !== undefined) return machine.truth(machine.call(method, []));
  switch (value.kind) {
    case 'list':
      return value.open === null ? value.items.length > 0 : undefined;
    case 'tuple':
      return value.items.length > 0;
    case 'dict':
      return value.entries.size > 0 ? true : value.open === null ? false : undefined;
    case 'view':
      return truth(machine, value.dict);
    case 'set':
      return value.entries.size > 0 ? true : value.open === null ? false : undefined;
    case 'instance': {
      if (value.payload !== undefined) return truth(machine, value.payload);
      const length = specialMethod(machine, value, '__len__');
      return length === undefined ? true : machine.truth(machine.call(length, []));
    }
    default:
      return true;
  }
}

/** `len()` as an integer or a symbol; undefined where the value has none. */
export function lengthOf(machine: Machine, value: Value): Value | undefined {
  if (value instanceof UnknownValue) return withoutFraction(value);
  if (value instanceof ClassValue && value.hooks?.length !== undefined)
    return machine.call(value.hooks.length, [value]);
  const method = specialMethod(machine, value, '__len__');
  if (method !== undefined) return machine.call(method, []);
  const target = unwrap(value);
  if (typeof target === 'string') {
    machine.step(target.length >> 6);
    return [...target].length;
  }
  if (typeof target !== 'object' || target === null) return undefined;
  if (target instanceof Float || target instanceof SymbolicDim) return undefined;
  switch (target.kind) {
    case 'list':
      return target.open ?? target.items.length;
    case 'tuple':
      return target.items.length;
    case 'dict':
      return target.open ?? target.entries.size;
    case 'set':
      return target.open ?? target.entries.size;
    case 'view':
      return target.dict.open ?? target.dict.entries.size;
    case 'range':
      return target.length;
    case 'bytes':
      return target.text.length;
    case 'tensor':
      return target.tensor.shape.length === 0
        ? machine.raise('TypeError', 'len() of a 0-d tensor')
        : target.tensor.shape[0];
    default:
      return undefined;
  }
}

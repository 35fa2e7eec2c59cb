// Keys of dicts and sets: equal Python values have equal keys (1 == 1.0 == True), objects are keyed by identity.
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import type { Value } from './values';

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

/** A number that stands for the object, as Python's id(). */
export function identity(value: object): number {
  let id = identities.get(value);
  if (id === undefined) identities.set(value, (id = nextIdentity++));
  return id;
}

/** undefined: unhashable (a list, a dict, a set). Strings are their own keys; others are prefixed so that they cannot collide. */
export function hashKey(value: Value): unknown {
  if (typeof value === 'string') return value;
  if (value === null) return 'None';
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return value;
  if (value instanceof Float) return value.value;
  if (value instanceof SymbolicDim) return `dim ${value.key}`;
  switch (value.kind) {
    case 'list':
    case 'dict':
    case 'unknown':
      return undefined;
    case 'set':
      return value.frozen ? `frozenset ${[...value.entries.keys()].map(part).sort().join()}` : undefined;
    case 'tuple': {
      let key = 'tuple(';
      for (const item of value.items) {
        const inner = hashKey(item);
        if (inner === undefined) return undefined;
        key += part(inner);
      }
      return `${key})`;
    }
    case 'instance':
      return value.payload !== undefined && value.payload !== null && typeof value.payload !== 'object'
        ? value.payload
        : value;
    case 'dtype':
      return `dtype ${value.dtype}`;
    case 'bytes':
      return `bytes ${value.text}`;
    case 'range':
      return `range ${value.start} ${value.stop} ${value.step}`;
    default:
      return value;
  }
}

/** Unambiguous inside a tuple's key: a length before each string. */
function part(key: unknown): string {
  if (typeof key === 'string') return `s${key.length}:${key},`;
  if (typeof key === 'object' && key !== null) return `o${identity(key)},`;
  return `n${String(key)},`;
}

/** A key or a name as text; what is neither a string nor a number has none. */
export const keyText = (key: Value | undefined): string =>
  typeof key === 'string' ? key : typeof key === 'number' ? String(key) : '?';

// JavaScript's view of values: numbers are one type (an integral one is an integer, so that it can be a dimension), null and
// undefined are both null, objects are dicts, arrays are lists. What a conversion cannot tell is undefined.
import { Float } from '../../ops/operator';
import { SymbolicDim } from '../../shape/dim';
import { asInteger, asNumber, compareNumbers } from '../numbers';
import { DictValue, ListValue, TupleValue, UnknownValue, type Machine, type Value } from '../values';

/** A JavaScript number as a value. */
export const numberValue = (value: number): Value =>
  Number.isSafeInteger(value) && !Object.is(value, -0) ? value : new Float(value);

/** `Number(value)`; undefined where it cannot be told. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'string') return Number(value);
  return asNumber(value);
}

/** A whole number for an index or a count, truncated; undefined where it cannot be told. */
export function toInteger(value: Value | undefined): number | undefined {
  const number = value === undefined ? undefined : toNumber(value);
  return number === undefined ? undefined : Number.isNaN(number) ? 0 : Math.trunc(number);
}

/** JavaScript's truth; undefined where it cannot be told. */
export function isTruthy(value: Value): boolean | undefined {
  if (value === null) return false;
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
  if (value instanceof Float) return value.value !== 0 && !Number.isNaN(value.value);
  if (value instanceof UnknownValue) return undefined;
  if (value instanceof SymbolicDim) {
    const sign = compareNumbers(value, 0);
    return sign === undefined || sign === null ? undefined : sign !== 0;
  }
  return true;
}

/** `a === b`: objects by identity; undefined where it cannot be told. */
export function isSame(left: Value, right: Value): boolean | undefined {
  if (left instanceof UnknownValue || right instanceof UnknownValue) return left === right ? true : undefined;
  if (left === right) return !(left instanceof Float && Number.isNaN(left.value));
  if (typeof left === 'boolean' || typeof right === 'boolean') return false;
  if (left instanceof SymbolicDim || right instanceof SymbolicDim) {
    const order = compareNumbers(left, right);
    return order === null ? false : order === undefined ? undefined : order === 0;
  }
  const [x, y] = [asNumber(left), asNumber(right)];
  return x !== undefined && y !== undefined && x === y;
}

/** `String(value)`; undefined where it cannot be told, as for null, which may also be undefined. */
export function toText(machine: Machine, value: Value): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Float) return String(value.value);
  if (value === null || value instanceof UnknownValue || value instanceof SymbolicDim) return undefined;
  if (value instanceof ListValue || value instanceof TupleValue) return joined(machine, value.items, ',');
  if (value instanceof DictValue && value.type === null) return '[object Object]';
  const own = machine.lookup(value, 'toString');
  if (own === undefined) return undefined;
  const text = machine.call(own, []);
  return typeof text === 'string' ? text : undefined;
}

/** `array.join(separator)`: null and undefined are empty there. */
export function joined(machine: Machine, items: readonly Value[], separator: string): string | undefined {
  const texts = items.map((item) => (item === null ? '' : toText(machine, item)));
  return texts.includes(undefined) ? undefined : texts.join(separator);
}

/** `typeof value` */
export function typeName(value: Value): string {
  if (value === null) return 'undefined';
  if (value instanceof Float || asInteger(value) !== undefined)
    return typeof value === 'boolean' ? 'boolean' : 'number';
  if (typeof value === 'string') return 'string';
  const kind = typeof value === 'object' ? value.kind : '';
  return ['function', 'native', 'method', 'class', 'staticmethod'].includes(kind) ? 'function' : 'object';
}

/** The name of a property: symbols aside, JavaScript's keys are strings. undefined where it cannot be told. */
export function propertyKey(machine: Machine, key: Value): string | undefined {
  return key === null ? undefined : toText(machine, key);
}

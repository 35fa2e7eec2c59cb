// Comparison, equality, identity and membership, by Python's rules; unknown where symbols or tensors leave it open.
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import { specialMethod } from './attributes';
import { hashKey } from './hashing';
import { keyIn, unknownIn } from './keys';
import { asInteger, compareNumbers, equalNumbers } from './numbers';
import { unary } from './operators';
import { asSet } from './views';
import { firstUnknown, unknownOf, unwrap, viaMethods, type OperatorNames } from './specialMethods';
import {
  DONE,
  BytesValue,
  ClassValue,
  DictValue,
  DictView,
  ListValue,
  ModuleValue,
  NOT_IMPLEMENTED,
  RangeValue,
  SetValue,
  TensorValue,
  TupleValue,
  UnknownValue,
  type Machine,
  type Value,
} from './values';

const comparisonNames: Readonly<Record<string, OperatorNames>> = {
  '==': { method: '__eq__', reflected: '__eq__', tensor: 'eq' },
  '!=': { method: '__ne__', reflected: '__ne__', tensor: 'ne' },
  '<': { method: '__lt__', reflected: '__gt__', tensor: 'lt' },
  '<=': { method: '__le__', reflected: '__ge__', tensor: 'le' },
  '>': { method: '__gt__', reflected: '__lt__', tensor: 'gt' },
  '>=': { method: '__ge__', reflected: '__le__', tensor: 'ge' },
};

export function compare(machine: Machine, operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case 'is':
      return identical(left, right) ?? unknownOf(machine, left, 'an identity');
    case 'is not': {
      const same = identical(left, right);
      return same === undefined ? unknownOf(machine, left, 'an identity') : !same;
    }
    case 'in':
      return contains(machine, right, left);
    case 'not in': {
      const inside = contains(machine, right, left);
      return typeof inside === 'boolean' ? !inside : inside;
    }
    default:
      return order(machine, operator, left, right);
  }
}

function identical(left: Value, right: Value): boolean | undefined {
  if (left instanceof UnknownValue || right instanceof UnknownValue) return left === right ? true : undefined;
  if (left instanceof Float && right instanceof Float) return left.value === right.value;
  if (left instanceof SymbolicDim && right instanceof SymbolicDim) return left.key === right.key ? true : undefined;
  return (
    left === right ||
    (typeof left === 'object' &&
      left?.kind === 'dtype' &&
      typeof right === 'object' &&
      right?.kind === 'dtype' &&
      left.dtype === right.dtype)
  );
}

function order(machine: Machine, operator: string, left: Value, right: Value): Value {
  const numeric = compareAsNumbers(operator, left, right);
  if (numeric !== null) return numeric ?? machine.unknown('a comparison that depends on a symbol');
  const unknown = firstUnknown(left, right);
  if (unknown !== null) return unknown;
  if (left instanceof TensorValue || right instanceof TensorValue) {
    if (left === null || right === null || typeof left === 'string' || typeof right === 'string')
      return operator === '!=';
    return machine.applyOperator(comparisonNames[operator].tensor, [left, right], null);
  }
  const own = viaMethods(machine, comparisonNames[operator], left, right);
  if (own !== undefined) return own;
  if (operator === '!=' || operator === '==') {
    if (operator === '!=') {
      const method = specialMethod(machine, left, '__eq__');
      if (method !== undefined) {
        const result = machine.call(method, [right]);
        if (result !== NOT_IMPLEMENTED) return unary(machine, 'not', result);
      }
    }
    const same = equal(machine, left, right);
    return same === undefined ? machine.unknown('an equality that cannot be told') : operator === '==' ? same : !same;
  }
  const a = asSet(unwrap(left));
  const b = asSet(unwrap(right));
  const again = compareAsNumbers(operator, a, b);
  if (again !== null) return again ?? machine.unknown('a comparison that depends on a symbol');
  if (typeof a === 'string' && typeof b === 'string') return holds(operator, a < b ? -1 : a > b ? 1 : 0);
  const lost = openOf(a) ?? openOf(b);
  if (lost !== null) return lost;
  if ((a instanceof ListValue && b instanceof ListValue) || (a instanceof TupleValue && b instanceof TupleValue)) {
    return compareSequences(machine, operator, a.items, b.items);
  }
  if (a instanceof SetValue && b instanceof SetValue) {
    const subset = [...a.entries.keys()].every((key) => b.entries.has(key));
    const superset = [...b.entries.keys()].every((key) => a.entries.has(key));
    if (operator === '<=') return subset;
    if (operator === '>=') return superset;
    return operator === '<' ? subset && !superset : superset && !subset;
  }
  return machine.raise(
    'TypeError',
    `'${operator}' not supported between instances of '${machine.typeOf(left).name}' and '${machine.typeOf(right).name}'`,
  );
}

/** null: no numbers; undefined: symbols leave it open. */
function compareAsNumbers(operator: string, left: Value, right: Value): boolean | undefined | null {
  if (operator === '==' || operator === '!=') {
    const same = equalNumbers(left, right);
    if (same === null || same === undefined) return same;
    return operator === '==' ? same : !same;
  }
  const sign = compareNumbers(left, right);
  if (sign === null) return null;
  if (sign !== undefined) return holds(operator, sign);
  return undefined;
}

const holds = (operator: string, sign: number): boolean =>
  operator === '<' ? sign < 0 : operator === '<=' ? sign <= 0 : operator === '>' ? sign > 0 : sign >= 0;

function compareSequences(machine: Machine, operator: string, a: readonly Value[], b: readonly Value[]): Value {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const same = equal(machine, a[i], b[i]);
    if (same === undefined) return machine.unknown('a comparison of sequences that cannot be told');
    if (!same) return order(machine, operator, a[i], b[i]);
  }
  return holds(operator, Math.sign(a.length - b.length));
}

/** `==` as a truth; undefined where it cannot be told. */
export function equal(machine: Machine, left: Value, right: Value): boolean | undefined {
  if (left instanceof UnknownValue || right instanceof UnknownValue) return undefined;
  if (left === right) return true;
  const numbers = equalNumbers(left, right);
  if (numbers !== null) return numbers;
  if (left instanceof TensorValue || right instanceof TensorValue) return undefined;
  const own = viaMethods(machine, comparisonNames['=='], left, right);
  if (own !== undefined) return machine.truth(own);
  const a = asSet(unwrap(left));
  const b = asSet(unwrap(right));
  if (a !== left || b !== right) return equal(machine, a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (openOf(a) !== null || openOf(b) !== null) return undefined;
  if (a instanceof ListValue && b instanceof ListValue) return equalSequences(machine, a.items, b.items);
  if (a instanceof TupleValue && b instanceof TupleValue) return equalSequences(machine, a.items, b.items);
  if (a instanceof SetValue && b instanceof SetValue) {
    return a.entries.size === b.entries.size && [...a.entries.keys()].every((key) => b.entries.has(key));
  }
  if (a instanceof DictValue && b instanceof DictValue) {
    if (a.open !== null || b.open !== null) return undefined;
    if (a.entries.size !== b.entries.size) return false;
    let answer: boolean | undefined = true;
    for (const [key, entry] of a.entries) {
      const other = b.entries.get(key);
      if (other === undefined) return false;
      const same = equal(machine, entry.value, other.value);
      if (same === false) return false;
      if (same === undefined) answer = undefined;
    }
    return answer;
  }
  if (a instanceof RangeValue && b instanceof RangeValue) return hashKey(a) === hashKey(b);
  if (a.kind === 'dtype' && b.kind === 'dtype') return a.dtype === b.dtype;
  if (a instanceof BytesValue && b instanceof BytesValue) return a.text === b.text;
  if (a.kind === 'method' && b.kind === 'method') return a.self === b.self && a.callable === b.callable;
  return false;
}

function equalSequences(machine: Machine, a: readonly Value[], b: readonly Value[]): boolean | undefined {
  if (a.length !== b.length) return false;
  let answer: boolean | undefined = true;
  for (let i = 0; i < a.length; i++) {
    const same = equal(machine, a[i], b[i]);
    if (same === false) return false;
    if (same === undefined) answer = undefined;
  }
  return answer;
}

const openOf = (value: Value): UnknownValue | null =>
  value instanceof ListValue || value instanceof SetValue ? value.open : null;

function contains(machine: Machine, container: Value, item: Value): Value {
  if (container instanceof UnknownValue) return container;
  if (container instanceof ClassValue && container.hooks?.contains !== undefined) {
    return machine.call(container.hooks.contains, [container, item]);
  }
  const method = specialMethod(machine, container, '__contains__');
  if (method !== undefined) return machine.call(method, [item]);
  const inner = unwrap(container);
  const target = inner instanceof DictView && inner.form === 'keys' ? inner.dict : inner;
  if (typeof target === 'string') {
    if (item instanceof UnknownValue) return item;
    return typeof item === 'string'
      ? target.includes(item)
      : machine.raise('TypeError', `'in <string>' requires string as left operand, not ${machine.typeOf(item).name}`);
  }
  if (target instanceof DictValue || target instanceof SetValue) {
    const key = keyIn(machine, target.entries, item);
    if (key === undefined) return unknownIn(item);
    if (target.entries.has(key)) return true;
    if (target instanceof DictValue && machine.registers(target, key, false)) return true;
    return target.open ?? false;
  }
  if (target instanceof RangeValue) {
    const n = asInteger(item);
    if (typeof n !== 'number') return n === undefined ? false : machine.unknown('a symbol in a range');
    const k = (n - target.start) / target.step;
    return Number.isInteger(k) && k >= 0 && k < target.length;
  }
  if (target instanceof BytesValue && item instanceof BytesValue) return target.text.includes(item.text);
  if (target instanceof ModuleValue) return machine.unknown('membership in a module');
  const iterator = machine.iterator(container);
  if (iterator === null) return machine.unknown('membership in what cannot be told');
  let open = false;
  for (let element = iterator.next(); element !== DONE; element = iterator.next()) {
    machine.step();
    const same = element === item ? true : equal(machine, element, item);
    if (same === true) return true;
    if (same === undefined) open = true;
  }
  return open ? unknownOf(machine, item, 'membership') : false;
}

// Python's operators over any values: numbers, sequences, tensors, and the special methods of user classes.
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import { specialMethod } from './attributes';
import { hashKey } from './hashing';
import { arithmetic, asInteger, compareNumbers, equalNumbers } from './numbers';
import {
  BytesValue,
  ClassValue,
  DictValue,
  InstanceValue,
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

interface OperatorNames {
  readonly method: string;
  readonly reflected: string;
  /** The operator on tensors. */
  readonly tensor: string;
}

const binaryNames: Readonly<Record<string, OperatorNames>> = {
  '+': { method: '__add__', reflected: '__radd__', tensor: 'add' },
  '-': { method: '__sub__', reflected: '__rsub__', tensor: 'sub' },
  '*': { method: '__mul__', reflected: '__rmul__', tensor: 'mul' },
  '/': { method: '__truediv__', reflected: '__rtruediv__', tensor: 'true_divide' },
  '//': { method: '__floordiv__', reflected: '__rfloordiv__', tensor: 'floor_divide' },
  '%': { method: '__mod__', reflected: '__rmod__', tensor: 'remainder' },
  '**': { method: '__pow__', reflected: '__rpow__', tensor: 'pow' },
  '@': { method: '__matmul__', reflected: '__rmatmul__', tensor: 'matmul' },
  '&': { method: '__and__', reflected: '__rand__', tensor: 'bitwise_and' },
  '|': { method: '__or__', reflected: '__ror__', tensor: 'bitwise_or' },
  '^': { method: '__xor__', reflected: '__rxor__', tensor: 'bitwise_xor' },
  '<<': { method: '__lshift__', reflected: '__rlshift__', tensor: 'bitwise_left_shift' },
  '>>': { method: '__rshift__', reflected: '__rrshift__', tensor: 'bitwise_right_shift' },
};

const comparisonNames: Readonly<Record<string, OperatorNames>> = {
  '==': { method: '__eq__', reflected: '__eq__', tensor: 'eq' },
  '!=': { method: '__ne__', reflected: '__ne__', tensor: 'ne' },
  '<': { method: '__lt__', reflected: '__gt__', tensor: 'lt' },
  '<=': { method: '__le__', reflected: '__ge__', tensor: 'le' },
  '>': { method: '__gt__', reflected: '__lt__', tensor: 'gt' },
  '>=': { method: '__ge__', reflected: '__le__', tensor: 'ge' },
};

const unwrap = (value: Value): Value =>
  value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;

const firstUnknown = (left: Value, right: Value): UnknownValue | null =>
  left instanceof UnknownValue ? left : right instanceof UnknownValue ? right : null;

export function binary(machine: Machine, operator: string, left: Value, right: Value): Value {
  const quick = arithmetic(operator, left, right);
  if (quick !== undefined) return settle(machine, quick);
  const names = binaryNames[operator];
  const unknown = firstUnknown(left, right);
  if (unknown !== null) return unknown;
  if (left instanceof TensorValue || right instanceof TensorValue) {
    if (!(left instanceof TensorValue) && specialMethod(machine, left, names.method) !== undefined) {
      const own = viaMethods(machine, names, left, right);
      if (own !== undefined) return own;
    }
    return machine.applyOperator(names.tensor, [left, right], null);
  }
  const own = viaMethods(machine, names, left, right);
  if (own !== undefined) return own;
  const a = unwrap(left);
  const b = unwrap(right);
  const result = arithmetic(operator, a, b);
  if (result !== undefined) return settle(machine, result);
  const sequence = sequenceOperation(machine, operator, a, b);
  if (sequence !== undefined) return sequence;
  return machine.raise(
    'TypeError',
    `unsupported operand type(s) for ${operator}: '${machine.typeOf(left).name}' and '${machine.typeOf(right).name}'`,
  );
}

function settle(machine: Machine, result: NonNullable<ReturnType<typeof arithmetic>>): Value {
  if (typeof result !== 'object') return result;
  if ('error' in result) return machine.raise(result.error, result.message);
  if ('unknown' in result) return machine.unknown(result.unknown);
  return result;
}

/** `__add__`, then `__radd__`; the right one first where its class descends from the left one's. */
function viaMethods(machine: Machine, names: OperatorNames, left: Value, right: Value): Value | undefined {
  const attempts: [Value, string, Value][] = [
    [left, names.method, right],
    [right, names.reflected, left],
  ];
  if (
    right instanceof InstanceValue &&
    left instanceof InstanceValue &&
    right.type !== left.type &&
    right.type.mro.includes(left.type)
  ) {
    attempts.reverse();
  }
  for (const [self, name, other] of attempts) {
    const method = specialMethod(machine, self, name);
    if (method === undefined) continue;
    const result = machine.call(method, [other]);
    if (result !== NOT_IMPLEMENTED) return result;
  }
  return undefined;
}

function sequenceOperation(machine: Machine, operator: string, a: Value, b: Value): Value | undefined {
  if (operator === '+') {
    if (typeof a === 'string' && typeof b === 'string') return a + b;
    if (a instanceof ListValue && b instanceof ListValue) return list(machine, [...a.items, ...b.items]);
    if (a instanceof TupleValue && b instanceof TupleValue) return new TupleValue([...a.items, ...b.items]);
    if (typeof a === 'string' || typeof b === 'string') return undefined;
  }
  if (operator === '*') {
    const repeated = repeat(machine, a, b) ?? repeat(machine, b, a);
    if (repeated !== undefined) return repeated;
  }
  if (operator === '%' && typeof a === 'string') return percentFormat(machine, a, b);
  if (a instanceof SetValue && b instanceof SetValue) return setOperation(operator, a, b);
  if (a instanceof DictValue && b instanceof DictValue && operator === '|') {
    const merged = new DictValue(a.type);
    for (const source of [a, b]) for (const [key, entry] of source.entries) merged.entries.set(key, { ...entry });
    merged.open = a.open ?? b.open;
    return merged;
  }
  // `int | None` in an annotation that is evaluated
  if (operator === '|' && (a instanceof ClassValue || b instanceof ClassValue)) return new TupleValue([a, b]);
  return undefined;
}

function list(machine: Machine, items: Value[]): ListValue {
  machine.step(items.length >> 3);
  return new ListValue(items);
}

/** The most elements a repetition may make. */
const maximumElements = 1_000_000;

function repeat(machine: Machine, sequence: Value, count: Value): Value | undefined {
  const times = asInteger(count);
  if (times === undefined) return undefined;
  if (!(typeof sequence === 'string' || sequence instanceof ListValue || sequence instanceof TupleValue))
    return undefined;
  if (times instanceof SymbolicDim) return machine.unknown('a sequence repeated a symbolic number of times');
  const n = Math.max(0, Number(times));
  const length = typeof sequence === 'string' ? sequence.length : sequence.items.length;
  if (length * n > maximumElements) return machine.unknown('a sequence too long to evaluate');
  if (typeof sequence === 'string') return sequence.repeat(n);
  const items: Value[] = [];
  for (let i = 0; i < n; i++) for (const item of sequence.items) items.push(item);
  return sequence instanceof ListValue ? list(machine, items) : new TupleValue(items);
}

function setOperation(operator: string, a: SetValue, b: SetValue): Value | undefined {
  const result = new SetValue(a.frozen, a.type);
  const keep = (source: SetValue, test: (key: unknown) => boolean): void => {
    for (const [key, value] of source.entries) if (test(key)) result.entries.set(key, value);
  };
  switch (operator) {
    case '|':
      keep(a, () => true);
      keep(b, () => true);
      return result;
    case '&':
      keep(a, (key) => b.entries.has(key));
      return result;
    case '-':
      keep(a, (key) => !b.entries.has(key));
      return result;
    case '^':
      keep(a, (key) => !b.entries.has(key));
      keep(b, (key) => !a.entries.has(key));
      return result;
    default:
      return undefined;
  }
}

/** `'%s: %d' % (a, b)`: the common conversions. */
function percentFormat(machine: Machine, template: string, argument: Value): Value {
  const values = argument instanceof TupleValue ? [...argument.items] : [argument];
  let next = 0;
  let unknown: UnknownValue | null = null;
  const text = template.replace(
    /%(?:\((\w+)\))?([-+ #0]*)(\d*)(?:\.(\d+))?([sdifrgexX%])/g,
    (_, key: string | undefined, _flags, width: string, precision: string | undefined, type: string) => {
      if (type === '%') return '%';
      const value = key !== undefined ? machine.getItem(argument, key) : next < values.length ? values[next++] : null;
      if (value instanceof UnknownValue) {
        unknown = value;
        return '';
      }
      const number = value instanceof Float ? value.value : asInteger(value);
      let shown: string;
      if (type === 's' || number === undefined || number instanceof SymbolicDim) {
        const t = machine.text(value);
        shown = typeof t === 'string' ? t : '';
      } else if (type === 'd' || type === 'i') shown = String(typeof number === 'number' ? Math.trunc(number) : number);
      else if (type === 'f') shown = Number(number).toFixed(precision === undefined ? 6 : Number(precision));
      else if (type === 'x') shown = number.toString(16);
      else shown = String(number);
      return shown.padStart(Number(width || 0));
    },
  );
  return unknown ?? text;
}

export function unary(machine: Machine, operator: string, operand: Value): Value {
  if (operator === 'not') {
    const truth = machine.truth(operand);
    return truth === undefined ? unknownOf(machine, operand, 'the truth of a value') : !truth;
  }
  if (operand instanceof UnknownValue) return operand;
  if (operand instanceof TensorValue) {
    if (operator === '+') return operand;
    return machine.applyOperator(operator === '-' ? 'neg' : 'bitwise_not', [operand], null);
  }
  const name = operator === '-' ? '__neg__' : operator === '+' ? '__pos__' : '__invert__';
  const method = specialMethod(machine, operand, name);
  if (method !== undefined) return machine.call(method, []);
  const value = unwrap(operand);
  if (operator === '-') {
    const result = arithmetic('-', 0, value);
    if (value instanceof Float) return new Float(-value.value);
    if (result !== undefined) return settle(machine, result);
  }
  if (operator === '+' && (value instanceof Float || asInteger(value) !== undefined))
    return typeof value === 'boolean' ? Number(value) : value;
  if (operator === '~') {
    const result = arithmetic('-', -1, value);
    if (result !== undefined && asInteger(value) !== undefined) return settle(machine, result);
  }
  return machine.raise('TypeError', `bad operand type for unary ${operator}: '${machine.typeOf(operand).name}'`);
}

const unknownOf = (machine: Machine, value: Value, what: string): UnknownValue =>
  value instanceof UnknownValue ? value : machine.unknown(`${what} that depends on a tensor's numbers or on a symbol`);

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
  const a = unwrap(left);
  const b = unwrap(right);
  const again = compareAsNumbers(operator, a, b);
  if (again !== null) return again ?? machine.unknown('a comparison that depends on a symbol');
  if (typeof a === 'string' && typeof b === 'string') return holds(operator, a < b ? -1 : a > b ? 1 : 0);
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
  const a = unwrap(left);
  const b = unwrap(right);
  if (a !== left || b !== right) return equal(machine, a, b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
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

function contains(machine: Machine, container: Value, item: Value): Value {
  if (container instanceof UnknownValue) return container;
  if (container instanceof ClassValue && container.hooks?.contains !== undefined) {
    return machine.call(container.hooks.contains, [container, item]);
  }
  const method = specialMethod(machine, container, '__contains__');
  if (method !== undefined) return machine.call(method, [item]);
  const target = unwrap(container);
  if (typeof target === 'string') {
    if (item instanceof UnknownValue) return item;
    return typeof item === 'string'
      ? target.includes(item)
      : machine.raise('TypeError', `'in <string>' requires string as left operand, not ${machine.typeOf(item).name}`);
  }
  if (target instanceof DictValue || target instanceof SetValue) {
    const key = hashKey(item);
    if (key === undefined)
      return item instanceof UnknownValue
        ? item
        : machine.raise('TypeError', `unhashable type: '${machine.typeOf(item).name}'`);
    if (target.entries.has(key)) return true;
    return target instanceof DictValue && target.open !== null ? target.open : false;
  }
  if (target instanceof RangeValue) {
    const n = asInteger(item);
    if (typeof n !== 'number') return n === undefined ? false : machine.unknown('a symbol in a range');
    const k = (n - target.start) / target.step;
    return Number.isInteger(k) && k >= 0 && k < target.length;
  }
  if (target instanceof ModuleValue) return machine.unknown('membership in a module');
  const elements = machine.elements(container);
  if (elements === null) return machine.unknown('membership in what cannot be told');
  let open = false;
  for (const element of elements) {
    const same = element === item ? true : equal(machine, element, item);
    if (same === true) return true;
    if (same === undefined) open = true;
  }
  return open ? unknownOf(machine, item, 'membership') : false;
}

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
    case 'tuple':
      return value.items.length > 0;
    case 'dict':
      return value.entries.size > 0 ? true : value.open === null ? false : undefined;
    case 'set':
      return value.entries.size > 0;
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
  if (value instanceof UnknownValue) return value;
  if (value instanceof ClassValue && value.hooks?.length !== undefined)
    return machine.call(value.hooks.length, [value]);
  const method = specialMethod(machine, value, '__len__');
  if (method !== undefined) return machine.call(method, []);
  const target = unwrap(value);
  if (typeof target === 'string') return [...target].length;
  if (typeof target !== 'object' || target === null) return undefined;
  if (target instanceof Float || target instanceof SymbolicDim) return undefined;
  switch (target.kind) {
    case 'list':
    case 'tuple':
      return target.items.length;
    case 'dict':
      return target.open ?? target.entries.size;
    case 'set':
      return target.entries.size;
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

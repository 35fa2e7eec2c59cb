// JavaScript's operators. Symbolic dimensions keep to exact arithmetic; whatever cannot be told is unknown.
import { Float } from '../../ops/operator';
import { SymbolicDim } from '../../shape/dim';
import { arithmetic, compareNumbers } from '../numbers';
import { DictValue, ListValue, TensorValue, TupleValue, UnknownValue, type Machine, type Value } from '../values';
import { isSame, numberValue, propertyKey, toNumber, toText, typeName, isTruthy } from './values';

const onNumbers: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '**': (a, b) => a ** b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '<<': (a, b) => a << b,
  '>>': (a, b) => a >> b,
  '>>>': (a, b) => a >>> b,
};

export function scriptBinary(machine: Machine, operator: string, left: Value, right: Value): Value {
  if (typeof left === 'number' && typeof right === 'number') return numberValue(onNumbers[operator](left, right));
  if (left instanceof UnknownValue) return left;
  if (right instanceof UnknownValue) return right;
  if (left instanceof TensorValue || right instanceof TensorValue)
    return machine.unknown(`the operator ${operator} on a tensor`);
  if (left instanceof SymbolicDim || right instanceof SymbolicDim) return symbolic(machine, operator, left, right);
  if (operator === '+' && (isTextual(left) || isTextual(right))) {
    const [a, b] = [toText(machine, left), toText(machine, right)];
    return a === undefined || b === undefined ? machine.unknown('a text of what cannot be told') : a + b;
  }
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === undefined || b === undefined)
    return machine.unknown(`the operator ${operator} on ${a === undefined ? describe(left) : describe(right)}`);
  return numberValue(onNumbers[operator](a, b));
}

/** `+` with one of these joins texts. */
const isTextual = (value: Value): boolean =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && !(value instanceof Float));

const describe = (value: Value): string => (value === null ? 'null or undefined' : typeName(value));

/** Division of a dimension that may leave a remainder has no exact value. */
function symbolic(machine: Machine, operator: string, left: Value, right: Value): Value {
  if (operator === '/') {
    if (arithmetic('%', left, right) === 0) {
      const quotient = arithmetic('//', left, right);
      if (typeof quotient === 'number' || quotient instanceof SymbolicDim) return quotient;
    }
    return machine.unknown('a quotient of an open dimension');
  }
  const result = ['+', '-', '*', '**'].includes(operator) ? arithmetic(operator, left, right) : undefined;
  return typeof result === 'number' || result instanceof SymbolicDim
    ? result
    : machine.unknown(`the operator ${operator} on an open dimension`);
}

export function scriptCompare(machine: Machine, operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case '==':
    case 'is':
      return isSame(left, right) ?? machine.unknown('an equality that cannot be told');
    case '!=':
    case 'is not': {
      const same = isSame(left, right);
      return same === undefined ? machine.unknown('an equality that cannot be told') : !same;
    }
    case 'in':
      return hasProperty(machine, right, left);
    case 'not in': {
      const inside = hasProperty(machine, right, left);
      return typeof inside === 'boolean' ? !inside : inside;
    }
    default:
      return ordered(machine, operator, left, right);
  }
}

function ordered(machine: Machine, operator: string, left: Value, right: Value): Value {
  if (left instanceof UnknownValue) return left;
  if (right instanceof UnknownValue) return right;
  if (typeof left === 'string' && typeof right === 'string')
    return holds(operator, left < right ? -1 : left > right ? 1 : 0);
  const dimensional = left instanceof SymbolicDim || right instanceof SymbolicDim;
  if (dimensional) {
    const sign = compareNumbers(left, right);
    return sign === undefined || sign === null
      ? machine.unknown('a comparison that depends on an open dimension')
      : holds(operator, sign);
  }
  const [a, b] = [toNumber(left), toNumber(right)];
  if (a === undefined || b === undefined) return machine.unknown('a comparison of what are no numbers');
  if (Number.isNaN(a) || Number.isNaN(b)) return false;
  return holds(operator, Math.sign(a - b) || 0);
}

const holds = (operator: string, sign: number): boolean =>
  operator === '<' ? sign < 0 : operator === '<=' ? sign <= 0 : operator === '>' ? sign > 0 : sign >= 0;

/** `key in object` */
function hasProperty(machine: Machine, object: Value, key: Value): Value {
  if (object instanceof UnknownValue) return object;
  const name = propertyKey(machine, key);
  if (name === undefined) return machine.unknown('a property whose name cannot be told');
  if (object instanceof DictValue && object.type === null) return object.entries.has(name) || (object.open ?? false);
  if (object instanceof ListValue || object instanceof TupleValue) {
    const index = Number(name);
    return name === 'length' || (Number.isInteger(index) && index >= 0 && index < object.items.length);
  }
  return machine.lookup(object, name) !== undefined;
}

export function scriptUnary(machine: Machine, operator: string, operand: Value): Value {
  switch (operator) {
    case 'void':
      return null;
    case 'typeof':
      return operand instanceof UnknownValue ? operand : typeName(operand);
    case 'not': {
      const truth = isTruthy(operand);
      return truth === undefined
        ? operand instanceof UnknownValue
          ? operand
          : machine.unknown('the truth of an open dimension')
        : !truth;
    }
    default:
      break;
  }
  if (operand instanceof UnknownValue) return operand;
  if (operand instanceof SymbolicDim) return operator === '+' ? operand : symbolic(machine, '*', operand, -1);
  const number = toNumber(operand);
  if (number === undefined) return machine.unknown(`the operator ${operator} on ${describe(operand)}`);
  return numberValue(operator === '-' ? -number : operator === '~' ? ~number : number);
}

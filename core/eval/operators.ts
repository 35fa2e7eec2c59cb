// Python's arithmetic operators over any values: numbers, tensors, and the special methods of user classes.
import { Float } from '../ops/operator';
import { specialMethod } from './attributes';
import { SymbolicFraction, withoutFraction } from './fractions';
import { arithmetic, asInteger } from './numbers';
import { sequenceOperation } from './sequenceOperators';
import { firstUnknown, unknownOf, unwrap, viaMethods, type OperatorNames } from './specialMethods';
import { TensorValue, UnknownValue, type Machine, type Value } from './values';

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
  if ('fraction' in result) return new SymbolicFraction(machine.place(), result.fraction);
  return result;
}

export function unary(machine: Machine, operator: string, operand: Value): Value {
  if (operator === 'not') {
    const truth = machine.truth(operand);
    return truth === undefined ? unknownOf(machine, operand, 'the truth of a value') : !truth;
  }
  if (operand instanceof SymbolicFraction && operator !== '~')
    return operator === '-' ? binary(machine, '-', 0, operand) : operand;
  if (operand instanceof UnknownValue) return withoutFraction(operand);
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

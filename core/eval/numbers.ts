// Arithmetic on Python's numbers: exact integers (number, then bigint), symbolic dimensions, floats. Returns undefined where the
// operands are no numbers, and an error's name where Python raises.
import { Float } from '../ops/operator';
import {
  add,
  compareDims,
  dimEquals,
  DimError,
  floorDivide,
  modulo,
  multiply,
  negate,
  subtract,
  SymbolicDim,
  type Dim,
} from '../shape/dim';
import { type Fraction, fractionArithmetic, SymbolicFraction } from './fractions';
import type { IntegerValue, Value } from './values';

export interface ArithmeticError {
  readonly error: 'ZeroDivisionError' | 'OverflowError' | 'ValueError' | 'TypeError';
  readonly message: string;
}

/** Bits beyond which an integer is not computed: `10**10**10` must not fill the memory. */
const maximumBits = 100_000;

export type NumberResult =
  boolean | IntegerValue | Float | ArithmeticError | { readonly unknown: string } | { readonly fraction: Fraction };

/** The integer of an int or bool; undefined for anything else. */
export function asInteger(value: Value): IntegerValue | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof SymbolicDim) return value;
  return undefined;
}

/** The JavaScript number nearest to a float or an int; undefined for symbols and others. */
export function asNumber(value: Value): number | undefined {
  if (value instanceof Float) return value.value;
  const integer = asInteger(value);
  return integer === undefined || integer instanceof SymbolicDim ? undefined : Number(integer);
}

/** The same without rounding a very large integer: JavaScript compares a bigint and a number exactly. */
function exactNumber(value: Value): number | bigint | undefined {
  if (value instanceof Float) return value.value;
  const integer = asInteger(value);
  return integer instanceof SymbolicDim ? undefined : integer;
}

export const isNumber = (value: Value): boolean => value instanceof Float || asInteger(value) !== undefined;

/** A bigint as a number where it fits. */
export function normalise(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

const divisionByZero: ArithmeticError = { error: 'ZeroDivisionError', message: 'division by zero' };

export function arithmetic(operator: string, left: Value, right: Value): NumberResult | undefined {
  const a = asInteger(left);
  const b = asInteger(right);
  if (a !== undefined && b !== undefined) {
    const result = integerArithmetic(operator, a, b);
    if (typeof left === 'boolean' && typeof right === 'boolean' && '&|^'.includes(operator)) return Boolean(result);
    return result;
  }
  const x = asNumber(left);
  const y = asNumber(right);
  if (x !== undefined && y !== undefined) return floatArithmetic(operator, x, y);
  if (!isOperand(left, a) || !isOperand(right, b)) return undefined;
  const fraction = fractionArithmetic(operator, left, right);
  return fraction === undefined ? { unknown: 'a float computed from a symbolic dimension' } : { fraction };
}

/** A number, or a fraction of symbols. */
const isOperand = (value: Value, integer: IntegerValue | undefined): boolean =>
  integer !== undefined || value instanceof Float || value instanceof SymbolicFraction;

function integerArithmetic(operator: string, a: IntegerValue, b: IntegerValue): NumberResult | undefined {
  if (a instanceof SymbolicDim || b instanceof SymbolicDim) {
    if (typeof a === 'bigint' || typeof b === 'bigint')
      return { unknown: 'a symbolic dimension beside a very large integer' };
    return symbolicArithmetic(operator, a, b);
  }
  if (typeof a === 'number' && typeof b === 'number') {
    const fast = smallArithmetic(operator, a, b);
    if (fast !== undefined) return fast;
  }
  return bigArithmetic(operator, BigInt(a), BigInt(b));
}

/** Exact on safe integers; undefined where the result might not be safe. */
function smallArithmetic(operator: string, a: number, b: number): NumberResult | undefined {
  let result: number;
  switch (operator) {
    case '+':
      result = a + b;
      break;
    case '-':
      result = a - b;
      break;
    case '*':
      result = a * b;
      break;
    case '//':
      if (b === 0) return divisionByZero;
      result = Math.floor(a / b);
      break;
    case '%':
      if (b === 0) return divisionByZero;
      result = a - b * Math.floor(a / b);
      break;
    case '/':
      return b === 0 ? divisionByZero : new Float(a / b);
    default:
      return undefined;
  }
  // -0 is no integer of Python's
  return Number.isSafeInteger(result) ? result + 0 : undefined;
}

function bigArithmetic(operator: string, a: bigint, b: bigint): NumberResult | undefined {
  switch (operator) {
    case '+':
      return normalise(a + b);
    case '-':
      return normalise(a - b);
    case '*':
      return bits(a) + bits(b) > maximumBits ? { unknown: 'an integer too large to compute' } : normalise(a * b);
    case '//':
    case '%': {
      if (b === 0n) return divisionByZero;
      let quotient = a / b;
      if (a % b !== 0n && a < 0n !== b < 0n) quotient -= 1n;
      return normalise(operator === '//' ? quotient : a - quotient * b);
    }
    case '/':
      return b === 0n ? divisionByZero : quotient(a, b);
    case '**':
      if (b < 0n) return a === 0n ? divisionByZero : new Float(Number(a) ** Number(b));
      if (bits(a) * Number(b) > maximumBits && a !== 1n && a !== 0n && a !== -1n)
        return { unknown: 'an integer too large to compute' };
      return normalise(a ** b);
    case '&':
      return normalise(a & b);
    case '|':
      return normalise(a | b);
    case '^':
      return normalise(a ^ b);
    case '<<':
      if (b < 0n) return { error: 'ValueError', message: 'negative shift count' };
      return bits(a) + Number(b) > maximumBits ? { unknown: 'an integer too large to compute' } : normalise(a << b);
    case '>>':
      return b < 0n ? { error: 'ValueError', message: 'negative shift count' } : normalise(a >> b);
    default:
      return undefined;
  }
}

function quotient(a: bigint, b: bigint): NumberResult {
  const value = Number(a) / Number(b);
  return Number.isFinite(value) ? new Float(value) : { unknown: 'a quotient of very large integers' };
}

const bits = (value: bigint): number => value.toString(16).length * 4;

function symbolicArithmetic(operator: string, a: Dim, b: Dim): NumberResult | undefined {
  try {
    return exactSymbolic(operator, a, b);
  } catch (error) {
    if (error instanceof DimError) return { unknown: error.message };
    throw error;
  }
}

function exactSymbolic(operator: string, a: Dim, b: Dim): NumberResult | undefined {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b);
    case '//':
      return b === 0 ? divisionByZero : floorDivide(a, b);
    case '%':
      return b === 0 ? divisionByZero : modulo(a, b);
    case '**': {
      if (typeof b !== 'number' || b < 0 || b > 8) return { unknown: 'a power of a symbolic dimension' };
      let result: Dim = 1;
      for (let i = 0; i < b; i++) result = multiply(result, a);
      return result;
    }
    default: {
      const fraction = fractionArithmetic(operator, a, b);
      return fraction === undefined ? { unknown: `the operator ${operator} on a symbolic dimension` } : { fraction };
    }
  }
}

/** As CPython computes it: 1.0 // 0.1 is 9.0. */
function floorQuotient(x: number, y: number): number {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return Math.floor(x / y);
  const remainder = x % y;
  let quotient = (x - remainder) / y;
  if (remainder !== 0 && remainder < 0 !== y < 0) quotient -= 1;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function floatArithmetic(operator: string, x: number, y: number): NumberResult | undefined {
  switch (operator) {
    case '+':
      return new Float(x + y);
    case '-':
      return new Float(x - y);
    case '*':
      return new Float(x * y);
    case '/':
      return y === 0 ? divisionByZero : new Float(x / y);
    case '//':
      return y === 0 ? divisionByZero : new Float(floorQuotient(x, y));
    case '%': {
      if (y === 0) return divisionByZero;
      const remainder = x % y;
      if (remainder === 0) return new Float(y < 0 ? -0 : 0);
      return new Float(remainder < 0 !== y < 0 ? remainder + y : remainder);
    }
    case '**':
      if (x < 0 && !Number.isInteger(y)) return { unknown: 'a complex number' };
      return x === 0 && y < 0 ? divisionByZero : new Float(x ** y);
    default:
      return undefined;
  }
}

export function negateNumber(value: IntegerValue | Float): IntegerValue | Float {
  if (value instanceof Float) return new Float(-value.value);
  if (typeof value === 'bigint') return normalise(-value);
  return typeof value === 'number' ? 0 - value : negate(value);
}

/** -1, 0 or 1; undefined where symbols leave it open; null where the operands are no numbers. */
export function compareNumbers(left: Value, right: Value): -1 | 0 | 1 | undefined | null {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0;
  const a = asInteger(left);
  const b = asInteger(right);
  if (a !== undefined && b !== undefined) {
    if (typeof a !== 'bigint' && typeof b !== 'bigint') return compareDims(a, b);
    if (a instanceof SymbolicDim || b instanceof SymbolicDim) return undefined;
    return a < b ? -1 : a > b ? 1 : 0;
  }
  const x = exactNumber(left);
  const y = exactNumber(right);
  if (x === undefined || y === undefined) return isNumber(left) && isNumber(right) ? undefined : null;
  return x < y ? -1 : x > y ? 1 : x >= y ? 0 : undefined;
}

/** Equality of two numbers; undefined where symbols leave it open; null where they are no numbers. */
export function equalNumbers(left: Value, right: Value): boolean | undefined | null {
  const a = asInteger(left);
  const b = asInteger(right);
  if (a !== undefined && b !== undefined) {
    if (a instanceof SymbolicDim || b instanceof SymbolicDim) {
      if (typeof a === 'bigint' || typeof b === 'bigint') return undefined;
      if (dimEquals(a, b)) return true;
      const order = compareDims(a, b);
      return order === undefined ? undefined : order === 0;
    }
    return typeof a === typeof b ? a === b : BigInt(a) === BigInt(b);
  }
  const x = exactNumber(left);
  const y = exactNumber(right);
  if (x === undefined || y === undefined) return isNumber(left) && isNumber(right) ? undefined : null;
  return x >= y && x <= y;
}

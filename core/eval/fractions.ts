// Floats that Python computes from symbolic dimensions: `H / 2`, `H * 0.5 + 1`. As floats they are unknown; as fractions they are
// kept, so that what makes integers of them again is known: `int(H / 2)`, `math.ceil(H / 32) * 32`.
//
// Only what Python's rounding cannot change is kept: factors that are powers of two, whole summands, and one division by any
// whole number. A quotient that is no integer lies further from one than it is rounded.
import { Float } from '../ops/operator';
import { add, type Dim, dimBounds, floorDivide, multiply, negate, subtract, SymbolicDim } from '../shape/dim';
import type { Location } from '../base/location';
import { UnknownValue, type Machine, type Value } from './values';

export interface Fraction {
  readonly numerator: Dim;
  /** Positive. */
  readonly denominator: number;
}

export class SymbolicFraction extends UnknownValue {
  constructor(
    location: Location | null,
    readonly fraction: Fraction,
  ) {
    super('a float computed from a symbolic dimension', location);
  }
}

/**
 * What hands on an unknown operand as its own result means "unknown too", not the operand's number: the square root of an unknown
 * is no fraction.
 */
export const withoutFraction = <T extends Value>(value: T): T | UnknownValue =>
  value instanceof SymbolicFraction ? new UnknownValue(value.reason, value.location) : value;

/** Larger terms are not followed. */
const LIMIT = 2 ** 20;

const isPowerOfTwo = (n: number): boolean => n > 0 && Number.isInteger(Math.log2(n));

function fractionOf(value: Value): Fraction | undefined {
  if (value instanceof SymbolicDim) return { numerator: value, denominator: 1 };
  if (value instanceof SymbolicFraction) return value.fraction;
  const number = value instanceof Float ? value.value : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  let denominator = 1;
  while (denominator < LIMIT && !Number.isInteger(number * denominator)) denominator *= 2;
  const numerator = number * denominator;
  return Number.isInteger(numerator) && Math.abs(numerator) < LIMIT ? { numerator, denominator } : undefined;
}

/** The exact result of an operation at least one of whose operands is a symbol or a fraction; undefined where there is none. */
export function fractionArithmetic(operator: string, left: Value, right: Value): Fraction | undefined {
  const [a, b] = [fractionOf(left), fractionOf(right)];
  if (a === undefined || b === undefined) return undefined;
  const exact = isPowerOfTwo(a.denominator) && isPowerOfTwo(b.denominator);
  const whole = a.denominator === 1 || b.denominator === 1;
  switch (operator) {
    case '+':
    case '-': {
      if (!exact && !whole) return undefined;
      const [x, y] = [multiply(a.numerator, b.denominator), multiply(b.numerator, a.denominator)];
      return made(operator === '+' ? add(x, y) : subtract(x, y), a.denominator * b.denominator);
    }
    case '*':
      return exact ? made(multiply(a.numerator, b.numerator), a.denominator * b.denominator) : undefined;
    case '/': {
      const divisor = b.numerator;
      if (typeof divisor !== 'number' || divisor === 0 || !exact) return undefined;
      const numerator = multiply(a.numerator, b.denominator);
      return made(divisor < 0 ? negate(numerator) : numerator, a.denominator * Math.abs(divisor));
    }
    default:
      return undefined;
  }
}

const made = (numerator: Dim, denominator: number): Fraction | undefined =>
  denominator < LIMIT ? { numerator, denominator } : undefined;

/** A fraction rounded to an integer: down, up, or towards zero, where its sign is certain. */
export function roundFraction(
  machine: Machine,
  { fraction }: SymbolicFraction,
  how: 'floor' | 'ceil' | 'trunc',
): Value {
  const { numerator, denominator } = fraction;
  const { lower, upper } = dimBounds(numerator);
  if (how === 'floor' || (how === 'trunc' && lower >= 0)) return floorDivide(numerator, denominator);
  if (how === 'ceil' || (how === 'trunc' && upper <= 0)) return negate(floorDivide(negate(numerator), denominator));
  return machine.unknown('the sign of a float computed from a symbolic dimension');
}

// A dimension: an integer, or an expression over symbols in canonical form, so that equal expressions are equal by structure.
// Every simplification has the value of Python's own integer arithmetic, for all values of the symbols.
//
//     add(floorDivide(subtract(symbol('H'), 1), 2), 1)   is   (H-1)//2+1
//
// Arithmetic is exact: past 2^53, on a division by zero, and on expressions too large to be of use it throws a `DimError`,
// which operators turn into "unknown".
import { bounds, isAtLeast, type Bounds } from './bounds';
import { extremum, floorDividePolynomials, substitutePolynomial } from './division';
import { parseExpression } from './parse-expression';
import {
  addPolynomials,
  constant,
  DimError,
  divideExactly,
  fromAtom,
  multiplyPolynomials,
  type Polynomial,
  safe,
  subtractPolynomials,
  sumPolynomials,
  symbolAtom,
} from './polynomial';
import { operation, SymbolicDim, toDim, type Dim } from './symbolicDim';

export { DimError };

export { SymbolicDim, type Dim };

const toPolynomial = (d: Dim): Polynomial => (typeof d === 'number' ? constant(d) : d.polynomial);

/** A named unknown integer, at least `minimum` (a size: 1). */
export const symbol = (name: string, options: { readonly minimum?: number } = {}): SymbolicDim =>
  toDim(fromAtom(symbolAtom(name, options.minimum ?? 1))) as SymbolicDim;

export const isSymbolic = (d: unknown): d is SymbolicDim => d instanceof SymbolicDim;

/** The dimension of which `data` is a structured clone; undefined where it is none. */
export const reviveDim = (data: object): SymbolicDim | undefined =>
  'kind' in data && data.kind === 'dim' && 'polynomial' in data
    ? new SymbolicDim(data.polynomial as Polynomial)
    : undefined;

/** A dimension of either kind. */
export const isDim = (value: unknown): value is Dim => typeof value === 'number' || isSymbolic(value);

type Binary = (a: Dim, b: Dim) => Dim;

/** An operation by its rule for two numbers and its rule for polynomials. */
function binary(
  onNumbers: (a: number, b: number) => Dim,
  onPolynomials: (a: Polynomial, b: Polynomial) => Polynomial,
): Binary {
  const compute: Binary = (a, b) => toDim(onPolynomials(toPolynomial(a), toPolynomial(b)));
  const forward = operation(compute);
  const backward = operation((b, a) => compute(a, b));
  return (a, b) => {
    if (typeof a !== 'number') return a.result(forward, b);
    return typeof b !== 'number' ? b.result(backward, a) : onNumbers(a, b);
  };
}

export const add = binary((a, b) => safe(a + b), addPolynomials);

export const subtract = binary((a, b) => safe(a - b), subtractPolynomials);

export const multiply = binary((a, b) => safe(a * b), multiplyPolynomials);

export const negate = (a: Dim): Dim => subtract(0, a);

/** Python's `a // b`: rounds towards minus infinity. */
export const floorDivide = binary(
  (a, b) => toDim(floorDividePolynomials(constant(a), constant(b))),
  floorDividePolynomials,
);

/** a / b rounded towards plus infinity. */
export const ceilDivide = (a: Dim, b: Dim): Dim =>
  dimBounds(b).lower > 0 ? floorDivide(add(a, subtract(b, 1)), b) : negate(floorDivide(negate(a), b));

/** Python's `a % b`: takes the sign of b. */
export const modulo = (a: Dim, b: Dim): Dim => subtract(a, multiply(b, floorDivide(a, b)));

/** a / b where b divides a for every value of the symbols, else undefined. */
export function divide(a: Dim, b: Dim): Dim | undefined {
  if (b === 0) return undefined;
  const quotient = divideExactly(toPolynomial(a), toPolynomial(b));
  return quotient && toDim(quotient);
}

/** a ** exponent for a whole exponent that is not negative. */
export function power(a: Dim, exponent: number): Dim {
  if (!Number.isInteger(exponent) || exponent < 0) throw new DimError('a power that is no integer');
  if (typeof a === 'number') return safe(a ** exponent);
  if (exponent > 16) throw new DimError('a power too large');
  return product(Array<Dim>(exponent).fill(a));
}

export const minimum = binary(
  (a, b) => Math.min(a, b),
  (a, b) => extremum('minimum', [a, b]),
);

export const maximum = binary(
  (a, b) => Math.max(a, b),
  (a, b) => extremum('maximum', [a, b]),
);

export const product = (dims: readonly Dim[]): Dim => dims.reduce(multiply, 1);

export function sum(dims: readonly Dim[]): Dim {
  let numbers = 0;
  // most summands come many times: a network has few shapes
  const counts = new Map<SymbolicDim, number>();
  for (const dim of dims) {
    if (typeof dim === 'number') numbers = safe(numbers + dim);
    else counts.set(dim, (counts.get(dim) ?? 0) + 1);
  }
  const summands = [...counts].map(([dim, count]) => multiply(dim, count));
  if (summands.length < 2) return add(summands[0] ?? 0, numbers);
  return toDim(addPolynomials(sumPolynomials(summands.map(toPolynomial)), constant(numbers)));
}

/** The same expression: equal for every value of the symbols. False says only that this is not certain. */
export const dimEquals = (a: Dim, b: Dim): boolean =>
  typeof a === 'number' || typeof b === 'number' ? a === b : a.polynomial === b.polynomial || a.key === b.key;

/** Of two objects in plain data (`sameData`): undefined where the first is no size in symbols. */
export const sameSymbols = (a: object, b: object): boolean | undefined =>
  isSymbolic(a) ? isSymbolic(b) && dimEquals(a, b) : undefined;

/** What holds for every value of the symbols; infinite where nothing is certain. */
export const dimBounds = (d: Dim): Bounds => (typeof d === 'number' ? { lower: d, upper: d } : d.result(boundsOf, 0));

const boundsOf = operation(({ polynomial }) => bounds(polynomial));

/** The sign of a - b where it is the same for every value of the symbols, else undefined. */
export function compareDims(a: Dim, b: Dim): -1 | 0 | 1 | undefined {
  if (dimEquals(a, b)) return 0;
  const { lower, upper } = dimBounds(subtract(a, b));
  if (lower > 0) return 1;
  if (upper < 0) return -1;
  return lower === 0 && upper === 0 ? 0 : undefined;
}

/** a ≥ b for every value of the symbols. */
export function certainlyAtLeast(a: Dim, b: Dim): boolean {
  if (dimEquals(a, b)) return true;
  const difference = subtract(a, b);
  return typeof difference === 'number' ? difference >= 0 : difference.result(isNotNegative, 0);
}

const isNotNegative = operation(({ polynomial }) => isAtLeast(polynomial, 0));

/** a < b for every value of the symbols. */
export const certainlyLess = (a: Dim, b: Dim): boolean => compareDims(a, b) === -1;

/** a ≠ b for every value of the symbols. */
export function certainlyDiffer(a: Dim, b: Dim): boolean {
  const order = compareDims(a, b);
  return order === -1 || order === 1;
}

/** Replaces symbols; `undefined` keeps one. */
export const substitute = (d: Dim, replace: (name: string) => Dim | undefined): Dim =>
  typeof d === 'number'
    ? d
    : toDim(
        substitutePolynomial(d.polynomial, (name) => {
          const value = replace(name);
          return value === undefined ? undefined : toPolynomial(value);
        }),
      );

/** `64`, `N`, `(H-1)//2+1`. */
export const formatDim = (d: Dim): string => String(d);

const algebra = {
  number: (value: number): Dim => value,
  symbol,
  add,
  subtract,
  multiply,
  floorDivide,
  modulo,
  maximum,
  minimum,
};

/** Reads `64`, `N`, `(H-1)//2+1`; undefined where the text is no such expression. */
export function parseDim(text: string): Dim | undefined {
  try {
    return parseExpression<Dim>(text, algebra);
  } catch (error) {
    if (error instanceof DimError) return undefined;
    throw error;
  }
}

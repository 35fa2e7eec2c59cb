// Polynomials with integer coefficients over atoms: symbols, floor divisions, maxima and minima. They are what a symbolic
// dimension is made of: terms sorted, like terms merged, no zero coefficient, so equal polynomials have equal keys.
//
//     2·N·(H//2) + 1   is   [{ coefficient: 2, factors: [N¹, (H//2)¹] }, { coefficient: 1, factors: [] }]

/** Arithmetic that has no exact answer: past 2^53, a division by zero, or an expression too large to be of use. */
export class DimError extends Error {
  override readonly name = 'DimError';
}

export type Atom =
  | { readonly kind: 'symbol'; readonly key: string; readonly name: string; readonly minimum: number }
  | { readonly kind: 'floorDivide'; readonly key: string; readonly left: Polynomial; readonly right: Polynomial }
  | { readonly kind: 'maximum' | 'minimum'; readonly key: string; readonly of: readonly Polynomial[] };

export interface Factor {
  readonly atom: Atom;
  readonly exponent: number;
}

/** Factors are sorted by atom; the constant term has none. */
export interface Term {
  readonly coefficient: number;
  readonly factors: readonly Factor[];
}

/** Terms in descending graded order; the constant term is last; zero is the empty list. */
export type Polynomial = readonly Term[];

/** Past this many terms an expression helps nobody. */
const TERM_LIMIT = 400;

export const zero: Polynomial = [];

/** An exact integer, or a DimError past 2^53. */
export function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new DimError('an integer past 2^53');
  return value === 0 ? 0 : value;
}

export const constant = (value: number): Polynomial =>
  safe(value) === 0 ? zero : [{ coefficient: value, factors: [] }];

export const fromAtom = (atom: Atom): Polynomial => [{ coefficient: 1, factors: [{ atom, exponent: 1 }] }];

/** The value of a polynomial without symbols, else undefined. */
export function constantOf(p: Polynomial): number | undefined {
  if (p.length === 0) return 0;
  return p.length === 1 && p[0].factors.length === 0 ? p[0].coefficient : undefined;
}

/** The order in which people write the axes of an image batch; other names follow alphabetically. */
const NAME_ORDER = 'NBTCDHW';

function atomRank(atom: Atom): number {
  if (atom.kind !== 'symbol') return 100;
  const index = atom.name.length === 1 ? NAME_ORDER.indexOf(atom.name) : -1;
  return index < 0 ? 50 : index;
}

export function compareAtoms(a: Atom, b: Atom): number {
  if (a === b || a.key === b.key) return 0;
  return atomRank(a) - atomRank(b) || a.key.length - b.key.length || (a.key < b.key ? -1 : 1);
}

export function degree(factors: readonly Factor[]): number {
  let total = 0;
  for (const { exponent } of factors) total += exponent;
  return total;
}

/** Graded lexicographic order, a monomial order: the larger one comes first. */
export function compareMonomials(a: readonly Factor[], b: readonly Factor[]): number {
  if (a === b) return 0;
  const byDegree = degree(b) - degree(a);
  if (byDegree !== 0) return byDegree;
  for (let i = 0; i < a.length && i < b.length; i++) {
    const byAtom = compareAtoms(a[i].atom, b[i].atom);
    if (byAtom !== 0) return byAtom;
    if (a[i].exponent !== b[i].exponent) return b[i].exponent - a[i].exponent;
  }
  return a.length - b.length;
}

function multiplyMonomials(a: readonly Factor[], b: readonly Factor[]): readonly Factor[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const result: Factor[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const order = i === a.length ? 1 : j === b.length ? -1 : compareAtoms(a[i].atom, b[j].atom);
    if (order < 0) result.push(a[i++]);
    else if (order > 0) result.push(b[j++]);
    else result.push({ atom: a[i].atom, exponent: a[i++].exponent + b[j++].exponent });
  }
  return result;
}

/** a / b, or undefined where b does not divide a. */
export function divideMonomials(a: readonly Factor[], b: readonly Factor[]): readonly Factor[] | undefined {
  if (b.length === 0) return a;
  const result: Factor[] = [];
  let j = 0;
  for (const factor of a) {
    const divisor = j < b.length && b[j].atom.key === factor.atom.key ? b[j++] : undefined;
    const exponent = factor.exponent - (divisor?.exponent ?? 0);
    if (exponent < 0) return undefined;
    if (exponent > 0) result.push({ atom: factor.atom, exponent });
  }
  return j === b.length ? result : undefined;
}

/** Sorts, merges like terms, drops zeros. */
export function normalise(terms: readonly Term[]): Polynomial {
  const sorted = [...terms].sort((a, b) => compareMonomials(a.factors, b.factors));
  const result: Term[] = [];
  for (const term of sorted) {
    const last = result.at(-1);
    if (last && compareMonomials(last.factors, term.factors) === 0) {
      result[result.length - 1] = { coefficient: safe(last.coefficient + term.coefficient), factors: last.factors };
    } else result.push(term);
  }
  const merged = result.filter((term) => term.coefficient !== 0);
  if (merged.length > TERM_LIMIT) throw new DimError('an expression of too many terms');
  return merged;
}

/** Both are in order: they are merged. */
export function addPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const result: Term[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const order = compareMonomials(a[i].factors, b[j].factors);
    if (order < 0) result.push(a[i++]);
    else if (order > 0) result.push(b[j++]);
    else {
      const { factors } = a[i];
      const coefficient = safe(a[i++].coefficient + b[j++].coefficient);
      if (coefficient !== 0) result.push({ coefficient, factors });
    }
  }
  while (i < a.length) result.push(a[i++]);
  while (j < b.length) result.push(b[j++]);
  if (result.length > TERM_LIMIT) throw new DimError('an expression of too many terms');
  return result;
}

/** The sum of many, halved until two are left: each term is merged as often as there are halvings. */
export function sumPolynomials(all: readonly Polynomial[], from = 0, to = all.length): Polynomial {
  if (to - from === 0) return zero;
  if (to - from === 1) return all[from];
  const middle = (from + to) >> 1;
  return addPolynomials(sumPolynomials(all, from, middle), sumPolynomials(all, middle, to));
}

export const scale = (p: Polynomial, by: number): Polynomial =>
  by === 0 ? zero : p.map((term) => ({ coefficient: safe(term.coefficient * by), factors: term.factors }));

export const subtractPolynomials = (a: Polynomial, b: Polynomial): Polynomial => addPolynomials(a, scale(b, -1));

const multiplyByTerm = (p: Polynomial, by: Term): Polynomial =>
  by.factors.length === 0 && by.coefficient === 1
    ? p
    : p.map(({ coefficient, factors }) => ({
        coefficient: safe(coefficient * by.coefficient),
        factors: multiplyMonomials(factors, by.factors),
      }));

export function multiplyPolynomials(a: Polynomial, b: Polynomial): Polynomial {
  if (a.length * b.length > TERM_LIMIT * 4) throw new DimError('an expression of too many terms');
  // the order is that of monomials: a single term keeps it
  if (a.length === 1) return multiplyByTerm(b, a[0]);
  if (b.length === 1) return multiplyByTerm(a, b[0]);
  return normalise(
    a.flatMap((x) =>
      b.map((y) => ({
        coefficient: safe(x.coefficient * y.coefficient),
        factors: multiplyMonomials(x.factors, y.factors),
      })),
    ),
  );
}

/** The polynomial q with a = q·b, or undefined where there is none (multivariate long division; b is not zero). */
export function divideExactly(a: Polynomial, b: Polynomial): Polynomial | undefined {
  const lead = b[0];
  const quotient: Term[] = [];
  let rest = a;
  while (rest.length > 0) {
    const factors = divideMonomials(rest[0].factors, lead.factors);
    const coefficient = rest[0].coefficient / lead.coefficient;
    if (!factors || !Number.isInteger(coefficient)) return undefined;
    const term = { coefficient, factors };
    quotient.push(term);
    rest = subtractPolynomials(rest, multiplyPolynomials([term], b));
  }
  return normalise(quotient);
}

export function greatestCommonDivisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** The greatest term that divides every term of p; its coefficient is positive. */
export function commonTerm(p: Polynomial): Term {
  let factors: readonly Factor[] = p[0]?.factors ?? [];
  for (const term of p) {
    factors = factors.flatMap(({ atom, exponent }) => {
      const other = term.factors.find((f) => f.atom.key === atom.key);
      return other ? [{ atom, exponent: Math.min(exponent, other.exponent) }] : [];
    });
  }
  return { coefficient: p.reduce((gcd, term) => greatestCommonDivisor(gcd, term.coefficient), 0), factors };
}

/** Replaces every atom by a polynomial. */
export function mapAtoms(p: Polynomial, replace: (atom: Atom) => Polynomial): Polynomial {
  let result = zero;
  for (const term of p) {
    let product = constant(term.coefficient);
    for (const { atom, exponent } of term.factors) {
      const replacement = replace(atom);
      for (let i = 0; i < exponent; i++) product = multiplyPolynomials(product, replacement);
    }
    result = addPolynomials(result, product);
  }
  return result;
}

/** Canonical text: equal exactly where the polynomials are equal. */
export const polynomialKey = (p: Polynomial): string =>
  p.length === 0
    ? '0'
    : p
        .map(({ coefficient, factors }) =>
          [coefficient, ...factors.map(({ atom, exponent }) => `${atom.key}^${exponent}`)].join('*'),
        )
        .join('+');

export const symbolAtom = (name: string, minimum: number): Atom => ({
  kind: 'symbol',
  key: minimum === 1 ? name : `${name}{${minimum}}`,
  name,
  minimum,
});

export const floorDivideAtom = (left: Polynomial, right: Polynomial): Atom => ({
  kind: 'floorDivide',
  key: `[${polynomialKey(left)}//${polynomialKey(right)}]`,
  left,
  right,
});

export const extremumAtom = (kind: 'maximum' | 'minimum', of: readonly Polynomial[]): Atom => ({
  kind,
  key: `${kind}[${of.map(polynomialKey).join(',')}]`,
  of,
});

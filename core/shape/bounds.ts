// Certain bounds of a polynomial, given that every symbol is at least its minimum. A bound is what holds for all values,
// not the tightest one: -Infinity and Infinity say that nothing is certain.
//
//     lower(N·N - N) = 0 for N ≥ 1: with N = 1 + y it is y² + y, and y ≥ 0.
//     lower(H - H//2) = 1: H//2 ≤ H/2, so the difference is at least H/2, which is more than 0.
import {
  addPolynomials,
  type Atom,
  constant,
  constantOf,
  divideMonomials,
  fromAtom,
  mapAtoms,
  multiplyPolynomials,
  type Polynomial,
  scale,
  symbolAtom,
  type Term,
} from './polynomial';

export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** How many nested floor divisions are relaxed before giving up. */
const RELAXATION_DEPTH = 6;

export function bounds(p: Polynomial): Bounds {
  const value = constantOf(p);
  if (value !== undefined) return { lower: value, upper: value };
  return { lower: lowerBound(p, RELAXATION_DEPTH), upper: negated(lowerBound(scale(p, -1), RELAXATION_DEPTH)) };
}

/** The lower bound is `least` or more; told as soon as it shows. */
export function isAtLeast(p: Polynomial, least: number, depth = RELAXATION_DEPTH): boolean {
  if (shiftedLowerBound(p) >= least || intervalLowerBound(p) >= least) return true;
  if (depth === 0) return false;
  return relaxable(p, depth).some((atom) => {
    const relaxed = relax(p, atom);
    // ⌈x / scale⌉ ≥ least for an integer x
    return relaxed !== undefined && isAtLeast(relaxed.polynomial, (least - 1) * relaxed.scale + 1, depth - 1);
  });
}

const negated = (value: number): number => (value === 0 ? 0 : -value);

function lowerBound(p: Polynomial, depth: number): number {
  let best = Math.max(shiftedLowerBound(p), intervalLowerBound(p));
  if (depth === 0) return best;
  for (const atom of relaxable(p, depth)) {
    const relaxed = relax(p, atom);
    if (relaxed) best = Math.max(best, Math.ceil(lowerBound(relaxed.polynomial, depth - 1) / relaxed.scale));
  }
  return best;
}

/** Below the first level only one order of relaxing is tried: all orders would be exponentially many. */
const relaxable = (p: Polynomial, depth: number): ReturnType<typeof floorDivisions> =>
  floorDivisions(p).slice(0, depth === RELAXATION_DEPTH ? undefined : 1);

/** Rewrites each atom as its least value plus something not negative; then positive coefficients settle the sign. */
function shiftedLowerBound(p: Polynomial): number {
  const shifted = mapAtoms(p, (atom) => {
    const { lower } = atomBounds(atom);
    return Number.isFinite(lower)
      ? addPolynomials(fromAtom(symbolAtom(`+${atom.key}`, 0)), constant(lower))
      : fromAtom(symbolAtom(`?${atom.key}`, -1));
  });
  let rest = 0;
  for (const { coefficient, factors } of shifted) {
    if (factors.length === 0) rest = coefficient;
    else if (coefficient < 0 || factors.some((f) => f.atom.kind === 'symbol' && f.atom.name.startsWith('?'))) {
      return -Infinity;
    }
  }
  return rest;
}

/** The sum of the terms' least values, each from its factors' ranges. */
function intervalLowerBound(p: Polynomial): number {
  return p.reduce((sum, term) => sum + termLowerBound(term), 0);
}

function termLowerBound({ coefficient, factors }: Term): number {
  let [lower, upper] = [coefficient, coefficient];
  for (const { atom, exponent } of factors) {
    const range = atomBounds(atom);
    for (let i = 0; i < exponent; i++) {
      const corners = [lower * range.lower, lower * range.upper, upper * range.lower, upper * range.upper];
      // 0 · ∞ is 0 here: the factor is finite, only its bound is not known.
      const finite = corners.map((corner) => (Number.isNaN(corner) ? 0 : corner));
      [lower, upper] = [Math.min(...finite), Math.max(...finite)];
    }
  }
  return lower;
}

const memo = new WeakMap<Atom, Bounds>();

export function atomBounds(atom: Atom): Bounds {
  let result = memo.get(atom);
  if (!result) memo.set(atom, (result = computeAtomBounds(atom)));
  return result;
}

function computeAtomBounds(atom: Atom): Bounds {
  if (atom.kind === 'symbol') return { lower: atom.minimum, upper: Infinity };
  if (atom.kind === 'floorDivide') {
    const left = bounds(atom.left);
    const right = bounds(atom.right);
    if (right.lower <= 0) return { lower: -Infinity, upper: Infinity };
    const quotients = [left.lower, left.upper].flatMap((x) => [quotient(x, right.lower), quotient(x, right.upper)]);
    return { lower: Math.min(...quotients), upper: Math.max(...quotients) };
  }
  const all = atom.of.map(bounds);
  const pick = atom.kind === 'maximum' ? Math.max : Math.min;
  return { lower: pick(...all.map((b) => b.lower)), upper: pick(...all.map((b) => b.upper)) };
}

function quotient(left: number, right: number): number {
  if (right === Infinity) return left < 0 ? (left === -Infinity ? -Infinity : -1) : left === Infinity ? Infinity : 0;
  return Math.floor(left / right);
}

function floorDivisions(p: Polynomial): readonly (Atom & { kind: 'floorDivide' })[] {
  const found = new Map<string, Atom & { kind: 'floorDivide' }>();
  for (const { factors } of p) {
    for (const { atom, exponent } of factors) {
      if (atom.kind === 'floorDivide' && exponent === 1) found.set(atom.key, atom);
    }
  }
  return [...found.values()];
}

/**
 * `p`, scaled to stay integral, with a//b (b a positive number) replaced by a/b or (a-b+1)/b, whichever makes it less:
 * (a - b + 1)/b ≤ a//b ≤ a/b. Undefined where the sign of the cofactor is not certain.
 */
function relax(
  p: Polynomial,
  atom: Atom & { kind: 'floorDivide' },
): { polynomial: Polynomial; scale: number } | undefined {
  const divisor = constantOf(atom.right);
  if (divisor === undefined || divisor <= 0) return undefined;
  let result: Polynomial = [];
  for (const term of p) {
    const cofactor = divideMonomials(term.factors, [{ atom, exponent: 1 }]);
    if (!cofactor) {
      result = addPolynomials(result, scale([term], divisor));
      continue;
    }
    if (cofactor.some((f) => f.atom.key === atom.key || atomBounds(f.atom).lower < 0)) return undefined;
    const side = term.coefficient > 0 ? addPolynomials(atom.left, constant(1 - divisor)) : atom.left;
    result = addPolynomials(result, multiplyPolynomials(side, [{ coefficient: term.coefficient, factors: cofactor }]));
  }
  return { polynomial: result, scale: divisor };
}

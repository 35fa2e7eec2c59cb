// Floor division, maximum and minimum of polynomials, simplified where the simpler form has the same value for every value
// of the symbols (Python's floor semantics, negative numbers included).
//
//     (2·H)//2 = H     (4·H+2)//2 = 2·H+1     (a//b)//c = a//(b·c)     (-H)//2 = -((H-1)//2) - 1
import { bounds } from './bounds';
import {
  addPolynomials,
  commonTerm,
  compareMonomials,
  constant,
  constantOf,
  DimError,
  divideExactly,
  divideMonomials,
  extremumAtom,
  floorDivideAtom,
  fromAtom,
  greatestCommonDivisor,
  multiplyPolynomials,
  normalise,
  type Polynomial,
  polynomialKey,
  safe,
  scale,
  subtractPolynomials,
  type Term,
} from './polynomial';

/** floor(a / b). */
export function floorDividePolynomials(a: Polynomial, b: Polynomial): Polynomial {
  const divisor = constantOf(b);
  if (divisor === 0) throw new DimError('integer division by zero');
  if (divisor === 1) return a;
  if (divisor !== undefined && divisor < 0) return floorDividePolynomials(scale(a, -1), constant(-divisor));
  const exact = divideExactly(a, b);
  if (exact) return exact;
  if (divisor !== undefined) return divideByNumber(a, divisor);
  return divideBySymbols(a, b);
}

function divideByNumber(a: Polynomial, b: number): Polynomial {
  const value = constantOf(a);
  if (value !== undefined) return constant(Math.floor(value / b));
  // floor((b·q + r) / b) = q + floor(r / b), with every coefficient of r in [0, b) and its constant in (-b, 0].
  const quotient: Term[] = [];
  const rest: Term[] = [];
  for (const { coefficient, factors } of a) {
    const q = factors.length === 0 ? Math.ceil(coefficient / b) : Math.floor(coefficient / b);
    quotient.push({ coefficient: q, factors });
    rest.push({ coefficient: safe(coefficient - q * b), factors });
  }
  const whole = normalise(quotient);
  const remainder = normalise(rest);
  if (remainder.length === 0) return whole;
  const lead = remainder[0].coefficient;
  // Of the twins x//b and -((-x)//b) … = -((b-1-x)//b), keep the one with the smaller leading coefficient.
  if (remainder[0].factors.length > 0 && (lead * 2 > b || (lead * 2 === b && a[0].coefficient < 0))) {
    const flipped = subtractPolynomials(constant(b - 1), remainder);
    return subtractPolynomials(whole, floorDivideNormal(flipped, b));
  }
  return addPolynomials(whole, floorDivideReduced(remainder, b));
}

/** As `divideByNumber`, without the choice of twins: its argument is the chosen one. */
function floorDivideNormal(a: Polynomial, b: number): Polynomial {
  const quotient: Term[] = [];
  const rest: Term[] = [];
  for (const { coefficient, factors } of a) {
    const q = factors.length === 0 ? Math.ceil(coefficient / b) : Math.floor(coefficient / b);
    quotient.push({ coefficient: q, factors });
    rest.push({ coefficient: safe(coefficient - q * b), factors });
  }
  return addPolynomials(normalise(quotient), floorDivideReduced(normalise(rest), b));
}

/** Coefficients already reduced: cancels common factors and merges nested divisions. */
function floorDivideReduced(a: Polynomial, b: number): Polynomial {
  const value = constantOf(a);
  if (value !== undefined) return constant(Math.floor(value / b));
  // floor((g·x + c) / (g·b')) = floor((x + floor(c / g)) / b').
  const g = a.reduce(
    (gcd, term) => (term.factors.length === 0 ? gcd : greatestCommonDivisor(gcd, term.coefficient)),
    b,
  );
  if (g > 1) {
    const reduced = a.map(({ coefficient, factors }) => ({ coefficient: Math.floor(coefficient / g), factors }));
    return floorDividePolynomials(normalise(reduced), constant(b / g));
  }
  // floor((floor(x / d) + c) / b) = floor((x + c·d) / (d·b)).
  const lead = a[0];
  const offset = constantOf(a.slice(1));
  const inner = lead.factors.length === 1 && lead.factors[0].exponent === 1 ? lead.factors[0].atom : undefined;
  if (lead.coefficient === 1 && offset !== undefined && inner?.kind === 'floorDivide') {
    const d = constantOf(inner.right);
    if (d !== undefined && d > 0) {
      return floorDividePolynomials(addPolynomials(inner.left, constant(safe(offset * d))), constant(safe(d * b)));
    }
  }
  return fromAtom(floorDivideAtom(a, constant(b)));
}

function divideBySymbols(a: Polynomial, b: Polynomial): Polynomial {
  // Terms that the divisor's single term divides leave the division.
  if (b.length === 1) {
    const whole: Term[] = [];
    const rest: Term[] = [];
    for (const term of a) {
      const factors = divideMonomials(term.factors, b[0].factors);
      const coefficient = term.coefficient / b[0].coefficient;
      if (factors && Number.isInteger(coefficient)) whole.push({ coefficient, factors });
      else rest.push(term);
    }
    if (whole.length > 0) return addPolynomials(normalise(whole), floorDividePolynomials(normalise(rest), b));
  }
  const [left, right] = cancelCommon(a, b);
  if (right.length !== b.length || polynomialKey(right) !== polynomialKey(b))
    return floorDividePolynomials(left, right);
  const range = { dividend: bounds(a), divisor: bounds(b), difference: bounds(subtractPolynomials(b, a)) };
  if (range.dividend.lower >= 0 && range.divisor.lower > 0 && range.difference.lower > 0) return constant(0);
  return fromAtom(floorDivideAtom(a, b));
}

/** Divides both by their common number and common factors; where those are zero Python raises, so they may go. */
function cancelCommon(a: Polynomial, b: Polynomial): [Polynomial, Polynomial] {
  if (a.length === 0) return [a, b];
  const { coefficient, factors } = commonTerm([...a, ...b]);
  const sign = b[0].coefficient < 0 ? -1 : 1;
  if (coefficient * sign === 1 && factors.length === 0) return [a, b];
  const common: Polynomial = [{ coefficient: coefficient * sign, factors }];
  return [divideExactly(a, common) ?? a, divideExactly(b, common) ?? b];
}

/** The largest (smallest) of several; those that another certainly covers are left out. */
export function extremum(kind: 'maximum' | 'minimum', values: readonly Polynomial[]): Polynomial {
  const flat = values.flatMap((value) => unpack(kind, value));
  const kept: Polynomial[] = [];
  for (const value of flat) {
    const covers = (other: Polynomial, by: Polynomial): boolean =>
      bounds(kind === 'maximum' ? subtractPolynomials(by, other) : subtractPolynomials(other, by)).lower >= 0;
    if (kept.some((other) => covers(value, other))) continue;
    for (let i = kept.length - 1; i >= 0; i--) if (covers(kept[i], value)) kept.splice(i, 1);
    kept.push(value);
  }
  if (kept.length === 1) return kept[0];
  return fromAtom(extremumAtom(kind, kept.sort(comparePolynomials)));
}

function unpack(kind: 'maximum' | 'minimum', value: Polynomial): readonly Polynomial[] {
  const only = value.length === 1 && value[0].coefficient === 1 ? value[0].factors : [];
  const atom = only.length === 1 && only[0].exponent === 1 ? only[0].atom : undefined;
  return atom?.kind === kind ? atom.of : [value];
}

function comparePolynomials(a: Polynomial, b: Polynomial): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareMonomials(a[i].factors, b[i].factors) || b[i].coefficient - a[i].coefficient;
    if (order !== 0) return order;
  }
  return b.length - a.length;
}

/** Rebuilds a polynomial with other polynomials for its symbols. */
export function substitutePolynomial(p: Polynomial, replace: (name: string) => Polynomial | undefined): Polynomial {
  const inner = (q: Polynomial): Polynomial => substitutePolynomial(q, replace);
  let result: Polynomial = [];
  for (const term of p) {
    let product = constant(term.coefficient);
    for (const { atom, exponent } of term.factors) {
      const value =
        atom.kind === 'symbol'
          ? (replace(atom.name) ?? fromAtom(atom))
          : atom.kind === 'floorDivide'
            ? floorDividePolynomials(inner(atom.left), inner(atom.right))
            : extremum(atom.kind, atom.of.map(inner));
      for (let i = 0; i < exponent; i++) product = multiplyPolynomials(product, value);
    }
    result = addPolynomials(result, product);
  }
  return result;
}

// Text of polynomials, as people write them in Python: `N`, `(H-1)//2+1`, `512*((H-1)//32+1)*((W-1)//32+1)`.
import {
  type Atom,
  commonTerm,
  constantOf,
  degree,
  divideExactly,
  divideMonomials,
  type Factor,
  normalise,
  type Polynomial,
  type Term,
} from './polynomial';

/** Products are shown as products where the factors are found cheaply. */
export function formatPolynomial(p: Polynomial): string {
  if (p.length === 0) return '0';
  const factors = p.length > 1 ? productOf(p) : [p];
  return factors.length > 1 ? factors.map(formatFactor).join('*') : formatSum(p);
}

const formatSum = (p: Polynomial): string =>
  p
    .map((term, index) => {
      const text = formatTerm(
        { coefficient: Math.abs(term.coefficient), factors: term.factors },
        term.coefficient < 0 && index === 0,
      );
      return term.coefficient < 0 ? `-${text}` : index === 0 ? text : `+${text}`;
    })
    .join('');

/** The common number and symbols first, then sums; a list of one where no product is found. */
function productOf(p: Polynomial): readonly Polynomial[] {
  if (commonTerm(p).factors.length > 0) {
    const [content, rest] = takeContent(p);
    return [...(content ? [content] : []), ...productOf(rest)];
  }
  const split = p.length > 2 ? splitProduct(p) : undefined;
  if (!split) return constantOf(p) === 1 ? [] : [p];
  const [content, rest] = takeContent(split[0]);
  return [...(content ? [content] : []), ...productOf(rest), split[1]];
}

/** The common factor of all terms, and what it leaves. */
function takeContent(p: Polynomial): readonly [Polynomial | undefined, Polynomial] {
  const common = commonTerm(p);
  if (common.coefficient === 1 && common.factors.length === 0) return [undefined, p];
  return [[common], divideExactly(p, [common]) ?? p];
}

/** p = A·x + B with B = A·R is A·(x + R). */
function splitProduct(p: Polynomial): readonly [Polynomial, Polynomial] | undefined {
  for (const { atom } of atomsOf(p).reverse()) {
    const x: Factor[] = [{ atom, exponent: 1 }];
    const withAtom: Term[] = [];
    const without: Term[] = [];
    for (const term of p) {
      const factors = divideMonomials(term.factors, x);
      if (factors) withAtom.push({ coefficient: term.coefficient, factors });
      else without.push(term);
    }
    const cofactor = normalise(withAtom);
    if (without.length === 0 || constantOf(cofactor) !== undefined) continue;
    const rest = divideExactly(normalise(without), cofactor);
    if (rest) return [cofactor, normalise([{ coefficient: 1, factors: x }, ...rest])];
  }
  return undefined;
}

function atomsOf(p: Polynomial): Factor[] {
  const found = new Map<string, Factor>();
  for (const { factors } of p) for (const factor of factors) found.set(factor.atom.key, factor);
  return [...found.values()];
}

function formatFactor(p: Polynomial): string {
  const text = formatSum(p);
  const isFloorDivision = p.length === 1 && p[0].coefficient === 1 && p[0].factors[0]?.atom.kind === 'floorDivide';
  return p.length === 1 && p[0].coefficient > 0 && !isFloorDivision ? text : `(${text})`;
}

/** Python reads `-a//b` as `(-a)//b`, so a leading minus asks for brackets. */
function formatTerm({ coefficient, factors }: Term, leadingMinus: boolean): string {
  if (factors.length === 0) return String(coefficient);
  const alone = coefficient === 1 && degree(factors) === 1 && !leadingMinus;
  const texts = factors.flatMap(({ atom, exponent }) => {
    const text = formatAtom(atom);
    return Array<string>(exponent).fill(alone || atom.kind !== 'floorDivide' ? text : `(${text})`);
  });
  return [...(coefficient === 1 ? [] : [String(coefficient)]), ...texts].join('*');
}

function formatAtom(atom: Atom): string {
  if (atom.kind === 'symbol') return atom.name;
  if (atom.kind === 'floorDivide') return `${formatOperand(atom.left)}//${formatOperand(atom.right)}`;
  return `${atom.kind === 'maximum' ? 'max' : 'min'}(${atom.of.map(formatPolynomial).join(', ')})`;
}

/** An operand of `//`: a number, a symbol or a call stands alone. */
function formatOperand(p: Polynomial): string {
  const text = formatPolynomial(p);
  return /^[\p{L}\p{N}_]+$/u.test(text) ? text : `(${text})`;
}

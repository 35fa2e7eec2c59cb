// Dimensions: simplification keeps the value of Python's integer arithmetic, and the text is what people write.
import { describe, expect, it } from 'vitest';
import {
  add,
  ceilDivide,
  compareDims,
  type Dim,
  dimBounds,
  DimError,
  dimEquals,
  floorDivide,
  formatDim,
  maximum,
  minimum,
  modulo,
  multiply,
  negate,
  parseDim,
  power,
  substitute,
  subtract,
  symbol,
} from '../../../core/shape/dim';

/** A deterministic generator (linear congruential, Numerical Recipes' constants). */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NAMES = ['N', 'C', 'H', 'W'];

interface Sample {
  readonly dim: Dim;
  /** The same expression evaluated directly; undefined where Python raises. */
  readonly evaluate: (values: ReadonlyMap<string, number>) => number | undefined;
  readonly text: string;
}

function randomSample(random: (below: number) => number, depth: number): Sample {
  if (depth === 0 || random(6) === 0) {
    if (random(3) === 0) {
      const value = random(9) - 2;
      return { dim: value, evaluate: () => value, text: String(value) };
    }
    const name = NAMES[random(NAMES.length)];
    return { dim: symbol(name), evaluate: (values) => values.get(name), text: name };
  }
  const a = randomSample(random, depth - 1);
  const kind = random(8);
  const b = kind >= 3 && kind <= 5 && random(3) > 0 ? literal(random(7) + 1) : randomSample(random, depth - 1);
  const binary = (
    text: string,
    dim: (x: Dim, y: Dim) => Dim,
    value: (x: number, y: number) => number | undefined,
  ): Sample => ({
    dim: dim(a.dim, b.dim),
    evaluate: (values) => {
      const [x, y] = [a.evaluate(values), b.evaluate(values)];
      return x === undefined || y === undefined ? undefined : value(x, y);
    },
    text: `(${a.text} ${text} ${b.text})`,
  });
  const mod = (x: number, y: number): number => x - y * Math.floor(x / y);
  if (kind === 0) return binary('+', add, (x, y) => x + y);
  if (kind === 1) return binary('-', subtract, (x, y) => x - y);
  if (kind === 2) return binary('*', multiply, (x, y) => x * y);
  if (kind === 3) return binary('//', floorDivide, (x, y) => (y === 0 ? undefined : Math.floor(x / y)));
  if (kind === 4) return binary('%', modulo, (x, y) => (y === 0 ? undefined : mod(x, y)));
  if (kind === 5) return binary('ceil', ceilDivide, (x, y) => (y === 0 ? undefined : -Math.floor(-x / y)));
  if (kind === 6) return binary('max', maximum, Math.max);
  return binary('min', minimum, Math.min);
}

const literal = (value: number): Sample => ({ dim: value, evaluate: () => value, text: String(value) });

const d = (text: string): Dim => {
  const dim = parseDim(text);
  if (dim === undefined) throw new Error(`no dimension: ${text}`);
  return dim;
};

describe('simplification', () => {
  it('keeps the value of direct arithmetic, and certain bounds hold', () => {
    const random = generator(7);
    let checked = 0;
    for (let i = 0; i < 1200; i++) {
      let sample: Sample;
      try {
        sample = randomSample(random, 1 + random(4));
      } catch (error) {
        if (error instanceof DimError) continue;
        throw error;
      }
      const reread = parseDim(formatDim(sample.dim));
      const range = dimBounds(sample.dim);
      for (let j = 0; j < 6; j++) {
        const values = new Map(NAMES.map((name) => [name, 1 + random(j < 2 ? 3 : 40)]));
        const expected = sample.evaluate(values);
        if (expected === undefined) continue;
        const at = `${sample.text} = ${formatDim(sample.dim)} at ${[...values].join(' ')}`;
        const actual = substitute(sample.dim, (name) => values.get(name));
        expect(actual, at).toBe(expected === 0 ? 0 : expected);
        expect(range.lower, `lower bound of ${at}`).toBeLessThanOrEqual(expected);
        expect(range.upper, `upper bound of ${at}`).toBeGreaterThanOrEqual(expected);
        expect(reread !== undefined && substitute(reread, (name) => values.get(name)), `text of ${at}`).toBe(actual);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(5000);
  });

  it.each([
    ['(2*H)//2', 'H'],
    ['(H*4+2)//2', '2*H+1'],
    ['H//2//2//2', 'H//8'],
    ['(H+6-7)//2+1', '(H-1)//2+1'],
    ['(H+2-3)//2+1', '(H-1)//2+1'],
    ['(H-2)//2+1', 'H//2'],
    ['((H-1)//2+1-1)//2+1', '(H-1)//4+1'],
    ['(N*C*H)//(C*H)', 'N'],
    ['(N*C*H+N*C)//(H+1)', 'N*C'],
    ['(6*H)//(4*W)', '(3*H)//(2*W)'],
    ['(C*H)//(C*W)', 'H//W'],
    ['(C*H+3)//C', 'H+3//C'],
    ['H*0', '0'],
    ['H-H', '0'],
    ['H%1', '0'],
    ['H%H', '0'],
    ['(8*H)%4', '0'],
    ['H+(7-H%7)%7', '7*((H-1)//7)+7'],
    ['max(H, H+1)', 'H+1'],
    ['min(H, 1)', '1'],
    ['max(H, 1)', 'H'],
    ['max(H, W, H)', 'max(H, W)'],
    ['512*((H-1)//32+1)*((W-1)//32+1)', '512*((H-1)//32+1)*((W-1)//32+1)'],
    ['(H+1)*(H+1)-H*H', '2*H+1'],
    ['H*W*C*N', 'N*C*H*W'],
    ['-H', '-H'],
    ['-(-H//2)', '(H-1)//2+1'],
  ])('%s is %s', (text, expected) => {
    expect(formatDim(d(text))).toBe(expected);
  });

  it('compares by structure', () => {
    expect(dimEquals(d('(a+1)*(a+1)'), d('a*a+2*a+1'))).toBe(true);
    expect(dimEquals(d('H//2'), d('H//3'))).toBe(false);
    expect(dimEquals(symbol('N'), symbol('N', { minimum: 0 }))).toBe(false);
  });
});

describe('certain order', () => {
  it.each([
    ['N+1', 'N', 1],
    ['N', 'N', 0],
    ['N*N', 'N', undefined],
    ['N*N+1', 'N', 1],
    ['H', 'W', undefined],
    ['H', '0', 1],
    ['H', '1', undefined],
    ['H//2', 'H', -1],
    ['H-H//2', '0', 1],
    ['(H-1)//2+1', '0', 1],
    ['(H-1)//4+1', '(H-1)//2+2', -1],
    ['H%7', '7', -1],
    ['max(H, 8)', '7', 1],
    ['min(H, 8)', '9', -1],
    ['N*(H//2)', 'N*H', -1],
  ] as const)('%s against %s: %s', (a, b, expected) => {
    expect(compareDims(d(a), d(b))).toBe(expected);
  });
});

describe('honesty', () => {
  it('never overflows silently', () => {
    expect(() => multiply(2 ** 40, 2 ** 40)).toThrow(DimError);
    expect(() => multiply(multiply(symbol('N'), 2 ** 40), 2 ** 40)).toThrow(DimError);
    expect(() => add(Number.MAX_SAFE_INTEGER, 1)).toThrow(DimError);
    expect(() => power(10, 40)).toThrow(DimError);
  });

  it('refuses to divide by zero', () => {
    expect(() => floorDivide(symbol('N'), 0)).toThrow(DimError);
    expect(() => modulo(3, 0)).toThrow(DimError);
  });

  it('refuses expressions without end', () => {
    let dim: Dim = 1;
    expect(() => {
      for (let i = 0; i < 100; i++) dim = multiply(dim, add(symbol(`s${i}`), 1));
    }).toThrow(DimError);
  });

  it.each(['', 'H//', '(H', '1.5', 'H W', 'f(H)', 'H//0', '('.repeat(10_000)])('reads %j as no dimension', (text) => {
    expect(parseDim(text)).toBeUndefined();
  });

  it('has no negative zero', () => {
    expect(Object.is(multiply(0, -3), 0)).toBe(true);
    expect(Object.is(negate(0), 0)).toBe(true);
  });
});

// Reductions over axes (engine/layers/reduce.ts): sums and extrema as nests; their gradients are broadcast back.
import { axisOf, flag, numberOf, optionalList, optionalNumber } from '../../layers/attributes';
import { rowMajorStrides } from '../../layers/broadcast';
import type { GpuContext, GpuRule } from '../context';
import { literal, type StoredRef } from '../kernel';
import type { Strided } from '../nest';

interface Reduction {
  readonly x: StoredRef;
  /** Extents of the axes that stay, and of those that go. */
  readonly kept: readonly number[];
  readonly terms: readonly number[];
  /** x over kept, then terms. */
  readonly input: (ref: StoredRef) => Strided;
  /** A tensor of the output's size, over kept, then terms. */
  readonly output: (ref: StoredRef) => Strided;
  /** The same two over x's own axes. */
  readonly inputBack: (ref: StoredRef) => Strided;
  readonly outputBack: (ref: StoredRef) => Strided;
  /** Terms an output. */
  readonly count: number;
}

function reductionOf(c: GpuContext): Reduction {
  const x = c.input('input');
  const given = optionalList(c, 'dim') ?? [];
  const all = x.shape.map((_, axis) => axis);
  const gone = given.length === 0 ? all : given.map((axis) => axisOf(axis, x.shape.length));
  const stay = all.filter((axis) => !gone.includes(axis));
  const strides = rowMajorStrides(x.shape);
  const kept = stay.map((axis) => x.shape[axis]);
  const terms = gone.map((axis) => x.shape[axis]);
  const own = rowMajorStrides(kept);
  const back = all.map((axis) => (stay.includes(axis) ? own[stay.indexOf(axis)] : 0));
  return {
    x,
    kept,
    terms,
    input: (ref) => ({ ref, strides: [...stay, ...gone].map((axis) => strides[axis]) }),
    output: (ref) => ({ ref, strides: [...own, ...terms.map(() => 0)] }),
    inputBack: (ref) => ({ ref, strides }),
    outputBack: (ref) => ({ ref, strides: back }),
    count: terms.reduce((a, b) => a * b, 1),
  };
}

interface Formula {
  readonly value: string;
  readonly combine?: 'sum' | 'max' | 'min';
  readonly finish?: string;
  /** The gradient of x by g, x and y; and by e, where `counts` is given. */
  readonly slope: string;
  /** A sum over the terms that the gradient reads as e. */
  readonly counts?: string;
}

const reduction = (make: (c: GpuContext, r: Reduction) => Formula, refuses?: GpuRule['refuses']): GpuRule => ({
  forward(c) {
    const r = reductionOf(c);
    const { value, combine, finish } = make(c, r);
    const results = [{ out: c.output(), value, combine, finish }];
    c.nest({ shape: r.kept, reduce: r.terms, reads: { x: r.input(r.x) }, results });
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (!dx) return;
    const r = reductionOf(c);
    const { slope, counts } = make(c, r);
    const y = c.output();
    const reads: Record<string, Strided> = { g: r.outputBack(dy), x: r.inputBack(r.x), y: r.outputBack(y) };
    if (counts !== undefined) {
      const equals = c.scratch(y.size);
      c.nest({
        shape: r.kept,
        reduce: r.terms,
        reads: { x: r.input(r.x), y: r.output(y) },
        results: [{ out: equals, value: counts }],
      });
      reads['e'] = r.outputBack(equals);
    }
    c.nest({ shape: r.x.shape, reads, results: [{ ...dx, value: slope }] });
  },
  refuses,
});

/** max(dim) and min(dim) give a tie's gradient to the first: its place among the terms is the smallest. */
const extreme = (combine: 'max' | 'min', ties: 'share' | 'first'): GpuRule => {
  const shared = reduction(() => ({
    value: 'x',
    combine,
    slope: 'select(0.0, g / e, x == y)',
    counts: 'select(0.0, 1.0, x == y)',
  }));
  return {
    forward: (c) => shared.forward(c),
    backward(c) {
      const r = reductionOf(c);
      // A full reduction by max() shares as amax does.
      if (ties === 'share' || c.output().size === 1) return shared.backward?.(c);
      const dy = c.outputGradient();
      const dx = dy && c.inputGradient('input');
      if (!dx) return;
      const y = c.output();
      const first = c.scratch(y.size);
      c.nest({
        shape: r.kept,
        reduce: r.terms,
        reads: { x: r.input(r.x), y: r.output(y) },
        results: [{ out: first, value: 'select(infinity(), f32(term), x == y)', combine: 'min' }],
      });
      // Over kept and terms, where the number of the term is known.
      const own = rowMajorStrides(r.terms).map((stride, k) => `f32(o${r.kept.length + k}) * ${stride}.0`);
      const strides = r.input(r.x).strides;
      const at = [...r.kept, ...r.terms].map((_, k) => `o${k} * ${strides[k]}u`).join(' + ');
      c.nest({
        shape: [...r.kept, ...r.terms],
        reads: { g: r.output(dy), f: r.output(first) },
        results: [{ ...dx, value: `select(0.0, g, ${own.join(' + ')} == f)` }],
        at,
      });
    },
  };
};

/** Σ(x − mean)² / (n − correction), and its root. */
const variance = (root: boolean): GpuRule => {
  const mean = (c: GpuContext, r: Reduction): StoredRef => {
    const out = c.scratch(c.output().size);
    const results = [{ out, value: 'x', finish: `s / ${literal(r.count)}` }];
    c.nest({ shape: r.kept, reduce: r.terms, reads: { x: r.input(r.x) }, results });
    return out;
  };
  const divisorOf = (c: GpuContext, r: Reduction): number =>
    Math.max(0, r.count - (optionalNumber(c, 'correction') ?? (flag(c, 'unbiased', true) ? 1 : 0)));
  return {
    forward(c) {
      const r = reductionOf(c);
      const quotient = `s / ${literal(divisorOf(c, r))}`;
      c.nest({
        shape: r.kept,
        reduce: r.terms,
        reads: { x: r.input(r.x), u: r.output(mean(c, r)) },
        results: [{ out: c.output(), value: '(x - u) * (x - u)', finish: root ? `sqrt(${quotient})` : quotient }],
      });
    },
    backward(c) {
      const dy = c.outputGradient();
      const dx = dy && c.inputGradient('input');
      if (!dx) return;
      const r = reductionOf(c);
      const divisor = literal(divisorOf(c, r));
      const reads: Record<string, Strided> = {
        g: r.outputBack(dy),
        x: r.inputBack(r.x),
        u: r.outputBack(mean(c, r)),
        ...(root && { y: r.outputBack(c.output()) }),
      };
      const value = root ? `g * (x - u) / (${divisor} * y)` : `g * 2.0 * (x - u) / ${divisor}`;
      c.nest({ shape: r.x.shape, reads, results: [{ ...dx, value }] });
    },
  };
};

/** (Σ |x|ᵖ)^(1/p) */
const lengths = (name: string): GpuRule =>
  reduction((c) => {
    const order = c.attribute(name);
    const p = typeof order === 'number' ? order : order === 'inf' ? Infinity : 2;
    if (p === Infinity)
      return { value: 'abs(x)', combine: 'max', slope: 'select(0.0, g * sign(x), abs(x) == y && y != 0.0)' };
    return {
      value: `power(abs(x), ${literal(p)})`,
      finish: `power(s, ${literal(1 / p)})`,
      slope: `select(g * sign(x) * power(abs(x) / y, ${literal(p - 1)}), 0.0, y == 0.0)`,
    };
  });

const logSumExp: GpuRule = {
  forward(c) {
    const r = reductionOf(c);
    const largest = c.scratch(c.output().size);
    const reads = { x: r.input(r.x) };
    c.nest({ shape: r.kept, reduce: r.terms, reads, results: [{ out: largest, value: 'x', combine: 'max' }] });
    c.nest({
      shape: r.kept,
      reduce: r.terms,
      reads: { ...reads, u: r.output(largest) },
      uses: { largest },
      results: [{ out: c.output(), value: 'exp(x - u)', finish: 'ld_largest(i) + log(s)' }],
    });
  },
  backward: (c) => reduction(() => ({ value: 'x', slope: 'g * exp(x - y)' })).backward?.(c),
};

export const reductions: Readonly<Record<string, GpuRule>> = {
  sum: reduction(() => ({ value: 'x', slope: 'g' })),
  mean: reduction((_, { count }) => ({
    value: 'x',
    finish: `s / ${literal(count)}`,
    slope: `g * ${literal(1 / count)}`,
  })),
  amax: extreme('max', 'share'),
  amin: extreme('min', 'share'),
  max: extreme('max', 'first'),
  min: extreme('min', 'first'),
  var: variance(false),
  std: variance(true),
  norm: lengths('p'),
  linalg_vector_norm: lengths('ord'),
  logsumexp: logSumExp,
};

/** x / max(‖x‖, eps) along one axis. */
export const normalize: GpuRule = {
  refuses: (c) => (numberOf(c, 'p', 2) === 2 ? null : 'this order of a norm'),
  forward(c) {
    const { x, line, whole, row, eps, squares } = vectors(c);
    const sum = squares();
    c.nest({
      shape: line,
      reads: { x: whole(x), q: row(sum) },
      results: [{ out: c.output(), value: `x / max(sqrt(q), ${eps})` }],
    });
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (!dx) return;
    const { x, line, whole, row, eps, squares, sumOf } = vectors(c);
    const sum = squares();
    const dots = sumOf({ x, g: dy }, 'x * g');
    c.nest({
      shape: line,
      reads: { x: whole(x), g: whole(dy), q: row(sum), d: row(dots) },
      results: [
        {
          ...dx,
          value: `select(g / sqrt(q) - x * d / (q * sqrt(q)), g / ${eps}, sqrt(q) < ${eps})`,
        },
      ],
    });
  },
};

/** Lines along an axis: outer, length, step. */
export function linesOf(shape: readonly number[], axis: number): readonly [number, number, number] {
  const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const size = shape.reduce((a, b) => a * b, 1);
  return [size / (shape[axis] * step), shape[axis], step];
}

function vectors(c: GpuContext) {
  const x = c.input('input');
  const [outer, length, step] = linesOf(x.shape, axisOf(numberOf(c, 'dim', 1), x.shape.length));
  const terms = (ref: StoredRef): Strided => ({ ref, strides: [length * step, 1, step] });
  const sumOf = (refs: Readonly<Record<string, StoredRef>>, value: string): StoredRef => {
    const out = c.scratch(outer * step);
    const reads = Object.fromEntries(Object.entries(refs).map(([name, ref]) => [name, terms(ref)]));
    c.nest({ shape: [outer, step], reduce: [length], reads, results: [{ out, value }] });
    return out;
  };
  return {
    x,
    line: [outer, length, step],
    eps: literal(numberOf(c, 'eps', 1e-12)),
    whole: (ref: StoredRef): Strided => ({ ref, strides: [length * step, step, 1] }),
    row: (ref: StoredRef): Strided => ({ ref, strides: [step, 0, 1] }),
    sumOf,
    squares: () => sumOf({ x }, 'x * x'),
  };
}

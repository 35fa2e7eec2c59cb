// What goes along lines of one axis: softmax and its kin, cumulative sums, local response normalisation (engine/layers/{softmax,
// scan}.ts).
import { axisOf, numberOf, optionalNumber } from '../../layers/attributes';
import type { GpuContext, GpuRule } from '../context';
import { literal, type StoredRef } from '../kernel';
import type { Strided } from '../nest';
import { linesOf } from './reduce';

export interface Lines {
  readonly shape: readonly [number, number, number];
  /** Over outer, step, then the line. */
  readonly terms: (ref: StoredRef) => Strided;
  /** A number a line, so. */
  readonly each: (ref: StoredRef) => Strided;
  /** Over outer, the line, step. */
  readonly whole: (ref: StoredRef) => Strided;
  readonly row: (ref: StoredRef) => Strided;
}

export function lines([outer, length, step]: readonly [number, number, number]): Lines {
  return {
    shape: [outer, length, step],
    terms: (ref) => ({ ref, strides: [length * step, 1, step] }),
    each: (ref) => ({ ref, strides: [step, 1, 0] }),
    whole: (ref) => ({ ref, strides: [length * step, step, 1] }),
    row: (ref) => ({ ref, strides: [step, 0, 1] }),
  };
}

function softmaxLines(c: GpuContext): Lines {
  const { shape } = c.input('input');
  // Without a dim, PyTorch takes 0 for one or three axes, else 1 (torch.nn.functional._get_softmax_dim).
  const missing = shape.length === 1 || shape.length === 3 ? 0 : 1;
  return lines(linesOf(shape, axisOf(optionalNumber(c, 'dim') ?? missing, shape.length)));
}

/** y = softmax(scores) along lines; `x` reads the scores. */
export function softmaxKernels(
  c: GpuContext,
  l: Lines,
  x: StoredRef,
  y: StoredRef,
  kind: 'softmax' | 'log' | 'min',
): void {
  const [outer, length, step] = l.shape;
  const signed = kind === 'min' ? '-x' : 'x';
  const [largest, sum] = [c.scratch(outer * step), c.scratch(outer * step)];
  const shape = [outer, step];
  const reads = { x: l.terms(x) };
  c.nest({ shape, reduce: [length], reads, results: [{ out: largest, value: signed, combine: 'max' }] });
  c.nest({
    shape,
    reduce: [length],
    reads: { ...reads, u: l.each(largest) },
    results: [{ out: sum, value: `exp(${signed} - u)` }],
  });
  c.nest({
    shape: l.shape,
    reads: { x: l.whole(x), u: l.row(largest), q: l.row(sum) },
    results: [{ out: y, value: kind === 'log' ? 'x - u - log(q)' : `exp(${signed} - u) / q` }],
  });
}

const softmaxRule = (kind: 'softmax' | 'log' | 'min'): GpuRule => ({
  forward: (c) => softmaxKernels(c, softmaxLines(c), c.input('input'), c.output(), kind),
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (!dx) return;
    const l = softmaxLines(c);
    const [outer, length, step] = l.shape;
    const y = c.output();
    const sum = c.scratch(outer * step);
    c.nest({
      shape: [outer, step],
      reduce: [length],
      reads: { g: l.terms(dy), ...(kind !== 'log' && { y: l.terms(y) }) },
      results: [{ out: sum, value: kind === 'log' ? 'g' : 'g * y' }],
    });
    const value = kind === 'log' ? 'g - exp(y) * q' : `${kind === 'min' ? '-' : ''}y * (g - q)`;
    const reads = { g: l.whole(dy), y: l.whole(y), q: l.row(sum) };
    c.nest({ shape: l.shape, reads, results: [{ ...dx, value }] });
  },
});

export const softmax = softmaxRule('softmax');
export const logSoftmax = softmaxRule('log');
export const softmin = softmaxRule('min');

/** Each element sums its line up to itself; the gradient from itself on. */
export const cumsum: GpuRule = {
  forward(c) {
    const x = c.input('input');
    const l = linesOf(x.shape, axisOf(numberOf(c, 'dim', 0), x.shape.length));
    sumAlong(c, l, x, { out: c.output(), add: false }, 'r0 > o1');
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (dx) sumAlong(c, linesOf(dy.shape, axisOf(numberOf(c, 'dim', 0), dy.shape.length)), dy, dx, 'r0 < o1');
  },
};

function sumAlong(
  c: GpuContext,
  [outer, length, step]: readonly [number, number, number],
  x: StoredRef,
  target: { readonly out: StoredRef; readonly add: boolean },
  skips: string,
): void {
  c.nest({
    shape: [outer, length, step],
    reduce: [length],
    reads: { x: { ref: x, strides: [length * step, 0, 1, step] } },
    inner: `if (${skips}) { continue; }`,
    results: [{ ...target, value: 'x' }],
  });
}

/** y = x · n^−β with n = k + α/size · Σ x² over neighbouring channels. */
export const localResponseNorm: GpuRule = {
  forward(c) {
    const { x, l, norms, beta } = neighbours(c);
    const reads = { x: l.whole(x), n: l.whole(norms()) };
    c.nest({ shape: l.shape, reads, results: [{ out: c.output(), value: `x * pow(n, -${beta})` }] });
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (!dx) return;
    const { x, l, norms, beta, size, alpha } = neighbours(c);
    const scale = norms();
    const [outer, length, step] = l.shape;
    const pull = c.scratch(x.size);
    const half = Math.floor(size / 2);
    const strides = [length * step, 0, 1, step];
    // Every channel whose window holds this one pulls at it.
    c.nest({
      shape: [outer, length, step],
      reduce: [length],
      reads: { x: { ref: x, strides }, g: { ref: dy, strides }, n: { ref: scale, strides } },
      inner: `let from_first = i32(o1) - (i32(r0) - ${half}); if (from_first < 0 || from_first >= ${size}) { continue; }`,
      results: [{ out: pull, value: `g * x * pow(n, -${beta} - 1.0)` }],
    });
    const factor = literal((-2 * numberOf(c, 'beta', 0.75) * alpha) / size);
    c.nest({
      shape: l.shape,
      reads: { x: l.whole(x), g: l.whole(dy), n: l.whole(scale), q: l.whole(pull) },
      results: [{ ...dx, value: `g * pow(n, -${beta}) + ${factor} * x * q` }],
    });
  },
};

function neighbours(c: GpuContext) {
  const x = c.input('input');
  const shape = linesOf(x.shape, 1);
  const l = lines(shape);
  const [size, alpha] = [numberOf(c, 'size', 1), numberOf(c, 'alpha', 1e-4)];
  const half = Math.floor(size / 2);
  const [, length, step] = shape;
  const norms = (): StoredRef => {
    const out = c.scratch(x.size);
    const finish = `${literal(numberOf(c, 'k', 1))} + ${literal(alpha / size)} * s`;
    c.nest({
      shape,
      reduce: [size],
      uses: { x },
      inner: `let at = i32(o1) - ${half} + i32(r0); if (at < 0 || at >= ${length}) { continue; }
  let x = ld_x((o0 * ${length}u + u32(at)) * ${step}u + o2);`,
      results: [{ out, value: 'x * x', finish }],
    });
    return out;
  };
  return { x, l, norms, size, alpha, beta: literal(numberOf(c, 'beta', 0.75)) };
}

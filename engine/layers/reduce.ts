// Reductions over axes: sum, mean, largest, smallest, norms (torch.sum, mean, amax, amin, max, min, var, std).
import { axisOf, flag, numberOf, optionalList, optionalNumber } from './attributes';
import { eachElement, rowMajorStrides } from './broadcast';
import type { AxisContext, LayerRule, RuleContext } from './rule';

/** The reduced axes; none given means all. */
function axesOf(c: Pick<RuleContext, 'attribute'>, rank: number): readonly number[] {
  const given = optionalList(c, 'dim') ?? [];
  return given.length === 0 ? Array.from({ length: rank }, (_, i) => i) : given.map((axis) => axisOf(axis, rank));
}

/** Visits every input element with the output element it belongs to. */
function eachTerm(c: RuleContext, visit: (input: number, output: number) => void): void {
  const shape = c.input('input').shape;
  const axes = axesOf(c, shape.length);
  const strides = Array<number>(shape.length).fill(0);
  const kept = shape.map((_, i) => i).filter((i) => !axes.includes(i));
  rowMajorStrides(kept.map((i) => shape[i])).forEach((stride, i) => (strides[kept[i]] = stride));
  eachElement(shape, [strides], (at, [output]) => visit(at, output));
}

function batchAxis(c: AxisContext): number | null {
  const axes = axesOf(c, c.inputRank);
  if (c.axis === null || axes.includes(c.axis)) return null;
  if (flag(c, 'keepdim', false)) return c.axis;
  return c.axis - axes.filter((axis) => axis < (c.axis ?? 0)).length;
}

const additive = (mean: boolean): LayerRule => ({
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    const sum = new Float64Array(y.length);
    eachTerm(c, (i, o) => void (sum[o] += x[i]));
    for (let o = 0; o < y.length; o++) y[o] = mean ? sum[o] / (x.length / y.length) : sum[o];
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const scale = mean ? dy.length / dx.length : 1;
    eachTerm(c, (i, o) => void (dx[i] += dy[o] * scale));
  },
  batchAxis,
});

/** amax and amin share a tie's gradient among the equals; max(dim) and min(dim) give it to the first. */
const extreme = (sign: 1 | -1, ties: 'share' | 'first'): LayerRule => ({
  firstOutputOnly: true,
  reads: { inputs: ['input'], outputs: true },
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    y.fill(-sign * Infinity);
    eachTerm(c, (i, o) => {
      if (sign * x[i] > sign * y[o] || Number.isNaN(x[i])) y[o] = x[i];
    });
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const [x, y] = [c.input('input').data, c.output().data];
    const equals = new Float64Array(y.length);
    // A full reduction by max() shares as amax does.
    const share = ties === 'share' || y.length === 1;
    eachTerm(c, (i, o) => void (equals[o] += x[i] === y[o] ? 1 : 0));
    eachTerm(c, (i, o) => {
      if (x[i] !== y[o]) return;
      if (share) dx[i] += dy[o] / equals[o];
      else if (equals[o] > 0) dx[i] += dy[o];
      if (!share) equals[o] = 0;
    });
  },
  batchAxis,
});

/** Σ(x − mean)² / (n − correction), and its root. */
const variance = (root: boolean): LayerRule => {
  const statistics = (c: RuleContext): { mean: Float64Array; square: Float64Array; divisor: number } => {
    const x = c.input('input').data;
    const size = c.output().data.length;
    const count = x.length / size;
    const [mean, square] = [new Float64Array(size), new Float64Array(size)];
    eachTerm(c, (i, o) => void (mean[o] += x[i] / count));
    eachTerm(c, (i, o) => void (square[o] += (x[i] - mean[o]) ** 2));
    const correction = optionalNumber(c, 'correction') ?? (flag(c, 'unbiased', true) ? 1 : 0);
    return { mean, square, divisor: Math.max(0, count - correction) };
  };
  return {
    reads: { inputs: ['input'] },
    forward(c) {
      const { square, divisor } = statistics(c);
      const y = c.output().data;
      for (let o = 0; o < y.length; o++) y[o] = root ? Math.sqrt(square[o] / divisor) : square[o] / divisor;
    },
    backward(c) {
      const dy = c.outputGradient()?.data;
      const dx = c.inputGradient('input')?.data;
      if (!dy || !dx) return;
      const x = c.input('input').data;
      const { mean, square, divisor } = statistics(c);
      eachTerm(c, (i, o) => {
        const slope = (2 * (x[i] - mean[o])) / divisor;
        dx[i] += dy[o] * (root ? slope / (2 * Math.sqrt(square[o] / divisor)) : slope);
      });
    },
    batchAxis,
  };
};

/**
 * x / max(‖x‖_p, eps) along one axis: torch.nn.functional.normalize. With n that norm,
 *     dx = dy/n − (dy · x)/n² · sign(x) (|x|/n)ᵖ⁻¹      the second term only where eps does not stand for the norm
 */
export const normalize: LayerRule = {
  reads: { inputs: ['input'] },
  refuses: (c) => (Number.isFinite(c.attribute('p') ?? 2) && numberOf(c, 'p', 2) > 0 ? null : 'this order of a norm'),
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    eachVector(c, (at, norm) => at.forEach((i) => void (y[i] = x[i] / norm)));
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const x = c.input('input').data;
    const p = numberOf(c, 'p', 2);
    eachVector(c, (at, norm, clamped) => {
      const dot = clamped ? 0 : at.reduce((sum, i) => sum + dy[i] * x[i], 0);
      for (const i of at)
        dx[i] += dy[i] / norm - (dot / norm ** 2) * Math.sign(x[i]) * (Math.abs(x[i]) / norm) ** (p - 1);
    });
  },
};

function eachVector(c: RuleContext, visit: (at: readonly number[], norm: number, clamped: boolean) => void): void {
  const { shape, data } = c.input('input');
  const axis = axisOf(numberOf(c, 'dim', 1), shape.length);
  const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const [p, eps] = [numberOf(c, 'p', 2), numberOf(c, 'eps', 1e-12)];
  for (let line = 0; line * shape[axis] < data.length; line++) {
    const start = Math.floor(line / step) * step * shape[axis] + (line % step);
    const at = Array.from({ length: shape[axis] }, (_, i) => start + i * step);
    const length = at.reduce((sum, i) => sum + Math.abs(data[i]) ** p, 0) ** (1 / p);
    visit(at, Math.max(length, eps), length < eps);
  }
}

/** (Σ |x|ᵖ)^(1/p); p may be 2 ('fro'), 1, infinity, ... */
const lengths = (name: string): LayerRule => {
  const order = (c: RuleContext): number => {
    const p = c.attribute(name);
    return typeof p === 'number' ? p : p === 'inf' ? Infinity : 2;
  };
  return {
    reads: { inputs: ['input'], outputs: true },
    refuses: (c) =>
      ['nuc', '-inf', '-Infinity', '0'].includes(String(c.attribute(name))) ? 'this order of a norm' : null,
    forward(c) {
      const [x, y, p] = [c.input('input').data, c.output().data, order(c)];
      const sum = new Float64Array(y.length);
      eachTerm(
        c,
        (i, o) => void (sum[o] = p === Infinity ? Math.max(sum[o], Math.abs(x[i])) : sum[o] + Math.abs(x[i]) ** p),
      );
      for (let o = 0; o < y.length; o++) y[o] = p === Infinity ? sum[o] : sum[o] ** (1 / p);
    },
    backward(c) {
      const dy = c.outputGradient()?.data;
      const dx = c.inputGradient('input')?.data;
      if (!dy || !dx) return;
      const [x, y, p] = [c.input('input').data, c.output().data, order(c)];
      eachTerm(c, (i, o) => {
        if (y[o] === 0) return;
        const slope = p === Infinity ? Number(Math.abs(x[i]) === y[o]) : (Math.abs(x[i]) / y[o]) ** (p - 1);
        dx[i] += dy[o] * Math.sign(x[i]) * slope;
      });
    },
    batchAxis,
  };
};

/** log Σ eˣ, shifted by the largest. */
const logSumExp: LayerRule = {
  reads: { inputs: ['input'], outputs: true },
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    const largest = new Float64Array(y.length).fill(-Infinity);
    const sum = new Float64Array(y.length);
    eachTerm(c, (i, o) => void (largest[o] = Math.max(largest[o], x[i])));
    eachTerm(c, (i, o) => void (sum[o] += Math.exp(x[i] - largest[o])));
    for (let o = 0; o < y.length; o++) y[o] = largest[o] + Math.log(sum[o]);
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const [x, y] = [c.input('input').data, c.output().data];
    eachTerm(c, (i, o) => void (dx[i] += dy[o] * Math.exp(x[i] - y[o])));
  },
  batchAxis,
};

export const reductions: Readonly<Record<string, LayerRule>> = {
  sum: additive(false),
  mean: additive(true),
  amax: extreme(1, 'share'),
  amin: extreme(-1, 'share'),
  max: extreme(1, 'first'),
  min: extreme(-1, 'first'),
  var: variance(false),
  std: variance(true),
  norm: lengths('p'),
  linalg_vector_norm: lengths('ord'),
  logsumexp: logSumExp,
};

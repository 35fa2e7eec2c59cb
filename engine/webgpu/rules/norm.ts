// Normalisations: batch norm over all axes but the second (engine/layers/batch-norm.ts), and layer, group, instance and RMS norm of
// rows (engine/layers/group-norm.ts has the formulas). Variances are sums of squared differences from the mean.
import { flag, numberOf, optionalList, optionalNumber } from '../../layers/attributes';
import type { GpuContext, GpuRule, Target } from '../context';
import { literal, type Ref, type StoredRef } from '../kernel';
import type { Strided } from '../nest';
import { stepRef } from '../places';

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

const usesBatchStatistics = (c: GpuContext): boolean =>
  c.optional('running_mean') === null || (c.training && flag(c, 'training', false));

interface Channels {
  readonly batch: number;
  readonly channels: number;
  readonly area: number;
}

const channelsOf = ({ shape }: StoredRef): Channels => ({
  batch: shape[0],
  channels: shape[1],
  area: product(shape.slice(2)),
});

const byChannel = (ref: Ref): Strided => ({ ref, strides: [0, 1, 0] });
/** Over channels, then items and positions. */
const terms = (ref: StoredRef, { channels, area }: Channels): Strided => ({
  ref,
  strides: [area, channels * area, 1],
});

/** Mean and 1 / √(variance + eps) of the batch; and what the running statistics become. */
function statistics(c: GpuContext, x: StoredRef, mean: StoredRef, inverse: StoredRef): void {
  const { batch, channels, area } = channelsOf(x);
  const count = batch * area;
  const [runningMean, runningVar] = [c.optional('running_mean'), c.optional('running_var')];
  const running = runningMean && runningVar ? { runningMean, runningVar } : null;
  // Without a momentum the average is cumulative: the host says over how many batches.
  const cumulative = c.attribute('momentum') === null;
  const rate = cumulative ? 'ld_step(1u)' : literal(numberOf(c, 'momentum', 0.1));
  const update = `let oldMean = ld_runningMean(i); let oldVar = ld_runningVar(i);
    st_runningMean(i, oldMean + ${rate} * (mean - oldMean));
    st_runningVar(i, oldVar + ${rate} * (variance * ${literal(count / (count - 1))} - oldVar));`;
  c.moments({
    x,
    rows: channels,
    terms: count,
    at: `(term / ${area}u * ${channels}u + i) * ${area}u + term % ${area}u`,
    refs: { mean, inverse, ...running, ...(running && cumulative && { step: stepRef }) },
    writes: ['mean', 'inverse', ...(running ? ['runningMean', 'runningVar'] : [])],
    finish: `let variance = squares / ${literal(count)};
    st_mean(i, mean); st_inverse(i, 1.0 / sqrt(variance + ${literal(numberOf(c, 'eps', 1e-5))}));
    ${running ? update : ''}`,
  });
}

export const batchNorm: GpuRule = {
  activates: true,
  forward(c) {
    const [x, y] = [c.input('input'), c.output()];
    const n = channelsOf(x);
    const [mean, inverse] = [c.saved('mean', n.channels), c.saved('inverse', n.channels)];
    if (usesBatchStatistics(c)) statistics(c, x, mean, inverse);
    else
      c.nest({
        shape: [n.channels],
        reads: {
          u: { ref: c.input('running_mean'), strides: [1] },
          v: { ref: c.input('running_var'), strides: [1] },
        },
        results: [
          { out: mean, value: 'u' },
          { out: inverse, value: `1.0 / sqrt(v + ${literal(numberOf(c, 'eps', 1e-5))})` },
        ],
      });
    const [weight, bias] = [c.optional('weight'), c.optional('bias')];
    const reads: Record<string, Strided> = {
      x: { ref: x, strides: [n.channels * n.area, n.area, 1] },
      u: byChannel(mean),
      v: byChannel(inverse),
      ...(weight && { w: byChannel(weight) }),
      ...(bias && { b: byChannel(bias) }),
    };
    const value = c.activated(`(x - u) * (v${weight ? ' * w' : ''})${bias ? ' + b' : ''}`);
    c.nest({ shape: [n.batch, n.channels, n.area], reads, results: [{ out: y, value }] });
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const x = c.input('input');
    const n = channelsOf(x);
    const [mean, inverse] = [c.saved('mean', n.channels), c.saved('inverse', n.channels)];
    const [sums, products] = [c.scratch(n.channels), c.scratch(n.channels)];
    const [g, result] = [c.arrived('g'), c.activation ? c.output() : null];
    const copy = (name: string): readonly Target[] => [c.inputGradient(name)].flatMap((target) => target ?? []);
    c.nest({
      shape: [n.channels],
      reduce: [n.batch, n.area],
      reads: { x: terms(x, n), g: terms(dy, n), ...(result && { y: terms(result, n) }) },
      uses: { mean, inverse },
      before: 'let u = ld_mean(i); let v = ld_inverse(i);',
      results: [
        { out: sums, value: g, also: copy('bias') },
        { out: products, value: `${g} * ((x - u) * v)`, also: copy('weight') },
      ],
    });
    const dx = c.inputGradient('input');
    if (!dx) return;
    const weight = c.optional('weight');
    const batch = usesBatchStatistics(c);
    const image = (ref: StoredRef): Strided => ({ ref, strides: [n.channels * n.area, n.area, 1] });
    const share = literal(1 / (n.batch * n.area));
    const reads: Record<string, Strided> = {
      g: image(dy),
      ...(result && { y: image(result) }),
      v: byChannel(inverse),
      ...(weight && { w: byChannel(weight) }),
      ...(batch && { x: image(x), u: byChannel(mean), p: byChannel(sums), q: byChannel(products) }),
    };
    const inner = batch ? `(${g} - p * ${share} - (x - u) * v * (q * ${share}))` : g;
    c.nest({
      shape: [n.batch, n.channels, n.area],
      reads,
      results: [{ ...dx, value: `v${weight ? ' * w' : ''} * ${inner}` }],
    });
  },
};

/** x seen as [a, g, p, s]: a row is one (a, g), weight and bias go by (g, p). */
interface Rows {
  readonly extents: readonly [number, number, number, number];
  readonly eps: number;
  readonly centred: boolean;
}

type RowsOf = (c: GpuContext, shape: readonly number[]) => Rows;

const rows = (rowsOf: RowsOf): GpuRule => {
  const parts = (c: GpuContext) => {
    const x = c.input('input');
    const { extents, eps, centred } = rowsOf(c, x.shape);
    const [a, g, p, s] = extents;
    const count = a * g;
    const strides = [g * p * s, p * s, s, 1];
    const mean = c.saved('mean', count);
    const inverse = c.saved('inverse', count);
    return {
      x,
      extents,
      eps: literal(eps),
      centred,
      count,
      length: p * s,
      mean,
      inverse,
      whole: (ref: StoredRef): Strided => ({ ref, strides }),
      row: (ref: StoredRef): Strided => ({ ref, strides: [g, 1, 0, 0] }),
      parameter: (ref: StoredRef): Strided => ({ ref, strides: [0, p, 1, 0] }),
    };
  };
  return {
    forward(c) {
      const { x, extents, eps, centred, count, length, mean, inverse, whole, row, parameter } = parts(c);
      const share = literal(length);
      if (centred)
        c.moments({
          x,
          rows: count,
          terms: length,
          at: `i * ${length}u + term`,
          refs: { mean, inverse },
          writes: ['mean', 'inverse'],
          finish: `st_mean(i, mean); st_inverse(i, 1.0 / sqrt(squares / ${share} + ${eps}));`,
        });
      else
        c.nest({
          shape: [count],
          reduce: [length],
          reads: { x: { ref: x, strides: [length, 1] } },
          results: [{ out: inverse, value: 'x * x', finish: `1.0 / sqrt(s / ${share} + ${eps})` }],
        });
      const [weight, bias] = [c.optional('weight'), c.optional('bias')];
      const reads: Record<string, Strided> = {
        x: whole(x),
        v: row(inverse),
        ...(centred && { u: row(mean) }),
        ...(weight && { w: parameter(weight) }),
        ...(bias && { b: parameter(bias) }),
      };
      const value = `${centred ? '(x - u)' : 'x'} * v${weight ? ' * w' : ''}${bias ? ' + b' : ''}`;
      c.nest({ shape: extents, reads, results: [{ out: c.output(), value }] });
    },
    backward(c) {
      const dy = c.outputGradient();
      if (!dy) return;
      const { x, extents, centred, count, length, mean, inverse, whole, row, parameter } = parts(c);
      const [a, g, p, s] = extents;
      const weight = c.optional('weight');
      const [target, dWeight, dBias] = [c.inputGradient('input'), c.inputGradient('weight'), c.inputGradient('bias')];
      const normal = `(${centred ? '(x - u)' : 'x'} * v)`;
      const given = (
        strided: (ref: StoredRef) => Strided,
        at: (ref: StoredRef) => Strided,
      ): Record<string, Strided> => ({
        x: strided(x),
        g: strided(dy),
        v: at(inverse),
        ...(centred && { u: at(mean) }),
      });
      // Over (g, p), the terms being (a, s).
      const crossed = (ref: StoredRef): Strided => ({ ref, strides: [p * s, s, g * p * s, 1] });
      const crossedRow = (ref: StoredRef): Strided => ({ ref, strides: [1, 0, g, 0] });
      if (dWeight)
        c.nest({
          shape: [g, p],
          reduce: [a, s],
          reads: given(crossed, crossedRow),
          results: [{ ...dWeight, value: `g * ${normal}` }],
        });
      if (dBias)
        c.nest({ shape: [g, p], reduce: [a, s], reads: { g: crossed(dy) }, results: [{ ...dBias, value: 'g' }] });
      if (!target) return;
      const [sums, products] = [c.scratch(count), c.scratch(count)];
      const weighted: Record<string, Strided> = weight ? { w: parameter(weight) } : {};
      const slope = weight ? '(g * w)' : 'g';
      c.nest({
        shape: [a, g],
        reduce: [p, s],
        reads: { ...given(whole, row), ...weighted },
        results: [
          { out: sums, value: slope },
          { out: products, value: `${slope} * ${normal}` },
        ],
      });
      const share = literal(1 / length);
      const centre = centred ? ` - m1 * ${share}` : '';
      c.nest({
        shape: extents,
        reads: { ...given(whole, row), ...weighted, m1: row(sums), m2: row(products) },
        results: [{ ...target, value: `v * (${slope}${centre} - ${normal} * (m2 * ${share}))` }],
      });
    },
  };
};

const lastAxes =
  (centred: boolean, defaultEps: number): RowsOf =>
  (c, shape) => {
    const length = product(optionalList(c, 'normalized_shape') ?? shape.slice(-1));
    return { extents: [product(shape) / length, 1, length, 1], eps: optionalNumber(c, 'eps') ?? defaultEps, centred };
  };

const byGroup =
  (groupsOf: (c: GpuContext, channels: number) => number): RowsOf =>
  (c, shape) => {
    const groups = groupsOf(c, shape[1]);
    return {
      extents: [shape[0], groups, shape[1] / groups, product(shape.slice(2))],
      eps: numberOf(c, 'eps', 1e-5),
      centred: true,
    };
  };

export const layerNorm = rows(lastAxes(true, 1e-5));
/** Its eps defaults to the machine epsilon of float32. */
export const rmsNorm = rows(lastAxes(false, 2 ** -23));
export const groupNorm = rows(byGroup((c) => numberOf(c, 'num_groups', 1)));
export const instanceNorm: GpuRule = {
  ...rows(byGroup((_, channels) => channels)),
  refuses: (c) => (c.hasInput('running_mean') ? 'running statistics of an instance norm' : null),
};

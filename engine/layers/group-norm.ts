// Normalisation of rows: each row of elements gets mean 0 and variance 1, then a scale and a shift of its own kind.
//     layer norm      a row is the last axes of one position (Ba et al. 2016); weight and bias lie along the row
//     group norm      a row is a group of channels of one item (Wu and He 2018); weight and bias go by channel
//     instance norm   a group is one channel (Ulyanov et al. 2016)
//     rms norm        no mean is subtracted (Zhang and Sennrich 2019)
//     dx = (dx̂ − mean(dx̂) − x̂ · mean(dx̂ x̂)) / √(σ² + ε)      with dx̂ = dy · weight
import { flag, numberOf, optionalList, optionalNumber } from './attributes';
import type { BackwardContext, LayerRule, RuleContext, ShapeContext } from './rule';

interface Rows {
  readonly length: number;
  readonly eps: number;
  readonly centred: boolean;
  /** Elements in a row that share weight and bias. */
  readonly run: number;
  /** Where those of element `i` of the tensor are found. */
  readonly parameter: (i: number) => number;
}

type RowsOf = (c: Pick<ShapeContext, 'attribute'>, shape: readonly number[]) => Rows;

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** Mean and variance of a row from elsewhere than its elements. */
type Given = (row: number) => { readonly mean: number; readonly variance: number };

const rule = (rowsOf: RowsOf, givenBy: (c: RuleContext) => Given | null = () => null): LayerRule => ({
  reads: { inputs: ['input', 'weight'] },
  saves(c) {
    const shape = c.shape('input');
    const rows = product(shape) / rowsOf(c, shape).length;
    return { mean: { elements: rows, type: 'float64' }, inverse: { elements: rows, type: 'float64' } };
  },
  forward(c: RuleContext) {
    const [{ data: x, shape }, y] = [c.input('input'), c.output().data];
    const { length, eps, centred, run, parameter } = rowsOf(c, shape);
    const [mean, inverse] = [c.savedDoubles('mean'), c.savedDoubles('inverse')];
    const [weight, bias] = [c.optional('weight')?.data, c.optional('bias')?.data];
    const given = givenBy(c);
    for (let row = 0; row * length < x.length; row++) {
      const [from, to] = [row * length, (row + 1) * length];
      let [centre, variance] = [0, 0];
      if (given) ({ mean: centre, variance } = given(row));
      else {
        for (let i = from; centred && i < to; i++) centre += x[i];
        centre /= length;
        for (let i = from; i < to; i++) variance += (x[i] - centre) ** 2;
        variance /= length;
      }
      mean[row] = centre;
      inverse[row] = 1 / Math.sqrt(variance + eps);
      for (let at = from; at < to; at += run) {
        const k = parameter(at);
        const scale = inverse[row] * (weight ? weight[k] : 1);
        const shift = bias ? bias[k] : 0;
        for (let i = at; i < at + run; i++) y[i] = (x[i] - centre) * scale + shift;
      }
    }
  },
  backward(c: BackwardContext) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    const { data: x, shape } = c.input('input');
    const { length, centred, run, parameter } = rowsOf(c, shape);
    const [mean, inverse] = [c.savedDoubles('mean'), c.savedDoubles('inverse')];
    const weight = c.optional('weight')?.data;
    const dx = c.inputGradient('input')?.data;
    const dWeight = doubles(c.inputGradient('weight')?.data);
    const dBias = doubles(c.inputGradient('bias')?.data);
    // Statistics from elsewhere do not depend on x.
    const own = givenBy(c) === null;
    for (let row = 0; row * length < x.length; row++) {
      const [from, to] = [row * length, (row + 1) * length];
      const [centre, factor] = [mean[row], inverse[row]];
      let [sum, sumOfProducts] = [0, 0];
      for (let at = from; at < to; at += run) {
        const k = parameter(at);
        let [first, second] = [0, 0];
        for (let i = at; i < at + run; i++) {
          first += dy[i];
          second += dy[i] * (x[i] - centre);
        }
        second *= factor;
        if (dWeight) dWeight.sum[k] += second;
        if (dBias) dBias.sum[k] += first;
        sum += first * (weight ? weight[k] : 1);
        sumOfProducts += second * (weight ? weight[k] : 1);
      }
      const shift = own && centred ? sum / length : 0;
      const slope = own ? (sumOfProducts / length) * factor : 0;
      for (let at = from; dx && at < to; at += run) {
        const scale = weight ? weight[parameter(at)] : 1;
        for (let i = at; i < at + run; i++) dx[i] += factor * (dy[i] * scale - shift - (x[i] - centre) * slope);
      }
    }
    dWeight?.store();
    dBias?.store();
  },
});

function doubles(target: Float32Array | undefined): { readonly sum: Float64Array; store(): void } | null {
  if (!target) return null;
  const sum = Float64Array.from(target);
  return { sum, store: () => target.set(sum) };
}

const lastAxes = (centred: boolean, defaultEps: number | null): RowsOf => {
  return (c, shape) => {
    const normalized = optionalList(c, 'normalized_shape') ?? shape.slice(-1);
    const length = product(normalized);
    // rms_norm's eps defaults to the machine epsilon of float32.
    const eps = optionalNumber(c, 'eps') ?? defaultEps ?? 2 ** -23;
    return { length, eps, centred, run: 1, parameter: (i) => i % length };
  };
};

const byChannel = (groupsOf: (c: Pick<ShapeContext, 'attribute'>, channels: number) => number): RowsOf => {
  return (c, shape) => {
    const channels = shape[1];
    const area = product(shape.slice(2));
    return {
      length: (channels / groupsOf(c, channels)) * area,
      eps: numberOf(c, 'eps', 1e-5),
      centred: true,
      run: area,
      parameter: (i) => Math.floor(i / area) % channels,
    };
  };
};

export const layerNorm = rule(lastAxes(true, 1e-5));
export const rmsNorm = rule(lastAxes(false, null));
export const groupNorm = rule(byChannel((c) => numberOf(c, 'num_groups', 1)));

const ofRunning = (c: RuleContext): Given | null => {
  const [mean, variance] = [c.optional('running_mean')?.data, c.optional('running_var')?.data];
  if (!mean || !variance || flag(c, 'use_input_stats', true)) return null;
  return (row) => ({ mean: mean[row % mean.length], variance: variance[row % mean.length] });
};

const rowOfChannel = rule(
  byChannel((_, channels) => channels),
  ofRunning,
);

/** Running statistics move towards the mean over the items of the whole batch of each item's own; variances are unbiased. */
function track(c: RuleContext): void | Promise<void> {
  const [runningMean, runningVar] = [c.optional('running_mean')?.data, c.optional('running_var')?.data];
  if (!runningMean || !runningVar || !c.training || !flag(c, 'use_input_stats', true)) return;
  const { shape, data } = c.input('input');
  const [items, channels] = shape;
  const [mean, inverse] = [c.savedDoubles('mean'), c.savedDoubles('inverse')];
  const length = data.length / (items * channels);
  /** Items, then Σ of the means and of the variances of every channel. */
  const sums = new Float64Array(1 + 2 * channels);
  sums[0] = items;
  for (let row = 0; row < items * channels; row++) {
    sums[1 + (row % channels)] += mean[row];
    sums[1 + channels + (row % channels)] += 1 / inverse[row] ** 2 - numberOf(c, 'eps', 1e-5);
  }
  const momentum = numberOf(c, 'momentum', 0.1);
  const finish = (): void => {
    for (let channel = 0; channel < channels; channel++) {
      const variance = (sums[1 + channels + channel] / sums[0]) * (length / (length - 1));
      runningMean[channel] += momentum * (sums[1 + channel] / sums[0] - runningMean[channel]);
      runningVar[channel] += momentum * (variance - runningVar[channel]);
    }
  };
  return c.exchange.sum(sums)?.then(finish) ?? finish();
}

/** Statistics of each item itself, or running ones, as batch norm has them. */
export const instanceNorm: LayerRule = {
  ...rowOfChannel,
  effect: true,
  refuses: (c) =>
    !c.training && c.hasInput('running_mean') && flag(c, 'use_input_stats', true)
      ? 'an instance norm that moves its running statistics in evaluation too'
      : null,
  forward(c) {
    void rowOfChannel.forward(c);
    return track(c);
  },
};

// Batch normalisation over all axes but the second (torch.nn.functional.batch_norm; Ioffe and Szegedy 2015).
//     x̂ = (x − μ) / √(σ² + ε)      y = γ x̂ + β
//     dx = γ / √(σ² + ε) · (dy − mean(dy) − x̂ · mean(dy x̂))          in training; without the means in evaluation
// μ and σ² are those of the whole batch: each worker adds its moments. The running variance takes the unbiased σ².
import { flag, numberOf } from './attributes';
import type { LayerRule, RuleContext, View } from './rule';

/** Calls `visit(channel, from, to)` for each contiguous run of one channel. */
export function eachChannelRun(
  shape: readonly number[],
  visit: (channel: number, from: number, to: number) => void,
): void {
  const [batch, channels] = shape;
  const length = shape.slice(2).reduce((a, b) => a * b, 1);
  for (let row = 0; row < batch * channels; row++) visit(row % channels, row * length, (row + 1) * length);
}

/** count, Σx and Σx² of every channel on this worker, from a two-pass variance so that little is lost. */
function localMoments(x: View): Float64Array {
  const channels = x.shape[1];
  const count = x.data.length / channels;
  const mean = new Float64Array(channels);
  eachChannelRun(x.shape, (channel, from, to) => {
    for (let i = from; i < to; i++) mean[channel] += x.data[i] / count;
  });
  const moments = new Float64Array(1 + 2 * channels);
  moments[0] = count;
  eachChannelRun(x.shape, (channel, from, to) => {
    for (let i = from; i < to; i++) moments[1 + channels + channel] += (x.data[i] - mean[channel]) ** 2;
  });
  for (let channel = 0; channel < channels; channel++) {
    moments[1 + channel] = count * mean[channel];
    moments[1 + channels + channel] += count * mean[channel] ** 2;
  }
  return moments;
}

/** Batch statistics count where the call is in training mode, and always where nothing is tracked. */
export const usesBatchStatistics = (c: RuleContext): boolean =>
  c.optional('running_mean') === null || (c.training && flag(c, 'training', false));

function fromMoments(c: RuleContext, moments: Float64Array): void {
  const [mean, inverse] = [c.savedDoubles('mean'), c.savedDoubles('inverse')];
  const channels = mean.length;
  const count = moments[0];
  // Without a momentum the average is cumulative.
  const momentum = c.attribute('momentum') === null ? 1 / c.batches : numberOf(c, 'momentum', 0.1);
  const [runningMean, runningVar] = [c.optional('running_mean')?.data, c.optional('running_var')?.data];
  for (let channel = 0; channel < channels; channel++) {
    mean[channel] = moments[1 + channel] / count;
    const variance = Math.max(0, moments[1 + channels + channel] / count - mean[channel] ** 2);
    inverse[channel] = 1 / Math.sqrt(variance + numberOf(c, 'eps', 1e-5));
    if (!runningMean || !runningVar) continue;
    runningMean[channel] += momentum * (mean[channel] - runningMean[channel]);
    runningVar[channel] += momentum * ((variance * count) / (count - 1) - runningVar[channel]);
  }
}

function fromRunning(c: RuleContext): void {
  const [mean, inverse] = [c.savedDoubles('mean'), c.savedDoubles('inverse')];
  const variance = c.input('running_var').data;
  mean.set(c.input('running_mean').data);
  for (let channel = 0; channel < mean.length; channel++)
    inverse[channel] = 1 / Math.sqrt(variance[channel] + numberOf(c, 'eps', 1e-5));
}

function normalise(c: RuleContext): void {
  const [x, y] = [c.input('input'), c.output().data];
  const [mean, inverse] = [c.savedDoubles('mean'), c.savedDoubles('inverse')];
  const [weight, bias] = [c.optional('weight')?.data, c.optional('bias')?.data];
  eachChannelRun(x.shape, (channel, from, to) => {
    const scale = inverse[channel] * (weight ? weight[channel] : 1);
    const shift = bias ? bias[channel] : 0;
    for (let i = from; i < to; i++) y[i] = (x.data[i] - mean[channel]) * scale + shift;
  });
}

export const batchNorm: LayerRule = {
  reads: { inputs: ['input', 'weight'] },
  effect: true,
  refuses: (c) =>
    !c.training && c.hasInput('running_mean') && flag(c, 'training', false)
      ? 'a batch norm that uses the batch in evaluation too (training=self.training is missing)'
      : null,
  saves: (c) => ({
    mean: { elements: c.shape('input')[1], type: 'float64' },
    inverse: { elements: c.shape('input')[1], type: 'float64' },
  }),
  forward(c) {
    if (!usesBatchStatistics(c)) {
      fromRunning(c);
      return normalise(c);
    }
    const moments = localMoments(c.input('input'));
    const finish = (): void => {
      fromMoments(c, moments);
      normalise(c);
    };
    return c.exchange.sum(moments)?.then(finish) ?? finish();
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const x = c.input('input');
    const channels = x.shape[1];
    const [mean, inverse] = [c.savedDoubles('mean'), c.savedDoubles('inverse')];
    /** count, Σdy and Σdy·x̂ of every channel. */
    const sums = new Float64Array(1 + 2 * channels);
    sums[0] = x.data.length / channels;
    eachChannelRun(x.shape, (channel, from, to) => {
      for (let i = from; i < to; i++) {
        sums[1 + channel] += dy.data[i];
        sums[1 + channels + channel] += dy.data[i] * (x.data[i] - mean[channel]) * inverse[channel];
      }
    });
    const [dWeight, dBias] = [c.inputGradient('weight')?.data, c.inputGradient('bias')?.data];
    for (let channel = 0; channel < channels; channel++) {
      if (dWeight) dWeight[channel] += sums[1 + channels + channel];
      if (dBias) dBias[channel] += sums[1 + channel];
    }
    const dx = c.inputGradient('input')?.data;
    if (!dx) return;
    const weight = c.optional('weight')?.data;
    const batchStatistics = usesBatchStatistics(c);
    const finish = (): void =>
      eachChannelRun(x.shape, (channel, from, to) => {
        const scale = inverse[channel] * (weight ? weight[channel] : 1);
        const meanGradient = batchStatistics ? sums[1 + channel] / sums[0] : 0;
        const slope = batchStatistics ? (sums[1 + channels + channel] / sums[0]) * inverse[channel] : 0;
        for (let i = from; i < to; i++)
          dx[i] += scale * (dy.data[i] - meanGradient - (x.data[i] - mean[channel]) * slope);
      });
    if (!batchStatistics) return finish();
    return c.exchange.sum(sums)?.then(finish) ?? finish();
  },
};

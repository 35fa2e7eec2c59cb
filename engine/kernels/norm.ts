// Batch norm between the kernels: turns a batch's sums into one scale and one shift a channel, and the gradient's sums into the
// three coefficients of dy. The passes over the tensors belong to the convolutions on either side (streams.ts). The only places
// where workers wait for each other.
//
//     forward    scale = γ/√(σ² + ε)      shift = β − μ · scale
//     backward   A = scale      B = −scale · Σ g(y − μ) / (M (σ² + ε))      C = −A · Σ g / M      M positions of the whole batch
import { flag, numberOf } from '../layers/attributes';
import type { PlanOperation, PlanValue } from '../plan/ir';
import type { RunState } from '../plan/run-state';
import { LANES, type Blocked } from './blocked';
import { BACKWARD_BYTES, backwardKey, FORWARD_BYTES, forwardKey, SUM_BYTES, sumsKey } from './lazy';
import type { Bound } from './unit';

export interface Norm {
  readonly operation: number;
  readonly y: Blocked;
  readonly eps: number;
  /** null: cumulative. */
  readonly momentum: number | null;
  /** Uses the batch's own statistics, rather than the running ones. */
  readonly batchStatistics: boolean;
  readonly weight: PlanValue | null;
  readonly bias: PlanValue | null;
  readonly runningMean: PlanValue | null;
  readonly runningVar: PlanValue | null;
}

const tensor = (operation: PlanOperation, name: string): PlanValue | null =>
  (operation.inputs[name] as PlanValue | null | undefined) ?? null;

export function normOf(operation: PlanOperation, y: Blocked, training: boolean): Norm {
  const context = { attribute: (name: string) => operation.attributes[name] };
  const runningMean = tensor(operation, 'running_mean');
  return {
    operation: operation.index,
    y,
    eps: numberOf(context, 'eps', 1e-5),
    momentum: operation.attributes['momentum'] === null ? null : numberOf(context, 'momentum', 0.1),
    batchStatistics: runningMean === null || (training && flag(context, 'training', false)),
    weight: tensor(operation, 'weight'),
    bias: tensor(operation, 'bias'),
    runningMean,
    runningVar: tensor(operation, 'running_var'),
  };
}

const floats = (run: RunState, value: PlanValue | null): Float32Array | null =>
  value?.source.kind === 'parameter'
    ? run.memory.floats(run.store.parameter(value.source.parameter), value.size)
    : null;

const gradientFloats = (run: RunState, value: PlanValue | null): Float32Array | null => {
  if (value?.source.kind !== 'parameter' || !value.hasGradient) return null;
  const at = run.store.gradient(value.source.parameter);
  return at === null ? null : run.memory.floats(at, value.size);
};

/** Row `row` of a block's coefficients holds channel `channel` at this index. */
const at = (bytes: number, row: number, channel: number): number =>
  (channel >> 3) * (bytes / 4) + row * LANES + (channel % LANES);

/** Sums are 16 float64 a block: 8 and 8. */
const sumAt = (row: number, channel: number): number =>
  (channel >> 3) * (SUM_BYTES / 8) + row * LANES + (channel % LANES);

/** The sums of x − shift that the producer left, seen as count, Σ x and Σ x² of all channels, in float64. */
function rawMoments(sums: Float64Array, coefficients: Float32Array, channels: number, count: number): Float64Array {
  const moments = new Float64Array(1 + 2 * channels);
  moments[0] = count;
  for (let channel = 0; channel < channels && count > 0; channel++) {
    const shift = coefficients[at(FORWARD_BYTES, 2, channel)];
    const sum = sums[sumAt(0, channel)];
    const mean = shift + sum / count;
    moments[1 + channel] = mean * count;
    moments[1 + channels + channel] = sums[sumAt(1, channel)] - (sum * sum) / count + mean * mean * count;
  }
  return moments;
}

/** By channel: what a norm over running statistics does to it. */
export function affineOf(
  run: RunState,
  norm: Norm,
): (channel: number) => { readonly scale: number; readonly shift: number } {
  const [weight, bias] = [floats(run, norm.weight), floats(run, norm.bias)];
  const [mean, variance] = [floats(run, norm.runningMean), floats(run, norm.runningVar)];
  return (channel) => {
    const scale = (weight?.[channel] ?? 1) / Math.sqrt((variance?.[channel] ?? 1) + norm.eps);
    return { scale, shift: (bias?.[channel] ?? 0) - (mean?.[channel] ?? 0) * scale };
  };
}

/** Binds the forward step: sums (or running statistics) to coefficients. */
export function bindNormForward({ run, address }: Bound, norm: Norm): () => void | Promise<void> {
  const { channels, blocks, count, area } = norm.y;
  const coefficients = run.memory.floats(address(forwardKey(norm)), (blocks * FORWARD_BYTES) / 4);
  const [weight, bias] = [floats(run, norm.weight), floats(run, norm.bias)];
  const [runningMean, runningVar] = [floats(run, norm.runningMean), floats(run, norm.runningVar)];
  const setChannel = (channel: number, mean: number, variance: number): void => {
    const scale = (weight ? weight[channel] : 1) / Math.sqrt(variance + norm.eps);
    coefficients[at(FORWARD_BYTES, 0, channel)] = scale;
    coefficients[at(FORWARD_BYTES, 1, channel)] = (bias ? bias[channel] : 0) - mean * scale;
    coefficients[at(FORWARD_BYTES, 2, channel)] = mean;
  };
  const clearUnused = (): void => {
    for (let channel = channels; channel < blocks * LANES; channel++)
      for (let row = 0; row < 3; row++) coefficients[at(FORWARD_BYTES, row, channel)] = 0;
  };
  if (!norm.batchStatistics)
    return () => {
      clearUnused();
      for (let channel = 0; channel < channels; channel++)
        setChannel(channel, runningMean?.[channel] ?? 0, runningVar?.[channel] ?? 1);
    };
  const sums = run.memory.doubles(address(sumsKey(norm)), (blocks * SUM_BYTES) / 8);
  const inverse = run.memory.doubles(address(inverseKey(norm)), channels + 1);
  const finish = (moments: Float64Array): void => {
    clearUnused();
    const total = moments[0];
    const momentum = norm.momentum ?? 1 / run.batches;
    for (let channel = 0; channel < channels; channel++) {
      const mean = moments[1 + channel] / total;
      const variance = Math.max(0, moments[1 + channels + channel] / total - mean * mean);
      setChannel(channel, mean, variance);
      inverse[channel] = 1 / (variance + norm.eps);
      if (!runningMean || !runningVar) continue;
      runningMean[channel] += momentum * (mean - runningMean[channel]);
      runningVar[channel] += momentum * ((variance * total) / (total - 1) - runningVar[channel]);
    }
  };
  return () => {
    const moments = rawMoments(sums, coefficients, channels, count * area);
    return run.exchange.sum(moments)?.then(() => finish(moments)) ?? finish(moments);
  };
}

/** 1/(σ² + ε) of every channel, float64, kept for the backward step. */
export const inverseKey = (norm: Norm): string => `n${norm.operation}.inverse`;
export const inverseBytes = (norm: Norm): number => 8 * (norm.y.channels + 1);

/** Binds the backward step: the gradient's sums to dγ, dβ and the coefficients of dy. */
export function bindNormBackward(
  { run, address }: Bound,
  norm: Norm,
  fresh: readonly boolean[],
): () => void | Promise<void> {
  const { channels, blocks, count, area } = norm.y;
  const forward = run.memory.floats(address(forwardKey(norm)), (blocks * FORWARD_BYTES) / 4);
  const backward = run.memory.floats(address(backwardKey(norm)), (blocks * BACKWARD_BYTES) / 4);
  const sums = run.memory.doubles(address(sumsKey(norm)), (blocks * SUM_BYTES) / 8);
  const inverse = norm.batchStatistics ? run.memory.doubles(address(inverseKey(norm)), channels + 1) : null;
  const [dWeight, dBias] = [gradientFloats(run, norm.weight), gradientFloats(run, norm.bias)];
  const runningVar = floats(run, norm.runningVar);
  const perParameter = (target: Float32Array | null, isFresh: boolean, value: (channel: number) => number): void => {
    if (!target) return;
    for (let channel = 0; channel < channels; channel++)
      target[channel] = (isFresh ? 0 : target[channel]) + value(channel);
  };
  const inverseOf = (channel: number): number =>
    inverse ? inverse[channel] : 1 / ((runningVar?.[channel] ?? 1) + norm.eps);
  const finish = (totals: Float64Array | null): void => {
    backward.fill(0);
    for (let channel = 0; channel < channels; channel++) {
      const scale = forward[at(FORWARD_BYTES, 0, channel)];
      backward[at(BACKWARD_BYTES, 0, channel)] = scale;
      backward[at(BACKWARD_BYTES, 3, channel)] = forward[at(FORWARD_BYTES, 2, channel)];
      if (!totals) continue;
      const slope = (totals[1 + channels + channel] / totals[0]) * inverseOf(channel);
      backward[at(BACKWARD_BYTES, 1, channel)] = -scale * slope;
      backward[at(BACKWARD_BYTES, 2, channel)] = (-scale * totals[1 + channel]) / totals[0];
    }
  };
  return () => {
    perParameter(dBias, fresh[1], (channel) => sums[sumAt(0, channel)]);
    perParameter(dWeight, fresh[0], (channel) => sums[sumAt(1, channel)] * Math.sqrt(inverseOf(channel)));
    if (!norm.batchStatistics) return finish(null);
    const totals = new Float64Array(1 + 2 * channels);
    totals[0] = count * area;
    for (let channel = 0; channel < channels; channel++) {
      totals[1 + channel] = sums[sumAt(0, channel)];
      totals[1 + channels + channel] = sums[sumAt(1, channel)];
    }
    return run.exchange.sum(totals)?.then(() => finish(totals)) ?? finish(totals);
  };
}

/**
 * Sums of one block of `y`, added up by whoever has it in the cache. One image's mean becomes the shift of them all, so
 * that the squares do not swallow the variance of channels whose mean is large.
 */
export class Moments {
  private readonly bound: Bound;
  private readonly norm: Norm;
  private readonly sums: Float64Array;
  private readonly coefficients: Float32Array;

  constructor(bound: Bound, norm: Norm) {
    const { run, address } = bound;
    this.bound = bound;
    this.norm = norm;
    this.sums = run.memory.doubles(address(sumsKey(norm)), (norm.y.blocks * SUM_BYTES) / 8);
    this.coefficients = run.memory.floats(address(forwardKey(norm)), (norm.y.blocks * FORWARD_BYTES) / 4);
  }

  /** Begins with some positions of every block, from `position` on, which are there already. */
  begin(position: number, positions: number): void {
    const { y } = this.norm;
    this.sums.fill(0);
    this.coefficients.fill(0);
    for (let block = 0; block < y.blocks; block++) this.add(block, position, positions);
    for (let channel = 0; channel < y.blocks * LANES; channel++)
      this.coefficients[at(FORWARD_BYTES, 2, channel)] = this.sums[sumAt(0, channel)] / positions;
    this.sums.fill(0);
  }

  /** Adds `count` positions of a block, from `position` on. */
  add(block: number, position: number, count: number): void {
    const { kernels, address } = this.bound;
    const { y } = this.norm;
    kernels.moments(
      address(y.key) + block * y.stride + position * 32,
      count,
      this.coefficients.byteOffset + block * FORWARD_BYTES + 64,
      this.sums.byteOffset + block * SUM_BYTES,
    );
  }
}

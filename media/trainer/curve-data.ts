// What the two charts show, as columns over one common axis of epochs. Pure.
import type { EpochRecord } from '../../protocol/training';
import type { LossSeries } from './loss-series';

/** x, then one column a series; null where a series has no point. */
export type Columns = readonly [x: readonly number[], ...series: readonly (readonly (number | null)[])[]];

interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Curves with their own x on one ascending axis. */
export function joined(curves: readonly Curve[]): Columns {
  const x = [...new Set(curves.flatMap((curve) => curve.x))].sort((a, b) => a - b);
  const columns = curves.map((curve) => {
    const values = new Map(curve.x.map((at, i) => [at, curve.y[i]]));
    return x.map((at) => values.get(at) ?? null);
  });
  return [x, ...columns];
}

/** Smoothed loss of the training steps, mean training loss and validation loss of each epoch. */
export function lossColumns(
  series: LossSeries,
  epochs: readonly EpochRecord[],
  stepsPerEpoch: number,
  smoothing: number,
): Columns {
  const steps = stepsPerEpoch > 0 ? series.smoothed(smoothing, stepsPerEpoch) : { epochs: [], losses: [] };
  const x = epochs.map((record) => record.epoch);
  return joined([
    { x: steps.epochs, y: steps.losses },
    { x, y: epochs.map((record) => record.trainLoss) },
    { x, y: epochs.map((record) => record.valLoss) },
  ]);
}

export function accuracyColumns(epochs: readonly EpochRecord[]): Columns {
  const x = epochs.map((record) => record.epoch);
  return joined([
    { x, y: epochs.map((record) => record.trainAcc) },
    { x, y: epochs.map((record) => record.valAcc) },
  ]);
}

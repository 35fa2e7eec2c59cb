// Element-wise losses against targets of the output's shape (torch.nn.functional.mse_loss, binary_cross_entropy_with_logits).
import type { View } from '../layers/rule';
import type { Batch } from '../types';
import type { LossFunction } from './types';

function targetsOf(output: View, batch: Batch): Float32Array {
  if (batch.targets?.length !== output.data.length) throw new Error(`this loss needs ${output.data.length} targets`);
  return batch.targets;
}

/** (x − t)² */
export const meanSquaredError: LossFunction = (output, batch, gradient, denominator) => {
  const targets = targetsOf(output, batch);
  let sum = 0;
  for (let i = 0; i < targets.length; i++) {
    const difference = output.data[i] - targets[i];
    sum += difference * difference;
    if (gradient) gradient.data[i] = (2 * difference) / denominator;
  }
  return { sum, correct: 0, predictions: null };
};

/** (1 − t) · x + (1 + (w − 1) · t) · log(1 + e^−x), with w a weight of the positives along the last axis. */
export const binaryCrossEntropy =
  (posWeight: readonly number[] | null): LossFunction =>
  (output, batch, gradient, denominator) => {
    const targets = targetsOf(output, batch);
    let sum = 0;
    for (let i = 0; i < targets.length; i++) {
      const [x, t] = [output.data[i], targets[i]];
      const factor = 1 + ((posWeight?.[i % posWeight.length] ?? 1) - 1) * t;
      const softplus = Math.log1p(Math.exp(-Math.abs(x))) + Math.max(-x, 0);
      sum += (1 - t) * x + factor * softplus;
      if (gradient) gradient.data[i] = (1 - t - factor / (1 + Math.exp(x))) / denominator;
    }
    return { sum, correct: 0, predictions: null };
  };

// Losses of torch.nn.functional with reduction 'mean'. The mean of a whole batch divides by `denominator`, which depends on the
// labels alone, so workers can sum their shares. Every loss gives its sum over a share and its gradient at once.
import type { Batch, LossSpec } from '../types';
import { crossEntropy } from './cross-entropy';
import { binaryCrossEntropy, meanSquaredError } from './regression';
import type { LossFunction } from './types';

export function lossFunction(spec: LossSpec): LossFunction {
  switch (spec.kind) {
    case 'cross_entropy':
      return crossEntropy({ ...spec, logits: true });
    case 'nll':
      return crossEntropy({ ...spec, logits: false });
    case 'mse':
      return meanSquaredError;
    case 'bce_with_logits':
      return binaryCrossEntropy(spec.posWeight ?? null);
  }
}

/** What a batch's mean divides by: items not ignored, each with its class's weight; elements for the other losses. */
export function denominatorOf(spec: LossSpec, batch: Batch): number {
  if (spec.kind === 'mse' || spec.kind === 'bce_with_logits') return batch.targets?.length ?? 0;
  const ignored = spec.ignoreIndex ?? -100;
  let sum = 0;
  for (const label of batch.labels ?? []) if (label !== ignored) sum += spec.weight?.[label] ?? 1;
  return sum;
}

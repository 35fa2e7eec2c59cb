// What a loss is to the engine.
import type { View } from '../layers/rule';
import type { Batch } from '../types';

export interface LossResult {
  /** Not yet divided. */
  readonly sum: number;
  readonly correct: number;
  /** The class of the largest logit of each item (position); null for losses without classes. */
  readonly predictions: Int32Array | null;
}

/** @param gradient of the output, to be written, divided by `denominator`; null: not wanted */
export type LossFunction = (output: View, batch: Batch, gradient: View | null, denominator: number) => LossResult;

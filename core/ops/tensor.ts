// What operators know of their values: tensors without elements (or with few), and Python's floats.
import type { Dim } from '../shape/dim';
import type { DType } from '../shape/dtype';

/** A tensor as inference sees it. */
export interface TensorType {
  readonly shape: readonly Dim[];
  readonly dtype: DType;
  /** The elements, row-major, where they are few (at most 4096) and known: they decide structure (`linspace(0, p, depth)`). */
  readonly data?: readonly number[];
}

/** A Python float, so that `64 / 2` stays distinguishable from `32`. */
export class Float {
  readonly kind = 'float';
  constructor(readonly value: number) {}
}

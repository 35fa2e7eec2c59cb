// What the tasks of a program share while they run: memory, the batch being fed, this worker's share of it, results.
import type { Exchange, Share } from '../layers/rule';
import type { Batch, DropoutSource } from '../types';
import type { Store } from './store';

export interface Memory {
  readonly buffer: ArrayBufferLike;
  floats(address: number, length: number): Float32Array;
  doubles(address: number, length: number): Float64Array;
}

export const plainMemory = (bytes: number): Memory => memoryOf(new ArrayBuffer(bytes));

export const memoryOf = (buffer: ArrayBufferLike): Memory => ({
  buffer,
  floats: (address, length) => new Float32Array(buffer, address, length),
  doubles: (address, length) => new Float64Array(buffer, address, length),
});

/** The loss's results on this worker's share. */
export interface LossTotals {
  /** loss × denominator. */
  lossSum: number;
  correct: number;
  predictions: Int32Array | null;
}

export interface RunState {
  readonly memory: Memory;
  readonly store: Store;
  /** With whom sums are shared: with nobody where one worker computes an output by itself. */
  exchange: Exchange;
  readonly random: DropoutSource | null;
  /** Grows whenever a parameter or buffer changes; what is derived from parameters remembers at which version it was made. */
  version: number;
  /** By key of a fixed buffer: of which version its contents are, as whoever makes them counts. */
  readonly derivedAt: Map<string, number>;
  training: boolean;
  /** Batches that training has seen, this one included: batch norms without momentum average over them. */
  batches: number;
  share: Share;
  batch: Batch | null;
  /** What the loss of the whole batch divides by. */
  denominator: number;
  readonly totals: LossTotals;
}

// Messages between the worker that leads (rank 0) and those that follow it. All do the same steps on their shares of a batch and
// add their sums up on the way; a follower answers only where something is asked of it, or where it failed.
import type { ParameterId, SerialisedGraph } from '../../core/graph/graph';
import type { Share } from '../layers/rule';
import type {
  Batch,
  EngineKind,
  KernelBytes,
  LossSpec,
  OptimizerState,
  OptimizerStep,
  PlanRefusal,
  StateData,
} from '../types';

/** To a follower, in order; each is done before the next begins. */
export type Command =
  | { readonly type: 'start'; readonly settings: FollowerSettings }
  | { readonly type: 'writeState'; readonly id: ParameterId; readonly data: StateData }
  | { readonly type: 'writeOptimizer'; readonly state: OptimizerState }
  | {
      readonly type: 'step';
      readonly batch: Batch;
      readonly share: Share;
      readonly denominator: number;
      readonly optimizer: OptimizerStep;
      /** The generator's state before the step, where the graph drops. */
      readonly random: Uint8Array<ArrayBuffer> | null;
    }
  | { readonly type: 'evaluate'; readonly batch: Batch; readonly share: Share }
  | { readonly type: 'stop' };

export interface FollowerSettings {
  readonly graph: SerialisedGraph;
  readonly evaluation: SerialisedGraph | null;
  readonly device: EngineKind;
  readonly kernels: KernelBytes | null;
  readonly loss: LossSpec;
  readonly auxiliaryWeight: number | null;
  readonly capacity: number;
  readonly slots: number;
  readonly memoryLimit: number | null;
  readonly rank: number;
  readonly size: number;
  /** For sums; null: they go by messages. */
  readonly shared: SharedArrayBuffer | null;
}

/** From a follower. */
export type Answer =
  | { readonly type: 'started'; readonly bytes: number }
  | { readonly type: 'refused'; readonly refusal: PlanRefusal }
  | {
      readonly type: 'evaluated';
      readonly lossSum: number;
      readonly correct: number;
      readonly predictions: Int32Array | null;
    }
  /** After a step whose loss is not finite: the operations found, if any. */
  | { readonly type: 'nonFinite'; readonly operations: readonly number[] | null }
  | { readonly type: 'failed'; readonly message: string };

/** Either way: a buffer to be added. */
export interface Summand {
  readonly type: 'sum';
  readonly data: Float32Array | Float64Array;
}

export type Message = Command | Answer | Summand;

export const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

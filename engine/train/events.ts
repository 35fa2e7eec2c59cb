// What a run tells while it goes on: the events of the command line's JSON, with what a live panel needs besides. Plain data, but
// for the checkpoint, whose bytes are made when they are asked for.

import type { FailureEvent } from './failure';

export type Role = 'initial' | 'best' | 'last';
export type EndReason = 'completed' | 'stopped' | 'earlyStop' | 'maxSteps' | 'failed' | 'deviceLost';

export interface EpochFigures {
  readonly epoch: number;
  /** Means over the images; accuracies in percent. */
  readonly trainLoss: number;
  readonly trainAcc: number;
  readonly valLoss: number;
  readonly valAcc: number;
  /** Of training and validation, pauses excluded. */
  readonly seconds: number;
  /** Of the training part alone: forward, backward, step. */
  readonly imagesPerSecond: number;
  /** Of the first parameter group, during the epoch's last step. */
  readonly lr: number;
}

export interface Progress {
  readonly epoch: number;
  /** Batches of this phase done, of all of this phase. */
  readonly batch: number;
  readonly batches: number;
  /** Of this phase; null before anything is measured. */
  readonly imagesPerSecond: number | null;
  /** To the end of the whole run, validation included; null before anything is measured. */
  readonly secondsLeft: number | null;
}

/** A layer's measured time beside its theoretical cost: means over the run's training steps, on the leading worker's share. */
export interface LayerTime {
  /** The module's dotted path, else the operator's name; several, joined by ` + `, where kernels are fused. */
  readonly layer: string;
  /** Multiply-accumulates of one image's forward pass; null: unknown. */
  readonly macs: number | null;
  readonly forwardMs: number;
  readonly backwardMs: number;
  /** Of the whole step's time in layers. */
  readonly percent: number;
  /** Whether its own WebAssembly kernels ran, or the plain rule. */
  readonly kernel: string;
}

export type TrainEvent =
  | {
      readonly event: 'start';
      readonly model: string;
      /** Scalars in parameters, frozen ones included. */
      readonly params: number;
      readonly device: string;
      /** Which kernels run: `relaxed`, `simd`, `plain`. */
      readonly variant: string;
      readonly workers: number;
      readonly seed: number;
      readonly trainImages: number;
      readonly valImages: number;
      readonly dataset: string;
      /** More than 1 after a resume. */
      readonly firstEpoch: number;
      readonly epochs: number;
      readonly plannedBytes: number;
    }
  /** `step` counts from 1 over the whole run, resumed parts included. */
  | ({ readonly event: 'step'; readonly step: number; readonly loss: number; readonly lr: number } & Progress)
  | ({ readonly event: 'validation' } & Progress)
  | ({ readonly event: 'epoch' } & EpochFigures)
  /** Rows: the true class; columns: the predicted one; over the whole validation set. */
  | {
      readonly event: 'confusion';
      readonly epoch: number;
      readonly classes: readonly string[];
      readonly counts: readonly (readonly number[])[];
    }
  /** Written, and where, as the one who saves calls it. */
  | {
      readonly event: 'checkpoint';
      readonly role: Role;
      readonly epoch: number;
      readonly valAcc: number;
      readonly path: string;
    }
  /** Not written; the run goes on, keeps the state in memory and tries again after the next epoch. */
  | {
      readonly event: 'saveFailed';
      readonly role: Role;
      readonly epoch: number;
      readonly code: string;
      readonly message: string;
    }
  /** The WebGPU device went away: the run goes on with another from the end of this epoch (0: from its start). */
  | { readonly event: 'deviceLost'; readonly device: string; readonly epoch: number }
  /** The run is over. */
  | FailureEvent
  | {
      readonly event: 'profile';
      readonly steps: number;
      /** The batch that the times are of. */
      readonly batchSize: number;
      readonly layers: readonly LayerTime[];
    }
  | { readonly event: 'paused' }
  | { readonly event: 'resumed' }
  | {
      readonly event: 'done';
      readonly bestValAcc: number;
      readonly epochs: number;
      readonly reason: Exclude<EndReason, 'failed' | 'deviceLost'>;
    };

/** What is handed to whoever saves. */
export interface Checkpoint {
  readonly role: Role;
  /** Finished epochs. */
  readonly epoch: number;
  readonly valAcc: number;
  /** The bytes for `torch.load`. */
  pth(): Uint8Array<ArrayBuffer>;
  /** The model's state alone. */
  safetensors(): Uint8Array<ArrayBuffer>;
}

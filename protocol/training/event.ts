// What the training worker tells the page.
import type { Location } from '../../core/base/location';
import { buffer, finite, integer, list, nullable, object, oneOf, tagged, text, type Check } from '../validate';
import { checkpointBytes } from './request';
import { devices, optimizers, schedulers, type Device, type Optimizer, type Scheduler } from './settings';

export type TrainingPhase = 'train' | 'validate';

/** One training step: its number over the whole run, from 1, and its loss. */
export interface StepRecord {
  readonly step: number;
  readonly loss: number;
}

/** Losses are means over the images; accuracies are percent. */
export interface EpochRecord {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAcc: number;
  readonly valLoss: number;
  readonly valAcc: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
}

/** Rows: the true class; columns: the predicted one; over the whole validation set. */
export interface ConfusionMatrix {
  readonly classes: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** What one call of a layer made of one image: its first channels, each value scaled from `minimum`..`maximum` to 0..255. */
export interface LayerActivation {
  readonly path: string;
  readonly type: string;
  /** Without the batch: channels, height, width; or what the layer has instead. */
  readonly shape: readonly number[];
  readonly minimum: number;
  readonly maximum: number;
  /** Whole channels, at most `mostChannels`. */
  readonly bytes: ArrayBuffer;
}

export const mostChannels = 16;

/** A layer's measured time beside its theoretical cost. Milliseconds are means a step, on one worker's share of the batch. */
export interface LayerTime {
  /** The module's dotted path, else the operator's name; several where kernels are fused. */
  readonly layer: string;
  /** Multiply-accumulates of one image, forward; null: unknown. */
  readonly macs: number | null;
  readonly forwardMs: number;
  readonly backwardMs: number;
  readonly percent: number;
  readonly kernel: string;
}

export type TrainingEvent =
  /** The worker's script runs: what it can do, so that the form offers nothing else. */
  | {
      readonly event: 'ready';
      readonly optimizers: readonly Optimizer[];
      readonly schedulers: readonly Scheduler[];
      readonly devices: readonly Device[];
      readonly maxWorkers: number;
    }
  | {
      readonly event: 'start';
      readonly model: string;
      readonly params: number;
      /** What `auto` came to. */
      readonly device: string;
      readonly workers: number;
      readonly seed: number;
      readonly trainImages: number;
      readonly valImages: number;
      /** What the data is, for people: `MNIST`, `synthetic digits`. */
      readonly dataset: string;
      /** The first epoch of this run: more than 1 after a resume. */
      readonly firstEpoch: number;
    }
  /** At most ten a second. `steps` holds every training step since the last message. */
  | {
      readonly event: 'progress';
      readonly phase: TrainingPhase;
      readonly epoch: number;
      /** Batches of this phase done, of all of this phase. */
      readonly batch: number;
      readonly batches: number;
      /** Of this phase, while it ran (pauses excluded); null before the first batch. */
      readonly imagesPerSecond: number | null;
      readonly steps: readonly StepRecord[];
    }
  | ({ readonly event: 'epoch' } & EpochRecord)
  | ({ readonly event: 'confusion'; readonly epoch: number } & ConfusionMatrix)
  /** `best`: the best by validation accuracy so far. `last`: the state after a finished epoch, to resume from. As `.pth`. */
  | {
      readonly event: 'checkpoint';
      readonly role: CheckpointRole;
      readonly epoch: number;
      readonly valAcc: number;
      readonly bytes: ArrayBuffer;
    }
  /** Before the end of a run that was to measure its layers. */
  | {
      readonly event: 'profile';
      readonly steps: number;
      readonly batchSize: number;
      readonly layers: readonly LayerTime[];
    }
  /** The WebGPU device went away: the run goes on with `device` from the end of this epoch; 0: from its start. */
  | { readonly event: 'deviceLost'; readonly device: string; readonly epoch: number }
  | { readonly event: 'paused' }
  | { readonly event: 'resumed' }
  | { readonly event: 'done'; readonly bestValAcc: number | null; readonly epochs: number; readonly reason: DoneReason }
  | {
      readonly event: 'prediction';
      readonly id: number;
      readonly probabilities: readonly number[];
      /** In order of execution; empty where they were not asked for. */
      readonly layers: readonly LayerActivation[];
    }
  | {
      readonly event: 'sample';
      readonly id: number;
      readonly index: number;
      /** The true class. */
      readonly label: string;
      /** Bytes, channels × height × width. */
      readonly image: ArrayBuffer;
    }
  /** The run is over. `message` says what is wrong and `hint` what to do, each in one sentence. */
  | {
      readonly event: 'error';
      readonly code: string;
      readonly message: string;
      readonly hint: string | null;
      readonly location: Location | null;
    };

export const checkpointRoles = ['best', 'last'] as const;
export type CheckpointRole = (typeof checkpointRoles)[number];
export const doneReasons = ['completed', 'stopped', 'earlyStop', 'maxSteps'] as const;
export type DoneReason = (typeof doneReasons)[number];

const megabyte = 2 ** 20;
const count = integer(0, 1e12);
const epoch = integer(1, 100_000);
const percent = finite(0, 100);
const className = text(100);

export const epochFields = {
  epoch,
  trainLoss: finite(),
  trainAcc: percent,
  valLoss: finite(),
  valAcc: percent,
  seconds: finite(0),
  imagesPerSecond: finite(0),
} as const;

export const location: Check<Location> = object({ file: text(4_096), start: count, end: count });

const layerActivation: Check<LayerActivation> = object({
  path: text(1_000),
  type: text(1_000),
  shape: list(count, 64),
  minimum: finite(),
  maximum: finite(),
  bytes: buffer(64 * megabyte),
});

const confusion = {
  classes: list(className, 1_000),
  counts: list(list(count, 1_000), 1_000),
} as const;

export const trainingEvent: Check<TrainingEvent> = tagged<'event', TrainingEvent>('event', {
  ready: object({
    event: oneOf('ready'),
    optimizers: list(oneOf(...optimizers), optimizers.length),
    schedulers: list(oneOf(...schedulers), schedulers.length),
    devices: list(oneOf(...devices), devices.length),
    maxWorkers: integer(1, 64),
  }),
  start: object({
    event: oneOf('start'),
    model: text(10_000),
    params: count,
    device: text(100),
    workers: integer(1, 64),
    seed: integer(0, 2 ** 32 - 1),
    trainImages: count,
    valImages: count,
    dataset: text(1_000),
    firstEpoch: epoch,
  }),
  progress: object({
    event: oneOf('progress'),
    phase: oneOf('train', 'validate'),
    epoch,
    batch: count,
    batches: count,
    imagesPerSecond: nullable(finite(0)),
    steps: list(object<StepRecord>({ step: count, loss: finite() }), 100_000),
  }),
  epoch: object({ event: oneOf('epoch'), ...epochFields }),
  confusion: square(object({ event: oneOf('confusion'), epoch, ...confusion })),
  checkpoint: object({
    event: oneOf('checkpoint'),
    role: oneOf(...checkpointRoles),
    epoch,
    valAcc: percent,
    bytes: checkpointBytes,
  }),
  profile: object({
    event: oneOf('profile'),
    steps: count,
    batchSize: count,
    layers: list(
      object<LayerTime>({
        layer: text(10_000),
        macs: nullable(finite(0)),
        forwardMs: finite(0),
        backwardMs: finite(0),
        percent,
        kernel: text(100),
      }),
      100_000,
    ),
  }),
  deviceLost: object({ event: oneOf('deviceLost'), device: text(100), epoch: count }),
  paused: object({ event: oneOf('paused') }),
  resumed: object({ event: oneOf('resumed') }),
  done: object({
    event: oneOf('done'),
    bestValAcc: nullable(percent),
    epochs: integer(0, 100_000),
    reason: oneOf(...doneReasons),
  }),
  prediction: object({
    event: oneOf('prediction'),
    id: count,
    probabilities: list(finite(0, 1), 100_000),
    layers: list(layerActivation, 10_000),
  }),
  sample: object({ event: oneOf('sample'), id: count, index: count, label: className, image: buffer(64 * megabyte) }),
  error: object({
    event: oneOf('error'),
    code: text(20),
    message: text(10_000),
    hint: nullable(text(10_000)),
    location: nullable(location),
  }),
});

/** A confusion matrix has one row and one column a class. */
function square<T extends ConfusionMatrix>(check: Check<T>): Check<T> {
  return (value, at) => {
    const problem = check(value, at);
    if (problem !== undefined) return problem;
    const { classes, counts } = value as ConfusionMatrix;
    const fits = counts.length === classes.length && counts.every((row) => row.length === classes.length);
    return fits ? undefined : `${at}.counts: not ${classes.length}×${classes.length}`;
  };
}

// The options of a run, as the page's form tells them.
import { boolean, finite, integer, list, nullable, object, oneOf, type Check } from '../validate';

export const optimizers = ['adam', 'adamw', 'sgd', 'rmsprop'] as const;
export const schedulers = ['none', 'step', 'multistep', 'cosine', 'onecycle', 'plateau'] as const;
export const devices = ['auto', 'wasm', 'webgpu', 'reference'] as const;
export type Optimizer = (typeof optimizers)[number];
export type Scheduler = (typeof schedulers)[number];
export type Device = (typeof devices)[number];

/** The options of `convlens train`, by the same meaning. */
export interface TrainingSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly validationBatchSize: number;
  readonly learningRate: number;
  readonly optimizer: Optimizer;
  readonly momentum: number;
  /** SGD's; needs a momentum. */
  readonly nesterov: boolean;
  readonly weightDecay: number;
  /** Leave biases and norms out of the weight decay. */
  readonly decayMatricesOnly: boolean;
  /** The largest 2-norm of all gradients together; null: no clipping. */
  readonly clipNorm: number | null;
  readonly scheduler: Scheduler;
  /** Finished epochs after which `multistep` divides the rate by ten; empty: half and three quarters of the run. */
  readonly milestones: readonly number[];
  /** Epochs without a better validation accuracy before the run ends; null: never. */
  readonly earlyStopPatience: number | null;
  /** As in `torch.manual_seed`. */
  readonly seed: number;
  readonly device: Device;
  readonly workers: number;
  /** Ends the run after so many steps; null: no limit. */
  readonly maxSteps: number | null;
  /** The first so many training images alone; null: all. */
  readonly limit: number | null;
  /** Measure each layer's time. */
  readonly profile: boolean;
}

/** What the notes' script uses. */
export const defaultSettings: TrainingSettings = {
  epochs: 10,
  batchSize: 128,
  validationBatchSize: 256,
  learningRate: 1e-3,
  optimizer: 'adam',
  momentum: 0,
  nesterov: false,
  weightDecay: 0,
  decayMatricesOnly: false,
  clipNorm: null,
  scheduler: 'none',
  milestones: [],
  earlyStopPatience: null,
  seed: 0,
  device: 'auto',
  workers: 1,
  maxSteps: null,
  limit: null,
  profile: false,
};

const epoch = integer(1, 100_000);

export const trainingSettings: Check<TrainingSettings> = object({
  epochs: epoch,
  batchSize: integer(1, 65_536),
  validationBatchSize: integer(1, 65_536),
  learningRate: finite(0, 1_000),
  optimizer: oneOf(...optimizers),
  momentum: finite(0, 1),
  nesterov: boolean,
  weightDecay: finite(0, 1_000),
  decayMatricesOnly: boolean,
  clipNorm: nullable(finite(0)),
  scheduler: oneOf(...schedulers),
  milestones: list(epoch, 1_000),
  earlyStopPatience: nullable(epoch),
  seed: integer(0, 2 ** 32 - 1),
  device: oneOf(...devices),
  workers: integer(1, 64),
  maxSteps: nullable(integer(1, 1e9)),
  limit: nullable(integer(1, 1e9)),
  profile: boolean,
});

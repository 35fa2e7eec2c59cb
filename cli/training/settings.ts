// The options of `convlens train`, as the training loop's settings.
import type { DeviceChoice } from '../../engine/host/runTraining';
import { defaultTrainSettings, type TrainSettings } from '../../engine/train/settings';
import type { Parsed } from '../options';

export const trainOptions = {
  model: { type: 'string' },
  data: { type: 'string' },
  path: { type: 'string', multiple: true },
  epochs: { type: 'string' },
  'batch-size': { type: 'string' },
  lr: { type: 'string' },
  optimizer: { type: 'string' },
  momentum: { type: 'string' },
  'weight-decay': { type: 'string' },
  scheduler: { type: 'string' },
  'early-stop': { type: 'string' },
  seed: { type: 'string' },
  workers: { type: 'string' },
  device: { type: 'string' },
  'max-steps': { type: 'string' },
  limit: { type: 'string' },
  every: { type: 'string' },
  'save-path': { type: 'string' },
  resume: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export interface TrainArguments {
  readonly settings: TrainSettings;
  readonly device: DeviceChoice;
  readonly workers: number;
  /** A step event every so many steps. */
  readonly every: number;
  readonly savePath: string;
}

const most = Number.MAX_SAFE_INTEGER;

/** @throws UsageError */
export function readTrainArguments(parsed: Parsed): TrainArguments {
  const defaults = defaultTrainSettings;
  return {
    settings: {
      ...defaults,
      epochs: parsed.integer('epochs', 0, 100_000) ?? defaults.epochs,
      batchSize: parsed.integer('batch-size', 1, 65_536) ?? defaults.batchSize,
      lr: parsed.number('lr', 0, 1_000) ?? defaults.lr,
      optimizer: parsed.choice('optimizer', ['adam', 'adamw', 'sgd']) ?? defaults.optimizer,
      momentum: parsed.number('momentum', 0, 1) ?? defaults.momentum,
      weightDecay: parsed.number('weight-decay', 0, 1_000) ?? defaults.weightDecay,
      schedule: parsed.choice('scheduler', ['none', 'step', 'cosine', 'onecycle', 'plateau']) ?? defaults.schedule,
      earlyStopPatience: parsed.integer('early-stop', 1, 100_000) ?? defaults.earlyStopPatience,
      seed: parsed.integer('seed', 0, most) ?? defaults.seed,
      maxSteps: parsed.integer('max-steps', 1, most) ?? defaults.maxSteps,
      limit: parsed.integer('limit', 1, most) ?? defaults.limit,
    },
    device: parsed.choice('device', ['auto', 'wasm', 'webgpu', 'reference']) ?? 'auto',
    workers: parsed.integer('workers', 1, 64) ?? 1,
    every: parsed.integer('every', 1, most) ?? 20,
    savePath: parsed.text('save-path') ?? 'best_model.pth',
  };
}

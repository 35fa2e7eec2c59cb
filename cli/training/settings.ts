// The options of `convlens train`, as the training loop's settings.
import type { DeviceChoice } from '../../engine/host/device';
import { defaultTrainSettings, type TrainSettings } from '../../engine/train/settings';
import { UsageError } from '../environment';
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
  nesterov: { type: 'boolean' },
  dampening: { type: 'string' },
  amsgrad: { type: 'boolean' },
  centered: { type: 'boolean' },
  'weight-decay': { type: 'string' },
  'decay-matrices-only': { type: 'boolean' },
  'clip-norm': { type: 'string' },
  'clip-value': { type: 'string' },
  'label-smoothing': { type: 'string' },
  'aux-weight': { type: 'string' },
  scheduler: { type: 'string' },
  milestones: { type: 'string' },
  'early-stop': { type: 'string' },
  seed: { type: 'string' },
  workers: { type: 'string' },
  device: { type: 'string' },
  'max-steps': { type: 'string' },
  limit: { type: 'string' },
  every: { type: 'string' },
  'save-path': { type: 'string' },
  resume: { type: 'string' },
  profile: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

export interface TrainArguments {
  readonly settings: TrainSettings;
  readonly device: DeviceChoice;
  readonly workers: number;
  /** A step event every so many steps. */
  readonly every: number;
  readonly savePath: string;
  /** Measure each layer's time. */
  readonly profile: boolean;
}

const schedules = ['none', 'step', 'multistep', 'cosine', 'onecycle', 'plateau'] as const;

const most = Number.MAX_SAFE_INTEGER;

/** @throws UsageError */
export function readTrainArguments(parsed: Parsed): TrainArguments {
  const defaults = defaultTrainSettings;
  const optimizer = parsed.choice('optimizer', ['adam', 'adamw', 'sgd', 'rmsprop']) ?? 'adam';
  const schedule = parsed.choice('scheduler', schedules) ?? 'none';
  const milestones = readMilestones(parsed);
  const onlyFor = (option: string, fits: boolean, needs: string): void => {
    if (!fits && (parsed.flag(option) || parsed.text(option) !== undefined))
      throw new UsageError(`--${option}: only with ${needs}`);
  };
  const momentum = parsed.number('momentum', 0, 1);
  onlyFor('momentum', optimizer === 'sgd' || optimizer === 'rmsprop', '--optimizer sgd or rmsprop');
  onlyFor('nesterov', optimizer === 'sgd' && (momentum ?? 0) > 0, '--optimizer sgd and a --momentum');
  onlyFor('dampening', optimizer === 'sgd' && !parsed.flag('nesterov'), '--optimizer sgd and without --nesterov');
  onlyFor('amsgrad', optimizer === 'adam' || optimizer === 'adamw', '--optimizer adam or adamw');
  onlyFor('centered', optimizer === 'rmsprop', '--optimizer rmsprop');
  onlyFor('milestones', schedule === 'multistep', '--scheduler multistep');
  return {
    settings: {
      ...defaults,
      epochs: parsed.integer('epochs', 0, 100_000) ?? defaults.epochs,
      batchSize: parsed.integer('batch-size', 1, 65_536) ?? defaults.batchSize,
      lr: parsed.number('lr', 0, 1_000) ?? defaults.lr,
      optimizer,
      momentum: momentum ?? defaults.momentum,
      weightDecay: parsed.number('weight-decay', 0, 1_000) ?? defaults.weightDecay,
      decayMatricesOnly: parsed.flag('decay-matrices-only'),
      nesterov: parsed.flag('nesterov'),
      dampening: parsed.number('dampening', 0, 1) ?? defaults.dampening,
      amsgrad: parsed.flag('amsgrad'),
      centered: parsed.flag('centered'),
      clip: readClip(parsed),
      labelSmoothing: parsed.number('label-smoothing', 0, 1) ?? defaults.labelSmoothing,
      auxiliaryWeight: parsed.number('aux-weight', 0, 1_000) ?? defaults.auxiliaryWeight,
      schedule: schedule,
      milestones,
      earlyStopPatience: parsed.integer('early-stop', 1, 100_000) ?? defaults.earlyStopPatience,
      seed: parsed.integer('seed', 0, most) ?? defaults.seed,
      maxSteps: parsed.integer('max-steps', 1, most) ?? defaults.maxSteps,
      limit: parsed.integer('limit', 1, most) ?? defaults.limit,
    },
    device: parsed.choice('device', ['auto', 'wasm', 'webgpu', 'reference']) ?? 'auto',
    workers: parsed.integer('workers', 1, 64) ?? 1,
    every: parsed.integer('every', 1, most) ?? 20,
    savePath: parsed.text('save-path') ?? 'best_model.pth',
    profile: parsed.flag('profile'),
  };
}

/** `--milestones 5,8`: finished epochs. */
function readMilestones(parsed: Parsed): readonly number[] | null {
  const given = parsed.text('milestones');
  if (given === undefined) return null;
  const milestones = given.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : NaN));
  if (milestones.some((milestone) => !(milestone >= 1 && milestone <= 100_000)))
    throw new UsageError(`--milestones ${given}: not epochs from 1 to 100000, with commas between them`);
  return milestones;
}

function readClip(parsed: Parsed): TrainSettings['clip'] {
  const [norm, value] = [
    parsed.number('clip-norm', Number.MIN_VALUE, most),
    parsed.number('clip-value', Number.MIN_VALUE, most),
  ];
  if (norm !== undefined && value !== undefined) throw new UsageError('--clip-norm and --clip-value: one or the other');
  if (norm !== undefined) return { kind: 'norm', max: norm };
  return value === undefined ? null : { kind: 'value', max: value };
}

// What a run is told, as `convlens train` and the trainer's form tell it; the defaults are the notes' script's. Schedules are
// chosen by name: what torch.optim.lr_scheduler asks for beyond its defaults follows from the length of the run.
import type { OptimizerKind } from '../optim/settings';
import { oneCycleDefaults, plateauDefaults, type ScheduleSettings } from '../schedule/types';
import type { OptimizerStep } from '../types';
import { failure } from './failure';

export type ScheduleName = 'none' | 'step' | 'multistep' | 'cosine' | 'onecycle' | 'plateau';

export interface TrainSettings {
  readonly epochs: number;
  readonly batchSize: number;
  readonly validationBatchSize: number;
  readonly lr: number;
  readonly optimizer: OptimizerKind;
  /** SGD's and RMSprop's; null: torch's default. */
  readonly momentum: number | null;
  /** null: torch's default, which is 0.01 for AdamW and 0 for the others. */
  readonly weightDecay: number | null;
  /** Leave biases and norms out of the weight decay (two parameter groups). */
  readonly decayMatricesOnly: boolean;
  /** SGD's; needs a momentum. */
  readonly nesterov: boolean;
  /** SGD's; null: torch's default. */
  readonly dampening: number | null;
  /** Adam's and AdamW's. */
  readonly amsgrad: boolean;
  /** RMSprop's: divides by the deviation instead of the root of the mean square. */
  readonly centered: boolean;
  /** Cross-entropy's: this share of each label goes to all classes alike. */
  readonly labelSmoothing: number;
  /** How much the losses of further outputs count beside the first's, in training; null: a model that has some is refused. */
  readonly auxiliaryWeight: number | null;
  /** By name, or by the scheduler's own arguments. */
  readonly schedule: ScheduleName | ScheduleSettings;
  /** Epochs after which `multistep` divides the rate by ten; null: after half and three quarters of the run. */
  readonly milestones: readonly number[] | null;
  readonly clip: OptimizerStep['clip'] | null;
  /** Epochs without a better validation accuracy before the run ends, with the best weights put back; null: never. */
  readonly earlyStopPatience: number | null;
  /** `torch.manual_seed(seed)` before the model is constructed. */
  readonly seed: number | bigint;
  /** Ends the run after so many steps; null: no limit. */
  readonly maxSteps: number | null;
  /** The first so many training images alone; null: all. */
  readonly limit: number | null;
}

export const defaultTrainSettings: TrainSettings = {
  epochs: 10,
  batchSize: 128,
  validationBatchSize: 256,
  lr: 1e-3,
  optimizer: 'adam',
  momentum: null,
  weightDecay: null,
  decayMatricesOnly: false,
  nesterov: false,
  dampening: null,
  amsgrad: false,
  centered: false,
  labelSmoothing: 0,
  auxiliaryWeight: null,
  schedule: 'none',
  milestones: null,
  clip: null,
  earlyStopPatience: null,
  seed: 0,
  maxSteps: null,
  limit: null,
};

/** Epochs without a lower validation loss before a plateau divides the rate: torch's 10 is more than a whole run here. */
const plateauPatience = 2;

/**
 * The scheduler's arguments: `step` divides the rate by ten after each third of the run, `multistep` at its milestones; `cosine`
 * ends at 0; `onecycle` rises to `lr` and falls; `plateau` watches the validation loss.
 */
export function scheduleSettings(
  { schedule, milestones, epochs, lr }: TrainSettings,
  stepsPerEpoch: number,
): ScheduleSettings {
  if (typeof schedule !== 'string') return schedule;
  const length = Math.max(epochs, 1);
  switch (schedule) {
    case 'none':
      return { kind: 'none' };
    case 'step':
      return { kind: 'step', stepSize: Math.ceil(length / 3), gamma: 0.1 };
    case 'multistep': {
      const usual = [Math.ceil(length / 2), Math.ceil((3 * length) / 4)];
      return { kind: 'multistep', milestones: milestones ?? usual, gamma: 0.1 };
    }
    case 'cosine':
      return { kind: 'cosine', tMax: length, etaMin: 0 };
    case 'onecycle':
      return { kind: 'onecycle', ...oneCycleDefaults, maxLr: lr, totalSteps: length * stepsPerEpoch };
    case 'plateau':
      return { kind: 'plateau', ...plateauDefaults, patience: plateauPatience };
  }
}

/** Throws TrainingFailure CL3302 for counts that are none. Optimiser and schedule check what is theirs. */
export function validateSettings(settings: TrainSettings): void {
  const counted = [
    ['epochs', settings.epochs, 0],
    ['batchSize', settings.batchSize, 1],
    ['validationBatchSize', settings.validationBatchSize, 1],
    ['earlyStopPatience', settings.earlyStopPatience, 1],
    ['maxSteps', settings.maxSteps, 1],
    ['limit', settings.limit, 1],
  ] as const;
  for (const [setting, value, least] of counted) {
    if (value === null || (Number.isSafeInteger(value) && value >= least)) continue;
    throw failure('CL3302', { setting, value, reason: `it must be an integer of at least ${least}` });
  }
  const refuse = (setting: string, value: number, reason: string): never => {
    throw failure('CL3302', { setting, value, reason });
  };
  const { labelSmoothing, clip, milestones } = settings;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) refuse('labelSmoothing', labelSmoothing, 'it must be from 0 to 1');
  if (clip && !(clip.max > 0)) refuse('clip', clip.max, 'it must be a positive number');
  for (const milestone of milestones ?? [])
    if (!Number.isSafeInteger(milestone) || milestone < 1)
      refuse('milestones', milestone, 'each must be an integer of at least 1');
}

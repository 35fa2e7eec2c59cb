// The form before a run: what is typed, what it means, and what is wrong with it, alone or together. Pure.
import {
  defaultSettings,
  type Device,
  type Optimizer,
  type Scheduler,
  type TrainingSettings,
} from '../../protocol/training';
import type { DatasetChoice } from '../../protocol/trainer';

export interface FormTexts {
  readonly epochs: string;
  readonly batchSize: string;
  readonly validationBatchSize: string;
  readonly learningRate: string;
  readonly momentum: string;
  readonly weightDecay: string;
  readonly earlyStopPatience: string;
  readonly seed: string;
  readonly workers: string;
  readonly limit: string;
  readonly maxSteps: string;
  readonly clipNorm: string;
  readonly milestones: string;
}

export interface FormChecks {
  readonly nesterov: boolean;
  readonly decayMatricesOnly: boolean;
  readonly profile: boolean;
}

export type CheckSetting = keyof FormChecks;

export type TextSetting = keyof FormTexts;

export interface Form {
  readonly texts: FormTexts;
  readonly checks: FormChecks;
  readonly optimizer: Optimizer;
  readonly scheduler: Scheduler;
  readonly device: Device;
  readonly dataset: DatasetChoice;
}

/** What is wrong: a key of the phrases with its values. */
export type FormProblem =
  | { readonly key: 'problemWhole' | 'problemNumber'; readonly values: { readonly min: number; readonly max: number } }
  | { readonly key: 'problemPositive'; readonly values: { readonly max: number } }
  | { readonly key: 'problemMomentum'; readonly values: { readonly optimizer: string } }
  | { readonly key: 'problemPatience'; readonly values: { readonly epochs: number } }
  | {
      readonly key: 'problemNesterov' | 'problemMilestones' | 'problemMilestonesUnused';
      readonly values: Record<never, never>;
    }
  | { readonly key: 'problemBatch'; readonly values: { readonly limit: number } };

export type FormProblems = Readonly<Partial<Record<TextSetting, FormProblem>>>;

export type ReadForm =
  { readonly ok: true; readonly settings: TrainingSettings } | { readonly ok: false; readonly problems: FormProblems };

const optional = (value: number | null): string => (value === null ? '' : String(value));

export const formOf = (settings: TrainingSettings = defaultSettings, dataset: DatasetChoice = 'synthetic'): Form => ({
  texts: {
    epochs: String(settings.epochs),
    batchSize: String(settings.batchSize),
    validationBatchSize: String(settings.validationBatchSize),
    learningRate: String(settings.learningRate),
    momentum: String(settings.momentum),
    weightDecay: String(settings.weightDecay),
    earlyStopPatience: optional(settings.earlyStopPatience),
    seed: String(settings.seed),
    workers: String(settings.workers),
    limit: optional(settings.limit),
    maxSteps: optional(settings.maxSteps),
    clipNorm: optional(settings.clipNorm),
    milestones: settings.milestones.join(', '),
  },
  checks: {
    nesterov: settings.nesterov,
    decayMatricesOnly: settings.decayMatricesOnly,
    profile: settings.profile,
  },
  optimizer: settings.optimizer,
  scheduler: settings.scheduler,
  device: settings.device,
  dataset,
});

const optimizerNames: Readonly<Record<Optimizer, string>> = {
  adam: 'Adam',
  adamw: 'AdamW',
  sgd: 'SGD',
  rmsprop: 'RMSprop',
};

/** `maxWorkers`: what the engine offers. */
export function readForm({ texts, checks, optimizer, scheduler, device }: Form, maxWorkers: number): ReadForm {
  const problems: Partial<Record<TextSetting, FormProblem>> = {};
  const whole = (name: TextSetting, min: number, max: number): number => {
    const text = texts[name].trim();
    const value = Number(text);
    if (/^\d{1,12}$/.test(text) && value >= min && value <= max) return value;
    problems[name] = { key: 'problemWhole', values: { min, max } };
    return min;
  };
  const wholeOrNone = (name: TextSetting, min: number, max: number): number | null =>
    texts[name].trim() === '' ? null : whole(name, min, max);
  const number = (name: TextSetting, max: number, positive: boolean): number => {
    const text = texts[name].trim().replace(',', '.');
    const value = Number(text);
    if (text !== '' && Number.isFinite(value) && value <= max && (positive ? value > 0 : value >= 0)) return value;
    problems[name] = positive
      ? { key: 'problemPositive', values: { max } }
      : { key: 'problemNumber', values: { min: 0, max } };
    return 0;
  };
  const milestones = (): readonly number[] => {
    const parts = texts.milestones.split(/[\s,，、]+/).filter((part) => part !== '');
    if (!parts.every((part) => /^[1-9]\d{0,4}$/.test(part)))
      problems.milestones = { key: 'problemMilestones', values: {} };
    return parts.map(Number);
  };
  const settings: TrainingSettings = {
    epochs: whole('epochs', 1, 10_000),
    batchSize: whole('batchSize', 1, 65_536),
    validationBatchSize: whole('validationBatchSize', 1, 65_536),
    learningRate: number('learningRate', 1_000, true),
    optimizer,
    momentum: number('momentum', 0.9999, false),
    weightDecay: number('weightDecay', 1_000, false),
    clipNorm: texts.clipNorm.trim() === '' ? null : number('clipNorm', 1e9, true),
    scheduler,
    milestones: milestones(),
    ...checks,
    earlyStopPatience: wholeOrNone('earlyStopPatience', 1, 10_000),
    seed: whole('seed', 0, 2 ** 32 - 1),
    device,
    workers: whole('workers', 1, maxWorkers),
    maxSteps: wholeOrNone('maxSteps', 1, 1e9),
    limit: wholeOrNone('limit', 1, 1e9),
  };
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const { epochs, earlyStopPatience, momentum, batchSize, limit } = settings;
  const hasMomentum = optimizer === 'sgd' || optimizer === 'rmsprop';
  if (checks.nesterov && !(optimizer === 'sgd' && momentum > 0))
    problems.momentum = { key: 'problemNesterov', values: {} };
  if (settings.milestones.length > 0 && scheduler !== 'multistep')
    problems.milestones = { key: 'problemMilestonesUnused', values: {} };
  if (momentum > 0 && !hasMomentum)
    problems.momentum = { key: 'problemMomentum', values: { optimizer: optimizerNames[optimizer] } };
  if (earlyStopPatience !== null && earlyStopPatience >= epochs)
    problems.earlyStopPatience = { key: 'problemPatience', values: { epochs } };
  if (limit !== null && batchSize > limit) problems.batchSize = { key: 'problemBatch', values: { limit } };
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, settings };
}

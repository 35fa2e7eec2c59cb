// What a learning-rate schedule is told, and what it is to a run: something that moves the rates of the optimiser's groups after
// each step or each epoch. Settings are the arguments of torch.optim.lr_scheduler's constructors.

export interface StepSettings {
  readonly kind: 'step';
  readonly stepSize: number;
  readonly gamma: number;
}

export interface MultiStepSettings {
  readonly kind: 'multistep';
  readonly milestones: readonly number[];
  readonly gamma: number;
}

export interface CosineSettings {
  readonly kind: 'cosine';
  readonly tMax: number;
  readonly etaMin: number;
}

export interface OneCycleSettings {
  readonly kind: 'onecycle';
  readonly maxLr: number;
  readonly totalSteps: number;
  readonly pctStart: number;
  readonly anneal: 'cos' | 'linear';
  readonly cycleMomentum: boolean;
  readonly baseMomentum: number;
  readonly maxMomentum: number;
  readonly divFactor: number;
  readonly finalDivFactor: number;
  readonly threePhase: boolean;
}

export interface PlateauSettings {
  readonly kind: 'plateau';
  readonly mode: 'min' | 'max';
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly thresholdMode: 'rel' | 'abs';
  readonly cooldown: number;
  readonly minLr: number;
  readonly eps: number;
}

export type ScheduleSettings =
  { readonly kind: 'none' } | StepSettings | MultiStepSettings | CosineSettings | OneCycleSettings | PlateauSettings;

export const oneCycleDefaults = {
  pctStart: 0.3,
  anneal: 'cos',
  cycleMomentum: true,
  baseMomentum: 0.85,
  maxMomentum: 0.95,
  divFactor: 25,
  finalDivFactor: 1e4,
  threePhase: false,
} as const;

export const plateauDefaults = {
  mode: 'min',
  factor: 0.1,
  patience: 10,
  threshold: 1e-4,
  thresholdMode: 'rel',
  cooldown: 0,
  minLr: 0,
  eps: 1e-8,
} as const;

/** The part of an optimiser's group that a schedule reads and writes. */
export interface ScheduledGroup {
  lr: number;
  /** The momentum (SGD, RMSprop) or beta1 (Adam, AdamW). */
  momentum: number;
}

/** What a schedule must remember for a resume, apart from the groups' present rates. */
export type ScheduleState = Readonly<Record<string, number>>;

export interface Schedule {
  /** When `advance` is due: after the optimiser's step, or after the epoch. */
  readonly per: 'step' | 'epoch';
  /** PyTorch's `scheduler.step()`. `metric`: what a plateau watches; others ignore it. */
  advance(metric: number): void;
  readState(): ScheduleState;
  /** Takes a state that `readState` made; what is not a number there stays as it is. */
  writeState(state: ScheduleState): void;
}

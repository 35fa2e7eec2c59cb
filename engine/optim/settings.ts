// What an optimiser is told: the arguments of torch.optim's constructors, with their defaults there.
//
//     optimizerSettings('adam', { lr: 1e-3 })    // torch.optim.Adam(model.parameters(), lr=1e-3)
import { failure } from '../train/failure';

export interface SgdSettings {
  readonly kind: 'sgd';
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
}

export interface AdamSettings {
  readonly kind: 'adam' | 'adamw';
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly amsgrad: boolean;
}

export interface RmspropSettings {
  readonly kind: 'rmsprop';
  readonly lr: number;
  readonly alpha: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly momentum: number;
  readonly centered: boolean;
}

export type OptimizerSettings = SgdSettings | AdamSettings | RmspropSettings;
export type OptimizerKind = OptimizerSettings['kind'];

const adam = { lr: 1e-3, beta1: 0.9, beta2: 0.999, eps: 1e-8, amsgrad: false } as const;

const defaults: { readonly [K in OptimizerKind]: Extract<OptimizerSettings, { readonly kind: K }> | AdamSettings } = {
  sgd: { kind: 'sgd', lr: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false },
  adam: { kind: 'adam', ...adam, weightDecay: 0 },
  adamw: { kind: 'adamw', ...adam, weightDecay: 1e-2 },
  rmsprop: { kind: 'rmsprop', lr: 1e-2, alpha: 0.99, eps: 1e-8, weightDecay: 0, momentum: 0, centered: false },
};

/** Anything that may be set for any of the optimisers; an optimiser passes over what it does not have. */
export type OptimizerChoices = Partial<
  Omit<SgdSettings, 'kind'> & Omit<AdamSettings, 'kind'> & Omit<RmspropSettings, 'kind'>
>;

/** The defaults with `choices` in their place. Throws TrainingFailure CL3302 for values that torch.optim refuses. */
export function optimizerSettings(kind: OptimizerKind, choices: OptimizerChoices = {}): OptimizerSettings {
  const base = defaults[kind];
  const chosen = Object.entries(choices).filter(([name, value]) => value !== undefined && Object.hasOwn(base, name));
  const settings = { ...base, ...Object.fromEntries(chosen) };
  validate(settings);
  return settings;
}

function validate(settings: OptimizerSettings): void {
  const refuse = (setting: string, value: number, reason: string): never => {
    throw failure('CL3302', { setting, value, reason });
  };
  for (const [name, value] of Object.entries(settings)) {
    if (typeof value !== 'number') continue;
    if (!Number.isFinite(value)) refuse(name, value, 'it must be a finite number');
    if (name !== 'dampening' && value < 0) refuse(name, value, 'it must not be negative');
    if ((name === 'beta1' || name === 'beta2') && value >= 1) refuse(name, value, 'it must be less than 1');
  }
  if (settings.kind !== 'sgd' || !settings.nesterov) return;
  if (settings.momentum === 0) refuse('momentum', 0, "Nesterov's method needs a momentum");
  if (settings.dampening !== 0) refuse('dampening', settings.dampening, "Nesterov's method needs none");
}

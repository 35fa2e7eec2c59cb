// Optimiser steps over flat ranges of parameters (torch.optim SGD, Adam, AdamW, RMSprop; formulas of their documentation, in
// the order of operations of torch.optim's single-tensor functions). g is the gradient, with weight decay for all but AdamW.
//     sgd      b ← μ b + (1 − τ) g (first step: g)     θ ← θ − η b, nesterov: θ − η (g + μ b)
//     adam     m ← m + (1 − β₁)(g − m)     v ← β₂ v + (1 − β₂) g²     θ ← θ − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
//     rmsprop  v ← α v + (1 − α) g²        θ ← θ − η g / (√v + ε), centered: v − ḡ², momentum: as sgd's without dampening
import type { SlotName, UpdateGroup, UpdateRule } from '../types';

/** The slots of a rule, in the order in which the engine keeps them. */
export function slotsOf(rule: UpdateRule): readonly SlotName[] {
  switch (rule.kind) {
    case 'sgd':
      return rule.momentum !== 0 ? ['momentum_buffer'] : [];
    case 'adam':
    case 'adamw':
      return rule.amsgrad ? ['exp_avg', 'exp_avg_sq', 'max_exp_avg_sq'] : ['exp_avg', 'exp_avg_sq'];
    case 'rmsprop':
      return [
        'square_avg',
        ...(rule.centered ? (['grad_avg'] as const) : []),
        ...(rule.momentum > 0 ? (['momentum_buffer'] as const) : []),
      ];
  }
}

/** One parameter's range of the flat arrays. */
export interface UpdateRange {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** In the order of `slotsOf`. */
  readonly slots: readonly Float32Array[];
  /** Updates before this one. */
  readonly steps: number;
}

export function update(range: UpdateRange, group: UpdateGroup): void {
  const { rule } = group;
  switch (rule.kind) {
    case 'sgd':
      return sgd(range, group, rule);
    case 'adam':
    case 'adamw':
      return adam(range, group, rule);
    case 'rmsprop':
      return rmsprop(range, group, rule);
  }
}

type Rule<Kind extends UpdateRule['kind']> = Extract<UpdateRule, { readonly kind: Kind }>;

function sgd({ parameters, gradients, slots, steps }: UpdateRange, group: UpdateGroup, rule: Rule<'sgd'>): void {
  const sign = group.maximize ? -1 : 1;
  const buffer = slots[0];
  for (let i = 0; i < parameters.length; i++) {
    const g = sign * gradients[i] + group.weightDecay * parameters[i];
    let step = g;
    if (rule.momentum !== 0) {
      buffer[i] = steps === 0 ? g : rule.momentum * buffer[i] + (1 - rule.dampening) * g;
      step = rule.nesterov ? g + rule.momentum * buffer[i] : buffer[i];
    }
    parameters[i] -= group.lr * step;
  }
}

function adam({ parameters, gradients, slots, steps }: UpdateRange, group: UpdateGroup, rule: Rule<'adam'>): void {
  const sign = group.maximize ? -1 : 1;
  const [m, v, largest] = slots;
  const stepSize = group.lr / (1 - rule.beta1 ** (steps + 1));
  const root = Math.sqrt(1 - rule.beta2 ** (steps + 1));
  const decoupled = rule.kind === 'adamw';
  for (let i = 0; i < parameters.length; i++) {
    let g = sign * gradients[i];
    if (decoupled) parameters[i] *= 1 - group.lr * group.weightDecay;
    else g += group.weightDecay * parameters[i];
    m[i] += (1 - rule.beta1) * (g - m[i]);
    v[i] = rule.beta2 * v[i] + (1 - rule.beta2) * g * g;
    if (rule.amsgrad) largest[i] = Math.max(largest[i], v[i]);
    const second = rule.amsgrad ? largest[i] : v[i];
    parameters[i] -= (stepSize * m[i]) / (Math.sqrt(second) / root + rule.eps);
  }
}

function rmsprop({ parameters, gradients, slots }: UpdateRange, group: UpdateGroup, rule: Rule<'rmsprop'>): void {
  const sign = group.maximize ? -1 : 1;
  const square = slots[0];
  const mean = rule.centered ? slots[1] : null;
  const buffer = rule.momentum > 0 ? slots[rule.centered ? 2 : 1] : null;
  for (let i = 0; i < parameters.length; i++) {
    const g = sign * gradients[i] + group.weightDecay * parameters[i];
    square[i] = rule.alpha * square[i] + (1 - rule.alpha) * g * g;
    let second = square[i];
    if (mean) {
      mean[i] += (1 - rule.alpha) * (g - mean[i]);
      second -= mean[i] * mean[i];
    }
    let step = g / (Math.sqrt(second) + rule.eps);
    if (buffer) {
      buffer[i] = rule.momentum * buffer[i] + step;
      step = buffer[i];
    }
    parameters[i] -= group.lr * step;
  }
}

/** The 2-norm, in double precision. */
export function norm(gradients: Float32Array): number {
  let sum = 0;
  for (const g of gradients) sum += g * g;
  return Math.sqrt(sum);
}

/** torch.nn.utils.clip_grad_norm_ and clip_grad_value_, in place. Returns the norm before clipping. */
export function clip(gradients: Float32Array, by: { readonly kind: 'norm' | 'value'; readonly max: number }): number {
  const total = norm(gradients);
  if (by.kind === 'value') {
    for (let i = 0; i < gradients.length; i++) gradients[i] = Math.min(Math.max(gradients[i], -by.max), by.max);
    return total;
  }
  const factor = Math.min(1, by.max / (total + 1e-6));
  for (let i = 0; i < gradients.length; i++) gradients[i] *= factor;
  return total;
}

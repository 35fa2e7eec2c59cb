// One step of each optimiser over flat arrays, by torch.optim's single-tensor formulas, rounded to float32 where PyTorch stores a
// tensor: the reference for the kernels.
//
//     sgd      g += λθ;  b = μb + (1−τ)g (first: b = g);  θ −= γ(g + μb | b | g)
//     adam     g += λθ;  m += (1−β₁)(g − m);  v = β₂v + (1−β₂)g²;  θ −= γ/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)
//     adamw    θ −= γλθ, then adam with λ = 0
//     rmsprop  v = αv + (1−α)g²;  a = √v or √(v − ḡ²);  θ −= γ g/(a + ε), or by the momentum buffer of that
import type { OptimizerStep, ParameterSlot, SlotName, UpdateGroup, UpdateRule } from '../types';
import { clipGradients } from './clip';

const f = Math.fround;

/** The optimiser's state in place: slots appear when a rule first needs them. */
export interface MutableOptimizerState {
  readonly steps: number[];
  readonly slots: Partial<Record<SlotName, Float32Array>>;
}

/** The four arrays of one parameter. */
interface Tensors {
  readonly parameter: Float32Array;
  readonly gradient: Float32Array;
  readonly slot: (name: SlotName) => Float32Array;
  /** Updates so far, this one included. */
  readonly step: number;
}

/** The state of an optimiser that has done nothing yet, over `layout`. */
export const emptyState = (layout: readonly ParameterSlot[]): MutableOptimizerState => ({
  steps: layout.map(() => 0),
  slots: {},
});

/**
 * Clips and updates. All arrays are flat over `layout`; `gradients` is overwritten by the clipped ones. Parameters that no gradient
 * reaches, or that stand in no group, stay as they are. Answers with the gradients' norm before clipping, where `clip` is by norm.
 */
export function updateParameters(
  { groups, clip }: OptimizerStep,
  layout: readonly ParameterSlot[],
  parameters: Float32Array,
  gradients: Float32Array,
  state: MutableOptimizerState,
): number | undefined {
  const norm = clip === undefined ? undefined : clipGradients(clip, layout, gradients);
  for (const group of groups) {
    const members = new Set(group.parameters);
    for (const [index, { id, offset, length, used }] of layout.entries()) {
      if (!used || !members.has(id)) continue;
      const part = (array: Float32Array): Float32Array => array.subarray(offset, offset + length);
      const size = parameters.length;
      state.steps[index] += 1;
      updateOne(group, {
        parameter: part(parameters),
        gradient: part(gradients),
        slot: (name) => part((state.slots[name] ??= new Float32Array(size))),
        step: state.steps[index],
      });
    }
  }
  return norm;
}

function updateOne(group: UpdateGroup, tensors: Tensors): void {
  const { rule, weightDecay } = group;
  if (group.maximize === true) for (let i = 0; i < tensors.gradient.length; i++) tensors.gradient[i] *= -1;
  if (rule.kind === 'adamw') scale(tensors.parameter, 1 - group.lr * weightDecay);
  else if (weightDecay !== 0) addScaled(tensors.gradient, tensors.parameter, weightDecay);
  switch (rule.kind) {
    case 'sgd':
      return sgd(rule, group.lr, tensors);
    case 'adam':
    case 'adamw':
      return adam(rule, group.lr, tensors);
    case 'rmsprop':
      return rmsprop(rule, group.lr, tensors);
  }
}

function sgd(
  { momentum, dampening, nesterov }: Extract<UpdateRule, { kind: 'sgd' }>,
  lr: number,
  { parameter, gradient, slot, step }: Tensors,
): void {
  if (momentum === 0) return addScaled(parameter, gradient, -lr);
  const buffer = slot('momentum_buffer');
  if (step === 1) buffer.set(gradient);
  else {
    scale(buffer, momentum);
    addScaled(buffer, gradient, 1 - dampening);
  }
  if (!nesterov) return addScaled(parameter, buffer, -lr);
  addScaled(gradient, buffer, momentum);
  addScaled(parameter, gradient, -lr);
}

function adam(
  { beta1, beta2, eps, amsgrad }: Extract<UpdateRule, { kind: 'adam' | 'adamw' }>,
  lr: number,
  { parameter, gradient, slot, step }: Tensors,
): void {
  const mean = slot('exp_avg');
  const square = slot('exp_avg_sq');
  const largest = amsgrad ? slot('max_exp_avg_sq') : square;
  const [weight1, weight2, decay2, e] = [f(1 - beta1), f(1 - beta2), f(beta2), f(eps)];
  const stepSize = f(-lr / (1 - beta1 ** step));
  const correction = f(Math.sqrt(1 - beta2 ** step));
  for (let i = 0; i < parameter.length; i++) {
    const g = gradient[i];
    const m = (mean[i] = weight1 < 0.5 ? mean[i] + weight1 * f(g - mean[i]) : g - f(1 - weight1) * f(g - mean[i]));
    square[i] = f(square[i] * decay2) + f(weight2 * g) * g;
    if (amsgrad) largest[i] = Math.max(largest[i], square[i]);
    const denominator = f(f(f(Math.sqrt(largest[i])) / correction) + e);
    parameter[i] += f(f(stepSize * f(m)) / denominator);
  }
}

function rmsprop(
  { alpha, eps, momentum, centered }: Extract<UpdateRule, { kind: 'rmsprop' }>,
  lr: number,
  { parameter, gradient, slot }: Tensors,
): void {
  const square = slot('square_avg');
  const mean = centered ? slot('grad_avg') : undefined;
  const buffer = momentum > 0 ? slot('momentum_buffer') : undefined;
  const [decay, weight, e, rate, m] = [f(alpha), f(1 - alpha), f(eps), f(-lr), f(momentum)];
  for (let i = 0; i < parameter.length; i++) {
    const g = gradient[i];
    square[i] = f(square[i] * decay) + f(weight * g) * g;
    let variance = square[i];
    if (mean !== undefined) {
      mean[i] = weight < 0.5 ? mean[i] + weight * f(g - mean[i]) : g - f(1 - weight) * f(g - mean[i]);
      variance = f(variance - mean[i] * mean[i]);
    }
    const average = f(f(Math.sqrt(variance)) + e);
    if (buffer === undefined) parameter[i] += f(f(rate * g) / average);
    else {
      buffer[i] = f(buffer[i] * m) + f(g / average);
      parameter[i] += rate * buffer[i];
    }
  }
}

function scale(target: Float32Array, factor: number): void {
  const by = f(factor);
  for (let i = 0; i < target.length; i++) target[i] *= by;
}

function addScaled(target: Float32Array, source: Float32Array, factor: number): void {
  const by = f(factor);
  for (let i = 0; i < target.length; i++) target[i] += by * source[i];
}

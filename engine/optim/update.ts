// One step of each optimiser over flat arrays, by torch.optim's single-tensor formulas, rounded to float32 where PyTorch stores a
// tensor.
//
//     sgd      g += λθ;  b = μb + (1−τ)g (first: b = g);  θ −= γ(g + μb | b | g)
//     adam     g += λθ;  m += (1−β₁)(g − m);  v = β₂v + (1−β₂)g²;  θ −= γ/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)
//     adamw    θ −= γλθ, then adam with λ = 0
//     rmsprop  v = αv + (1−α)g²;  a = √v or √(v − ḡ²);  θ −= γ g/(a + ε), or by the momentum buffer of that
import type { OptimizerStep, ParameterSlot, SlotName, UpdateGroup, UpdateRule } from '../types';
import { plainArithmetic, type Arithmetic } from './arithmetic';
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
  arithmetic: Arithmetic = plainArithmetic,
): number | undefined {
  const norm = clip === undefined ? undefined : clipGradients(clip, layout, gradients);
  for (const group of groups) {
    const members = new Set(group.parameters);
    for (const [index, { id, offset, length, used }] of layout.entries()) {
      if (!used || !members.has(id)) continue;
      const part = (array: Float32Array): Float32Array => array.subarray(offset, offset + length);
      const size = parameters.length;
      state.steps[index] += 1;
      updateOne(arithmetic, group, {
        parameter: part(parameters),
        gradient: part(gradients),
        slot: (name) => part((state.slots[name] ??= new Float32Array(size))),
        step: state.steps[index],
      });
    }
  }
  return norm;
}

function updateOne(on: Arithmetic, group: UpdateGroup, tensors: Tensors): void {
  const { rule, lr, weightDecay } = group;
  const { parameter, gradient } = tensors;
  if (group.maximize === true) on.scale(gradient, -1);
  if (rule.kind === 'adamw') on.scale(parameter, 1 - lr * weightDecay);
  else if (weightDecay !== 0) on.addScaled(gradient, parameter, weightDecay);
  switch (rule.kind) {
    case 'sgd':
      return sgd(on, rule, lr, tensors);
    case 'adam':
    case 'adamw':
      return adam(on, rule, lr, tensors);
    case 'rmsprop':
      return rmsprop(on, rule, lr, tensors);
  }
}

function sgd(
  on: Arithmetic,
  { momentum, dampening, nesterov }: Extract<UpdateRule, { kind: 'sgd' }>,
  lr: number,
  { parameter, gradient, slot, step }: Tensors,
): void {
  if (momentum === 0) return on.addScaled(parameter, gradient, -lr);
  const buffer = slot('momentum_buffer');
  if (step === 1) buffer.set(gradient);
  else {
    on.scale(buffer, momentum);
    on.addScaled(buffer, gradient, 1 - dampening);
  }
  if (!nesterov) return on.addScaled(parameter, buffer, -lr);
  on.addScaled(gradient, buffer, momentum);
  on.addScaled(parameter, gradient, -lr);
}

function adam(
  on: Arithmetic,
  { beta1, beta2, eps, amsgrad }: Extract<UpdateRule, { kind: 'adam' | 'adamw' }>,
  lr: number,
  { parameter, gradient, slot, step }: Tensors,
): void {
  const [mean, square] = [slot('exp_avg'), slot('exp_avg_sq')];
  const largest = amsgrad ? slot('max_exp_avg_sq') : null;
  on.adam(
    { parameter, gradient, mean, square, largest },
    {
      weight1: f(1 - beta1),
      weight2: f(1 - beta2),
      decay2: f(beta2),
      eps: f(eps),
      stepSize: f(-lr / (1 - beta1 ** step)),
      correction: f(Math.sqrt(1 - beta2 ** step)),
    },
  );
}

function rmsprop(
  on: Arithmetic,
  { alpha, eps, momentum, centered }: Extract<UpdateRule, { kind: 'rmsprop' }>,
  lr: number,
  { parameter, gradient, slot }: Tensors,
): void {
  const square = slot('square_avg');
  const mean = centered ? slot('grad_avg') : null;
  const buffer = momentum > 0 ? slot('momentum_buffer') : null;
  on.rmsprop(
    { parameter, gradient, square, mean, buffer },
    { decay: f(alpha), weight: f(1 - alpha), eps: f(eps), rate: f(-lr), momentum: f(momentum) },
  );
}

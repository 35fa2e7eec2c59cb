// Gradient clipping as torch.nn.utils has it: `clip_grad_norm_` (2-norm over all gradients together) and `clip_grad_value_`.
import type { OptimizerStep, ParameterSlot } from '../types';

const f = Math.fround;

/** Clips in place; answers with the norm before, for a clip by norm. Gradients that reach nothing count for nothing. */
export function clipGradients(
  { kind, max }: NonNullable<OptimizerStep['clip']>,
  layout: readonly ParameterSlot[],
  gradients: Float32Array,
): number | undefined {
  if (kind === 'value') {
    const bound = f(max);
    for (let i = 0; i < gradients.length; i++) gradients[i] = Math.min(Math.max(gradients[i], -bound), bound);
    return undefined;
  }
  const norm = gradientNorm(layout, gradients);
  const factor = Math.min(f(f(max) / f(norm + f(1e-6))), 1);
  for (let i = 0; i < gradients.length; i++) gradients[i] *= factor;
  return norm;
}

/** The 2-norm of the parameters' own 2-norms, each rounded to float32. */
export function gradientNorm(layout: readonly ParameterSlot[], gradients: Float32Array): number {
  let total = 0;
  for (const { offset, length, used } of layout) {
    if (!used) continue;
    let sum = 0;
    for (let i = offset; i < offset + length; i++) sum += gradients[i] * gradients[i];
    total += f(Math.sqrt(sum)) ** 2;
  }
  return f(Math.sqrt(total));
}

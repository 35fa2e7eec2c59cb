// The end of a step on the device: are the gradients finite, what is their norm, clipping, and the optimiser's update by
// torch.optim's formulas (engine/optim/update.ts). One kernel updates all parameters; what differs from parameter to parameter, and
// from step to step, is in a table that the host writes. Nothing is updated where the loss or a gradient is not finite.
import type { OptimizerStep, SlotName, UpdateGroup, UpdateRule } from '../types';
import type { Store } from '../plan/store';
import { slotsOf } from '../kernels/slots';
import { literal, type Kernel, type StoredRef } from './kernel';
import { nestKernels, type Nest, type Result, type Strided } from './nest';
import { ENTRY, resultsRef, stepRef, type UpdatePlaces } from './places';

const flat = (size: number, locate: (store: Store) => number): StoredRef => ({
  kind: 'stored',
  shape: [size],
  size,
  locate,
});

/** The sum of squares of all gradients, how many are not finite, and what they are multiplied by. */
export function checkKernels(length: number, scratch: StoredRef, shares: boolean): readonly Kernel[] {
  const gradients = flat(length, (store) => store.gradients);
  const check: Nest = {
    shape: [1],
    reduce: [length],
    reads: { g: { ref: gradients, strides: [0, 1] } },
    uses: { step: stepRef },
    declarations: `fn factor_of(squares: f32) -> f32 {
  let most = ld_step(2u);
  return select(1.0, min(1.0, most / (sqrt(squares) + 1e-6)), most > 0.0);
}`,
    results: [
      { out: resultsRef, value: 'select(0.0, g * g, is_finite(g))', at: '2u' },
      { out: resultsRef, value: 'select(1.0, 0.0, is_finite(g))', at: '3u' },
      { out: resultsRef, value: '0.0', finish: 'factor_of(s0)', at: '4u' },
    ],
  };
  return nestKernels(check, shares, () => scratch);
}

/** A rule as its kernel knows it: rates and decays are in the table. */
export const varietyOf = ({ rule, maximize = false }: UpdateGroup): string =>
  [rule.kind, maximize, ...slotsOf(rule), rule.kind === 'sgd' && rule.nesterov].join(' ');

/** The table before a step: every parameter stays. */
export const tableOfEntries = (parameters: number): Float32Array => new Float32Array(Math.max(1, parameters) * ENTRY);

/**
 * Numbers of one parameter: 0 the variety, counted from 1 (0: it stays), 1 weight decay, then by rule
 *     sgd      2 −γ, 3 μ, 4 1 − τ, or 1 in the first step (the buffer is then empty)
 *     adam     2 1 − β₁, 3 β₂, 4 1 − β₂, 5 ε, 6 −γ / (1 − β₁ᵗ), 7 √(1 − β₂ᵗ), 8 what AdamW multiplies the parameter by
 *     rmsprop  2 −γ, 3 α, 4 1 − α, 5 ε, 6 momentum
 */
export function entryOf(group: UpdateGroup, variety: number, step: number): Float32Array {
  const { rule, lr, weightDecay } = group;
  const entry = new Float32Array(ENTRY);
  entry[0] = variety;
  entry[1] = rule.kind === 'adamw' ? 0 : weightDecay;
  switch (rule.kind) {
    case 'sgd':
      entry.set([-lr, rule.momentum, step === 1 ? 1 : 1 - rule.dampening], 2);
      break;
    case 'adam':
    case 'adamw':
      entry.set([1 - rule.beta1, rule.beta2, 1 - rule.beta2, rule.eps, -lr / (1 - rule.beta1 ** step)], 2);
      entry.set([Math.sqrt(1 - rule.beta2 ** step), rule.kind === 'adamw' ? 1 - lr * weightDecay : 1], 7);
      break;
    case 'rmsprop':
      entry.set([-lr, rule.alpha, 1 - rule.alpha, rule.eps, rule.momentum], 2);
  }
  return entry;
}

interface Code {
  readonly lines: string;
  /** What the slots become. */
  readonly slots: Readonly<Partial<Record<SlotName, string>>>;
  readonly parameter: string;
}

const LERP = (old: string, weight: string): string =>
  `select(g - (1.0 - ${weight}) * (g - ${old}), ${old} + ${weight} * (g - ${old}), ${weight} < 0.5)`;

function codeOf(rule: UpdateRule): Code {
  switch (rule.kind) {
    case 'sgd': {
      if (rule.momentum === 0) return { lines: '', slots: {}, parameter: 'w + e2 * g' };
      const step = rule.nesterov ? 'g + e3 * b' : 'b';
      return {
        lines: 'let b = e3 * momentum_buffer + e4 * g;',
        slots: { momentum_buffer: 'b' },
        parameter: `w + e2 * (${step})`,
      };
    }
    case 'adam':
    case 'adamw':
      return {
        lines: `let average = ${LERP('exp_avg', 'e2')}; let square = exp_avg_sq * e3 + e4 * g * g;
  let largest = ${rule.amsgrad ? 'max(max_exp_avg_sq, square)' : 'square'};`,
        slots: { exp_avg: 'average', exp_avg_sq: 'square', ...(rule.amsgrad && { max_exp_avg_sq: 'largest' }) },
        parameter: 'w * e8 + e6 * average / (sqrt(largest) / e7 + e5)',
      };
    case 'rmsprop': {
      const [centred, momentum] = [rule.centered, rule.momentum > 0];
      return {
        lines: `let square = square_avg * e3 + e4 * g * g;
  ${centred ? `let mean = ${LERP('grad_avg', 'e4')};` : ''}
  let root = sqrt(square${centred ? ' - mean * mean' : ''}) + e5;
  ${momentum ? 'let b = momentum_buffer * e6 + g / root;' : ''}`,
        slots: {
          square_avg: 'square',
          ...(centred && { grad_avg: 'mean' }),
          ...(momentum && { momentum_buffer: 'b' }),
        },
        parameter: momentum ? 'w + e2 * b' : 'w + e2 * g / root',
      };
    }
  }
}

/** @param clip by value, or null; the norm's factor is in the results always */
export function updateKernels(
  group: UpdateGroup,
  variety: number,
  options: {
    readonly length: number;
    readonly places: UpdatePlaces;
    readonly slotAt: (name: SlotName) => number;
    readonly clipValue: OptimizerStep['clip'] | null;
  },
): readonly Kernel[] {
  const { length, places, slotAt, clipValue } = options;
  const { lines, slots, parameter } = codeOf(group.rule);
  const names = slotsOf(group.rule);
  const whole = (locate: (store: Store) => number): Strided => ({ ref: flat(length, locate), strides: [1] });
  const parameters = flat(length, (store) => store.parameters);
  const used = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((k) => `let e${k} = ld_entries(entry + ${k}u);`).join(' ');
  const bound = clipValue?.kind === 'value' ? literal(clipValue.max) : null;
  const results: Result[] = [
    { out: parameters, value: parameter },
    ...names.map((name): Result => ({
      out: flat(length, (store) => store.slots[slotAt(name)]),
      value: slots[name] ?? '0.0',
    })),
  ];
  const loads = names.map((name) => `let ${name} = ld_${name}(i);`).join(' ');
  const spec: Nest = {
    shape: [length],
    uses: {
      entries: places.entries,
      owners: places.owners,
      results: resultsRef,
      gradient: whole((store) => store.gradients).ref,
      weight: parameters,
      ...Object.fromEntries(names.map((name) => [name, flat(length, (store) => store.slots[slotAt(name)])])),
    },
    before: `let entry = u32(ld_owners(i)) * ${ENTRY}u;
  if (u32(ld_entries(entry)) != ${variety}u || ld_results(3u) != 0.0 || !is_finite(ld_results(0u))) { return; }
  ${used} ${loads} let w = ld_weight(i);
  var g = ld_gradient(i) * ld_results(4u);
  ${bound ? `g = clamp(g, -${bound}, ${bound});` : ''}
  ${group.maximize === true ? 'g = -g;' : ''}
  g += e1 * w;
  ${lines}`,
    results,
  };
  return nestKernels(spec, false);
}

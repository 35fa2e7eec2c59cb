// The optimisers' slots in the one order in which the engine keeps them; a rule uses some.
import type { SlotName, UpdateRule } from '../types';

export const slotNames: readonly SlotName[] = [
  'square_avg',
  'grad_avg',
  'exp_avg',
  'exp_avg_sq',
  'max_exp_avg_sq',
  'momentum_buffer',
];

export function slotsOf(rule: UpdateRule): readonly SlotName[] {
  const used = new Set<SlotName>(usedBy(rule));
  return slotNames.filter((name) => used.has(name));
}

function usedBy(rule: UpdateRule): readonly SlotName[] {
  switch (rule.kind) {
    case 'sgd':
      return rule.momentum !== 0 ? ['momentum_buffer'] : [];
    case 'adam':
    case 'adamw':
      return rule.amsgrad ? ['exp_avg', 'exp_avg_sq', 'max_exp_avg_sq'] : ['exp_avg', 'exp_avg_sq'];
    case 'rmsprop': {
      const names: SlotName[] = ['square_avg'];
      if (rule.centered) names.push('grad_avg');
      if (rule.momentum > 0) names.push('momentum_buffer');
      return names;
    }
  }
}

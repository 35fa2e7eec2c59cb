// torch.optim.lr_scheduler.MultiStepLR: the rate times gamma at each milestone, as often as the milestone is given.
import type { Rule } from './counted';
import type { MultiStepSettings } from './types';

export const multiStep =
  ({ milestones, gamma }: MultiStepSettings): Rule =>
  (group, epoch) => {
    const times = milestones.filter((milestone) => milestone === epoch).length;
    if (times > 0) group.lr *= gamma ** times;
  };

// torch.optim.lr_scheduler.StepLR: the rate times gamma every `stepSize` epochs.
import type { Rule } from './counted';
import type { StepSettings } from './types';

export const step =
  ({ stepSize, gamma }: StepSettings): Rule =>
  (group, epoch) => {
    if (epoch !== 0 && epoch % stepSize === 0) group.lr *= gamma;
  };

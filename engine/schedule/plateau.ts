// torch.optim.lr_scheduler.ReduceLROnPlateau: the rate times `factor` after `patience` epochs without a better metric.
import type { PlateauSettings, Schedule, ScheduledGroup } from './types';

export function plateau(settings: PlateauSettings, groups: readonly ScheduledGroup[]): Schedule {
  let best = settings.mode === 'min' ? Infinity : -Infinity;
  let cooldown = 0;
  let badEpochs = 0;

  const isBetter = (metric: number): boolean => {
    const margin = settings.threshold;
    if (settings.mode === 'min')
      return metric < (settings.thresholdMode === 'rel' ? best * (1 - margin) : best - margin);
    return metric > (settings.thresholdMode === 'rel' ? best * (margin + 1) : best + margin);
  };

  const reduce = (group: ScheduledGroup): void => {
    const lower = Math.max(group.lr * settings.factor, settings.minLr);
    if (group.lr - lower > settings.eps) group.lr = lower;
  };

  return {
    per: 'epoch',
    advance: (metric) => {
      if (isBetter(metric)) {
        best = metric;
        badEpochs = 0;
      } else badEpochs += 1;
      if (cooldown > 0) {
        cooldown -= 1;
        badEpochs = 0;
      }
      if (badEpochs <= settings.patience) return;
      groups.forEach(reduce);
      cooldown = settings.cooldown;
      badEpochs = 0;
    },
    readState: () => ({ best, cooldown_counter: cooldown, num_bad_epochs: badEpochs }),
    writeState: (state) => {
      best = state['best'] ?? best;
      cooldown = state['cooldown_counter'] ?? cooldown;
      badEpochs = state['num_bad_epochs'] ?? badEpochs;
    },
  };
}

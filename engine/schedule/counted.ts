// The recursion that PyTorch's schedules share: a count of epochs (or steps) from 0, and a rule that makes the next rate of each
// group out of its present one (torch.optim.lr_scheduler.LRScheduler, chainable form).
import type { Schedule, ScheduledGroup } from './types';

/** `base`: the group's rate before the first epoch. */
export type Rule = (group: ScheduledGroup, count: number, base: number) => void;

/** Applies `rule` at once for count 0, as PyTorch's constructors do, and then at every advance. */
export function counted(per: Schedule['per'], groups: readonly ScheduledGroup[], rule: Rule): Schedule {
  const bases = groups.map(({ lr }) => lr);
  let lastEpoch = 0;
  const apply = (): void => {
    for (const [i, group] of groups.entries()) rule(group, lastEpoch, bases[i]);
  };
  apply();
  return {
    per,
    advance: () => {
      lastEpoch += 1;
      apply();
    },
    readState: () => ({ last_epoch: lastEpoch }),
    writeState: (state) => {
      lastEpoch = state['last_epoch'] ?? lastEpoch;
    },
  };
}

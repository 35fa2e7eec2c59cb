// The schedule that settings describe.
//
//     const schedule = createSchedule({ kind: 'cosine', tMax: 10, etaMin: 0 }, optimizer.groups);
//     schedule.advance(0);      // after the epoch: scheduler.step()
import { failure } from '../train/failure';
import { cosine } from './cosine';
import { counted } from './counted';
import { multiStep } from './multiStep';
import { oneCycle } from './oneCycle';
import { plateau } from './plateau';
import { step } from './step';
import type { Schedule, ScheduledGroup, ScheduleSettings } from './types';

const none: Schedule = { per: 'epoch', advance: () => {}, readState: () => ({}), writeState: () => {} };

/**
 * Sets the groups' first rates, as the constructors of torch.optim.lr_scheduler do. Throws TrainingFailure CL3302 for settings
 * that those refuse.
 */
export function createSchedule(settings: ScheduleSettings, groups: readonly ScheduledGroup[]): Schedule {
  validate(settings);
  switch (settings.kind) {
    case 'none':
      return none;
    case 'step':
      return counted('epoch', groups, step(settings));
    case 'multistep':
      return counted('epoch', groups, multiStep(settings));
    case 'cosine':
      return counted('epoch', groups, cosine(settings));
    case 'onecycle':
      return counted('step', groups, oneCycle(settings));
    case 'plateau':
      return plateau(settings, groups);
  }
}

const counts: ReadonlySet<string> = new Set(['stepSize', 'tMax', 'totalSteps']);

function validate(settings: ScheduleSettings): void {
  for (const [setting, value] of Object.entries(settings) as [string, unknown][]) {
    if (typeof value !== 'number') continue;
    const refuse = (reason: string): never => {
      throw failure('CL3302', { setting, value, reason });
    };
    if (!Number.isFinite(value)) refuse('it must be a finite number');
    if (counts.has(setting) && !(Number.isInteger(value) && value > 0)) refuse('it must be a positive integer');
    if (setting === 'pctStart' && !(value >= 0 && value <= 1)) refuse('it must be between 0 and 1');
    if (setting === 'factor' && value >= 1) refuse('it must be less than 1');
  }
}

// How much an analysis may do: user code can loop for ever, and an answer is due within a second.
import { Abort } from './values';

export interface Limits {
  /** Statements, calls and loop rounds. */
  readonly steps: number;
  readonly milliseconds: number;
}

export const defaultLimits: Limits = { steps: 4_000_000, milliseconds: 10_000 };

export class Budget {
  private left: number;
  private untilClock = clockInterval;
  private readonly end: number;

  constructor(
    limits: Limits,
    private readonly isCancelled: () => boolean,
  ) {
    this.left = limits.steps;
    this.end = Date.now() + limits.milliseconds;
  }

  spend(work: number): void {
    this.left -= work;
    this.untilClock -= work;
    if (this.untilClock > 0) return;
    this.untilClock = clockInterval;
    if (this.left < 0) throw new Abort('the evaluation took too many steps');
    if (Date.now() > this.end) throw new Abort('the evaluation took too long');
    if (this.isCancelled()) throw new Abort('the analysis was cancelled');
  }
}

/** Steps between two looks at the clock. */
const clockInterval = 2048;

// How much one request may do: user code can loop for ever, and an answer is due within a second. Each model, and what is left of
// a module after a statement without end, gets half of what is left for the request: whatever came before, the others have a share.
import { Abort } from './values';

export interface Limits {
  /** Statements, calls and loop rounds; an operator or a module counts as many. About four million fill a second. */
  readonly steps: number;
  /** The last resort, where steps take unusually long. */
  readonly milliseconds: number;
}

export const defaultLimits: Limits = { steps: 4_000_000, milliseconds: 10_000 };

/** What the application of an operator costs, in steps. */
export const operatorSteps = 60;

/** What a model costs beside its evaluation. */
export const modelSteps = 1500;

export class Budget {
  private readonly all: number;
  private left: number;
  /** Where the present share ends. */
  private floor = 0;
  private untilClock = clockInterval;
  private readonly end: number;
  /** When the present share ends. */
  private turn = 0;
  /** It stopped an evaluation, or said that it would. */
  isCut = false;

  constructor(
    limits: Limits,
    private readonly isCancelled: () => boolean,
  ) {
    this.all = this.left = limits.steps;
    this.end = Date.now() + limits.milliseconds;
    this.share();
  }

  /** The next share: a part of what is left. */
  share(part = 0.5): void {
    this.floor = this.left * (1 - part);
    const now = Date.now();
    this.turn = now + (this.end - now) * part;
  }

  get spent(): number {
    return this.all - this.left;
  }

  /** Nothing is left worth sharing. */
  isSpent(): boolean {
    const isSpent = this.left < 2 * clockInterval || Date.now() > this.end || this.isCancelled();
    this.isCut ||= isSpent;
    return isSpent;
  }

  spend(work: number): void {
    this.left -= work;
    this.untilClock -= work;
    if (this.untilClock > 0) return;
    if (this.left < this.floor) this.stop('the evaluation took too many steps');
    if (Date.now() > this.turn) this.stop('the evaluation took too long');
    this.stopIfCancelled();
    this.untilClock = clockInterval;
  }

  stopIfCancelled(): void {
    if (this.isCancelled()) this.stop('the analysis was cancelled');
  }

  private stop(reason: string): never {
    this.isCut = true;
    throw new Abort(reason);
  }
}

/** Steps between two looks at the clock. */
const clockInterval = 2048;

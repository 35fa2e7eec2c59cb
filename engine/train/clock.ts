// How fast a run is, and how long it will take: seconds spent in the steps themselves, apart from pauses, loading and events.

export class Clock {
  private readonly now: () => number;
  private readonly spent = { train: 0, validate: 0 };
  private readonly images = { train: 0, validate: 0 };

  /** `now` in milliseconds, monotonic. */
  constructor(now: () => number) {
    this.now = now;
  }

  /** Does `work` on `images` images and counts its time. */
  async measure<T>(phase: Phase, images: number, work: () => Promise<T>): Promise<T> {
    const start = this.now();
    const result = await work();
    this.spent[phase] += (this.now() - start) / 1000;
    this.images[phase] += images;
    return result;
  }

  /** Seconds in this phase so far. */
  seconds(phase: Phase): number {
    return this.spent[phase];
  }

  /** Images a second in this phase; null before the first batch. */
  rate(phase: Phase): number | null {
    return this.images[phase] > 0 && this.spent[phase] > 0 ? this.images[phase] / this.spent[phase] : null;
  }

  /**
   * Seconds for so many images more. A validation that was never measured is taken to be three times as fast as training, which
   * is the work it does; null before the first step.
   */
  secondsFor(train: number, validate: number): number | null {
    const rate = this.rate('train');
    const validation = this.rate('validate') ?? (rate === null ? null : 3 * rate);
    if (validation === null || (rate === null && train > 0)) return null;
    return (rate === null ? 0 : train / rate) + validate / validation;
  }
}

export type Phase = 'train' | 'validate';

// Pause, resume and stop of a run, from outside it: obeyed between two steps.

export class RunControl {
  private stopped = false;
  private resumed: (() => void) | null = null;
  private waiting: Promise<void> | null = null;

  get isStopped(): boolean {
    return this.stopped;
  }

  get isPaused(): boolean {
    return this.waiting !== null;
  }

  pause(): void {
    if (this.stopped || this.waiting !== null) return;
    this.waiting = new Promise((resolve) => (this.resumed = resolve));
  }

  resume(): void {
    this.waiting = null;
    this.resumed?.();
    this.resumed = null;
  }

  /** Ends the run after the step in progress, a paused one too. */
  stop(): void {
    this.stopped = true;
    this.resume();
  }

  /** Until resumed or stopped; at once where the run is not paused. */
  whenResumed(): Promise<void> {
    return this.waiting ?? Promise.resolve();
  }
}

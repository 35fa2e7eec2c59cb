// Time by task, summed over steps.
import type { OperationTime } from '../types';
import type { Task } from './task';

type Timed = Pick<Task, 'operations' | 'phase' | 'kernel'>;

export class Profiler {
  private readonly now: () => number;
  private readonly times = new Map<string, { task: Timed; forward: number; backward: number }>();
  private steps = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  measure(task: Timed, run: () => void | Promise<void>): void | Promise<void> {
    const begin = this.now();
    const done = run();
    if (done) return done.then(() => this.add(task, this.now() - begin));
    this.add(task, this.now() - begin);
  }

  countStep(): void {
    this.steps++;
  }

  reset(): void {
    this.times.clear();
    this.steps = 0;
  }

  report(): readonly OperationTime[] {
    return [...this.times.values()].map(({ task, forward, backward }) => ({
      operations: task.operations,
      forwardMs: forward,
      backwardMs: backward,
      steps: this.steps,
      kernel: task.kernel,
    }));
  }

  /** What was measured elsewhere. */
  add(task: Timed, ms: number): void {
    const key = task.operations.length > 0 ? task.operations.join() : task.phase;
    const entry = this.times.get(key) ?? { task, forward: 0, backward: 0 };
    entry[task.phase === 'backward' ? 'backward' : 'forward'] += ms;
    this.times.set(key, entry);
  }
}

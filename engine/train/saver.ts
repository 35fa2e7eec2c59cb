// Writes checkpoints through whoever can, and keeps those that could not be written, so that a full disk loses nothing: each is
// tried again after the next epoch and at the end, unless a newer one of its role has taken its place.
import { TrainingFailure, failure, reasonOf } from './failure';
import type { Checkpoint, Role, TrainEvent } from './events';

/** Writes it and answers with where, for people. Rejects where it cannot. */
export type Save = (checkpoint: Checkpoint) => Promise<string>;

export class Saver {
  private readonly save: Save;
  private readonly emit: (event: TrainEvent) => void;
  private readonly pending = new Map<Role, Checkpoint>();
  private readonly written = new Set<Role>();

  constructor(save: Save, emit: (event: TrainEvent) => void) {
    this.save = save;
    this.emit = emit;
  }

  /** What is still in memory alone. */
  get unsaved(): readonly Checkpoint[] {
    return [...this.pending.values()];
  }

  /** Whether a checkpoint of this role has been written in this run. */
  has(role: Role): boolean {
    return this.written.has(role);
  }

  async write(checkpoint: Checkpoint): Promise<void> {
    this.pending.set(checkpoint.role, checkpoint);
    await this.attempt(checkpoint, true);
  }

  /** Tries those again that could not be written; each was complained of once. */
  async retry(): Promise<void> {
    for (const checkpoint of this.unsaved) await this.attempt(checkpoint, false);
  }

  private async attempt(checkpoint: Checkpoint, complain: boolean): Promise<void> {
    const { role, epoch, valAcc } = checkpoint;
    try {
      const path = await this.save(checkpoint);
      this.pending.delete(role);
      this.written.add(role);
      this.emit({ event: 'checkpoint', role, epoch, valAcc, path });
    } catch (thrown) {
      if (!complain) return;
      const { problem, message } =
        thrown instanceof TrainingFailure ? thrown : failure('CL3203', { reason: reasonOf(thrown) });
      this.emit({ event: 'saveFailed', role, epoch, code: problem.code, message });
    }
  }
}

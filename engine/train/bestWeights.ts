// A copy of the model's state after its best epoch, which early stopping puts back.
import type { Engine, StateData } from '../types';

export class BestWeights {
  private state: readonly StateData[] | null = null;

  async keep(engine: Engine, parameters: number): Promise<void> {
    this.state = await Promise.all(Array.from({ length: parameters }, (_, id) => engine.readState(id)));
  }

  /** False where none were kept: after a resume from a later epoch, the best ones are in their checkpoint alone. */
  async restore(engine: Engine): Promise<boolean> {
    if (this.state === null) return false;
    for (const [id, data] of this.state.entries()) await engine.writeState(id, data);
    return true;
  }
}

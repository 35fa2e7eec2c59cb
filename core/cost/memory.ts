// The memory that a model's activations take, in inference and in training.
import { DimError, type Dim } from '../shape/dim';
import { inferencePeak } from './peak';
import { trainingSaved } from './saved';
import { layOut, type Execution } from './storage';

export interface ActivationBytes {
  /** The most bytes of activations alive at once in inference (`peak.ts`); null: unknown. */
  readonly inferencePeak: Dim | null;
  /** The bytes that autograd keeps for the backward pass (`saved.ts`); null: unknown. */
  readonly trainingSaved: Dim | null;
}

/** Of a whole forward pass: nothing may be missing from the execution. `recomputes`: parts of it run again in the backward pass. */
export function activationBytes(execution: Execution, recomputes = false): ActivationBytes {
  // what torch.vmap runs once stands for all examples of a batch
  if (execution.operations.some(({ operator }) => operator === 'per_example')) {
    return { inferencePeak: null, trainingSaved: null };
  }
  return {
    inferencePeak: attempt(() => inferencePeak(execution, layOut(execution, false))),
    trainingSaved: recomputes ? null : attempt(() => trainingSaved(execution, layOut(execution, true))),
  };
}

/** Sizes past exact arithmetic are unknown. */
function attempt(compute: () => Dim | null): Dim | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof DimError) return null;
    throw error;
  }
}

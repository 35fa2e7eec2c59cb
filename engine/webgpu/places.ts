// Places of the engine beside the plan: numbers that the host gives each step, what a step answers, the optimiser's tables.
import type { FixedBuffer } from '../plan/task';
import type { StoredRef } from './kernel';

const fixed = (key: string, elements: number): { readonly buffer: FixedBuffer; readonly ref: StoredRef } => ({
  buffer: { key, bytes: 4 * elements },
  ref: { kind: 'stored', shape: [elements], size: elements, locate: (_, address) => address(key) },
});

const step = fixed('step', 16);
const results = fixed('results', 16);

/** 0: what the batch's loss divides by; 1: 1 / batches seen, for averages without a momentum; 2: the norm to clip to. */
export const stepRef = step.ref;
/** 0: the loss's sum; 1: correct; 2: the squared norm of the gradients; 3: how many are not finite; 4: what they are multiplied by. */
export const resultsRef = results.ref;

/** Numbers of one parameter in the update's table. */
export const ENTRY = 16;

export interface UpdatePlaces {
  /** Which entry each element of the flat arrays belongs to. */
  readonly owners: StoredRef;
  readonly entries: StoredRef;
  readonly buffers: readonly FixedBuffer[];
}

export function updatePlaces(parameters: number, elements: number): UpdatePlaces {
  const owners = fixed('owners', Math.max(1, elements));
  const entries = fixed('entries', Math.max(1, parameters * ENTRY));
  return {
    owners: owners.ref,
    entries: entries.ref,
    buffers: [step.buffer, results.buffer, owners.buffer, entries.buffer],
  };
}

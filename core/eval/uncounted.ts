// Code that runs a number of times that cannot be told: it is run once, on what cannot be told, to see whether a model's figures depend
// on it. What it changes is taken back.
import type { OperatorHost } from './torch/dispatch';
import type { Machine, UnknownValue, Value } from './values';

/** Yields `unknown`, in whose place the code would have yielded values. */
export function runsUncounted(machine: Machine, unknown: UnknownValue, body: () => void): UnknownValue {
  const { frame } = machine;
  if (frame !== null && (machine as OperatorHost).recording !== null) {
    machine.maybe(unknown, frame, () => {
      body();
      return 'normal';
    });
  }
  return unknown;
}

/** The same for a function that is called with items of what cannot be told, as `map` calls it. */
export const callsUncounted = (machine: Machine, unknown: UnknownValue, callable: Value, arity = 1): UnknownValue =>
  callable === null
    ? unknown
    : runsUncounted(machine, unknown, () => void machine.call(callable, Array<Value>(arity).fill(unknown)));

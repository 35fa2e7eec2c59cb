// Context managers: what `with` enters and leaves.
import { UnknownValue, type Machine, type PythonError, type Value } from './values';

export interface OpenManager {
  /** What `__enter__` gave. */
  readonly entered: Value;
  /** Leaves it for an exception; true where that ends there. */
  swallows(error: PythonError): boolean;
  /** Leaves it where nothing was raised. */
  leave(): void;
}

export function openManager(machine: Machine, manager: Value): OpenManager {
  const enter = machine.lookup(manager, '__enter__');
  const leave = machine.lookup(manager, '__exit__');
  const entered =
    enter === undefined ? machine.unknown('a context manager without __enter__') : machine.call(enter, []);
  return {
    entered,
    swallows: (error) =>
      leave !== undefined &&
      !(manager instanceof UnknownValue) &&
      machine.truth(machine.call(leave, [error.exception.type, error.exception, null])) === true,
    leave: () => {
      if (leave !== undefined) machine.call(leave, [null, null, null]);
    },
  };
}

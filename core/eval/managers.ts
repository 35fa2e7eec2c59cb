// Context managers: what `with` enters and leaves.
import { BoundMethod, FunctionValue, UnknownValue, type Machine, type PythonError, type Value } from './values';

export interface OpenManager {
  /** What `__enter__` gave. */
  readonly entered: Value;
  /** An exception may end there. */
  readonly isHandler: boolean;
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
    isHandler: leave instanceof BoundMethod && leave.callable instanceof FunctionValue && !letsThrough(leave.callable),
    swallows: (error) =>
      leave !== undefined &&
      !(manager instanceof UnknownValue) &&
      machine.truth(machine.call(leave, [error.exception.type, error.exception, null])) === true,
    leave: () => {
      if (leave !== undefined) machine.call(leave, [null, null, null]);
    },
  };
}

/** Most of the library's own managers let every exception through. */
const letsThrough = ({ program, qualifiedName }: FunctionValue): boolean =>
  program.file.startsWith('convlens-library:') && !/^(?:suppress|_Generated|ExitStack)\./.test(qualifiedName);

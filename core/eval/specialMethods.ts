// What the operators of Python have in common: the names of the special methods, and how they are asked.
import { withoutFraction } from './fractions';
import { specialMethod } from './attributes';
import { InstanceValue, NOT_IMPLEMENTED, UnknownValue, type Machine, type Value } from './values';

export interface OperatorNames {
  readonly method: string;
  readonly reflected: string;
  /** The operator on tensors. */
  readonly tensor: string;
}

export const unwrap = (value: Value): Value =>
  value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;

export const firstUnknown = (left: Value, right: Value): UnknownValue | null =>
  left instanceof UnknownValue ? withoutFraction(left) : right instanceof UnknownValue ? withoutFraction(right) : null;

/** `__add__`, then `__radd__`; the right one first where its class descends from the left one's. */
export function viaMethods(machine: Machine, names: OperatorNames, left: Value, right: Value): Value | undefined {
  const attempts: [Value, string, Value][] = [
    [left, names.method, right],
    [right, names.reflected, left],
  ];
  if (
    right instanceof InstanceValue &&
    left instanceof InstanceValue &&
    right.type !== left.type &&
    right.type.mro.includes(left.type)
  ) {
    attempts.reverse();
  }
  for (const [self, name, other] of attempts) {
    const method = specialMethod(machine, self, name);
    if (method === undefined) continue;
    const result = machine.call(method, [other]);
    if (result !== NOT_IMPLEMENTED) return result;
  }
  return undefined;
}

export const unknownOf = (machine: Machine, value: Value, what: string): UnknownValue =>
  value instanceof UnknownValue
    ? withoutFraction(value)
    : machine.unknown(`${what} that depends on a tensor's numbers or on a symbol`);

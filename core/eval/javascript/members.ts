// How the methods of JavaScript's built-in types are declared: by name, with the object first among the arguments.
import { FunctionValue, NativeFunction, UnknownValue, type Attributes, type Machine, type Value } from '../values';

/** `args` without the object; what was not given is undefined. */
export type MemberBody<Self> = (machine: Machine, self: Self, args: readonly (Value | undefined)[]) => Value;

/** A table of methods whose object is known to be of one kind. */
export function memberTable<Self extends Value>(
  definitions: Readonly<Record<string, MemberBody<Self>>>,
): ReadonlyMap<string, NativeFunction> {
  return new Map(
    Object.entries(definitions).map(([name, body]) => [
      name,
      new NativeFunction(name, (machine, [self, ...args]) => body(machine, self as Self, args)),
    ]),
  );
}

/** Functions and constants of a namespace such as `Math`. */
export function namespace(
  definitions: Readonly<Record<string, ((machine: Machine, args: readonly (Value | undefined)[]) => Value) | Value>>,
): Attributes {
  const attributes: Attributes = new Map();
  for (const [name, value] of Object.entries(definitions)) {
    attributes.set(
      name,
      typeof value === 'function' ? new NativeFunction(name, (machine, args) => value(machine, args), false) : value,
    );
  }
  return attributes;
}

/** Calls a callback. It may take fewer arguments than it is given; Python's functions (the library's) may not. */
export function callBack(machine: Machine, callback: Value | undefined, args: readonly Value[]): Value {
  if (callback === undefined || callback === null) return machine.raise('TypeError', 'undefined is not a function');
  if (callback instanceof FunctionValue && callback.program.language === 'python') {
    const most = callback.node.parameters.some(({ kind }) => kind === 'star')
      ? args.length
      : callback.node.parameters.length;
    return machine.call(callback, args.slice(0, most));
  }
  return machine.call(callback, args);
}

/** An argument that a body needs; the unknown value itself where it is unknown. */
export const firstUnknown = (values: readonly (Value | undefined)[]): UnknownValue | undefined =>
  values.find((value): value is UnknownValue => value instanceof UnknownValue);

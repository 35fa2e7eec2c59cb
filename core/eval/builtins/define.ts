// How natively written functions are declared: by name, with Python's parameter names, read as an array of values.
import { NativeFunction, type Attributes, type Machine, type Value } from '../values';

/** `undefined` stands for an argument that was not given. */
export type NativeBody = (machine: Machine, args: readonly (Value | undefined)[]) => Value;

/** Binds positional and keyword arguments to `parameters` (a leading `*` gathers the rest as a trailing array is not needed). */
export function nativeFunction(
  name: string,
  parameters: readonly string[],
  body: NativeBody,
  binds = true,
): NativeFunction {
  return new NativeFunction(
    name,
    (machine, args, keywords) => {
      const values: (Value | undefined)[] = [...args];
      if (args.length > parameters.length) {
        machine.raise('TypeError', `${name}() takes at most ${parameters.length} arguments (${args.length} given)`);
      }
      if (keywords !== null) {
        for (const [key, value] of keywords) {
          const index = parameters.indexOf(key);
          if (index === -1) machine.raise('TypeError', `${name}() got an unexpected keyword argument '${key}'`);
          values[index] = value;
        }
      }
      return body(machine, values);
    },
    binds,
  );
}

/** Declares several functions at once into `target`: `{ 'append(self, item)': body }`. */
export function defineAll(target: Attributes, definitions: Readonly<Record<string, NativeBody>>): void {
  for (const [signature, body] of Object.entries(definitions)) {
    const [, name, list] = /^(\w+)\((.*)\)$/.exec(signature) as RegExpExecArray;
    const parameters = list === '' ? [] : list.split(',').map((parameter) => parameter.trim());
    target.set(name, nativeFunction(name, parameters, body));
  }
}

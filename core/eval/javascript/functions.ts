// Binding of arguments by JavaScript's rules: surplus arguments are dropped, absent ones undefined, and a default is evaluated at
// the call, where the parameters before it are known.
import { ListValue, type Frame, type FunctionValue, type Machine, type Scope, type Value } from '../values';

export function bindScriptArguments(machine: Machine, fn: FunctionValue, args: readonly Value[], scope: Scope): void {
  const frame: Frame = {
    scope,
    program: fn.program,
    function: fn,
    returned: null,
    maybeReturned: null,
    caller: machine.frame,
    callNode: null,
    self: undefined,
    depth: machine.frame === null ? 0 : machine.frame.depth,
  };
  fn.node.parameters.forEach((parameter, i) => {
    if (parameter.kind === 'star') {
      scope.names.set(parameter.name, new ListValue(args.slice(i)));
      return;
    }
    const given = i < args.length ? args[i] : null;
    scope.names.set(
      parameter.name,
      given === null && parameter.default !== null ? machine.evaluate(parameter.default, frame) : given,
    );
  });
}

/** Every parameter may be left out, by what its declaration says: `x = 1`, `x?: T`, `...xs`. */
export const needsNoArguments = ({ node, program }: FunctionValue): boolean =>
  node.parameters.every(
    ({ kind, default: fallback, start, end }) =>
      // where the source has no default, undefined stands for it behind the parameter
      kind === 'star' ||
      (fallback !== null && fallback.start < end) ||
      /^[\w$]+\s*\?/.test(program.text.slice(start, end)),
  );

// `f.__annotations__`: evaluated when it is asked for, since few ask; what cannot be evaluated is its text.
import type { Expression } from '../syntax/ast';
import { DictValue, PythonError, type Frame, type FunctionValue, type Machine, type Value } from './values';

export function annotationsOf(machine: Machine, fn: FunctionValue): DictValue {
  const dict = new DictValue();
  const { program, node, closure } = fn;
  const frame: Frame = {
    scope: closure,
    program,
    function: null,
    returned: null,
    maybeReturned: null,
    caller: machine.frame,
    callNode: null,
    self: undefined,
    depth: machine.frame === null ? 0 : machine.frame.depth + 1,
  };
  const valueOf = (annotation: Expression): Value => {
    try {
      return machine.evaluate(annotation, frame);
    } catch (error) {
      if (error instanceof PythonError) return program.text.slice(annotation.start, annotation.end);
      throw error;
    }
  };
  const add = (key: string, annotation: Expression | null): void => {
    if (annotation !== null) dict.entries.set(key, { key, value: valueOf(annotation) });
  };
  for (const parameter of node.parameters) add(parameter.name, parameter.annotation);
  if (node.kind === 'function') add('return', node.returns);
  return dict;
}

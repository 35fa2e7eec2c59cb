// The reference backend: every operation is one task forward and one backward, computed by its plain rule. The WebAssembly
// backend uses the same tasks, on the same memory, for operators that have no kernel.
import { BoundBackward, BoundForward } from './bound';
import type { PlanOperation } from './ir';
import type { RunState } from './run-state';
import type { Buffer, Task } from './task';
import {
  gradientBuffer,
  gradientKey,
  gradientViewOf,
  inputValues,
  isPlanned,
  requiredRule,
  savedKey,
  savedOf,
  valueBuffer,
} from './views';

const savedBuffers = (operation: PlanOperation, training: boolean): readonly Buffer[] =>
  Object.entries(savedOf(operation, training)).map(([name, { elements, type }]) => ({
    key: savedKey(operation, name),
    bytes: elements * (type === 'float64' ? 8 : 4),
  }));

export function forwardTask(run: RunState, operation: PlanOperation, training: boolean): Task {
  const rule = requiredRule(operation);
  const values = [...inputValues(operation), ...operation.outputs].filter(isPlanned);
  return {
    operations: [operation.index],
    phase: 'forward',
    kernel: 'reference',
    touches: [...values.map(valueBuffer), ...savedBuffers(operation, training)],
    bind(address) {
      const context = new BoundForward(run, operation, address);
      return () => rule.forward(context);
    },
  };
}

/** @param fresh says, once for each gradient, that nothing was added to it yet: it is cleared first */
export function backwardTask(run: RunState, operation: PlanOperation, fresh: (key: string) => boolean): Task {
  const rule = requiredRule(operation);
  const read = (rule.reads?.inputs ?? []).flatMap((name) => operation.inputs[name] ?? []);
  const values = [...read, ...(rule.reads?.outputs ? operation.outputs : [])].filter(isPlanned);
  const wanted = inputValues(operation).filter((value) => value.hasGradient);
  const gradients = [...operation.outputs, ...wanted].filter((value) => value.hasGradient && isPlanned(value));
  const arriving = operation.outputs.map((value) => value.hasGradient && !fresh(gradientKey(value)));
  const cleared = [...new Set(wanted)].filter((value) => fresh(gradientKey(value)));
  return {
    operations: [operation.index],
    phase: 'backward',
    kernel: 'reference',
    touches: [...values.map(valueBuffer), ...gradients.map(gradientBuffer), ...savedBuffers(operation, true)],
    bind(address) {
      const context = new BoundBackward(run, operation, address, arriving);
      const clear = cleared.map((value) => gradientViewOf(run, address, value)?.data);
      return () => {
        for (const data of clear) data?.fill(0);
        return rule.backward?.(context);
      };
    },
  };
}

// The reference backend: every operation is one task forward and one backward, computed by its plain rule. The WebAssembly
// backend uses the same tasks, on the same memory, for operators that have no kernel.
import { plainArithmetic } from '../optim/arithmetic';
import { BoundBackward, BoundForward } from './bound';
import type { PlanOperation } from './ir';
import type { Backend, Buffer, Task } from './task';
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

export function forwardTask(operation: PlanOperation, training: boolean): Task {
  const rule = requiredRule(operation);
  const values = [...inputValues(operation), ...operation.outputs].filter(isPlanned);
  return {
    operations: [operation.index],
    phase: 'forward',
    kernel: 'reference',
    touches: [...values.map(valueBuffer), ...savedBuffers(operation, training)],
    writes: operation.outputs.map(valueBuffer),
    bind(run, address) {
      const context = new BoundForward(run, operation, address);
      return () => rule.forward(context);
    },
  };
}

/** @param fresh see `Backend.backward` */
export function backwardTask(operation: PlanOperation, fresh: (key: string) => boolean): Task {
  const rule = requiredRule(operation);
  const read = (rule.reads?.inputs ?? []).flatMap((name) => operation.inputs[name] ?? []);
  const values = [...read, ...(rule.reads?.outputs ? operation.outputs : [])].filter(isPlanned);
  const wanted = [...new Set(inputValues(operation))].filter((value) => value.hasGradient);
  const gradients = [...operation.outputs, ...wanted].filter((value) => value.hasGradient && isPlanned(value));
  const arriving = operation.outputs.map((value) => value.hasGradient && !fresh(gradientKey(value)));
  const cleared = wanted.filter((value) => fresh(gradientKey(value)));
  return {
    operations: [operation.index],
    phase: 'backward',
    kernel: 'reference',
    touches: [...values.map(valueBuffer), ...gradients.map(gradientBuffer), ...savedBuffers(operation, true)],
    writes: wanted.filter(isPlanned).map(gradientBuffer),
    bind(run, address) {
      const context = new BoundBackward(run, operation, address, arriving);
      const clear = cleared.map((value) => gradientViewOf(run, address, value)?.data);
      return () => {
        for (const data of clear) data?.fill(0);
        return rule.backward?.(context);
      };
    },
  };
}

export const referenceBackend: Backend = {
  kind: 'reference',
  cacheBytes: null,
  arithmetic: plainArithmetic,
  forward: (graph) => graph.operations.map((operation) => forwardTask(operation, graph.training)),
  backward: (graph, fresh) =>
    [...graph.operations]
      .reverse()
      .flatMap((operation) => (operation.hasBackward ? [backwardTask(operation, fresh)] : [])),
};

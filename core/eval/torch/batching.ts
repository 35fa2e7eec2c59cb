// torch.vmap: the function runs once, on one example, and every operation that depends on an example counts for all of them.
import type { ValueId } from '../../graph/graph';
import { multiply, product, type Dim } from '../../shape/dim';
import { inputsOf } from '../../cost/storage';
import { TensorValue, type Machine, type Value } from '../values';
import type { OperatorHost } from './dispatch';
import type { RecordedOperation, Recording } from './recording';

/** `call`: runs the function. `examples`: the tensors that are one of `size` examples. */
export function countForEach(machine: Machine, size: Dim, examples: readonly Value[], call: () => Value): Value {
  const { recording } = machine as OperatorHost;
  if (recording === null) return call();
  const dependent = new Set<ValueId>();
  for (const example of examples) if (example instanceof TensorValue) dependent.add(recording.valueOf(example));
  const start = recording.operations.length;
  const result = call();
  for (let i = start; i < recording.operations.length; i++) {
    const operation = recording.operations[i];
    if (!inputsOf(operation).some((id) => dependent.has(id))) continue;
    for (const id of operation.outputs) dependent.add(id);
    const macs = operation.macs === 0 ? countedTogether(recording, operation) : operation.macs;
    recording.operations[i] = { ...operation, macs: macs === null ? null : multiply(macs, size) };
  }
  return result;
}

/** Products of vectors, which torch.utils.flop_counter does not see one at a time, are products of matrices for a batch. */
function countedTogether({ values }: Recording, operation: RecordedOperation): Dim {
  if (!vectorProducts.has(operation.operator)) return 0;
  const shapes = inputsOf(operation).map((id) => values[id].shape);
  return product(shapes.find((shape) => shape.length > 1) ?? shapes[0]);
}

const vectorProducts = new Set(['dot', 'mv', 'matmul', 'linear']);

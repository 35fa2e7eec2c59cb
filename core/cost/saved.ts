// The bytes that autograd keeps for the backward pass: which tensors each operation's node saves (`saved-rules.ts`), every storage
// once. As PyTorch does it on the CPU in training mode: batch norms use batch statistics and dropouts drop, whatever mode the graph
// was analysed in; the model's input needs no gradient; parameters and buffers are not counted, the input is where it is kept.
//
//     conv2d 0 -> 1, batch_norm 1 -> 2, relu in place 2 -> 3      saved: 0, 1, two statistics, 3 (which is 2)
import type { ValueId } from '../graph/graph';
import { sum, type Dim } from '../shape/dim';
import { isComplex } from '../ops/promotion';
import { dtypeBytes, type DType } from '../shape/dtype';
import { inputsOf, valueBytes, type ExecutedOperation, type Execution, type Layout } from './storage';
import { savedBy } from './saved-rules';
import type { SavedItem, SavingFacts } from './saving-facts';

const isFloating = (dtype: DType): boolean => /^(?:b?float|complex)/.test(dtype);

/** Operations whose result carries no gradient. */
const cuts = new Set(
  `
    detach ones_like zeros_like rand_like randn_like full_like empty_like new_zeros new_ones new_full
    new_empty sign floor ceil round trunc one_hot bernoulli multinomial poisson binomial zero fill
  `
    .trim()
    .split(/\s+/),
);

/** In bytes; null: an operation whose node is not modelled. */
export function trainingSaved(execution: Execution, layout: Layout): Dim | null {
  const needsGradient: boolean[] = execution.values.map(({ source, dtype }) => {
    if (source.kind !== 'parameter' || !isFloating(dtype)) return false;
    return execution.parameters[source.parameter]?.trainable ?? false;
  });
  const storages = new Set<number>();
  const others: Dim[] = [];
  for (const operation of execution.operations) {
    const isTracked = operation.isUntracked !== true && !cuts.has(operation.operator);
    const needs = isTracked && inputsOf(operation).some((id) => needsGradient[id]);
    if (!needs) continue;
    for (const id of operation.outputs) needsGradient[id] = isFloating(execution.values[id].dtype);
    if (!operation.outputs.some((id) => needsGradient[id])) continue;
    const saved = savedBy(operation, facts(execution, layout, operation, needsGradient));
    if (saved === null) return null;
    for (const item of saved) {
      if (typeof item === 'object' && 'storage' in item) storages.add(item.storage);
      else others.push(item);
    }
  }
  const activations = [...storages].filter((storage) => layout.storages[storage].isActivation);
  return sum([...activations.map((storage) => layout.storages[storage].bytes), ...others]);
}

function facts(
  execution: Execution,
  layout: Layout,
  operation: ExecutedOperation,
  needsGradient: readonly boolean[],
): SavingFacts {
  const ids = (name: string): readonly ValueId[] => {
    const input = operation.inputs[name];
    return input === null || input === undefined ? [] : typeof input === 'number' ? [input] : input;
  };
  const at = (id: ValueId): SavedItem => ({ storage: layout.storageOf[id] });
  const inPlace =
    operation.attributes.inplace === true ||
    (operation.shares !== undefined && operation.shares !== null && operation.isInPlace === true);
  return {
    needsGradient: (name) => ids(name).some((id) => needsGradient[id]),
    input: (name) => ids(name).map(at),
    result: (index = 0) => [at(operation.outputs[index])],
    inPlace,
    elementBytes: (name) => {
      const [first] = ids(name);
      return first === undefined ? 4 : dtypeBytes[execution.values[first].dtype];
    },
    shape: (name) => execution.values[ids(name)[0]]?.shape ?? [],
    resultShape: (index = 0) => execution.values[operation.outputs[index]].shape,
    isComplex: (name) => ids(name).some((id) => isComplex(execution.values[id].dtype)),
    copy: (name) => ids(name).map((id) => valueBytes(execution.values[id])),
    each: (name) =>
      ids(name).map((id) => ({
        shape: execution.values[id].shape,
        strides: layout.strides[id],
        kept: at(id),
        copy: valueBytes(execution.values[id]),
        needsGradient: needsGradient[id],
      })),
  };
}

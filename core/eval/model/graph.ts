// From a recording to the model graph.
import { keyText } from '../hashing';
import type {
  Graph,
  InitialisationStep,
  Initialiser,
  LeafCall,
  Operation,
  ReceptiveField,
  Tree,
  ValueId,
} from '../../graph/graph';
import { sum, type Dim } from '../../shape/dim';
import type { StorageStep } from '../interpreter';
import type { RecordedCall, RecordedOperation, Recording } from '../torch/recording';
import { DictValue, ListValue, TensorValue, TupleValue, type Value } from '../values';
import type { ModuleTree } from './walk';

export interface GraphSource {
  readonly expression: string;
  readonly training: boolean;
  readonly recording: Recording;
  readonly tree: ModuleTree;
  readonly steps: readonly StorageStep[];
  readonly inputs: readonly ValueId[];
  readonly output: Value;
  /** Per value, where it is known. */
  readonly receptiveFields: readonly (ReceptiveField | null)[];
}

export function buildGraph(source: GraphSource): Graph<Dim> {
  const { recording, tree } = source;
  const leaves = leafCalls(recording, tree);
  const callOf = new Map<number, number>();
  leaves.forEach((call, index) => {
    for (let i = call.start; i < call.end; i++) callOf.set(i, index);
  });
  return {
    version: 1,
    expression: source.expression,
    training: source.training,
    values: recording.values,
    inputs: source.inputs,
    output: outputTree(source.output, recording),
    parameters: tree.parameters,
    initialisation: initialisation(tree, source.steps),
    operations: recording.operations.map((operation, i): Operation<Dim> => ({
      ...operation,
      call: callOf.get(i) ?? null,
    })),
    calls: leaves.map((call) => leafCall(call, source)),
  };
}

/** Calls of the tree's leaf modules. A module that `forward` itself makes and calls is no layer of the model: it has no name. */
export const leafCalls = (recording: Recording, tree: ModuleTree): RecordedCall[] =>
  recording.calls.filter((call) => call.leaf && tree.paths.has(call.module));

function leafCall(call: RecordedCall, source: GraphSource): LeafCall<Dim> {
  const { recording, tree, receptiveFields } = source;
  return {
    path: tree.paths.get(call.module) ?? '',
    type: call.module.type.name,
    inputs: call.inputs,
    output: call.output,
    params: call.params,
    macs: callMacs(call, recording.operations),
    receptiveField: call.outputValue === null ? null : (receptiveFields[call.outputValue] ?? null),
    attributes: call.attributes,
    defined: call.module.created?.location ?? null,
    called: call.called,
    operations: [call.start, call.end],
  };
}

/** null: an operation inside could not be told. */
export function callMacs(call: RecordedCall, operations: readonly RecordedOperation[]): Dim | null {
  if (!call.certain) return null;
  const macs = operations.slice(call.start, call.end).map((operation) => operation.macs);
  return macs.includes(null) ? null : sum(macs as Dim[]);
}

function outputTree(value: Value, recording: Recording): Tree<ValueId> {
  if (value instanceof TensorValue) return recording.valueOf(value);
  if (value instanceof TupleValue || value instanceof ListValue)
    return value.items.map((item) => outputTree(item, recording));
  if (value instanceof DictValue) {
    const tree: Record<string, Tree<ValueId>> = {};
    for (const { key, value: item } of value.entries.values()) tree[keyText(key)] = outputTree(item, recording);
    return tree;
  }
  return null;
}

/** Fills and draws in order; draws for tensors that are no parameters still move the generator. */
function initialisation(tree: ModuleTree, steps: readonly StorageStep[]): InitialisationStep[] {
  const filled = new Set<number>();
  const result: InitialisationStep[] = [];
  for (const { storage, initialiser } of steps) {
    const parameter = tree.byStorage.get(storage);
    if (parameter !== undefined) filled.add(parameter);
    else if (!draws(initialiser)) continue;
    result.push({ parameter: parameter ?? null, elements: storage.elements ?? 0, initialiser });
  }
  tree.tensors.forEach((tensor, parameter) => {
    if (filled.has(parameter) || tensor.uninitialised) return;
    const { data } = tensor.tensor;
    const initialiser: Initialiser =
      data !== undefined
        ? { kind: 'data', data }
        : { kind: 'unsupported', reason: 'how this tensor is filled is not modelled' };
    result.push({ parameter, elements: tensor.storage.elements ?? 0, initialiser });
  });
  return result;
}

const draws = (initialiser: Initialiser): boolean => !['constant', 'data', 'unsupported'].includes(initialiser.kind);

// From a recording to the model graph.
import { keyText } from '../hashing';
import type { Graph, InitialisationStep, Initialiser, LeafCall, Operation, Tree, ValueId } from '../../graph/graph';
import type { PassCosts } from '../../cost/remembered';
import { sum, type Dim } from '../../shape/dim';
import type { StorageStep } from '../storageSteps';
import type { RecordedCall, RecordedOperation, Recording } from '../torch/recording';
import { DictValue, ListValue, TensorValue, TupleValue, type Derivation, type Storage, type Value } from '../values';
import { aliasedChanges } from './aliases';
import type { ModuleTree } from './walk';

export interface GraphSource {
  readonly expression: string;
  readonly training: boolean;
  readonly recording: Recording;
  readonly tree: ModuleTree;
  readonly steps: readonly StorageStep[];
  readonly inputs: readonly ValueId[];
  readonly output: Tree<ValueId>;
  readonly costs: PassCosts;
}

export function buildGraph(source: GraphSource): Graph<Dim> {
  const { recording, tree, output } = source;
  const leaves = leafCalls(recording, tree);
  const callOf = new Map<number, number>();
  leaves.forEach((call, index) => {
    for (let i = call.start; i < call.end; i++) callOf.set(i, index);
  });
  const aliased = aliasedChanges(recording.operations, leavesOf(output));
  return {
    version: 1,
    expression: source.expression,
    training: source.training,
    // the same object from one analysis to the next where it is the same pass
    values: source.costs.pass.values,
    inputs: source.inputs,
    output,
    parameters: tree.parameters,
    initialisation: initialisation(tree, source.steps),
    operations: recording.operations.map((operation, i): Operation<Dim> => ({
      ...operation,
      ...(aliased.has(i) && { aliased: true }),
      call: callOf.get(i) ?? null,
    })),
    calls: leaves.map((call) => leafCall(call, source)),
  };
}

/** Calls of the tree's leaf modules. A module that `forward` itself makes and calls is no layer of the model: it has no name. */
export const leafCalls = (recording: Recording, tree: ModuleTree): RecordedCall[] =>
  recording.calls.filter((call) => call.leaf && tree.paths.has(call.module));

function leafCall(call: RecordedCall, source: GraphSource): LeafCall<Dim> {
  const { recording, tree, costs } = source;
  return {
    path: tree.paths.get(call.module) ?? '',
    type: call.module.type.name,
    inputs: call.inputs,
    output: call.output,
    params: call.params,
    macs: callMacs(call, recording.operations),
    ...costs.viewOf(call.outputValue),
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

function leavesOf(tree: Tree<ValueId>): readonly ValueId[] {
  if (tree === null) return [];
  return typeof tree === 'number' ? [tree] : Object.values(tree as Record<string, Tree<ValueId>>).flatMap(leavesOf);
}

/** The values of what a model returned. */
export function outputTree(value: Value, recording: Recording): Tree<ValueId> {
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
  const outside = sourcesOutside(tree, steps);
  for (const { storage, initialiser, part } of steps) {
    const parameter = tree.byStorage.get(storage);
    const tensor = outside.get(storage);
    if (parameter !== undefined) filled.add(parameter);
    else if (tensor === undefined && (initialiser.kind === 'from' || !draws(initialiser))) continue;
    result.push({
      parameter: parameter ?? null,
      ...(parameter === undefined && tensor !== undefined && { tensor }),
      ...(part !== null && { offset: part.offset }),
      elements: part?.elements ?? storage.elements ?? 0,
      initialiser: initialiser.kind === 'from' ? derived(initialiser, tree, outside) : initialiser,
    });
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

/** Tensors that are no parameters but of which parameters are made, by way of others too, numbered. */
function sourcesOutside(tree: ModuleTree, steps: readonly StorageStep[]): ReadonlyMap<Storage, number> {
  const found = new Map<Storage, number>();
  for (const { storage, initialiser } of [...steps].reverse()) {
    if (initialiser.kind !== 'from' || !(tree.byStorage.has(storage) || found.has(storage))) continue;
    const { source } = initialiser;
    if (!tree.byStorage.has(source) && !found.has(source)) found.set(source, found.size);
  }
  return found;
}

function derived(
  { source, operation, value }: Derivation,
  tree: ModuleTree,
  outside: ReadonlyMap<Storage, number>,
): Initialiser {
  const parameter = tree.byStorage.get(source);
  const index = parameter ?? outside.get(source) ?? 0;
  return { kind: 'derived', from: parameter === undefined ? 'tensor' : 'parameter', index, operation, value };
}

const draws = (initialiser: Initialiser): boolean => !['constant', 'data', 'unsupported'].includes(initialiser.kind);

// From the serialised graph to the planner's view of it for one batch size: what the output needs, with shapes, names and
// places, and what the gradient reaches. Refuses what the engine cannot compute, at its place.
import type { Operation, SerialisedGraph, Tree, ValueId } from '../../core/graph/graph';
import { layerRule } from '../layers/table';
import type { PlanRefusal } from '../types';
import type { GraphPart } from './parts';
import { batchShapes, countedAttributes, type BatchShape } from './batch-size';
import { memoryOrders } from './memory-order';
import { operatorName } from './operator-name';
import { shapeContext } from './shape-context';
import { sizeOf, type DerivedGraph, type PlanInputs, type PlanOperation, type PlanSource, type PlanValue } from './ir';

export type Derivation = { readonly kind: 'known'; readonly value: DerivedGraph } | PlanRefusal;

const inputIds = (operation: Operation<number | string>): readonly ValueId[] =>
  Object.values(operation.inputs).flatMap((entry) => (entry === null ? [] : entry));

/** @param count items in the batch; `training` keeps side effects and decides what the gradient reaches. */
export function derive(graph: SerialisedGraph, part: GraphPart, count: number, training: boolean): Derivation {
  const outputs = outputsOf(part);
  if (outputs === null)
    return refusal(
      'CL3003',
      { actual: describeTree(part.output) },
      'return one tensor from forward, or say how much the losses of the further ones count (--aux-weight)',
    );
  const live = liveOperations(graph, part, outputs, training);
  for (const index of live) {
    const operation = graph.operations[index];
    const operator = operatorName(graph, operation);
    if (layerRule(operator) === null)
      return {
        kind: 'refused',
        problem: { code: 'CL3001', details: { operator } },
        location: operation.location,
      };
  }
  const unmade = unmadeOutput(graph, live, outputs);
  if (unmade) return unmade;
  // What it changes may be anywhere, so it counts whether or not its own result is used.
  const aliased = graph.operations.slice(...part.operations).find((operation) => operation.aliased);
  if (aliased)
    return {
      kind: 'refused',
      problem: {
        code: 'CL3001',
        details: { operator: aliased.operator },
        actual: 'a change in place of what is read later by another name',
      },
      location: aliased.location,
    };
  const shapes = batchShapes(graph, count);
  const gradients = gradientFlow(graph, live, outputs);
  return buildGraph(graph, { part, count, training, outputs, live, shapes, gradients });
}

/** An output is read that its rule does not compute: the positions of the largest, say. */
function unmadeOutput(
  graph: SerialisedGraph,
  live: readonly number[],
  outputs: readonly ValueId[],
): PlanRefusal | null {
  const read = new Set<ValueId>([...outputs, ...live.flatMap((index) => inputIds(graph.operations[index]))]);
  for (const index of live) {
    const operation = graph.operations[index];
    if (!layerRule(operatorName(graph, operation))?.firstOutputOnly) continue;
    if (operation.outputs.slice(1).some((id) => read.has(id)))
      return {
        kind: 'refused',
        problem: { code: 'CL3001', details: { operator: operation.operator }, actual: 'positions, rather than values' },
        location: operation.location,
      };
  }
  return null;
}

const refusal = (
  code: PlanRefusal['problem']['code'],
  details: Record<string, string | number>,
  hint?: string,
): PlanRefusal => ({
  kind: 'refused',
  problem: { code, details, hint },
  location: null,
});

/** The output that is told about, first, and further ones whose loss counts; null: which is not evident. */
function outputsOf({ output, auxiliaryWeight }: GraphPart): readonly ValueId[] | null {
  const tensors = tensorsOf(output);
  if (tensors.length === 1) return tensors;
  if (tensors.length === 0 || auxiliaryWeight === null) return null;
  return auxiliaryWeight === 0 ? tensors.slice(0, 1) : tensors;
}

/** The tensors of a tuple, list or dict, in order. */
function tensorsOf(tree: Tree<ValueId>): readonly ValueId[] {
  if (tree === null) return [];
  return typeof tree === 'number' ? [tree] : Object.values(tree as Record<string, Tree<ValueId>>).flatMap(tensorsOf);
}

const describeTree = (tree: Tree<ValueId>): string =>
  tree === null ? 'None' : Array.isArray(tree) ? `a tuple of ${tree.length}` : 'a dict';

/** Indices of the operations that the output needs, or that have an effect of their own in training, in order. */
function liveOperations(
  graph: SerialisedGraph,
  part: GraphPart,
  outputs: readonly ValueId[],
  training: boolean,
): readonly number[] {
  const wanted = new Set<ValueId>(outputs);
  const live: number[] = [];
  const [from, to] = part.operations;
  for (let index = to - 1; index >= from; index--) {
    const operation = graph.operations[index];
    const effect = training && layerRule(operation.operator)?.effect === true;
    if (!effect && !operation.outputs.some((id) => wanted.has(id))) continue;
    live.push(index);
    for (const id of inputIds(operation)) wanted.add(id);
  }
  return live.reverse();
}

interface GradientFlow {
  /** Values that depend on a trainable parameter through differentiable operators. */
  readonly needs: ReadonlySet<ValueId>;
  /** Of those, what the output depends on. */
  readonly has: ReadonlySet<ValueId>;
}

function gradientFlow(graph: SerialisedGraph, live: readonly number[], outputs: readonly ValueId[]): GradientFlow {
  const needs = new Set<ValueId>();
  graph.values.forEach(({ source }, id) => {
    if (source.kind === 'parameter' && graph.parameters[source.parameter].trainable) needs.add(id);
  });
  for (const index of live) {
    const operation = graph.operations[index];
    if (layerRule(operatorName(graph, operation))?.backward && inputIds(operation).some((id) => needs.has(id)))
      for (const id of operation.outputs) needs.add(id);
  }
  const has = new Set<ValueId>(outputs.filter((output) => needs.has(output)));
  for (const index of [...live].reverse()) {
    const operation = graph.operations[index];
    if (!operation.outputs.some((id) => has.has(id)) || !layerRule(operatorName(graph, operation))?.backward) continue;
    for (const id of inputIds(operation)) if (needs.has(id)) has.add(id);
  }
  return { needs, has };
}

interface Parts {
  readonly part: GraphPart;
  readonly count: number;
  readonly training: boolean;
  readonly outputs: readonly ValueId[];
  readonly live: readonly number[];
  readonly shapes: readonly (BatchShape | undefined)[];
  readonly gradients: GradientFlow;
}

function buildGraph(graph: SerialisedGraph, parts: Parts): Derivation {
  const values = new Map<ValueId, PlanValue>();
  const problems: PlanRefusal[] = [];
  const valueOf = (id: ValueId): PlanValue => {
    const known = values.get(id);
    if (known) return known;
    const made = buildValue(graph, parts, id);
    if ('kind' in made) problems.push(made);
    const value: PlanValue = 'kind' in made ? EMPTY : made;
    values.set(id, value);
    return value;
  };
  const operations = parts.live.map((index) => buildOperation(graph, parts, index, valueOf));
  const inputs = parts.part.inputs.map(valueOf);
  const [output, ...further] = parts.outputs.map(valueOf);
  if (problems.length > 0) return problems[0];
  const odd = further.find(({ shape }) => shape.join() !== output.shape.join());
  if (odd) return refusal('CL3003', { actual: `outputs of ${output.shape.join('×')} and of ${odd.shape.join('×')}` });
  const weight = parts.part.auxiliaryWeight ?? 0;
  const auxiliary = further.map((value) => ({ value, weight }));
  for (const operation of operations) {
    const reason = layerRule(operation.operator)?.refuses?.(shapeContext(operation, parts.training)) ?? null;
    if (reason !== null)
      return {
        kind: 'refused',
        problem: { code: 'CL3001', details: { operator: operation.operator }, actual: reason },
        location: operation.location,
      };
  }
  const used = graph.parameters.map(() => false);
  for (const value of values.values())
    if (value.source.kind === 'parameter') used[value.source.parameter] = value.hasGradient;
  return {
    kind: 'known',
    value: {
      count: parts.count,
      training: parts.training,
      inputs,
      output,
      auxiliary,
      operations: ordered(graph, parts, operations),
      used,
    },
  };
}

/** Dropouts are told how what they drop from lies in memory (`memory_order`). */
function ordered(
  graph: SerialisedGraph,
  { part, count, training }: Parts,
  operations: readonly PlanOperation[],
): readonly PlanOperation[] {
  if (!training || !operations.some(({ operator }) => operator === 'dropout')) return operations;
  const pair = count < 2 ? derive(graph, part, 2, training) : null;
  const orders = memoryOrders(pair?.kind === 'known' ? pair.value.operations : operations);
  return operations.map((operation) => {
    const order = orders.get(operation.index);
    return order ? { ...operation, attributes: { ...operation.attributes, memory_order: order } } : operation;
  });
}

const EMPTY: PlanValue = {
  id: -1,
  shape: [],
  size: 1,
  batchAxis: null,
  source: { kind: 'operation' },
  boolean: false,
  needsGradient: false,
  hasGradient: false,
};

function buildValue(graph: SerialisedGraph, parts: Parts, id: ValueId): PlanValue | PlanRefusal {
  const { source } = graph.values[id];
  const place = source.kind === 'operation' ? graph.operations[source.operation].location : null;
  const derived = parts.shapes[id];
  if (derived === undefined)
    return { ...refusal('CL3004', { batch: parts.count, shape: graph.values[id].shape.join('×') }), location: place };
  let planSource: PlanSource;
  if (source.kind === 'constant') {
    if (source.data === null) return { ...refusal('CL3005', {}), location: place };
    planSource = { kind: 'constant', data: source.data };
  } else planSource = source.kind === 'operation' ? { kind: 'operation' } : source;
  return {
    id,
    shape: derived.shape,
    size: sizeOf(derived.shape),
    batchAxis: derived.batchAxis,
    source: planSource,
    boolean: graph.values[id].dtype === 'bool',
    needsGradient: parts.gradients.needs.has(id),
    hasGradient: parts.gradients.has.has(id),
  };
}

function buildOperation(
  graph: SerialisedGraph,
  parts: Parts,
  index: number,
  valueOf: (id: ValueId) => PlanValue,
): PlanOperation {
  const operation = graph.operations[index];
  const inputs: Record<string, PlanInputs[string]> = {};
  for (const [name, entry] of Object.entries(operation.inputs))
    inputs[name] = entry === null ? null : typeof entry === 'number' ? valueOf(entry) : entry.map(valueOf);
  // torch.max(x, y): the second may stand where the axis does.
  if (inputs['dim'] && !inputs['other']) inputs['other'] = inputs['dim'];
  const outputs = operation.outputs.map(valueOf);
  return {
    index,
    operator: operatorName(graph, operation),
    inputs,
    attributes: { ...attributesOf(graph, operation, parts.count), ...evaluating(parts, inputs) },
    outputs,
    layer: operation.call === null ? operation.operator : graph.calls[operation.call].path,
    location: operation.location,
    hasBackward: outputs.some((value) => value.hasGradient),
  };
}

/** Norms and dropouts of the training graph as evaluation has them, where there is no graph of evaluation. */
function evaluating({ part, training }: Parts, inputs: PlanOperation['inputs']): PlanOperation['attributes'] {
  if (training || !part.trained) return {};
  return { training: false, dropout_p: 0, ...(inputs['running_mean'] && { use_input_stats: false }) };
}

/** A batch norm made with momentum=None is called with 0.0: the module averages by itself. */
function attributesOf(
  graph: SerialisedGraph,
  operation: Operation<number | string>,
  count: number,
): PlanOperation['attributes'] {
  const attributes = countedAttributes(graph, operation.attributes, count);
  const cumulative =
    operation.operator === 'batch_norm' &&
    operation.call !== null &&
    graph.calls[operation.call].attributes['momentum'] === null;
  return cumulative ? { ...attributes, momentum: null } : attributes;
}

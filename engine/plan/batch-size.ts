// Every shape of an analysed graph again, for another batch size. A graph analysed with a symbolic batch says by itself which
// extents grow (`N`, `3*N`); one analysed at a fixed batch is followed operator by operator, axis by axis.
import type { GraphValue, Operation, SerialisedGraph, ValueId } from '../../core/graph/graph';
import { parseDim, substitute } from '../../core/shape/dim';
import { layerRule } from '../layers/table';
import type { AxisContext } from '../layers/rule';

/** Shapes for one batch size, by ValueId, with the axis that grows. */
export interface BatchShape {
  readonly shape: readonly number[];
  readonly batchAxis: number | null;
}

/** The extents that are not numbers: every symbol stands for the batch. Undefined: no such expression. */
function evaluate(extent: number | string, count: number): number | undefined {
  if (typeof extent === 'number') return extent;
  const dim = parseDim(extent);
  const value = dim === undefined ? undefined : substitute(dim, () => count);
  return typeof value === 'number' ? value : undefined;
}

const isSymbolicGraph = (graph: SerialisedGraph): boolean =>
  graph.inputs.some((id) => graph.values[id].shape.some((extent) => typeof extent === 'string'));

/** undefined for a value whose shape cannot be told for this batch. */
export function batchShapes(graph: SerialisedGraph, count: number): readonly (BatchShape | undefined)[] {
  return isSymbolicGraph(graph) ? substituted(graph, count) : followed(graph, count);
}

function substituted(graph: SerialisedGraph, count: number): readonly (BatchShape | undefined)[] {
  return graph.values.map(({ shape }) => {
    const extents = shape.map((extent) => evaluate(extent, count));
    if (extents.some((extent) => extent === undefined)) return undefined;
    const axis = shape.findIndex((extent) => typeof extent === 'string');
    return { shape: extents as number[], batchAxis: axis < 0 ? null : axis };
  });
}

function followed(graph: SerialisedGraph, count: number): readonly (BatchShape | undefined)[] {
  const analysed = Number(graph.values[graph.inputs[0]]?.shape[0] ?? 1);
  const axes = new Map<ValueId, number | null>();
  for (const id of graph.inputs) axes.set(id, graph.values[id].shape.length > 0 ? 0 : null);
  for (const operation of graph.operations)
    for (const id of operation.outputs) axes.set(id, outputAxis(graph, operation, graph.values[id], axes, analysed));
  return graph.values.map((value, id) => {
    const axis = axes.get(id) ?? null;
    const shape = value.shape.map(Number);
    if (axis !== null) shape[axis] = (shape[axis] / analysed) * count;
    return shape.every(Number.isInteger) ? { shape, batchAxis: axis } : undefined;
  });
}

function outputAxis(
  graph: SerialisedGraph,
  operation: Operation<number | string>,
  output: GraphValue<number | string>,
  axes: ReadonlyMap<ValueId, number | null>,
  analysed: number,
): number | null {
  const ids = Object.values(operation.inputs).flatMap((entry) => (entry === null ? [] : entry));
  const first = ids.find((id) => (axes.get(id) ?? null) !== null);
  const outputShape = output.shape.map(Number);
  if (first === undefined) {
    // A class token spread over the batch: what grows had no batch before.
    return operation.operator === 'expand' && outputShape[0] === analysed ? 0 : null;
  }
  const inputShape = graph.values[first].shape.map(Number);
  const context: AxisContext = {
    axis: axes.get(first) ?? null,
    inputRank: inputShape.length,
    inputShape,
    outputShape,
    attribute: (name) => operation.attributes[name] as ReturnType<AxisContext['attribute']>,
  };
  const rule = layerRule(operation.operator);
  if (rule?.batchAxis) return rule.batchAxis(context);
  // Broadcasting aligns the last axes.
  return (context.axis ?? 0) + outputShape.length - inputShape.length;
}

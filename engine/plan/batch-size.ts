// Every shape of an analysed graph again, for another batch size. A graph analysed with a symbolic batch says by itself which
// extents grow (`N`, `3*N`); one analysed at a fixed batch is followed operator by operator, axis by axis.
import type { AttributeValue, Operation, SerialisedGraph, ValueId } from '../../core/graph/graph';
import { parseDim, substitute } from '../../core/shape/dim';
import { layerRule } from '../layers/table';
import type { BatchPlace } from '../layers/rule';

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

/** Attributes for so many items: an expression over the symbols of the inputs (`x.shape[0]`) is the number that it then is. */
export function countedAttributes(
  graph: SerialisedGraph,
  attributes: Operation<number | string>['attributes'],
  count: number,
): Readonly<Record<string, AttributeValue<number>>> {
  const symbols = new Set(graph.inputs.flatMap((id) => graph.values[id].shape).flatMap(symbolsOf));
  const counted = (value: AttributeValue<number | string>): AttributeValue<number> => {
    if (Array.isArray(value)) return (value as readonly AttributeValue<number | string>[]).map(counted);
    if (typeof value !== 'string') return value;
    const own = symbolsOf(value);
    const known = own.length > 0 && own.every((symbol) => symbols.has(symbol));
    return known ? (evaluate(value, count) ?? value) : value;
  };
  if (symbols.size === 0) return attributes;
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, counted(value)]));
}

function symbolsOf(extent: number | string): readonly string[] {
  if (typeof extent === 'number') return [];
  const [found, dim] = [new Set<string>(), parseDim(extent)];
  if (dim !== undefined)
    substitute(dim, (name) => {
      found.add(name);
      return 1;
    });
  return [...found];
}

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
  const places = new Map<ValueId, BatchPlace | null>();
  for (const id of graph.inputs) places.set(id, graph.values[id].shape.length > 0 ? { axis: 0, within: 1 } : null);
  for (const operation of graph.operations)
    for (const [output, id] of operation.outputs.entries())
      places.set(id, outputPlace(graph, operation, output, places, analysed));
  return graph.values.map((value, id) => {
    const axis = places.get(id)?.axis ?? null;
    const shape = value.shape.map(Number);
    if (axis !== null) shape[axis] = (shape[axis] / analysed) * count;
    return shape.every(Number.isInteger) ? { shape, batchAxis: axis } : undefined;
  });
}

function outputPlace(
  graph: SerialisedGraph,
  operation: Operation<number | string>,
  output: number,
  places: ReadonlyMap<ValueId, BatchPlace | null>,
  analysed: number,
): BatchPlace | null {
  const ids = Object.values(operation.inputs).flatMap((entry) => (entry === null ? [] : entry));
  const first = ids.find((id) => (places.get(id) ?? null) !== null);
  const outputShape = graph.values[operation.outputs[output]].shape.map(Number);
  const place = first === undefined ? null : (places.get(first) ?? null);
  if (first === undefined || place === null) {
    // A class token spread over the batch: what grows had no batch before.
    return operation.operator === 'expand' && outputShape[0] === analysed ? { axis: 0, within: 1 } : null;
  }
  const inputShape = graph.values[first].shape.map(Number);
  const rule = layerRule(operation.operator);
  // Broadcasting aligns the last axes.
  if (!rule?.batchAxis) return { ...place, axis: place.axis + outputShape.length - inputShape.length };
  const found = rule.batchAxis({
    ...place,
    output,
    inputRank: inputShape.length,
    inputShape,
    outputShape,
    attribute: (name) => operation.attributes[name],
  });
  return typeof found === 'number' ? { axis: found, within: place.within } : found;
}

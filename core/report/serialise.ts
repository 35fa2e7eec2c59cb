// The serialised form of what the core computes in dimensions: numbers stay numbers, expressions over symbols become their text.
//
//     ['N', 32, '(H-1)//2+1']
import type { AttributeValue, Graph, LeafCall, Operation, SerialisedGraph, Tree } from '../graph/graph';
import { formatDim, isSymbolic, type Dim } from '../shape/dim';

export type SerialisedDim = number | string;
export type SerialisedShape = readonly SerialisedDim[];

export const serialiseDim = (dim: Dim): SerialisedDim => (typeof dim === 'number' ? dim : formatDim(dim));

export const serialiseShape = (shape: readonly Dim[]): SerialisedShape => shape.map(serialiseDim);

export const serialiseFigure = (figure: Dim | null): SerialisedDim | null =>
  figure === null ? null : serialiseDim(figure);

export function serialiseAttribute(value: AttributeValue<Dim>): AttributeValue<SerialisedDim> {
  if (isSymbolic(value)) return formatDim(value);
  if (Array.isArray(value)) return (value as readonly AttributeValue<Dim>[]).map(serialiseAttribute);
  return value as AttributeValue<SerialisedDim>;
}

export const serialiseAttributes = (
  attributes: Readonly<Record<string, AttributeValue<Dim>>>,
): Readonly<Record<string, AttributeValue<SerialisedDim>>> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, serialiseAttribute(value)]));

/** A tree of shapes. A shape is the innermost list: one that holds no list, null or object. */
export function serialiseShapes(tree: Tree<readonly Dim[]>): Tree<SerialisedShape> {
  if (tree === null) return null;
  if (isShape(tree)) return serialiseShape(tree);
  if (Array.isArray(tree)) return (tree as readonly Tree<readonly Dim[]>[]).map(serialiseShapes);
  const fields = Object.entries(tree as { readonly [key: string]: Tree<readonly Dim[]> });
  return Object.fromEntries(fields.map(([key, value]) => [key, serialiseShapes(value)]));
}

/** Of a tree's node: it is a shape, not a list of shapes. An empty list is the shape of a scalar. */
export const isShape = (tree: Tree<readonly Dim[]>): tree is readonly Dim[] =>
  Array.isArray(tree) && (tree as readonly unknown[]).every((item) => typeof item === 'number' || isSymbolic(item));

/** The shapes of a tree, in order. */
export function shapesOf(tree: Tree<readonly Dim[]>): readonly (readonly Dim[])[] {
  if (tree === null) return [];
  if (isShape(tree)) return [tree];
  return Object.values(tree as Readonly<Record<string, Tree<readonly Dim[]>>>).flatMap(shapesOf);
}

/** The form of `graph.ts` and no more: receivers refuse fields that they do not know. */
export const serialiseGraph = (graph: Graph<Dim>): SerialisedGraph => ({
  version: graph.version,
  expression: graph.expression,
  training: graph.training,
  values: graph.values.map(({ shape, dtype, source }) => ({ shape: serialiseShape(shape), dtype, source })),
  inputs: graph.inputs,
  output: graph.output,
  parameters: graph.parameters,
  initialisation: graph.initialisation,
  operations: graph.operations.map(serialiseOperation),
  calls: graph.calls.map(serialiseCall),
});

const serialiseOperation = (operation: Operation<Dim>): Operation<SerialisedDim> => ({
  operator: operation.operator,
  inputs: operation.inputs,
  attributes: serialiseAttributes(operation.attributes),
  outputs: operation.outputs,
  ...(operation.aliased && { aliased: true }),
  macs: serialiseFigure(operation.macs),
  call: operation.call,
  location: operation.location,
});

const serialiseCall = (call: LeafCall<Dim>): LeafCall<SerialisedDim> => ({
  path: call.path,
  type: call.type,
  inputs: call.inputs.map(serialiseShape),
  output: serialiseShapes(call.output),
  params: call.params,
  macs: serialiseFigure(call.macs),
  receptiveField: call.receptiveField,
  attributes: serialiseAttributes(call.attributes),
  defined: call.defined,
  called: call.called,
  operations: call.operations,
});

// What a counting convention is: a figure for each call of a leaf module, and one for each operation. A convention that counts
// by modules sees nothing of the operations outside them, and the other way round.
import type { AttributeValue, Graph, GraphParameter, LeafCall, Operation, Tree } from '../../graph/graph';
import { product, type Dim } from '../../shape/dim';

/** An operation, with how the code calls it: `torch.nn.functional.relu`, `.relu` as a method, null for an operator such as `+`. */
export interface CountedOperation extends Operation<Dim> {
  readonly spelling?: string | null;
}

/** What the figures are made from. */
export interface CountedGraph extends Pick<Graph<Dim>, 'values' | 'parameters' | 'calls'> {
  readonly operations: readonly CountedOperation[];
}

export interface ConventionRule {
  /** What the convention counts for a call as a whole, its operations not included; null: unknown. */
  call(call: LeafCall<Dim>, graph: CountedGraph): Dim | null;
  /** What it counts for an operation, within a leaf module or not; null: unknown. */
  operation(operation: CountedOperation, graph: CountedGraph): Dim | null;
  /** Why the convention has no figure for this model; absent: it has one. */
  readonly fails?: (graph: CountedGraph) => boolean;
}

export const shapeOf = (
  graph: CountedGraph,
  input: Operation<Dim>['inputs'][string] | undefined,
): readonly Dim[] | null => (typeof input === 'number' ? graph.values[input].shape : null);

/** The shape of an operation's tensor argument, or null where it was given none. */
export const argumentShape = (operation: Operation<Dim>, graph: CountedGraph, name: string): readonly Dim[] | null =>
  shapeOf(graph, operation.inputs[name]);

export const resultShape = (operation: Operation<Dim>, graph: CountedGraph): readonly Dim[] =>
  graph.values[operation.outputs[0]].shape;

export const elements = (shape: readonly Dim[] | null): Dim | null => (shape === null ? null : product(shape));

/** The shape of the first tensor that a call yields; null: it yields none. */
export function firstShape(output: Tree<readonly Dim[]>): readonly Dim[] | null {
  if (output === null) return null;
  if (isShape(output)) return output;
  for (const part of Object.values(output as Readonly<Record<string, Tree<readonly Dim[]>>>)) {
    const shape = firstShape(part);
    if (shape !== null) return shape;
  }
  return null;
}

const isShape = (tree: Tree<readonly Dim[]>): tree is readonly Dim[] =>
  Array.isArray(tree) &&
  (tree as readonly unknown[]).every(
    (d) => typeof d === 'number' || (typeof d === 'object' && d !== null && 'key' in d),
  );

/** A module's own parameters, by their names within it. */
export function ownParameters(
  call: LeafCall<Dim>,
  graph: CountedGraph,
): readonly { readonly name: string; readonly parameter: GraphParameter }[] {
  const prefix = call.path === '' ? '' : `${call.path}.`;
  return graph.parameters.flatMap((parameter) => {
    if (parameter.kind !== 'parameter') return [];
    const full = [parameter.name, ...parameter.aliases].find((name) => name.startsWith(prefix));
    const name = full?.slice(prefix.length);
    return name === undefined ? [] : [{ name, parameter }];
  });
}

export const isTrue = (value: AttributeValue<Dim> | undefined): boolean => value === true;

/** A setting that is a number, or the same number for each axis. */
export const numberAttribute = (call: LeafCall<Dim>, name: string): number | null => {
  const value = call.attributes[name];
  return typeof value === 'number' ? value : null;
};

export const listAttribute = (call: LeafCall<Dim>, name: string): readonly number[] | null => {
  const value = call.attributes[name];
  return Array.isArray(value) && value.every((item) => typeof item === 'number') ? value : null;
};

// The model in training and the model in evaluation: code may take other ways (auxiliary heads, stochastic depth), so there may
// be a graph of each. They become one graph with two parts, so that every value and operation has a number of its own; the
// parameters are the same.
import type { Operation, SerialisedGraph, Tree, ValueId } from '../../core/graph/graph';

export interface GraphPart {
  readonly inputs: readonly ValueId[];
  readonly output: Tree<ValueId>;
  /** The graph is that of training, whichever the part is. */
  readonly trained: boolean;
  /** The part's operations: [from, to). */
  readonly operations: readonly [number, number];
  /** Added to the ids of the values of the graph that was given. */
  readonly firstValue: number;
  /** How much the losses of all outputs but the first count; null: several outputs are refused. */
  readonly auxiliaryWeight: number | null;
}

export interface GraphParts {
  readonly graph: SerialisedGraph;
  readonly training: GraphPart;
  readonly evaluation: GraphPart;
}

const partOf = (graph: SerialisedGraph, auxiliaryWeight: number | null): GraphPart => ({
  inputs: graph.inputs,
  output: graph.output,
  trained: true,
  operations: [0, graph.operations.length],
  firstValue: 0,
  auxiliaryWeight,
});

/**
 * @param evaluation null: the training graph serves both, with its norms and dropouts as evaluation has them
 * @param auxiliaryWeight `EngineOptions.auxiliaryWeight`; in evaluation the first output alone counts
 */
export function combine(
  training: SerialisedGraph,
  evaluation: SerialisedGraph | null,
  auxiliaryWeight: number | null = null,
): GraphParts {
  const [trained, first] = [partOf(training, auxiliaryWeight), auxiliaryWeight === null ? null : 0];
  if (!evaluation) return { graph: training, training: trained, evaluation: partOf(training, first) };
  const [values, operations, calls] = [training.values.length, training.operations.length, training.calls.length];
  const shifted = evaluation.operations.map((operation) => shiftOperation(operation, values, calls));
  return {
    graph: {
      ...training,
      inputs: [...training.inputs, ...evaluation.inputs.map((id) => id + values)],
      values: [
        ...training.values,
        ...evaluation.values.map((value) =>
          value.source.kind === 'operation'
            ? { ...value, source: { ...value.source, operation: value.source.operation + operations } }
            : value,
        ),
      ],
      operations: [...training.operations, ...shifted],
      calls: [...training.calls, ...evaluation.calls],
    },
    training: trained,
    evaluation: {
      inputs: evaluation.inputs.map((id) => id + values),
      output: shiftTree(evaluation.output, values),
      trained: false,
      operations: [operations, operations + shifted.length],
      firstValue: values,
      auxiliaryWeight: first,
    },
  };
}

type AnyOperation = Operation<number | string>;

function shiftOperation(operation: AnyOperation, values: number, calls: number): AnyOperation {
  const inputs = Object.entries(operation.inputs).map(([name, entry]) => {
    const shifted = entry === null ? null : typeof entry === 'number' ? entry + values : entry.map((id) => id + values);
    return [name, shifted] as const;
  });
  return {
    ...operation,
    inputs: Object.fromEntries(inputs),
    outputs: operation.outputs.map((id) => id + values),
    call: operation.call === null ? null : operation.call + calls,
  };
}

function shiftTree(tree: Tree<ValueId>, by: number): Tree<ValueId> {
  if (tree === null) return null;
  if (typeof tree === 'number') return tree + by;
  if (Array.isArray(tree)) return (tree as readonly Tree<ValueId>[]).map((part) => shiftTree(part, by));
  return Object.fromEntries(Object.entries(tree).map(([key, part]) => [key, shiftTree(part, by)]));
}

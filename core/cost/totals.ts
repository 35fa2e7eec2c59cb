// The totals of a graph: parameters (a shared one once, buffers never) and multiply-accumulates.
import type { Graph } from '../graph/graph';
import { DimError, sum, type Dim } from '../shape/dim';

export interface GraphTotals {
  /** null: the shape of one is not known. */
  readonly params: number | null;
  readonly trainable: number | null;
  /** torch.utils.flop_counter / 2; null: the cost of an operation is not known. */
  readonly macs: Dim | null;
}

export function graphTotals(graph: Pick<Graph<Dim>, 'parameters' | 'operations'>): GraphTotals {
  let params: number | null = 0;
  let trainable: number | null = 0;
  for (const parameter of graph.parameters) {
    if (parameter.kind !== 'parameter') continue;
    const count: number | null = parameter.shape?.reduce((a, b) => a * b, 1) ?? null;
    params = params === null || count === null ? null : params + count;
    if (parameter.trainable) trainable = trainable === null || count === null ? null : trainable + count;
  }
  return { params, trainable, macs: sumKnown(graph.operations.map(({ macs }) => macs)) };
}

/** null where one is null, or past exact arithmetic. */
export function sumKnown(figures: readonly (Dim | null)[]): Dim | null {
  if (!figures.every((figure): figure is Dim => figure !== null)) return null;
  try {
    return sum(figures);
  } catch (error) {
    if (error instanceof DimError) return null;
    throw error;
  }
}

// What every engine's session does alike, wherever its tensors are: refusals to start, where a number stopped being finite, and
// activations kept item by item.
import type { SerialisedGraph, ValueId } from '../../core/graph/graph';
import { NonFiniteError, type Batch, type ForwardResult, type ParameterSlot, type PlanRefusal } from '../types';
import { joined, sliceBatch } from './batches';

export const cannotStart = (reason: string): PlanRefusal => ({
  kind: 'refused',
  problem: { code: 'CL3007', details: { reason } },
  location: null,
});

/** @param found the operations whose result is not finite; none: the loss itself */
export function nonFiniteForward(graph: SerialisedGraph, step: number, found: readonly number[]): NonFiniteError {
  if (found.length === 0) return new NonFiniteError({ step, layer: 'loss', tensor: 'loss', location: null });
  const operation = graph.operations[Math.min(...found)];
  const layer = operation.call === null ? operation.operator : graph.calls[operation.call].path;
  return new NonFiniteError({ step, layer, tensor: 'activation', location: operation.location });
}

/** The last parameter in state order is the first that the backward pass reaches. */
export function nonFiniteGradient(
  layout: readonly ParameterSlot[],
  gradients: Float32Array,
  step: number,
): NonFiniteError {
  const slot = [...layout]
    .reverse()
    .find(({ offset, length }) => !gradients.subarray(offset, offset + length).every(Number.isFinite));
  return new NonFiniteError({ step, layer: slot?.name ?? 'loss', tensor: 'gradient', location: null });
}

export type Keep = readonly ValueId[] | 'all';

/** Told of a value of one item; `data` may be used again afterwards. */
export type Visit = (id: ValueId, shape: readonly number[], data: Float32Array) => void;

/** Values of a batch, whose items are inspected one by one. */
export async function keepValues(
  batch: Batch,
  keep: Keep,
  inspect: (item: Batch, wants: (id: ValueId) => boolean, visit: Visit) => Promise<void>,
): Promise<ForwardResult['kept']> {
  const parts = new Map<ValueId, { shape: readonly number[]; data: Float32Array[] }>();
  const wants = (id: ValueId): boolean => keep === 'all' || keep.includes(id);
  if (keep !== 'all' && keep.length === 0) return new Map();
  for (let item = 0; item < batch.count; item++)
    await inspect(sliceBatch(batch, item, 1), wants, (id, shape, data) => {
      if (!wants(id)) return;
      const known = parts.get(id);
      if (known) known.data.push(data.slice());
      else parts.set(id, { shape: [batch.count * (shape[0] ?? 1), ...shape.slice(1)], data: [data.slice()] });
    });
  return new Map([...parts].map(([id, { shape, data }]) => [id, { shape, data: joined(data) }]));
}

// What a run measured of each layer, beside what the layer costs in theory.
//
//     conv1    451,584 MACs an image    0.41 ms forward    0.82 ms backward    9.3%
import type { SerialisedGraph } from '../../core/graph/graph';
import { parseDim, substitute } from '../../core/shape/dim';
import type { OperationTime } from '../types';
import type { LayerTime, TrainEvent } from './events';
import type { Run } from './prepare';

export function profileEvent({ graph, engine }: Run): Extract<TrainEvent, { event: 'profile' }> {
  const times = engine.profile();
  const layers = layerTimes(graph, times);
  const batchSize = Math.ceil(engine.batchSize / engine.workers);
  return { event: 'profile', steps: times[0]?.steps ?? 0, batchSize, layers };
}

/** One row a layer, in order of execution: the times of its operations added up. */
export function layerTimes(graph: SerialisedGraph, times: readonly OperationTime[]): readonly LayerTime[] {
  const total = times.reduce((sum, { forwardMs, backwardMs }) => sum + forwardMs + backwardMs, 0);
  const rows = new Map<string, { -readonly [K in keyof LayerTime]: LayerTime[K] }>();
  const counted = new Set<number>();
  const inOrder = [...times].sort((a, b) => Math.min(...a.operations) - Math.min(...b.operations));
  for (const { operations, forwardMs, backwardMs, steps, kernel } of inOrder) {
    const layer = layerName(graph, operations);
    const row = rows.get(layer) ?? { layer, macs: 0, forwardMs: 0, backwardMs: 0, percent: 0, kernel };
    for (const index of operations) {
      if (counted.has(index)) continue;
      counted.add(index);
      const macs = macsOfImage(graph, index);
      row.macs = macs === null || row.macs === null ? null : row.macs + macs;
    }
    row.forwardMs += forwardMs / steps;
    row.backwardMs += backwardMs / steps;
    row.percent += (100 * (forwardMs + backwardMs)) / total;
    rows.set(layer, row);
  }
  return [...rows.values()];
}

function layerName(graph: SerialisedGraph, operations: readonly number[]): string {
  const names = operations.map((index) => {
    const { call, operator } = graph.operations[index];
    return call === null ? operator : graph.calls[call].path;
  });
  return names.length === 0 ? 'input and loss' : [...new Set(names)].join(' + ');
}

/** The graph may have been analysed with several images, or with a symbol for them. */
function macsOfImage(graph: SerialisedGraph, operation: number): number | null {
  const { macs } = graph.operations[operation];
  const images = graph.values[graph.inputs[0]]?.shape[0];
  if (typeof macs === 'number') return typeof images === 'number' && images > 0 ? macs / images : macs;
  const dim = macs === null ? undefined : parseDim(macs);
  const ofOne = dim === undefined ? undefined : substitute(dim, () => 1);
  return typeof ofOne === 'number' ? ofOne : null;
}

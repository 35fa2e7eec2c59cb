// What each layer makes of one image, small enough to cross to a page many times a second: the first channels of every call's
// output, scaled to bytes.
//
//     activationsOf(graph, kept)   // [{ path: 'stem.0', type: 'Conv2d', shape: [32, 28, 28], minimum: -1.2, maximum: 3.4, bytes }, ...]
import type { SerialisedGraph, ValueId } from '../../core/graph/graph';
import { mostChannels, type LayerActivation } from '../../protocol/training';
import type { ForwardResult } from '../types';

interface Layer {
  readonly path: string;
  readonly type: string;
  readonly value: ValueId;
}

/** The calls that yield one tensor, with the value that is their output. */
export function layersOf(graph: SerialisedGraph): readonly Layer[] {
  return graph.calls.flatMap(({ path, type, operations: [from, to] }) => {
    const outputs = to > from ? graph.operations[to - 1].outputs : [];
    return outputs.length > 0 ? [{ path, type, value: outputs[0] }] : [];
  });
}

/** Layers whose value was not kept (an identity makes none of its own) or is not finite are left out. */
export function activationsOf(layers: readonly Layer[], kept: ForwardResult['kept']): LayerActivation[] {
  return layers.flatMap(({ path, type, value }) => {
    const found = kept.get(value);
    if (found === undefined) return [];
    const shape = found.shape.slice(1);
    const scaled = scale(firstChannels(found.data, shape));
    return scaled === null ? [] : [{ path, type, shape, ...scaled }];
  });
}

function firstChannels(data: Float32Array, shape: readonly number[]): Float32Array {
  if (shape.length < 3) return data;
  const area = shape.slice(1).reduce((product, size) => product * size, 1);
  return data.subarray(0, Math.min(shape[0], mostChannels) * area);
}

function scale(data: Float32Array): Pick<LayerActivation, 'minimum' | 'maximum' | 'bytes'> | null {
  let [minimum, maximum] = [Infinity, -Infinity];
  for (const value of data) {
    // NaN compares false: it is met here
    if (!Number.isFinite(value)) return null;
    if (value < minimum) minimum = value;
    if (value > maximum) maximum = value;
  }
  if (data.length === 0) return null;
  const step = maximum > minimum ? 255 / (maximum - minimum) : 0;
  const bytes = Uint8Array.from(data, (value) => Math.round((value - minimum) * step));
  return { minimum, maximum, bytes: bytes.buffer };
}

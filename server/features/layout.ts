// Which dimension of a tensor means what to a module: channels and space for a convolution and its kin, else plain features.
//
//     layoutOf({ type: 'Conv2d', ... }, [1, 32, 28, 28])   { channels: 32, space: [28, 28] }
//     layoutOf({ type: 'Linear', ... }, [1, 256])          { channels: 256, space: [] }
import type { AttributeValue } from '../../core/graph/graph';
import type { Dim } from '../../core/shape/dim';

export interface Layout {
  readonly channels: Dim | null;
  /** Lengths of the spatial axes; of the other axes but the batch where there is no space. */
  readonly space: readonly Dim[];
}

export interface LayoutModule {
  readonly type: string;
  readonly attributes: Readonly<Record<string, AttributeValue<Dim>>>;
}

/** Modules that work on the last dimension, whatever stands before it. */
const onLastDimension = /^(Linear|Bilinear|LazyLinear|LayerNorm|RMSNorm|Embedding|MultiheadAttention|dense)$/i;

export function layoutOf(module: LayoutModule, shape: readonly Dim[]): Layout {
  const rank = spatialRank(module.type);
  if (isChannelsLast(module) && shape.length >= 3) {
    return { channels: shape[shape.length - 1], space: shape.slice(1, -1) };
  }
  if (rank !== null && shape.length === rank + 1) return { channels: shape[0], space: shape.slice(1) };
  if (rank !== null && shape.length > rank + 1) return { channels: shape[1], space: shape.slice(2) };
  if (shape.length === 0) return { channels: null, space: [] };
  if (onLastDimension.test(module.type) || shape.length <= 2) {
    return { channels: shape[shape.length - 1], space: shape.slice(1, -1) };
  }
  // A module of no fixed rank: four and five dimensions are images, three are left as they are.
  return shape.length === 3 ? { channels: null, space: shape.slice(1) } : { channels: shape[1], space: shape.slice(2) };
}

/** 2 for `Conv2d`; null where the name tells no rank. */
function spatialRank(type: string): number | null {
  const match = /([123])d$/i.exec(type);
  return match ? Number(match[1]) : null;
}

/** TensorFlow's layout, N×H×W×C. */
export const isChannelsLast = ({ attributes }: LayoutModule): boolean =>
  ['data_format', 'dataFormat'].some((name) => /^channels_?last$/i.test(String(attributes[name] ?? '')));

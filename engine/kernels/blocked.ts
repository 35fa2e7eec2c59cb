// The layout of the WebAssembly kernels: channels in blocks of eight, a block's positions of all items in a row.
//
//     [channels / 8][items][height][width][8]        lanes past the last channel hold zeros
//
// One vector loop serves all positions, nothing is wasted at the ends of rows, and a block of one image is one stretch of
// memory (Georganas et al. 2018 use the same for their direct convolutions).
import { align } from '../plan/alignment';
import type { PlanValue } from '../plan/ir';
import type { Buffer, Region } from '../plan/task';

/** Bytes of one position of one block. */
export const POSITION = 32;
export const LANES = 8;

export interface Blocked {
  readonly key: string;
  readonly gradientKey: string;
  readonly hasGradient: boolean;
  readonly count: number;
  readonly channels: number;
  readonly blocks: number;
  readonly height: number;
  readonly width: number;
  /** Positions of one item. */
  readonly area: number;
  /** Bytes between two blocks. */
  readonly stride: number;
  readonly bytes: number;
}

export const blocksOf = (channels: number): number => Math.ceil(channels / LANES);

/** Keeps the same position of all blocks out of the same cache sets, which repeat every 4096 bytes. */
function strideOf(bytes: number): number {
  const aligned = align(bytes);
  return aligned >= 4096 && aligned % 4096 < 512 ? aligned + 576 : aligned;
}

/** The extents of a value as an image: [N, C, H, W], [N, C, L] or [N, C]; null for other ranks. */
export function imageOf(value: PlanValue): { count: number; channels: number; height: number; width: number } | null {
  const [count, channels, height, width] = value.shape;
  if (value.shape.length === 4) return { count, channels, height, width };
  if (value.shape.length === 3) return { count, channels, height: 1, width: height };
  if (value.shape.length === 2) return { count, channels, height: 1, width: 1 };
  return null;
}

/** @throws for a value that is no image */
export function blockedOf(value: PlanValue): Blocked {
  const image = imageOf(value);
  if (!image) throw new Error(`a tensor of ${value.shape.length} axes has no blocks of channels`);
  const { count, channels, height, width } = image;
  const blocks = blocksOf(channels);
  const area = height * width;
  const stride = strideOf(count * area * POSITION);
  return {
    key: `b${value.id}`,
    gradientKey: `h${value.id}`,
    hasGradient: value.hasGradient,
    count,
    channels,
    blocks,
    height,
    width,
    area,
    stride,
    bytes: blocks * stride,
  };
}

export const blockedBuffer = (tensor: Blocked): Buffer => ({ key: tensor.key, bytes: tensor.bytes });
export const blockedGradient = (tensor: Blocked): Buffer => ({ key: tensor.gradientKey, bytes: tensor.bytes });

/** What of a tensor holds numbers: between blocks lie unused bytes. */
export const blockedRegions = ({ key, count, area, blocks, stride }: Blocked): readonly Region[] =>
  Array.from({ length: blocks }, (_, block) => ({ key, offset: block * stride, bytes: count * area * POSITION }));

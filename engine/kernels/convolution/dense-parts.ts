// What both directions of a dense convolution know: its two ways, and how its input is read.
import type { FixedBuffer } from '../../plan/task';
import { POSITION } from '../blocked';
import { readSource, type Source } from '../ends';
import type { Bound } from '../unit';
import { scratchOf, tableBuffers, type Scratch } from './scratch';
import type { Taps } from './taps';
import type { ConvolutionParts } from './unit';
import { packingBuffers, type Packing } from './weights';

export interface DenseParts extends ConvolutionParts {
  readonly source: Source;
  readonly transposed: boolean;
}

/** One way through the convolution: its tables and weights. */
export interface Way {
  readonly direction: 'forward' | 'backward';
  readonly taps: Taps;
  readonly tables: string | null;
  readonly weights: readonly Packing[];
}

export interface Dense extends DenseParts {
  readonly name: string;
  /** Images taken at once. */
  readonly images: number;
  readonly pointwise: boolean;
  /** From the unit's input to its output, and the gradient's way back. */
  readonly there: Way;
  readonly back: Way;
  /** The sums of the weights' gradient. */
  readonly sums: Packing;
  readonly inputBlocks: number;
  readonly outputBlocks: number;
  readonly inputArea: number;
  readonly outputArea: number;
}

export const wayBuffers = (way: Way): readonly FixedBuffer[] => [
  ...way.weights.flatMap(packingBuffers),
  ...(way.tables === null ? [] : tableBuffers(way.tables, way.taps)),
];

/** A stored source needs no copy where positions correspond one to one. */
const readsInPlace = ({ source, pointwise }: Dense): boolean => pointwise && source.kind === 'stored';

/** The side of the convolution's input must lie in the forward frame, where its weights' gradient or its output is made. */
export function inputScratch(d: Dense): Scratch {
  const { shape: s, transposed } = d;
  const side = transposed ? 'output' : 'input';
  return scratchOf({
    name: d.name,
    role: 'x',
    frame: d.pointwise ? null : d.there.taps.frame,
    height: s.rows[side],
    width: s.columns[side],
    blocks: d.inputBlocks,
    images: d.images,
  });
}

/** Binds the reading of the input: answers with where it lies, and the bytes between its blocks. */
export function bindInput(bound: Bound, d: Dense): { stride: number; read: (image: number, images: number) => number } {
  if (d.source.kind === 'stored' && readsInPlace(d)) {
    const { key, stride } = d.source.tensor;
    const base = bound.address(key);
    return { stride, read: (image) => base + image * d.inputArea * POSITION };
  }
  const { buffer, placement, stride } = inputScratch(d);
  const base = bound.address(buffer.key);
  const stream = readSource(bound, d.source, placement);
  return {
    stride,
    read(image, images) {
      for (let block = 0; block < d.inputBlocks; block++) stream(block, image, images, base + block * stride);
      return base;
    },
  };
}

// What all convolution units share: their ends, the bias, the sums for a batch norm that follows.
import type { PlanValue } from '../../plan/ir';
import type { Buffer, FixedBuffer } from '../../plan/task';
import { blockedBuffer, type Blocked } from '../blocked';
import type { OutputGradient } from '../ends';
import { forwardKey, FORWARD_BYTES, SUM_BYTES, sumsKey } from '../lazy';
import { Moments, type Norm } from '../norm';
import type { Bound, KernelHolder } from '../unit';
import type { ConvolutionShape } from './shape';
import type { Ending } from './fold';

/** The convolution's output, with what the lowering finds out about its readers. */
export interface ConvolutionOutput {
  readonly tensor: Blocked;
  /** A batch norm with statistics of the batch alone reads it: its sums are made on the way. */
  norm: Norm | null;
  /** How the gradient of the output is read. */
  gradient: OutputGradient;
  /** What follows in evaluation and became part of the convolution. */
  readonly ending: Ending;
}

export interface ConvolutionParts {
  readonly holder: KernelHolder;
  readonly shape: ConvolutionShape;
  readonly output: ConvolutionOutput;
  /** Backward, the batch is gone through from its end. */
  readonly fromBack: boolean;
}

export const forwardTouches = ({ output }: ConvolutionParts): readonly Buffer[] => [
  blockedBuffer(output.tensor),
  ...(output.norm
    ? [
        { key: forwardKey(output.norm), bytes: output.tensor.blocks * FORWARD_BYTES },
        { key: sumsKey(output.norm), bytes: output.tensor.blocks * SUM_BYTES },
      ]
    : []),
];

/** Images taken together: enough positions for the matrix product's tiles. */
export const imagesAtOnce = (area: number): number => (area >= 196 ? 1 : Math.ceil(196 / area));

/**
 * Calls `visit` for each run of images. Backward, convolutions go through a batch alternately from the back and from the front:
 * what one touched last, the next finds in the cache.
 */
export function eachRun(
  { count, images, fromBack }: { readonly count: number; readonly images: number; readonly fromBack: boolean },
  visit: (image: number, images: number) => void,
): void {
  const runs = Math.ceil(count / images);
  for (let run = 0; run < runs; run++) {
    const image = images * (fromBack ? runs - 1 - run : run);
    visit(image, Math.min(images, count - image));
  }
}

/** Sums up images as they are made; those made first are needed before any is summed. */
export function bindStatistics(
  bound: Bound,
  { tensor, norm }: ConvolutionOutput,
): { readonly begin: () => void; readonly add: (image: number, images: number) => void } {
  if (!norm) return { begin: () => undefined, add: () => undefined };
  const moments = new Moments(bound, norm);
  let begun = false;
  return {
    begin: () => void (begun = false),
    add(image, images) {
      if (!begun) moments.begin(image * tensor.area, tensor.area);
      begun = true;
      for (let block = 0; block < tensor.blocks; block++) moments.add(block, image * tensor.area, images * tensor.area);
    },
  };
}

/** Sums of dy for the bias's gradient, in float64, and their way into the parameter's gradient. */
export function bindBiasGradient(
  { run, address, kernels }: Bound,
  bias: PlanValue | null,
  blocks: number,
  fresh: boolean,
): {
  readonly begin: () => void;
  readonly add: (block: number, at: number, row: number, rows: number, columns: number) => void;
  readonly end: () => void;
} | null {
  if (bias?.source.kind !== 'parameter' || !bias.hasGradient) return null;
  const target = run.store.gradient(bias.source.parameter);
  if (target === null) return null;
  const gradient = run.memory.floats(target, bias.size);
  const sums = run.memory.doubles(address(BIAS_SUMS), blocks * 8);
  return {
    begin: () => void sums.fill(0),
    add: (block, at, row, rows, columns) => kernels.channelSums(at, row, rows, columns, sums.byteOffset + block * 64),
    end: () => {
      for (let channel = 0; channel < gradient.length; channel++)
        gradient[channel] = (fresh ? 0 : gradient[channel]) + sums[channel];
    },
  };
}

export const BIAS_SUMS = 'bias.sums';
export const biasSumBuffer = (blocks: number): FixedBuffer => ({ key: BIAS_SUMS, bytes: blocks * 64 });

// The kernels of a depthwise convolution, chosen by its shape and bound to memory: forward, the weights' gradient, the input's.
import { POSITION } from '../blocked';
import type { Source } from '../ends';
import { framed } from '../streams';
import type { Bound } from '../unit';
import type { Taps } from './taps';
import type { ConvolutionParts } from './unit';
import { boundsOf, zerosOf } from './fold';
import { bindPacking, type Packing } from './weights';

export interface DepthwiseParts extends ConvolutionParts {
  readonly source: Source;
}

export interface Depthwise extends DepthwiseParts {
  readonly name: string;
  readonly blocks: number;
  /** Images taken at once. */
  readonly images: number;
  readonly taps: Taps;
  readonly backTaps: Taps;
  /** The kernel for 3×3 with stride 1 fits. */
  readonly fast: boolean;
}

/** Source and target of one block, number of images, weights and bias (0: none): addresses. */
type Convolve = (x: number, y: number, images: number, w: number, bias: number) => void;

export function bindConvolve(bound: Bound, d: Depthwise): Convolve {
  const { kernels, address } = bound;
  const { shape: s, taps } = d;
  const [rows, columns] = [s.rows.output, s.columns.output];
  const { image, row } = framed(taps.frame);
  const [toRow, toImage] = [columns * POSITION, rows * columns * POSITION];
  const bounds = boundsOf(bound, s, d.output.ending);
  const zeros = zerosOf(bound);
  if (d.fast)
    return (x, y, images, w, bias) =>
      kernels.depthwise3(
        x,
        row,
        image,
        y,
        toRow,
        toImage,
        images,
        w,
        rows,
        columns,
        s.rows.dilation,
        bias || zeros,
        bounds,
      );
  const [sources, targets, offsets] = [0, 1, 2].map((k) => address(`${d.name}.forward.0.${k}`));
  return (x, y, images, w, bias) =>
    kernels.depthwise(x, sources, offsets, s.kernelArea, w, bias, y, targets, images * rows * columns, bounds);
}

/** Adds one block's share of the weights' gradient: framed input, gradient inside its frame, number of images, sums. */
export function bindWeightGradient(
  { kernels, address }: Bound,
  d: Depthwise,
): (x: number, dy: number, images: number, dw: number) => void {
  const { shape: s } = d;
  const [from, gradient] = [framed(d.taps.frame), framed(d.backTaps.frame)];
  const [rows, columns] = [s.rows.output, s.columns.output];
  if (d.fast)
    return (x, dy, images, dw) =>
      kernels.depthwise3Weights(
        x,
        from.row,
        from.image,
        dy,
        gradient.row,
        gradient.image,
        images,
        dw,
        rows,
        columns,
        s.rows.dilation,
      );
  const [sources, , offsets] = [0, 1, 2].map((k) => address(`${d.name}.forward.0.${k}`));
  return (x, dy, images, dw) => {
    for (let i = 0; i < images; i++)
      kernels.depthwiseWeights(
        x + i * from.image,
        sources,
        offsets,
        s.kernelArea,
        dy + i * gradient.image,
        gradient.row,
        rows,
        columns,
        dw,
      );
  };
}

interface InputGradient {
  readonly weights: () => readonly number[];
  readonly convolve: (dy: number, dx: number, images: number, weights: readonly number[], block: number) => void;
}

export function bindInputGradient(bound: Bound, d: Depthwise, transposed: readonly Packing[]): InputGradient {
  const { kernels, address } = bound;
  const { shape: s, backTaps } = d;
  const packings = transposed.map((packing) => bindPacking(bound, packing));
  const weights = (): readonly number[] => packings.map((packing) => packing());
  const [rows, columns] = [s.rows.input, s.columns.input];
  const { row, image } = framed(backTaps.frame);
  if (d.fast) {
    // The one class lists its taps with falling offsets; from the last on they are those of a 3×3 kernel.
    const [{ sources, taps }] = backTaps.classes;
    const first = sources[0] + taps[taps.length - 1];
    const zeros = zerosOf(bound);
    return {
      weights,
      convolve: (dy, dx, images, [w], block) =>
        kernels.depthwise3(
          dy + first,
          row,
          image,
          dx,
          columns * POSITION,
          rows * columns * POSITION,
          images,
          w + block * 288,
          rows,
          columns,
          s.rows.dilation,
          zeros,
          0,
        ),
    };
  }
  const tableOf = backTaps.classes.map((_, i) => [0, 1, 2].map((k) => address(`${d.name}.backward.${i}.${k}`)));
  return {
    weights,
    convolve(dy, dx, images, packed, block) {
      backTaps.classes.forEach(({ targets, taps }, i) => {
        const [sources, to, offsets] = tableOf[i];
        kernels.depthwise(
          dy,
          sources,
          offsets,
          taps.length,
          packed[i] + block * taps.length * 32,
          0,
          dx,
          to,
          (targets.length / d.images) * images,
          0,
        );
      });
    },
  };
}

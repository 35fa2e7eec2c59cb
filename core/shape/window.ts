// Window arithmetic: the one home of output sizes, padding and effective kernels, for inference, cost, visualiser and engine.
// Formulas as PyTorch documents them (docs.pytorch.org: torch.nn.Conv2d, MaxPool2d, ConvTranspose2d, AdaptiveAvgPool2d).
//
//     input, padded      [p p x0 x1 x2 x3 x4 p p]        before = after = 2
//     kernel, dilated     k . k . k                      kernel 3, dilation 2: effective size 5
//     output o            starts at padded index o·stride
import { add, ceilDivide, compareDims, type Dim, floorDivide, maximum, minimum, multiply, subtract } from './dim';

/** One spatial axis of a window operation. Padding may differ on both sides (`padding='same'`, TensorFlow). */
export interface WindowAxis {
  readonly kernel: Dim;
  readonly stride: number;
  readonly dilation: number;
  /** Elements before the first and after the last. */
  readonly padding: readonly [Dim, Dim];
}

/** dilation·(kernel - 1) + 1: the distance that a dilated kernel spans. */
export const effectiveKernel = (kernel: Dim, dilation: number): Dim => add(multiply(subtract(kernel, 1), dilation), 1);

/** The size of the input with its padding. */
export const paddedSize = (size: Dim, { padding }: WindowAxis): Dim => add(add(size, padding[0]), padding[1]);

/**
 * floor((size + before + after - dilation·(kernel - 1) - 1) / stride) + 1: convolution, unfold, pooling.
 * Less than 1 where the kernel does not fit; callers report that.
 */
export const outputSize = (size: Dim, axis: WindowAxis): Dim =>
  add(floorDivide(subtract(paddedSize(size, axis), effectiveKernel(axis.kernel, axis.dilation)), axis.stride), 1);

/**
 * Pooling with `ceil_mode`: the quotient is rounded up, then a last window that would start beyond the input and its left
 * padding is dropped, that is, the result is at most ceil((size + before) / stride).
 */
export function outputSizeCeil(size: Dim, axis: WindowAxis): Dim {
  const span = subtract(paddedSize(size, axis), effectiveKernel(axis.kernel, axis.dilation));
  const rounded = add(ceilDivide(span, axis.stride), 1);
  return minimum(rounded, ceilDivide(add(size, axis.padding[0]), axis.stride));
}

/** The windows along an axis never fit, whatever the symbols are: the padded input is smaller than the effective kernel. */
export const kernelTooLarge = (size: Dim, axis: WindowAxis): boolean =>
  compareDims(paddedSize(size, axis), effectiveKernel(axis.kernel, axis.dilation)) === -1;

/**
 * Padding that keeps the size at stride 1, by PyTorch's `padding='same'`: dilation·(kernel - 1) in all, the odd one after.
 */
export function samePadding(kernel: number, dilation: number): readonly [number, number] {
  const total = dilation * (kernel - 1);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

/**
 * TensorFlow's `padding='same'`: the output is ceil(size / stride); the padding is what that needs, the odd one after.
 */
export function samePaddingTensorFlow(
  size: Dim,
  kernel: number,
  stride: number,
  dilation: number,
): readonly [Dim, Dim] {
  const output = ceilDivide(size, stride);
  const needed = subtract(add(multiply(subtract(output, 1), stride), effectiveKernel(kernel, dilation)), size);
  const total = maximum(needed, 0);
  const before = floorDivide(total, 2);
  return [before, subtract(total, before)];
}

/** (size - 1)·stride - before - after + dilation·(kernel - 1) + outputPadding + 1: transposed convolution. */
export const transposedOutputSize = (size: Dim, axis: WindowAxis, outputPadding: Dim): Dim =>
  add(
    subtract(multiply(subtract(size, 1), axis.stride), add(axis.padding[0], axis.padding[1])),
    add(effectiveKernel(axis.kernel, axis.dilation), outputPadding),
  );

/** (size - 1)·stride - before - after + kernel: what `max_unpool` makes of a pooled size. */
export const unpooledSize = (size: Dim, axis: WindowAxis): Dim => transposedOutputSize(size, axis, 0);

/** The first input index (negative: in the padding) that output `index` reads. */
export const windowStart = (
  index: number,
  axis: { readonly stride: number; readonly padding: readonly [number, Dim] },
): number => index * axis.stride - axis.padding[0];

/** The input indices, ascending, that output `index` reads, those in the padding included. */
export const windowIndices = (
  index: number,
  axis: {
    readonly kernel: number;
    readonly stride: number;
    readonly dilation: number;
    readonly padding: readonly [number, Dim];
  },
): readonly number[] => Array.from({ length: axis.kernel }, (_, k) => windowStart(index, axis) + k * axis.dilation);

/** The half-open input range of output `index` of adaptive pooling: [floor(i·in / out), ceil((i + 1)·in / out)). */
export const adaptiveWindow = (
  index: number,
  inputSize: number,
  outputSizeOfAxis: number,
): readonly [number, number] => [
  Math.floor((index * inputSize) / outputSizeOfAxis),
  Math.ceil(((index + 1) * inputSize) / outputSizeOfAxis),
];

/** Along one axis, of one output on the input: how many pixels, how far from that of the next output, and where its centre is. */
export interface AxisField {
  readonly size: number;
  readonly jump: number;
  readonly offset: number;
}

/**
 * The receptive field after one more window, as Araujo et al. (Distill 2019) have it; `padding` is that before the first element.
 * A transposed window's output o has input (o + padding - m·dilation) / stride for every m that divides: the most of them counts.
 */
export function widen(
  { size, jump, offset }: AxisField,
  window: {
    readonly kernel: number;
    readonly stride: number;
    readonly padding: number;
    readonly dilation: number;
    readonly transposed?: boolean;
  },
): AxisField {
  const { stride, padding } = window;
  const span = window.dilation * (window.kernel - 1);
  if (window.transposed === true) {
    return {
      size: size + (Math.ceil((span + 1) / stride) - 1) * jump,
      jump: jump / stride,
      offset: offset + ((padding - span / 2) / stride) * jump,
    };
  }
  return { size: size + span * jump, jump: jump * stride, offset: offset + (span / 2 - padding) * jump };
}

// What convolutions and pools share: an input of channels and n spatial axes, with or without a batch, and one kernel setting
// for each spatial axis.
import { type Dim, isSymbolic } from '../../shape/dim';
import type { Shape } from '../../shape/shape';
import { kernelTooLarge, paddedSize, effectiveKernel, type WindowAxis } from '../../shape/window';
import type { OperatorArguments } from '../arguments';
import type { TensorType, WindowMotion } from '../operator';
import { detail, wrongRank } from '../problems';

export interface SpatialInput {
  readonly batched: boolean;
  readonly batch: Dim;
  readonly channels: Dim;
  readonly spatial: Shape;
}

/** Splits `N×C×…` or `C×…` with `count` spatial axes; CL1009 for any other rank. */
export function spatialInput(a: OperatorArguments, { shape }: TensorType, count: number): SpatialInput {
  if (shape.length === count + 2) {
    return { batched: true, batch: shape[0], channels: shape[1], spatial: shape.slice(2) };
  }
  if (shape.length !== count + 1) a.fail(wrongRank(a.operatorName, `${count + 1} or ${count + 2}`, shape));
  return { batched: false, batch: 1, channels: shape[0], spatial: shape.slice(1) };
}

export const spatialShape = ({ batched, batch }: SpatialInput, channels: Dim, spatial: Shape): Shape =>
  batched ? [batch, channels, ...spatial] : [channels, ...spatial];

/** The settings of each axis, from lists of one entry an axis. */
export const windowAxes = (settings: {
  readonly kernel: Shape;
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly (readonly [number, number])[];
}): readonly WindowAxis[] =>
  settings.kernel.map((kernel, i) => ({
    kernel,
    stride: settings.stride[i],
    dilation: settings.dilation[i],
    padding: settings.padding[i],
  }));

export const symmetric = (padding: readonly number[]): readonly (readonly [number, number])[] =>
  padding.map((p) => [p, p]);

/** CL1004 where a kernel certainly does not fit its padded input. */
export function requireKernelFits(a: OperatorArguments, spatial: Shape, axes: readonly WindowAxis[]): void {
  spatial.forEach((size, i) => {
    if (!kernelTooLarge(size, axes[i])) return;
    const [kernel, padded] = [effectiveKernel(axes[i].kernel, axes[i].dilation), paddedSize(size, axes[i])];
    a.fail({
      code: 'CL1004',
      details: { kernel: detail(kernel), size: detail(padded) },
      expected: `a kernel of effective size at most ${String(padded)}`,
      actual: String(kernel),
      hint: 'Pad the input more, or use a smaller kernel, dilation or fewer strides before it.',
    });
  });
}

/** The motion for receptive fields; a kernel whose size is not a number cannot be told. */
export function windowMotion(a: OperatorArguments, axes: readonly WindowAxis[], transposed = false): WindowMotion {
  const numbers = (values: readonly Dim[]): readonly number[] =>
    values.map((v) => (isSymbolic(v) ? a.unknown(`the kernel size depends on ${String(v)}`) : v));
  return {
    kernel: numbers(axes.map((x) => x.kernel)),
    stride: axes.map((x) => x.stride),
    padding: numbers(axes.map((x) => x.padding[0])),
    dilation: axes.map((x) => x.dilation),
    ...(transposed ? { transposed } : {}),
  };
}

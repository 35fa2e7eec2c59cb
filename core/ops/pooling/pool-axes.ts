// What pools share: kernel, stride (the kernel's where absent), padding of at most half the kernel, floor or ceil mode.
import { certainlyLess, type Dim } from '../../shape/dim';
import { formatShape, type Shape } from '../../shape/shape';
import { outputSize, outputSizeCeil, type WindowAxis } from '../../shape/window';
import type { OperatorArguments } from '../arguments';
import { symmetric, windowAxes } from '../convolution/spatial';
import { invalidArgument } from '../problems';

export interface PoolSettings {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly ceilMode: boolean;
}

/** Parameters that the operator's signature lacks take their neutral values. */
export function poolSettings(
  a: OperatorArguments,
  count: number,
  has: { readonly padding: boolean; readonly dilation: boolean },
): PoolSettings {
  const kernel = a.ints('kernel_size', count);
  const strideValue = a.optionalDims('stride');
  const stride = strideValue === null || strideValue.length === 0 ? kernel : a.ints('stride', count);
  const ones = Array<number>(count).fill(1);
  const padding = has.padding ? a.ints('padding', count) : ones.map(() => 0);
  const dilation = has.dilation ? a.ints('dilation', count) : ones;
  if ([...kernel, ...stride, ...dilation].some((v) => v <= 0)) {
    a.fail(invalidArgument(a.operatorName, 'kernel_size, stride and dilation must be positive'));
  }
  padding.forEach((p, i) => {
    if (p >= 0 && p * 2 <= (kernel[i] - 1) * dilation[i] + 1) return;
    a.fail(
      invalidArgument(
        a.operatorName,
        `pad should be at most half of effective kernel size, but got pad=${p}, kernel_size=${kernel[i]}`,
        {
          expected: `padding from 0 to ${Math.floor(((kernel[i] - 1) * dilation[i] + 1) / 2)}`,
          actual: String(p),
        },
      ),
    );
  });
  return { kernel, stride, padding, dilation, ceilMode: a.boolean('ceil_mode') };
}

export const poolAxes = ({ kernel, stride, padding, dilation }: PoolSettings): readonly WindowAxis[] =>
  windowAxes({ kernel, stride, dilation, padding: symmetric(padding) });

/** CL1015 where a size would certainly be less than 1. */
export function pooledShape(a: OperatorArguments, spatial: Shape, settings: PoolSettings): Shape {
  const axes = poolAxes(settings);
  const result = spatial.map((size, i): Dim => (settings.ceilMode ? outputSizeCeil : outputSize)(size, axes[i]));
  if (result.some((size) => certainlyLess(size, 1))) {
    a.fail({
      code: 'CL1015',
      details: { size: formatShape(result) },
      expected: 'a size of at least 1',
      actual: `${formatShape(spatial)} → ${formatShape(result)}`,
      hint: 'Pool less, or feed a larger input.',
    });
  }
  return result;
}

export const poolAttributes = (settings: PoolSettings): Readonly<Record<string, unknown>> => ({
  kernel_size: settings.kernel,
  stride: settings.stride,
  padding: settings.padding,
  dilation: settings.dilation,
  ceil_mode: settings.ceilMode,
});

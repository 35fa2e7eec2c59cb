// How a convolution's window moves: stride, padding, dilation and groups, and the sizes that come of them.
// Pairs are [height, width].
import { known, wrong, type Outcome } from '../base/outcome';
import type { Dim } from '../shape/dim';
import {
  effectiveKernel as span,
  kernelTooLarge,
  outputSize as sizeAlong,
  paddedSize,
  samePadding as sameSides,
} from '../shape/window';

export type Pair = readonly [number, number];

/** Rows and columns of zeros around the input. */
export interface Padding {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface ConvolutionSettings {
  readonly stride: Pair;
  readonly padding: Padding;
  readonly dilation: Pair;
  readonly groups: number;
}

export type WindowSettings = Omit<ConvolutionSettings, 'groups'>;

export const evenPadding = ([vertical, horizontal]: Pair): Padding => ({
  top: vertical,
  left: horizontal,
  bottom: vertical,
  right: horizontal,
});

/** How the window moves by the defaults of `nn.Conv2d`. */
export const plainMotion: WindowSettings = { stride: [1, 1], padding: evenPadding([0, 0]), dilation: [1, 1] };

/** The defaults of `nn.Conv2d`. */
export const plainSettings: ConvolutionSettings = { ...plainMotion, groups: 1 };

/** What PyTorch's `padding='same'` adds: `dilation·(kernel − 1)` in all along each axis, an odd one at the end. */
export function samePadding(kernel: Pair, dilation: Pair): Padding {
  const [top, bottom] = sameSides(kernel[0], dilation[0]);
  const [left, right] = sameSides(kernel[1], dilation[1]);
  return { top, left, bottom, right };
}

/** Pixels that a dilated kernel spans: `dilation·(kernel − 1) + 1`. */
export const effectiveKernel = (kernel: Pair, dilation: Pair): Pair => [
  integer(span(kernel[0], dilation[0])),
  integer(span(kernel[1], dilation[1])),
];

/** The window along one axis: 0 is height, 1 is width. */
export const windowAxis = (kernel: Pair, { stride, padding, dilation }: WindowSettings, axis: 0 | 1) => ({
  kernel: kernel[axis],
  stride: stride[axis],
  dilation: dilation[axis],
  padding: axis === 0 ? ([padding.top, padding.bottom] as const) : ([padding.left, padding.right] as const),
});

/** Output height and width. Wrong (CL1004) where the kernel does not fit into the padded input. */
export function outputSize(input: Pair, kernel: Pair, settings: WindowSettings): Outcome<Pair> {
  for (const axis of [0, 1] as const) {
    const window = windowAxis(kernel, settings, axis);
    if (kernelTooLarge(input[axis], window)) {
      const size = integer(paddedSize(input[axis], window));
      return wrong({ code: 'CL1004', details: { kernel: effectiveKernel(kernel, settings.dilation)[axis], size } });
    }
  }
  const along = (axis: 0 | 1): number => integer(sizeAlong(input[axis], windowAxis(kernel, settings, axis)));
  return known([along(0), along(1)]);
}

/** The lesson's sizes are numbers, so what comes of them is one too. */
const integer = (dim: Dim): number => (typeof dim === 'number' ? dim : NaN);

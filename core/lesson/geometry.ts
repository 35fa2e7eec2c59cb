// How a convolution's window moves: stride, padding, dilation and groups, and the sizes that come of them.
// Pairs are [height, width].
import { known, wrong, type Outcome } from '../base/outcome';

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

export const evenPadding = ([vertical, horizontal]: Pair): Padding => ({
  top: vertical,
  left: horizontal,
  bottom: vertical,
  right: horizontal,
});

/** The defaults of `nn.Conv2d`. */
export const plainSettings: ConvolutionSettings = {
  stride: [1, 1],
  padding: evenPadding([0, 0]),
  dilation: [1, 1],
  groups: 1,
};

/** What PyTorch's `padding='same'` adds: `dilation·(kernel − 1)` in all along each axis, an odd one at the end. */
export function samePadding(kernel: Pair, dilation: Pair): Padding {
  const vertical = dilation[0] * (kernel[0] - 1);
  const horizontal = dilation[1] * (kernel[1] - 1);
  const [top, left] = [Math.floor(vertical / 2), Math.floor(horizontal / 2)];
  return { top, left, bottom: vertical - top, right: horizontal - left };
}

/** Pixels that a dilated kernel spans: `dilation·(kernel − 1) + 1`. */
export const effectiveKernel = (kernel: Pair, dilation: Pair): Pair => [
  dilation[0] * (kernel[0] - 1) + 1,
  dilation[1] * (kernel[1] - 1) + 1,
];

/**
 * Output height and width: `⌊(size + padding − dilation·(kernel − 1) − 1) / stride⌋ + 1` along each axis (`nn.Conv2d`).
 * Wrong (CL1004) where the kernel does not fit into the padded input.
 */
export function outputSize(input: Pair, kernel: Pair, settings: Omit<ConvolutionSettings, 'groups'>): Outcome<Pair> {
  const { stride, padding, dilation } = settings;
  const span = effectiveKernel(kernel, dilation);
  const padded: Pair = [input[0] + padding.top + padding.bottom, input[1] + padding.left + padding.right];
  for (const axis of [0, 1] as const) {
    if (padded[axis] < span[axis])
      return wrong({ code: 'CL1004', details: { kernel: span[axis], size: padded[axis] } });
  }
  const along = (axis: 0 | 1): number => Math.floor((padded[axis] - span[axis]) / stride[axis]) + 1;
  return known([along(0), along(1)]);
}

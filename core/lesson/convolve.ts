// The convolution of one image, as `nn.Conv2d` defines it (a cross-correlation), in float64 and in the plainest order: for every
// output its window, for every input channel of its group the products, summed. It is what the visualiser shows; speed is no aim.
//
//     y[o, r, c] = b[o] + Σ_i Σ_u Σ_v  w[o, i, u, v] · x[first(o) + i,  r·stride − top + u·dilation,  c·stride − left + v·dilation]
//
// where `first(o)` is the first input channel of the group of `o`, and x is zero outside the image.
import { known, wrong, type Outcome } from '../base/outcome';
import { outputSize, type ConvolutionSettings } from './geometry';
import { emptyMap, valueAt, weightAt, type FeatureMap, type Kernels } from './tensors';

/** A convolution with all that it computes from. `bias` holds one number an output channel, or is null. */
export interface Convolution {
  readonly input: FeatureMap;
  readonly weight: Kernels;
  readonly bias: readonly number[] | null;
  readonly settings: ConvolutionSettings;
}

/** The first input channel that an output channel sees. */
export function firstInput(weight: Kernels, groups: number, output: number): number {
  return Math.floor(output / (weight.outChannels / groups)) * weight.groupInputs;
}

/** Output `[height, width]`, or what PyTorch would refuse: groups (CL1001), channels (CL1002), kernel larger than input (CL1004). */
export function checkConvolution({ input, weight, settings }: Convolution): Outcome<readonly [number, number]> {
  const { groups } = settings;
  for (const [parameter, channels] of [
    ['in_channels', input.channels],
    ['out_channels', weight.outChannels],
  ] as const) {
    if (channels % groups !== 0) return wrong({ code: 'CL1001', details: { parameter, channels, groups } });
  }
  const expectedChannels = weight.groupInputs * groups;
  if (input.channels !== expectedChannels)
    return wrong({
      code: 'CL1002',
      details: { operator: 'conv2d', expectedChannels, actualChannels: input.channels },
    });
  return outputSize([input.height, input.width], [weight.height, weight.width], settings);
}

export function convolve(convolution: Convolution): Outcome<FeatureMap> {
  const size = checkConvolution(convolution);
  if (size.kind !== 'known') return size;
  const [height, width] = size.value;
  const output = emptyMap(convolution.weight.outChannels, height, width);
  let next = 0;
  for (let channel = 0; channel < output.channels; channel++)
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++) output.data[next++] = outputAt(convolution, channel, row, column);
  return known(output);
}

function outputAt({ input, weight, bias, settings }: Convolution, output: number, row: number, column: number): number {
  const { stride, padding, dilation, groups } = settings;
  const first = firstInput(weight, groups, output);
  let sum = bias?.[output] ?? 0;
  for (let i = 0; i < weight.groupInputs; i++)
    for (let u = 0; u < weight.height; u++)
      for (let v = 0; v < weight.width; v++) {
        const y = row * stride[0] - padding.top + u * dilation[0];
        const x = column * stride[1] - padding.left + v * dilation[1];
        if (y < 0 || y >= input.height || x < 0 || x >= input.width) continue;
        sum += weightAt(weight, output, i, u, v) * valueAt(input, first + i, y, x);
      }
  return sum;
}

// The depthwise separable convolution: a depthwise step (every input channel by itself, groups = channels) and a pointwise one
// (a 1×1 convolution that mixes the channels). Howard et al., MobileNets, 2017; Chollet, Xception, 2017.
import { known, type Outcome } from '../base/outcome';
import { convolve, type Convolution } from './convolve';
import { plainSettings, type WindowSettings } from './geometry';
import { weightAt, type FeatureMap, type Kernels } from './tensors';

export interface SeparableConvolution {
  readonly input: FeatureMap;
  /** `(channels, 1, kernelHeight, kernelWidth)` */
  readonly depthwise: Kernels;
  readonly depthwiseBias: readonly number[] | null;
  /** `(outChannels, channels, 1, 1)` */
  readonly pointwise: Kernels;
  readonly pointwiseBias: readonly number[] | null;
  /** Of the depthwise step; its `groups` is the number of channels. The pointwise step has stride 1 and no padding. */
  readonly settings: WindowSettings;
}

export interface SeparableResult {
  /** After the depthwise step. */
  readonly between: FeatureMap;
  readonly output: FeatureMap;
}

export const depthwiseStep = ({ input, depthwise, depthwiseBias, settings }: SeparableConvolution): Convolution => ({
  input,
  weight: depthwise,
  bias: depthwiseBias,
  settings: { ...settings, groups: input.channels },
});

export const pointwiseStep = (convolution: SeparableConvolution, between: FeatureMap): Convolution => ({
  input: between,
  weight: convolution.pointwise,
  bias: convolution.pointwiseBias,
  settings: plainSettings,
});

export function convolveSeparable(convolution: SeparableConvolution): Outcome<SeparableResult> {
  const between = convolve(depthwiseStep(convolution));
  if (between.kind !== 'known') return between;
  const output = convolve(pointwiseStep(convolution, between.value));
  return output.kind === 'known' ? known({ between: between.value, output: output.value }) : output;
}

/**
 * The one standard convolution that computes the same as the two steps: `w[o, i] = pointwise[o, i] · depthwise[i]`, and the
 * depthwise biases carried through the mixing. Its kernels are multiples of one another, which is what the saving costs.
 */
export function composedConvolution(convolution: SeparableConvolution): Convolution {
  const { input, depthwise, depthwiseBias, pointwise, pointwiseBias, settings } = convolution;
  const { outChannels, groupInputs: channels } = pointwise;
  const { height, width } = depthwise;
  const data = new Float64Array(outChannels * channels * height * width);
  let next = 0;
  for (let output = 0; output < outChannels; output++)
    for (let channel = 0; channel < channels; channel++)
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++)
          data[next++] = weightAt(pointwise, output, channel, 0, 0) * weightAt(depthwise, channel, 0, row, column);
  const bias =
    depthwiseBias === null && pointwiseBias === null
      ? null
      : Array.from({ length: outChannels }, (_, output) =>
          (depthwiseBias ?? []).reduce(
            (sum, each, channel) => sum + each * weightAt(pointwise, output, channel, 0, 0),
            pointwiseBias?.[output] ?? 0,
          ),
        );
  return {
    input,
    weight: { outChannels, groupInputs: channels, height, width, data },
    bias,
    settings: { ...settings, groups: 1 },
  };
}

// The two convolutions of the proofs: as the layer has them where it is grouped, else as the text describes them, with random numbers.
import type { Convolution } from '../../core/lesson/convolve';
import { plainMotion } from '../../core/lesson/geometry';
import type { SeparableConvolution } from '../../core/lesson/separable';
import { emptyMap, type FeatureMap, type Kernels } from '../../core/lesson/tensors';
import type { Subject } from './layer';

export interface ProofCases {
  readonly grouped: Convolution;
  readonly separable: SeparableConvolution;
}

/** Uniform in [−1, 1). */
export type Draw = () => number;

const map = (channels: number, height: number, width: number, draw: Draw): FeatureMap => {
  const empty = emptyMap(channels, height, width);
  return { ...empty, data: empty.data.map(draw) };
};

const kernels = (outChannels: number, groupInputs: number, size: readonly [number, number], draw: Draw): Kernels => {
  const [height, width] = size;
  const data = new Float64Array(outChannels * groupInputs * height * width).map(draw);
  return { outChannels, groupInputs, height, width, data };
};

export function proofCases({ description, shown }: Subject, draw: Draw): ProofCases {
  const own = description !== null && shown.groups > 1;
  const { inChannels, outChannels, groups } = own ? shown : { inChannels: 6, outChannels: 12, groups: 3 };
  const kernel = description === null ? ([3, 3] as const) : shown.kernel;
  const motion =
    description === null ? plainMotion : { stride: shown.stride, padding: shown.padding, dilation: shown.dilation };
  const [height, width] = description === null ? [6, 6] : shown.input;
  const biases = (count: number): readonly number[] => Array.from({ length: count }, draw);
  const input = map(inChannels, height, width, draw);
  return {
    grouped: {
      input,
      weight: kernels(outChannels, inChannels / groups, kernel, draw),
      bias: biases(outChannels),
      settings: { ...motion, groups },
    },
    separable: {
      input,
      depthwise: kernels(inChannels, 1, kernel, draw),
      depthwiseBias: biases(inChannels),
      pointwise: kernels(outChannels, inChannels, [1, 1], draw),
      pointwiseBias: biases(outChannels),
      settings: motion,
    },
  };
}

// What the visualiser steps through: one input and three ways to convolve it, side by side. Either the worked example or a layer of
// the user's (reduced to a legible size) with small whole numbers, the same ones every time.
import type { Convolution } from './convolve';
import type { LayerSettings } from './cost';
import { exampleDepthwise, exampleInput, examplePointwise, exampleStandard } from './example';
import { plainMotion, plainSettings } from './geometry';
import type { SeparableConvolution } from './separable';
import { emptyMap, weightAt, type FeatureMap, type Kernels } from './tensors';

export interface Scene {
  readonly standard: Convolution;
  readonly grouped: Convolution;
  readonly separable: SeparableConvolution;
}

/** The worked example; its grouped form is the depthwise step, the only legal grouping of three channels. */
export const exampleScene: Scene = {
  standard: { input: exampleInput, weight: exampleStandard, bias: null, settings: plainSettings },
  grouped: { input: exampleInput, weight: exampleDepthwise, bias: null, settings: { ...plainSettings, groups: 3 } },
  separable: {
    input: exampleInput,
    depthwise: exampleDepthwise,
    depthwiseBias: null,
    pointwise: examplePointwise,
    pointwiseBias: null,
    settings: plainMotion,
  },
};

/**
 * The three forms of a layer. The grouped form's kernels are the standard one's where a weight is left. `groups` is that of the
 * grouped form; where it does not divide `outChannels` (only 1 does both), the form is depthwise with as many outputs as inputs.
 */
export function layerScene(layer: LayerSettings, groups: number): Scene {
  const { inChannels, outChannels, kernel, bias, stride, padding, dilation } = layer;
  const [height, width] = kernel;
  const input = filledMap(inChannels, layer.input[0], layer.input[1]);
  const standardWeight = filledKernels(outChannels, inChannels, height, width, 2);
  const depthwise = filledKernels(inChannels, 1, height, width, 3);
  const legal = groups > 1 && outChannels % groups === 0 && inChannels % groups === 0;
  const biasOf = (count: number, seed: number): readonly number[] | null =>
    bias ? [...smallNumbers(count, seed, [1, -1, 2])] : null;
  const settings = { stride, padding, dilation };
  return {
    standard: { input, weight: standardWeight, bias: biasOf(outChannels, 5), settings: { ...settings, groups: 1 } },
    grouped: legal
      ? {
          input,
          weight: keptKernels(standardWeight, groups),
          bias: biasOf(outChannels, 5),
          settings: { ...settings, groups },
        }
      : { input, weight: depthwise, bias: biasOf(inChannels, 6), settings: { ...settings, groups: inChannels } },
    separable: {
      input,
      depthwise,
      depthwiseBias: biasOf(inChannels, 6),
      pointwise: filledKernels(outChannels, inChannels, 1, 1, 4),
      pointwiseBias: biasOf(outChannels, 5),
      settings,
    },
  };
}

/** Of the standard kernels those weights that a grouped convolution has: `grouped[o, i] = standard[o, first(o) + i]`. */
export function keptKernels(standard: Kernels, groups: number): Kernels {
  const { outChannels, height, width } = standard;
  const groupInputs = standard.groupInputs / groups;
  const data = new Float64Array(outChannels * groupInputs * height * width);
  let next = 0;
  for (let output = 0; output < outChannels; output++) {
    const first = Math.floor(output / (outChannels / groups)) * groupInputs;
    for (let i = 0; i < groupInputs; i++)
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++)
          data[next++] = weightAt(standard, output, first + i, row, column);
  }
  return { outChannels, groupInputs, height, width, data };
}

/** `count` values out of `choices`, spread evenly and the same for the same seed (a linear congruential generator). */
export function smallNumbers(count: number, seed: number, choices: readonly number[]): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return choices[Math.floor((state / 2 ** 32) * choices.length)];
  });
}

function filledMap(channels: number, height: number, width: number): FeatureMap {
  const map = emptyMap(channels, height, width);
  return { ...map, data: smallNumbers(map.data.length, 1, [0, 1, 2, 1, 0, 3]) };
}

function filledKernels(outChannels: number, groupInputs: number, height: number, width: number, seed: number): Kernels {
  const data = smallNumbers(outChannels * groupInputs * height * width, seed, [0, 1, -1, 0, 2, 1]);
  return { outChannels, groupInputs, height, width, data };
}

// Two identities that are often only claimed, computed both ways with the largest difference: a grouped convolution is small
// convolutions side by side, and a depthwise separable one is a standard convolution whose kernels are products.
import { known, type Outcome } from '../base/outcome';
import { convolve, type Convolution } from './convolve';
import { composedConvolution, convolveSeparable, type SeparableConvolution } from './separable';
import { concatenateChannels, largestDifference, sliceChannels, sliceKernels, type FeatureMap } from './tensors';

export interface Proof {
  readonly left: FeatureMap;
  readonly right: FeatureMap;
  /** The largest |left − right|: 0, or what float64 rounds away by summing in another order. */
  readonly largestDifference: number;
}

const proofOf = (left: FeatureMap, right: FeatureMap): Proof => ({
  left,
  right,
  largestDifference: largestDifference(left, right),
});

/** The convolutions of the single groups, each on its own run of input channels. */
export function splitByGroup({ input, weight, bias, settings }: Convolution): readonly Convolution[] {
  const { groups } = settings;
  const outputs = weight.outChannels / groups;
  return Array.from({ length: groups }, (_, group) => ({
    input: sliceChannels(input, group * weight.groupInputs, weight.groupInputs),
    weight: sliceKernels(weight, group * outputs, outputs),
    bias: bias?.slice(group * outputs, (group + 1) * outputs) ?? null,
    settings: { ...settings, groups: 1 },
  }));
}

/** left: the grouped convolution at once. right: its groups convolved one by one, concatenated. */
export function proveGrouped(convolution: Convolution): Outcome<Proof> {
  const whole = convolve(convolution);
  if (whole.kind !== 'known') return whole;
  const parts: FeatureMap[] = [];
  for (const part of splitByGroup(convolution)) {
    const result = convolve(part);
    if (result.kind !== 'known') return result;
    parts.push(result.value);
  }
  return known(proofOf(whole.value, concatenateChannels(parts)));
}

/** left: depthwise, then pointwise. right: one standard convolution with the composed kernels. */
export function proveSeparable(convolution: SeparableConvolution): Outcome<Proof> {
  const steps = convolveSeparable(convolution);
  if (steps.kind !== 'known') return steps;
  const composed = convolve(composedConvolution(convolution));
  return composed.kind === 'known' ? known(proofOf(steps.value.output, composed.value)) : composed;
}

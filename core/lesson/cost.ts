// What a two-dimensional convolution costs for one image, by formula. MACs are multiply-accumulates as torch.utils.flop_counter
// counts them (halved; the bias not counted); FLOPs are 2·MACs. Bytes are those of float32.
//
//     params = C_out · (C_in / groups) · K_h · K_w  (+ C_out for the bias)         MACs = the same weights × H_out · W_out
import { known, wrong, type Outcome } from '../base/outcome';
import { legalGroups } from './connections';
import { outputSize, type ConvolutionSettings, type Pair } from './geometry';

const bytesPerNumber = 4;

/** A layer as its constructor describes it, and the size of the image it gets. */
export interface LayerSettings extends ConvolutionSettings {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: Pair;
  readonly bias: boolean;
  readonly input: Pair;
}

export interface Cost {
  readonly params: number;
  readonly macs: number;
  /** 2 · MACs. */
  readonly flops: number;
  /** Bytes of the output, and of what stands between the two steps of a separable convolution: what autograd would keep. */
  readonly activationBytes: number;
  /** Bytes read and written at least once: input, weights, what stands between (written and read), output. */
  readonly movedBytes: number;
  /** FLOPs per byte moved (Williams et al., Roofline, 2009). */
  readonly intensity: number;
  readonly output: Pair;
}

/** Wrong (CL1001) where `groups` does not divide the channels, (CL1004) where the kernel does not fit. */
export function convolutionCost(layer: LayerSettings): Outcome<Cost> {
  const { inChannels, outChannels, kernel, bias, groups, input } = layer;
  for (const [parameter, channels] of [
    ['in_channels', inChannels],
    ['out_channels', outChannels],
  ] as const) {
    if (channels % groups !== 0) return wrong({ code: 'CL1001', details: { parameter, channels, groups } });
  }
  const size = outputSize(input, kernel, layer);
  if (size.kind !== 'known') return size;
  const area = size.value[0] * size.value[1];
  const weights = outChannels * (inChannels / groups) * kernel[0] * kernel[1];
  const params = weights + (bias ? outChannels : 0);
  const activationBytes = outChannels * area * bytesPerNumber;
  const inputBytes = inChannels * input[0] * input[1] * bytesPerNumber;
  return known(
    costOf(params, weights * area, activationBytes, inputBytes + activationBytes + params * bytesPerNumber, size.value),
  );
}

/** A depthwise convolution of the layer's kernel, stride, padding and dilation, then a pointwise one; both with the layer's bias. */
export function separableCost(layer: LayerSettings): Outcome<Cost> {
  const depthwise = convolutionCost({ ...layer, outChannels: layer.inChannels, groups: layer.inChannels });
  if (depthwise.kind !== 'known') return depthwise;
  const pointwise = convolutionCost({
    inChannels: layer.inChannels,
    outChannels: layer.outChannels,
    kernel: [1, 1],
    stride: [1, 1],
    padding: { top: 0, left: 0, bottom: 0, right: 0 },
    dilation: [1, 1],
    groups: 1,
    bias: layer.bias,
    input: depthwise.value.output,
  });
  if (pointwise.kind !== 'known') return pointwise;
  const [first, second] = [depthwise.value, pointwise.value];
  return known(
    costOf(
      first.params + second.params,
      first.macs + second.macs,
      first.activationBytes + second.activationBytes,
      first.movedBytes + second.movedBytes,
      second.output,
    ),
  );
}

function costOf(params: number, macs: number, activationBytes: number, movedBytes: number, output: Pair): Cost {
  return { params, macs, flops: 2 * macs, activationBytes, movedBytes, intensity: (2 * macs) / movedBytes, output };
}

export interface LadderStep {
  readonly form: 'convolution' | 'separable';
  /** Of the convolution; of the depthwise step where separable. */
  readonly groups: number;
  readonly cost: Cost;
  /** MACs by those of the standard convolution. */
  readonly ratio: number;
}

/** From the standard convolution over every legal `groups` to the depthwise separable one. */
export function ladder(layer: LayerSettings): Outcome<readonly LadderStep[]> {
  const standard = convolutionCost({ ...layer, groups: 1 });
  if (standard.kind !== 'known') return standard;
  const steps: LadderStep[] = [];
  for (const groups of legalGroups(layer)) {
    const cost = convolutionCost({ ...layer, groups });
    if (cost.kind !== 'known') return cost;
    steps.push({ form: 'convolution', groups, cost: cost.value, ratio: cost.value.macs / standard.value.macs });
  }
  const separable = separableCost(layer);
  if (separable.kind !== 'known') return separable;
  const ratio = separable.value.macs / standard.value.macs;
  return known([...steps, { form: 'separable', groups: layer.inChannels, cost: separable.value, ratio }]);
}

/** MACs of depthwise separable by those of standard: `1/C_out + 1/(K_h·K_w)`. */
export const separableRatio = (outChannels: number, kernel: Pair): number =>
  1 / outChannels + 1 / (kernel[0] * kernel[1]);

/**
 * The least time of a layer on a machine that does `balance` FLOPs in the time it moves one byte, in units of moving one byte: the
 * longer of computing and moving. Fewer MACs do not shorten a layer that waits for memory.
 */
export const leastTime = (cost: Cost, balance: number): number => Math.max(cost.flops / balance, cost.movedBytes);

export const memoryBound = (cost: Cost, balance: number): boolean => cost.intensity < balance;

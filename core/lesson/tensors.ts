// The numbers of the lesson: a feature map (channels × height × width) and a layer's kernels (outputs × inputs of the group ×
// height × width), row-major in float64, as PyTorch lays out one image and one weight.
//
//     data[(channel · height + row) · width + column]

export interface FeatureMap {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float64Array;
}

/** `weight` of `nn.Conv2d`: shape `(outChannels, inChannels / groups, height, width)`. */
export interface Kernels {
  readonly outChannels: number;
  /** Input channels that each kernel sees: `inChannels / groups`. */
  readonly groupInputs: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float64Array;
}

export type Matrix = readonly (readonly number[])[];

/** One matrix a channel, all of one size. */
export function featureMap(channels: readonly Matrix[]): FeatureMap {
  const [first] = channels;
  return {
    channels: channels.length,
    height: first.length,
    width: first[0].length,
    data: Float64Array.from(channels.flat(2)),
  };
}

/** For each output channel, one matrix for each input channel of its group. */
export function kernels(outputs: readonly (readonly Matrix[])[]): Kernels {
  const [[first]] = outputs;
  return {
    outChannels: outputs.length,
    groupInputs: outputs[0].length,
    height: first.length,
    width: first[0].length,
    data: Float64Array.from(outputs.flat(3)),
  };
}

export const emptyMap = (channels: number, height: number, width: number): FeatureMap => ({
  channels,
  height,
  width,
  data: new Float64Array(channels * height * width),
});

export const valueAt = (map: FeatureMap, channel: number, row: number, column: number): number =>
  map.data[(channel * map.height + row) * map.width + column];

export const weightAt = (weight: Kernels, output: number, input: number, row: number, column: number): number =>
  weight.data[((output * weight.groupInputs + input) * weight.height + row) * weight.width + column];

export const channelMatrix = (map: FeatureMap, channel: number): Matrix =>
  Array.from({ length: map.height }, (_, row) =>
    Array.from({ length: map.width }, (_, column) => valueAt(map, channel, row, column)),
  );

export const kernelMatrix = (weight: Kernels, output: number, input: number): Matrix =>
  Array.from({ length: weight.height }, (_, row) =>
    Array.from({ length: weight.width }, (_, column) => weightAt(weight, output, input, row, column)),
  );

export const channelMatrices = (map: FeatureMap): readonly Matrix[] =>
  Array.from({ length: map.channels }, (_, channel) => channelMatrix(map, channel));

/** The channels `[first, first + count)` as a map of their own. */
export function sliceChannels(map: FeatureMap, first: number, count: number): FeatureMap {
  const area = map.height * map.width;
  return { ...map, channels: count, data: map.data.slice(first * area, (first + count) * area) };
}

/** The kernels of the output channels `[first, first + count)`. */
export function sliceKernels(weight: Kernels, first: number, count: number): Kernels {
  const size = weight.groupInputs * weight.height * weight.width;
  return { ...weight, outChannels: count, data: weight.data.slice(first * size, (first + count) * size) };
}

/** Maps of one size, one channel after another: `torch.cat(maps, dim=0)` of single images. */
export function concatenateChannels(maps: readonly FeatureMap[]): FeatureMap {
  const channels = maps.reduce((sum, map) => sum + map.channels, 0);
  const joined = emptyMap(channels, maps[0].height, maps[0].width);
  let offset = 0;
  for (const map of maps) {
    joined.data.set(map.data, offset);
    offset += map.data.length;
  }
  return joined;
}

/** The largest |left − right| over all elements of two maps of one shape. */
export function largestDifference(left: FeatureMap, right: FeatureMap): number {
  let largest = 0;
  for (let i = 0; i < left.data.length; i++) largest = Math.max(largest, Math.abs(left.data[i] - right.data[i]));
  return largest;
}

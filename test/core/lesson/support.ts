// What the lesson's tests share: random convolutions, an independent way to compute them, and unwrapping of outcomes.
import type { Outcome } from '../../../core/base/outcome';
import type { Convolution } from '../../../core/lesson/convolve';
import { emptyMap, type FeatureMap, type Kernels, type Matrix } from '../../../core/lesson/tensors';

export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'known') return outcome.value;
  throw new Error(outcome.kind === 'wrong' ? outcome.problem.code : outcome.reason);
}

export const codeOf = (outcome: Outcome<unknown>): string | undefined =>
  outcome.kind === 'wrong' ? outcome.problem.code : undefined;

/** Uniform in [−1, 1), the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 31 - 1;
  };
}

export interface Form {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly groups: number;
  readonly kernel: readonly [number, number];
  readonly stride?: readonly [number, number];
  /** top, left, bottom, right */
  readonly padding?: readonly [number, number, number, number];
  readonly dilation?: readonly [number, number];
  readonly input: readonly [number, number];
  readonly bias?: boolean;
}

export function randomMap(channels: number, height: number, width: number, next: () => number): FeatureMap {
  const map = emptyMap(channels, height, width);
  return { ...map, data: map.data.map(next) };
}

export function randomKernels(
  outChannels: number,
  groupInputs: number,
  height: number,
  width: number,
  next: () => number,
): Kernels {
  const data = new Float64Array(outChannels * groupInputs * height * width).map(next);
  return { outChannels, groupInputs, height, width, data };
}

export function randomConvolution(form: Form, seed: number): Convolution {
  const next = generator(seed);
  const [top, left, bottom, right] = form.padding ?? [0, 0, 0, 0];
  return {
    input: randomMap(form.inChannels, form.input[0], form.input[1], next),
    weight: randomKernels(form.outChannels, form.inChannels / form.groups, form.kernel[0], form.kernel[1], next),
    bias: form.bias === true ? Array.from({ length: form.outChannels }, next) : null,
    settings: {
      stride: form.stride ?? [1, 1],
      padding: { top, left, bottom, right },
      dilation: form.dilation ?? [1, 1],
      groups: form.groups,
    },
  };
}

/** The same convolution from the other side: every input pixel is scattered to the outputs that it reaches. */
export function scatterConvolution(
  { input, weight, bias, settings }: Convolution,
  size: readonly [number, number],
): Matrix[] {
  const { stride, padding, dilation, groups } = settings;
  const outputs = Array.from({ length: weight.outChannels }, (_, o) =>
    Array.from({ length: size[0] }, () => new Array<number>(size[1]).fill(bias?.[o] ?? 0)),
  );
  for (let c = 0; c < input.channels; c++)
    for (let y = 0; y < input.height; y++)
      for (let x = 0; x < input.width; x++)
        for (let o = 0; o < weight.outChannels; o++) {
          if (Math.floor((c * groups) / input.channels) !== Math.floor((o * groups) / weight.outChannels)) continue;
          for (let u = 0; u < weight.height; u++)
            for (let v = 0; v < weight.width; v++) {
              const row = (y + padding.top - u * dilation[0]) / stride[0];
              const column = (x + padding.left - v * dilation[1]) / stride[1];
              if (!Number.isInteger(row) || !Number.isInteger(column)) continue;
              if (row < 0 || row >= size[0] || column < 0 || column >= size[1]) continue;
              const i = c % weight.groupInputs;
              const at = ((o * weight.groupInputs + i) * weight.height + u) * weight.width + v;
              outputs[o][row][column] += weight.data[at] * input.data[(c * input.height + y) * input.width + x];
            }
        }
  return outputs;
}

export const forms: Readonly<Record<string, Form>> = {
  'plain 3×3': { inChannels: 3, outChannels: 2, groups: 1, kernel: [3, 3], input: [5, 6] },
  'padded, strided': {
    inChannels: 2,
    outChannels: 4,
    groups: 1,
    kernel: [3, 3],
    stride: [2, 3],
    padding: [1, 1, 1, 1],
    input: [7, 8],
  },
  'dilated by 2': {
    inChannels: 2,
    outChannels: 2,
    groups: 1,
    kernel: [3, 3],
    dilation: [2, 2],
    padding: [2, 2, 2, 2],
    input: [6, 6],
  },
  'grouped, biased': { inChannels: 6, outChannels: 12, groups: 3, kernel: [3, 3], input: [4, 4], bias: true },
  depthwise: { inChannels: 4, outChannels: 4, groups: 4, kernel: [3, 3], padding: [1, 1, 1, 1], input: [5, 5] },
  'depthwise, multiplier 2': { inChannels: 3, outChannels: 6, groups: 3, kernel: [2, 2], input: [4, 4], bias: true },
  pointwise: { inChannels: 5, outChannels: 3, groups: 1, kernel: [1, 1], input: [3, 4] },
  'one row, uneven kernel and padding': {
    inChannels: 2,
    outChannels: 2,
    groups: 2,
    kernel: [1, 4],
    padding: [0, 1, 0, 2],
    dilation: [1, 2],
    input: [1, 12],
  },
};

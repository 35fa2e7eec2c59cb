// Convolution over 1, 2 or 3 spatial axes, and its transpose (torch.nn.functional.conv2d, conv_transpose2d).
//     y[n, o, p] = b[o] + Σ_{i, k} x[n, i, p·s − pad + k·d] · w[o, i, k]        i over the input channels of o's group
// The transpose is the same sum read the other way: its forward is this one's gradient by x, and vice versa.
import type { LayerRule, RuleContext, ShapeContext, View } from './rule';
import { numberOf } from './attributes';
import { inputPosition, outputRange, windows, type Windows } from './geometry';

interface Problem {
  readonly w: Windows;
  readonly batch: number;
  readonly groups: number;
  /** Channels a group on the side of x and on the side of y. */
  readonly inside: number;
  readonly outside: number;
}

const volume = (extents: readonly number[]): number => extents[0] * extents[1] * extents[2];

/**
 * One weight's products along the last axis: x advances by `step` where y advances by 1. Offsets in elements.
 */
type Run = (x: number, step: number, y: number, weight: number, count: number) => void;

/** Calls `run` so that every product of the sum is visited once. */
function eachRun(p: Problem, run: Run): void {
  const [inputVolume, outputVolume] = [volume(p.w.input), volume(p.w.output)];
  for (let n = 0; n < p.batch; n++)
    for (let channel = 0; channel < p.groups * p.outside; channel++) {
      const group = Math.floor(channel / p.outside);
      const y = (n * p.groups * p.outside + channel) * outputVolume;
      for (let i = 0; i < p.inside; i++) {
        const x = (n * p.groups * p.inside + group * p.inside + i) * inputVolume;
        eachTap(p.w, x, y, (channel * p.inside + i) * volume(p.w.kernel), run);
      }
    }
}

/** The runs of one pair of channels: `x`, `y` and `weight` are where their planes start. */
function eachTap(w: Windows, x: number, y: number, weight: number, run: Run): void {
  const [depth, height, width] = w.kernel;
  for (let kd = 0; kd < depth; kd++)
    for (let kh = 0; kh < height; kh++)
      for (let kw = 0; kw < width; kw++) {
        const tap = weight + (kd * height + kh) * width + kw;
        const [d0, d1] = outputRange(w, 0, kd);
        const [h0, h1] = outputRange(w, 1, kh);
        const [w0, w1] = outputRange(w, 2, kw);
        for (let od = d0; od < d1; od++)
          for (let oh = h0; oh < h1; oh++) {
            const row = inputPosition(w, 0, od, kd) * w.input[1] + inputPosition(w, 1, oh, kh);
            const from = x + row * w.input[2] + inputPosition(w, 2, w0, kw);
            run(from, w.stride[2], y + (od * w.output[1] + oh) * w.output[2] + w0, tap, w1 - w0);
          }
      }
}

/** In a transposed convolution the output is on the side of x. */
function problemOf(c: RuleContext, transposed: boolean): Problem {
  const [input, weight, output] = [c.input('input').shape, c.input('weight').shape, c.output().shape];
  const [x, y] = transposed ? [output, input] : [input, output];
  const groups = numberOf(c, 'groups', 1);
  const w = windows(c, { input: x.slice(2), output: y.slice(2), kernel: weight.slice(2) });
  return { w, batch: input[0], groups, inside: x[1] / groups, outside: y[1] / groups };
}

// The weight of a convolution is [outside, inside / group, k], that of its transpose [inside of the input = outside here, ...]:
// both are [channels on the side of y, channels a group on the side of x, k].

/** target[t] += Σ a[..] · b[..], where each product's three offsets come from `eachRun`; the target is x, y or the weight. */
function accumulate(
  p: Problem,
  target: { readonly view: View; readonly side: 'x' | 'y' | 'weight' },
  x: Float32Array,
  y: Float32Array,
  weight: Float32Array,
): void {
  const sum = Float64Array.from(target.view.data);
  const runs: Record<typeof target.side, Run> = {
    y: (xAt, step, yAt, w, count) => {
      for (let j = 0; j < count; j++) sum[yAt + j] += x[xAt + j * step] * weight[w];
    },
    x: (xAt, step, yAt, w, count) => {
      for (let j = 0; j < count; j++) sum[xAt + j * step] += y[yAt + j] * weight[w];
    },
    weight: (xAt, step, yAt, w, count) => {
      for (let j = 0; j < count; j++) sum[w] += x[xAt + j * step] * y[yAt + j];
    },
  };
  eachRun(p, runs[target.side]);
  target.view.data.set(sum);
}

function addBias(output: View, bias: View | null): void {
  const [batch, channels] = output.shape;
  const length = output.data.length / (batch * channels);
  for (let row = 0; row < batch * channels; row++)
    output.data.fill(bias ? bias.data[row % channels] : 0, row * length, (row + 1) * length);
}

function biasGradient(gradient: View, bias: View | null): void {
  if (!bias) return;
  const [batch, channels] = gradient.shape;
  const length = gradient.data.length / (batch * channels);
  for (let channel = 0; channel < channels; channel++) {
    let sum = bias.data[channel];
    for (let n = 0; n < batch; n++) {
      const row = (n * channels + channel) * length;
      for (let i = row; i < row + length; i++) sum += gradient.data[i];
    }
    bias.data[channel] = sum;
  }
}

/** Groups of which the number was told for another number of items (a convolution with a filter an item). */
function refuses(c: ShapeContext, transposed: boolean): string | null {
  const [channels, filters] = [c.shape('input')[1], c.shape('weight')];
  const expected = transposed ? filters[0] : filters[1] * numberOf(c, 'groups', 1);
  return channels === expected ? null : `${channels} channels for filters of ${expected}`;
}

const rule = (transposed: boolean): LayerRule => ({
  refuses: (c) => refuses(c, transposed),
  reads: { inputs: ['input', 'weight'] },
  forward(c) {
    const [input, weight, output] = [c.input('input').data, c.input('weight').data, c.output()];
    addBias(output, c.optional('bias'));
    const [x, y] = transposed ? [output.data, input] : [input, output.data];
    accumulate(problemOf(c, transposed), { view: output, side: transposed ? 'x' : 'y' }, x, y, weight);
  },
  backward(c) {
    const gradient = c.outputGradient();
    if (!gradient) return;
    const [input, weight, dy] = [c.input('input').data, c.input('weight').data, gradient.data];
    const p = problemOf(c, transposed);
    const inputGradient = c.inputGradient('input');
    const weightGradient = c.inputGradient('weight');
    const [x, y] = transposed ? [dy, input] : [input, dy];
    if (inputGradient) accumulate(p, { view: inputGradient, side: transposed ? 'y' : 'x' }, x, y, weight);
    if (weightGradient) accumulate(p, { view: weightGradient, side: 'weight' }, x, y, weight);
    biasGradient(gradient, c.inputGradient('bias'));
  },
});

export const convolution = rule(false);
export const transposedConvolution = rule(true);

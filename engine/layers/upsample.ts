// Up- and down-sampling by interpolation (torch.nn.functional.interpolate; aten/native/UpSample.h has the coordinates).
//     nearest        source = ⌊i · scale⌋              nearest-exact  source = ⌊(i + ½) · scale⌋
//     (bi)linear     source = (i + ½) · scale − ½, at least 0; with align_corners i · (in − 1)/(out − 1)
//     bicubic        the same coordinate, not clamped, four taps with a = −¾ (Keys 1981)
//     area           the mean over the window of an adaptive average pool
//     antialias      (bi)linear and bicubic filters as wide as the step, where that is more than 1
// Axes are independent: each output coordinate is a weighted sum of input coordinates.
import { flag, optionalList, optionalNumber, text } from './attributes';
import type { LayerRule, RuleContext } from './rule';

type Attributes = Pick<RuleContext, 'attribute'>;

/** The taps of one output coordinate along one axis. */
export type Taps = readonly { readonly at: number; readonly weight: number }[];

/** Input steps for one output step. A given scale factor counts, unless it was recomputed from the sizes. */
function scaleOf(c: Attributes, axis: number, input: number, output: number): number {
  const value = c.attribute('scale_factor');
  const factor = Array.isArray(value) ? optionalList(c, 'scale_factor')?.[axis] : optionalNumber(c, 'scale_factor');
  if (factor && !flag(c, 'recompute_scale_factor', false)) return 1 / factor;
  return input / output;
}

const cubicNear = (t: number): number => ((-0.75 + 2) * t - (-0.75 + 3)) * t * t + 1;
const cubicFar = (t: number): number => ((-0.75 * t + 3.75) * t - 6) * t + 3;

/** The mean over the window of an adaptive average pool. */
const areaTaps = (input: number, output: number): readonly Taps[] =>
  Array.from({ length: output }, (_, i) => {
    const [from, to] = [Math.floor((i * input) / output), Math.ceil(((i + 1) * input) / output)];
    return Array.from({ length: to - from }, (__, k) => ({ at: from + k, weight: 1 / (to - from) }));
  });

/** A filter by the distance from its centre, and where it ends. */
interface Filter {
  readonly end: number;
  readonly at: (t: number) => number;
}

const LINEAR: Filter = { end: 1, at: (t) => Math.max(0, 1 - Math.abs(t)) };

/** Keys's with a = −½, as PyTorch has it where it smooths. */
const CUBIC: Filter = {
  end: 2,
  at(t) {
    const d = Math.abs(t);
    if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
  },
};

/** The filter widened by the scale where the image shrinks; weights sum to 1 (aten/native/cpu/UpSampleKernel.cpp). */
function antialiasedTaps(filter: Filter, scale: number, input: number, output: number): readonly Taps[] {
  const widened = Math.max(1, scale);
  const reach = filter.end * widened;
  return Array.from({ length: output }, (_, i) => {
    const centre = scale * (i + 0.5);
    const from = Math.max(Math.trunc(centre - reach + 0.5), 0);
    const to = Math.min(Math.trunc(centre + reach + 0.5), input);
    const weights = Array.from({ length: to - from }, (__, k) => filter.at((from + k - centre + 0.5) / widened));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight, k) => ({ at: from + k, weight: weight / sum }));
  });
}

export function tapsOf(c: Attributes, axis: number, input: number, output: number): readonly Taps[] {
  const mode = text(c, 'mode', 'nearest');
  const scale = scaleOf(c, axis, input, output);
  const corners = flag(c, 'align_corners', false);
  const clamp = (at: number): number => Math.min(Math.max(at, 0), input - 1);
  if (mode === 'area') return areaTaps(input, output);
  if (flag(c, 'antialias', false)) {
    const apart = corners ? (output > 1 ? (input - 1) / (output - 1) : 0) : scale;
    return antialiasedTaps(mode === 'bicubic' ? CUBIC : LINEAR, apart, input, output);
  }
  const centre = (i: number): number =>
    corners ? (output > 1 ? (i * (input - 1)) / (output - 1) : 0) : (i + 0.5) * scale - 0.5;
  return Array.from({ length: output }, (_, i) => {
    if (mode === 'nearest') return [{ at: clamp(Math.floor(i * scale)), weight: 1 }];
    if (mode === 'nearest-exact') return [{ at: clamp(Math.floor((i + 0.5) * scale)), weight: 1 }];
    if (mode === 'bicubic') {
      const source = centre(i);
      const first = Math.floor(source);
      const t = source - first;
      const weights = [cubicFar(t + 1), cubicNear(t), cubicNear(1 - t), cubicFar(2 - t)];
      return weights.map((weight, k) => ({ at: clamp(first - 1 + k), weight }));
    }
    const source = Math.max(0, centre(i));
    const first = clamp(Math.floor(source));
    const t = source - first;
    return [
      { at: first, weight: 1 - t },
      { at: clamp(first + 1), weight: t },
    ];
  });
}

/** Visits every product: output element, input element, weight. */
function eachTap(c: RuleContext, visit: (output: number, input: number, weight: number) => void): void {
  const [input, output] = [c.input('input').shape.slice(2), c.output().shape.slice(2)];
  const axes = input.map((extent, axis) => tapsOf(c, axis, extent, output[axis]));
  const [inputSize, outputSize] = [input, output].map((shape) => shape.reduce((a, b) => a * b, 1));
  const planes = c.input('input').data.length / inputSize;
  const walk = (axis: number, to: number, from: number, weight: number): void => {
    if (axis === axes.length) {
      for (let plane = 0; plane < planes; plane++) visit(plane * outputSize + to, plane * inputSize + from, weight);
      return;
    }
    axes[axis].forEach((taps, i) => {
      for (const tap of taps)
        if (tap.weight !== 0) walk(axis + 1, to * output[axis] + i, from * input[axis] + tap.at, weight * tap.weight);
    });
  };
  walk(0, 0, 0, 1);
}

export const interpolate: LayerRule = {
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    const sum = new Float64Array(y.length);
    eachTap(c, (output, input, weight) => void (sum[output] += weight * x[input]));
    y.set(sum);
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const sum = Float64Array.from(dx);
    eachTap(c, (output, input, weight) => void (sum[input] += weight * dy[output]));
    dx.set(sum);
  },
};

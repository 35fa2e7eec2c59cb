// Maximum and average pools over 1, 2 or 3 spatial axes, with given or adaptive windows (torch.nn.functional.max_pool2d,
// avg_pool2d, adaptive_avg_pool2d, ...). The maximum is the first of equals and its gradient goes there; NaN is a maximum.
import { flag, numberOf, optionalNumber, tuple } from './attributes';
import { triple, windows, type Triple } from './geometry';
import type { LayerRule, RuleContext, ShapeContext } from './rule';

/** One window: [from, to) on each of three axes of the input, stepping by the dilation; `divisor` for averages. */
export interface Window {
  readonly from: Triple;
  readonly to: Triple;
  readonly step: Triple;
  readonly divisor: number;
}

/** The window of one output position. */
export type WindowsOf = (c: Pick<RuleContext, 'attribute'>, input: Triple, output: Triple) => (at: Triple) => Window;

const spatial = (shape: readonly number[], rank: number): readonly number[] => shape.slice(shape.length - rank);

const size = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** Windows of a kernel that slides. Positions in the padding do not take part, save that averages may count them. */
export const slidingWindows =
  (rank: number): WindowsOf =>
  (c, input, output) => {
    const kernel = tuple(c, 'kernel_size', rank, 1);
    const w = windows(c, { input: input.slice(3 - rank), output: output.slice(3 - rank), kernel });
    const countPadding = flag(c, 'count_include_pad', true);
    const override = optionalNumber(c, 'divisor_override');
    return (at) => {
      const start = at.map((position, axis) => position * w.stride[axis] - w.padding[axis]);
      const end = start.map((s, axis) =>
        Math.min(s + (w.kernel[axis] - 1) * w.dilation[axis] + 1, w.input[axis] + w.padding[axis]),
      );
      const to = end.map((e, axis) => Math.min(e, w.input[axis]));
      const from = start.map((s, axis) => (s >= 0 ? s : s + Math.ceil(-s / w.dilation[axis]) * w.dilation[axis]));
      const counted = size(end.map((e, axis) => (countPadding ? e - start[axis] : to[axis] - from[axis])));
      return { from: triple(from, 0), to: triple(to, 0), step: w.dilation, divisor: override ?? counted };
    };
  };

/** Window i of an adaptive pool covers [⌊i·in/out⌋, ⌈(i+1)·in/out⌉). */
export const adaptiveWindows: WindowsOf = (_, input, output) => (at) => {
  const from = triple(
    at.map((i, axis) => Math.floor((i * input[axis]) / output[axis])),
    0,
  );
  const to = triple(
    at.map((i, axis) => Math.ceil(((i + 1) * input[axis]) / output[axis])),
    0,
  );
  return { from, to, step: [1, 1, 1], divisor: size(to.map((t, axis) => t - from[axis])) };
};

/** Calls `visit` for every output element with its window and the start of its input plane. */
function eachWindow(
  c: RuleContext,
  rank: number,
  windowsOf: WindowsOf,
  visit: (output: number, plane: number, window: Window, extents: Triple) => void,
): void {
  const input = triple(spatial(c.input('input').shape, rank), 1);
  const output = triple(spatial(c.output().shape, rank), 1);
  const windowAt = windowsOf(c, input, output);
  const planes = c.input('input').data.length / size(input);
  for (let d = 0, at = 0; d < output[0]; d++)
    for (let h = 0; h < output[1]; h++)
      for (let w = 0; w < output[2]; w++, at++) {
        const window = windowAt([d, h, w]);
        for (let plane = 0; plane < planes; plane++)
          visit(plane * size(output) + at, plane * size(input), window, input);
      }
}

function eachPosition(window: Window, plane: number, extents: Triple, visit: (at: number) => void): void {
  const { from, to, step } = window;
  for (let d = from[0]; d < to[0]; d += step[0])
    for (let h = from[1]; h < to[1]; h += step[1])
      for (let w = from[2]; w < to[2]; w += step[2]) visit(plane + (d * extents[1] + h) * extents[2] + w);
}

const average = (rank: number, windowsOf: WindowsOf): LayerRule => ({
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    eachWindow(c, rank, windowsOf, (output, plane, window, extents) => {
      let sum = 0;
      eachPosition(window, plane, extents, (at) => void (sum += x[at]));
      y[output] = sum / window.divisor;
    });
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    eachWindow(c, rank, windowsOf, (output, plane, window, extents) =>
      eachPosition(window, plane, extents, (at) => void (dx[at] += dy[output] / window.divisor)),
    );
  },
});

const maximum = (rank: number, windowsOf: WindowsOf): LayerRule => ({
  firstOutputOnly: true,
  saves: (c: ShapeContext) => ({ chosen: { elements: size(c.outputShape()), type: 'float64' } }),
  forward(c) {
    const [x, y, chosen] = [c.input('input').data, c.output().data, c.savedDoubles('chosen')];
    eachWindow(c, rank, windowsOf, (output, plane, window, extents) => {
      let best = -1;
      eachPosition(window, plane, extents, (at) => {
        if (best < 0 || x[at] > x[best] || Number.isNaN(x[at])) best = at;
      });
      chosen[output] = best;
      y[output] = x[best];
    });
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const chosen = c.savedDoubles('chosen');
    for (let i = 0; i < dy.length; i++) dx[chosen[i]] += dy[i];
  },
});

/** (mean of |x|ᵖ over the window, times its size)^(1/p): torch.nn.functional.lp_pool2d. */
export const lpPool = (rank: number): LayerRule => ({
  reads: { inputs: ['input'], outputs: true },
  forward(c) {
    const [x, y, p] = [c.input('input').data, c.output().data, numberOf(c, 'norm_type', 2)];
    eachWindow(c, rank, slidingWindows(rank), (output, plane, window, extents) => {
      let sum = 0;
      eachPosition(window, plane, extents, (at) => void (sum += x[at] ** p));
      y[output] = sum ** (1 / p);
    });
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const [x, y, p] = [c.input('input').data, c.output().data, numberOf(c, 'norm_type', 2)];
    eachWindow(c, rank, slidingWindows(rank), (output, plane, window, extents) =>
      eachPosition(window, plane, extents, (at) => {
        if (y[output] !== 0) dx[at] += dy[output] * x[at] ** (p - 1) * y[output] ** (1 - p);
      }),
    );
  },
});

export const maxPool = (rank: number): LayerRule => maximum(rank, slidingWindows(rank));
export const averagePool = (rank: number): LayerRule => average(rank, slidingWindows(rank));
export const adaptiveMaxPool = (rank: number): LayerRule => maximum(rank, adaptiveWindows);
export const adaptiveAveragePool = (rank: number): LayerRule => average(rank, adaptiveWindows);

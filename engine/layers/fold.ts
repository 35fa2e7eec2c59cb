// Windows as columns, and columns summed back to where their windows lie (torch.nn.Unfold, torch.nn.Fold); windows of one axis
// (Tensor.unfold).
//
//     [N, C, H, W]  ─unfold→  [N, C·k_h·k_w, L]  ─fold→  [N, C, H, W]        L: windows, rows first
import { axisOf, numberOf, tuple } from './attributes';
import { rowMajorStrides } from './broadcast';
import { moving, strided } from './copy';
import { windows, type Windows } from './geometry';
import type { LayerRule, RuleContext } from './rule';

interface HasAttributes {
  attribute: RuleContext['attribute'];
}

/** @param image [..., C, H, W] */
function windowsOf(c: HasAttributes, image: readonly number[]): Windows {
  const [input, kernel] = [image.slice(-2), tuple(c, 'kernel_size', 2, 1)];
  const [stride, padding, dilation] = [tuple(c, 'stride', 2, 1), tuple(c, 'padding', 2, 0), tuple(c, 'dilation', 2, 1)];
  const output = input.map((extent, i) =>
    Math.floor((extent + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) / stride[i] + 1),
  );
  return { ...windows(c, { input, output, kernel }), stride: [1, stride[0], stride[1]] };
}

/** Visits every element of the columns that lies inside the image, with its offset there. */
export function eachColumn(
  c: HasAttributes,
  image: readonly number[],
  visit: (column: number, offset: number) => void,
): void {
  const { input, output, kernel, stride, padding, dilation } = windowsOf(c, image);
  const planes = image.slice(0, -2).reduce((a, b) => a * b, 1);
  const count = output[1] * output[2];
  const place = (axis: 1 | 2, tap: number, window: number): number =>
    window * stride[axis] - padding[axis] + tap * dilation[axis];
  for (let row = 0; row < planes * kernel[1] * kernel[2]; row++) {
    const plane = Math.floor(row / (kernel[1] * kernel[2]));
    const [i, j] = [Math.floor(row / kernel[2]) % kernel[1], row % kernel[2]];
    for (let window = 0; window < count; window++) {
      const y = place(1, i, Math.floor(window / output[2]));
      const x = place(2, j, window % output[2]);
      if (y >= 0 && y < input[1] && x >= 0 && x < input[2])
        visit(row * count + window, (plane * input[1] + y) * input[2] + x);
    }
  }
}

const firstAxis = ({ axis }: { readonly axis: number | null }): number | null => (axis === 0 ? 0 : null);

export const unfold: LayerRule = {
  forward(c) {
    const [x, y] = [c.input('input'), c.output().data];
    y.fill(0);
    eachColumn(c, x.shape, (column, offset) => void (y[column] = x.data[offset]));
  },
  backward(c) {
    const [dy, dx] = [c.outputGradient()?.data, c.inputGradient('input')];
    if (dy && dx) eachColumn(c, dx.shape, (column, offset) => void (dx.data[offset] += dy[column]));
  },
  batchAxis: firstAxis,
};

export const fold: LayerRule = {
  forward(c) {
    const [x, y] = [c.input('input').data, c.output()];
    const sums = new Float64Array(y.data.length);
    eachColumn(c, y.shape, (column, offset) => void (sums[offset] += x[column]));
    y.data.set(sums);
  },
  backward(c) {
    const [dy, dx] = [c.outputGradient(), c.inputGradient('input')?.data];
    if (dy && dx) eachColumn(c, dy.shape, (column, offset) => void (dx[column] += dy.data[offset]));
  },
  batchAxis: firstAxis,
};

/** The windows of `size` along an axis, `step` apart, as a new last axis; they may overlap, so that it is no mere move. */
const { move: _overlapping, ...overlapping } = moving(
  (c) => {
    const strides = rowMajorStrides(c.input('input').shape);
    const axis = axisOf(numberOf(c, 'dimension', 0), strides.length);
    const apart = strides.map((stride, i) => (i === axis ? stride * numberOf(c, 'step', 1) : stride));
    return strided(c.output().shape, [...apart, strides[axis]]);
  },
  (c) => (c.axis === axisOf(numberOf(c, 'dimension', 0), c.inputRank) ? null : c.axis),
);
export const axisWindows: LayerRule = overlapping;

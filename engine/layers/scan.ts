// Sums and neighbourhoods along one axis: cumsum, local response normalisation.
import { axisOf, numberOf } from './attributes';
import type { LayerRule, RuleContext } from './rule';

/** Calls `visit` for every line along an axis: element i is at start + i · step. */
export function eachLine(
  shape: readonly number[],
  axis: number,
  visit: (start: number, step: number, length: number) => void,
): void {
  const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const lines = shape.reduce((a, b) => a * b, 1) / shape[axis];
  for (let line = 0; line < lines; line++)
    visit(Math.floor(line / step) * step * shape[axis] + (line % step), step, shape[axis]);
}

export const cumsum: LayerRule = {
  forward(c) {
    const [x, y] = [c.input('input'), c.output().data];
    eachLine(x.shape, axisOf(numberOf(c, 'dim', 0), x.shape.length), (start, step, length) => {
      let sum = 0;
      for (let i = 0; i < length; i++) y[start + i * step] = sum += x.data[start + i * step];
    });
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    eachLine(dy.shape, axisOf(numberOf(c, 'dim', 0), dy.shape.length), (start, step, length) => {
      let sum = 0;
      for (let i = length - 1; i >= 0; i--) dx[start + i * step] += sum += dy.data[start + i * step];
    });
  },
};

/** y = x / (k + α/n · Σ x² over n neighbouring channels)^β (Krizhevsky et al. 2012). */
export const localResponseNorm: LayerRule = {
  reads: { inputs: ['input'] },
  forward(c) {
    const [x, y] = [c.input('input'), c.output().data];
    const { size, beta, scale } = settings(c);
    eachLine(x.shape, 1, (start, step, length) => {
      const norms = scale(x.data, start, step, length);
      for (let i = 0; i < length; i++) y[start + i * step] = x.data[start + i * step] * norms[i] ** -beta;
    });
    void size;
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const x = c.input('input');
    const { size, beta, alpha, scale } = settings(c);
    eachLine(x.shape, 1, (start, step, length) => {
      const norms = scale(x.data, start, step, length);
      for (let i = 0; i < length; i++) {
        const at = start + i * step;
        dx[at] += dy[at] * norms[i] ** -beta;
        const pull = (-2 * beta * alpha * dy[at] * x.data[at] * norms[i] ** (-beta - 1)) / size;
        for (let j = Math.max(0, i - Math.floor(size / 2)); j < Math.min(length, i - Math.floor(size / 2) + size); j++)
          dx[start + j * step] += pull * x.data[start + j * step];
      }
    });
  },
};

function settings(c: RuleContext): {
  readonly size: number;
  readonly alpha: number;
  readonly beta: number;
  readonly scale: (x: Float32Array, start: number, step: number, length: number) => Float64Array;
} {
  const [size, alpha] = [numberOf(c, 'size', 1), numberOf(c, 'alpha', 1e-4)];
  const [beta, k] = [numberOf(c, 'beta', 0.75), numberOf(c, 'k', 1)];
  const before = Math.floor(size / 2);
  return {
    size,
    alpha,
    beta,
    scale: (x, start, step, length) =>
      Float64Array.from({ length }, (_, i) => {
        let sum = 0;
        for (let j = Math.max(0, i - before); j < Math.min(length, i - before + size); j++)
          sum += x[start + j * step] ** 2;
        return k + (alpha / size) * sum;
      }),
  };
}

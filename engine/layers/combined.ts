// Operators that combine three tensors, or a product and a sum: addmm, baddbmm, addcmul, addcdiv, lerp, glu.
import { axisOf, numberOf, optionalNumber } from './attributes';
import { broadcastStrides, eachElement } from './broadcast';
import { gradientOf, operand } from './compare';
import type { LayerRule, RuleContext } from './rule';

interface Ternary {
  readonly f: (a: number, b: number, c: number) => number;
  /** Partial derivatives. */
  readonly slopes: (a: number, b: number, c: number) => readonly [number, number, number];
}

const ternary = (names: readonly [string, string, string], make: (c: RuleContext) => Ternary): LayerRule => {
  const each = (c: RuleContext, visit: (at: number, offsets: readonly number[]) => void): void => {
    const shape = c.output().shape;
    eachElement(
      shape,
      names.map((name) => broadcastStrides(operand(c, name).shape, shape)),
      visit,
    );
  };
  return {
    reads: { inputs: names },
    forward(c) {
      const [a, b, d] = names.map((name) => operand(c, name).data);
      const y = c.output().data;
      const { f } = make(c);
      each(c, (at, [i, j, k]) => void (y[at] = f(a[i], b[j], d[k])));
    },
    backward(c) {
      const dy = c.outputGradient()?.data;
      if (!dy) return;
      const [a, b, d] = names.map((name) => operand(c, name).data);
      const gradients = names.map((name) => gradientOf(c.inputGradient(name)));
      const { slopes } = make(c);
      each(c, (at, offsets) => {
        const by = slopes(a[offsets[0]], b[offsets[1]], d[offsets[2]]);
        gradients.forEach((gradient, i) => gradient?.add(offsets[i], dy[at] * by[i]));
      });
      for (const gradient of gradients) gradient?.store();
    },
  };
};

export const addcmul = ternary(['input', 'tensor1', 'tensor2'], (c) => {
  const value = numberOf(c, 'value', 1);
  return { f: (a, b, d) => a + value * b * d, slopes: (_, b, d) => [1, value * d, value * b] };
});

export const addcdiv = ternary(['input', 'tensor1', 'tensor2'], (c) => {
  const value = numberOf(c, 'value', 1);
  return { f: (a, b, d) => a + (value * b) / d, slopes: (_, b, d) => [1, value / d, (-value * b) / (d * d)] };
});

export const lerp = ternary(['input', 'end', 'weight'], () => ({
  f: (a, b, w) => a + w * (b - a),
  slopes: (a, b, w) => [1 - w, w, b - a],
}));

/** β · input + α · left @ right, over a batch of matrices or one (torch.addmm, torch.baddbmm). */
export const addedProduct = (left: string, right: string): LayerRule => {
  const sizes = (c: RuleContext): readonly [batch: number, rows: number, inner: number, columns: number] => {
    const [a, b] = [c.input(left).shape, c.input(right).shape];
    return [a.length > 2 ? a[0] : 1, a[a.length - 2], a[a.length - 1], b[b.length - 1]];
  };
  return {
    reads: { inputs: [left, right] },
    forward(c) {
      const [batch, rows, inner, columns] = sizes(c);
      const [bias, a, b, y] = [c.input('input'), c.input(left).data, c.input(right).data, c.output()];
      const [beta, alpha] = [numberOf(c, 'beta', 1), numberOf(c, 'alpha', 1)];
      eachElement(
        y.shape,
        [broadcastStrides(bias.shape, y.shape)],
        (at, [i]) => void (y.data[at] = beta * bias.data[i]),
      );
      for (let n = 0; n < batch; n++)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++) {
            let sum = 0;
            for (let k = 0; k < inner; k++) sum += a[(n * rows + i) * inner + k] * b[(n * inner + k) * columns + j];
            y.data[(n * rows + i) * columns + j] += alpha * sum;
          }
    },
    backward(c) {
      const dy = c.outputGradient();
      if (!dy) return;
      const [batch, rows, inner, columns] = sizes(c);
      const [a, b] = [c.input(left).data, c.input(right).data];
      const [beta, alpha] = [numberOf(c, 'beta', 1), numberOf(c, 'alpha', 1)];
      const [dBias, da, db] = ['input', left, right].map((name) => gradientOf(c.inputGradient(name)));
      const strides = [broadcastStrides(c.input('input').shape, dy.shape)];
      eachElement(dy.shape, strides, (at, [i]) => dBias?.add(i, beta * dy.data[at]));
      for (let n = 0; n < batch; n++)
        for (let i = 0; i < rows; i++)
          for (let j = 0; j < columns; j++)
            for (let k = 0; k < inner; k++) {
              const g = alpha * dy.data[(n * rows + i) * columns + j];
              const [x, w] = [(n * rows + i) * inner + k, (n * inner + k) * columns + j];
              da?.add(x, g * b[w]);
              db?.add(w, g * a[x]);
            }
      for (const gradient of [dBias, da, db]) gradient?.store();
    },
  };
};

/** The first half along an axis times the sigmoid of the second (Dauphin et al. 2017). */
export const glu: LayerRule = {
  reads: { inputs: ['input'] },
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    eachGate(c, (at, value, gate) => void (y[at] = x[value] / (1 + Math.exp(-x[gate]))));
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const x = c.input('input').data;
    eachGate(c, (at, value, gate) => {
      const open = 1 / (1 + Math.exp(-x[gate]));
      dx[value] += dy[at] * open;
      dx[gate] += dy[at] * x[value] * open * (1 - open);
    });
  },
};

function eachGate(c: RuleContext, visit: (at: number, value: number, gate: number) => void): void {
  const { shape, data } = c.output();
  const axis = axisOf(optionalNumber(c, 'dim') ?? -1, shape.length);
  const run = shape.slice(axis).reduce((a, b) => a * b, 1);
  for (let at = 0; at < data.length; at++) {
    const value = Math.floor(at / run) * 2 * run + (at % run);
    visit(at, value, value + run);
  }
}

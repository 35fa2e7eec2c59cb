// Element-wise arithmetic of two operands with broadcasting; either may be a number (torch.add, sub, mul, div, pow, ...).
// A gradient sums over the axes along which its operand was repeated.
import { optionalNumber } from './attributes';
import { broadcastStrides, eachElement } from './broadcast';
import { operand } from './compare';
import type { LayerRule, RuleContext } from './rule';

interface Binary {
  readonly f: (a: number, b: number) => number;
  /** Partial derivatives. */
  readonly byLeft: (a: number, b: number) => number;
  readonly byRight: (a: number, b: number) => number;
}

function eachPair(c: RuleContext, visit: (at: number, a: number, b: number) => void): void {
  const shape = c.output().shape;
  const strides = [operand(c, 'input'), operand(c, 'other')].map((side) => broadcastStrides(side.shape, shape));
  eachElement(shape, strides, (at, offsets) => visit(at, offsets[0], offsets[1]));
}

const binary = (make: (c: RuleContext) => Binary): LayerRule => ({
  reads: { inputs: ['input', 'other'] },
  forward(c) {
    const [a, b, y] = [operand(c, 'input').data, operand(c, 'other').data, c.output().data];
    const { f } = make(c);
    eachPair(c, (at, i, j) => void (y[at] = f(a[i], b[j])));
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    const [a, b] = [operand(c, 'input').data, operand(c, 'other').data];
    const { byLeft, byRight } = make(c);
    const da = c.inputGradient('input')?.data;
    const db = c.inputGradient('other')?.data;
    const [left, right] = [new Float64Array(da ? a.length : 0), new Float64Array(db ? b.length : 0)];
    eachPair(c, (at, i, j) => {
      if (da) left[i] += dy[at] * byLeft(a[i], b[j]);
      if (db) right[j] += dy[at] * byRight(a[i], b[j]);
    });
    for (let i = 0; da && i < left.length; i++) da[i] += left[i];
    for (let i = 0; db && i < right.length; i++) db[i] += right[i];
  },
});

const scaled = (sign: number): LayerRule =>
  binary((c) => {
    const alpha = sign * (optionalNumber(c, 'alpha') ?? 1);
    return { f: (a, b) => a + alpha * b, byLeft: () => 1, byRight: () => alpha };
  });

export const arithmetic: Readonly<Record<string, LayerRule>> = {
  add: scaled(1),
  sub: scaled(-1),
  rsub: binary((c) => {
    const alpha = optionalNumber(c, 'alpha') ?? 1;
    return { f: (a, b) => b - alpha * a, byLeft: () => -alpha, byRight: () => 1 };
  }),
  mul: binary(() => ({ f: (a, b) => a * b, byLeft: (_, b) => b, byRight: (a) => a })),
  true_divide: {
    ...binary(() => ({ f: (a, b) => a / b, byLeft: (_, b) => 1 / b, byRight: (a, b) => -a / (b * b) })),
    refuses: (c) => ((c.attribute('rounding_mode') ?? null) === null ? null : 'a quotient that is rounded'),
  },
  /** PyTorch has no derivative of it either. */
  floor_divide: {
    forward(c) {
      const [a, b, y] = [operand(c, 'input').data, operand(c, 'other').data, c.output().data];
      eachPair(c, (at, i, j) => void (y[at] = Math.floor(a[i] / b[j])));
    },
  },
  maximum: binary(() => ({
    f: (a, b) => (a > b || Number.isNaN(a) ? a : b),
    byLeft: (a, b) => (a > b ? 1 : a === b ? 0.5 : 0),
    byRight: (a, b) => (b > a ? 1 : a === b ? 0.5 : 0),
  })),
  minimum: binary(() => ({
    f: (a, b) => (a < b || Number.isNaN(a) ? a : b),
    byLeft: (a, b) => (a < b ? 1 : a === b ? 0.5 : 0),
    byRight: (a, b) => (b < a ? 1 : a === b ? 0.5 : 0),
  })),
};

/** xᵉ; the exponent is a number or a tensor. */
export const power: LayerRule = {
  reads: { inputs: ['input', 'exponent'] },
  forward(c) {
    const shape = c.output().shape;
    const [a, e, y] = [operand(c, 'input'), operand(c, 'exponent'), c.output().data];
    const strides = [broadcastStrides(a.shape, shape), broadcastStrides(e.shape, shape)];
    eachElement(shape, strides, (at, [i, j]) => void (y[at] = a.data[i] ** e.data[j]));
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const [a, e] = [operand(c, 'input'), operand(c, 'exponent')];
    const [da, de] = [c.inputGradient('input')?.data, c.inputGradient('exponent')?.data];
    const strides = [broadcastStrides(a.shape, dy.shape), broadcastStrides(e.shape, dy.shape)];
    eachElement(dy.shape, strides, (at, [i, j]) => {
      const [x, power] = [a.data[i], e.data[j]];
      if (da && power !== 0) da[i] += dy.data[at] * power * x ** (power - 1);
      if (de && x !== 0) de[j] += dy.data[at] * x ** power * Math.log(x);
    });
  },
};

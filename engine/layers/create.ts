// Tensors made on the way: of zeros, ones, given numbers, a range, or of random truth values.
import { numberOf, optionalNumber } from './attributes';
import type { LayerRule, RuleContext } from './rule';

const filled = (value: (c: RuleContext) => number): LayerRule => ({
  forward: (c) => void c.output().data.fill(value(c)),
});

const zeros = filled(() => 0);
const ones = filled(() => 1);
const full = filled((c) => numberOf(c, 'fill_value', 0));

/** Numbers written in the code, in nested lists. */
const literal: LayerRule = {
  forward(c) {
    const numbers: number[] = [];
    const visit = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(visit);
      else numbers.push(Number(value));
    };
    visit(c.attribute('data'));
    c.output().data.set(numbers);
  },
};

const arange: LayerRule = {
  forward(c) {
    const y = c.output().data;
    const [start, step] = [numberOf(c, 'start', 0), numberOf(c, 'step', 1)];
    for (let i = 0; i < y.length; i++) y[i] = start + i * step;
  },
};

/** Elements are 1 with probability p: what stochastic depth multiplies by. Draws as dropout does. */
const bernoulli: LayerRule = {
  effect: true,
  draws: () => true,
  refuses: (c) =>
    c.hasInput('p') || optionalNumber(c, 'p') === null ? 'probabilities that differ from element to element' : null,
  forward(c) {
    const { data, shape } = c.output();
    drawNumbers(c, numberOf(c, 'p', 0.5), shape, c.batchAxis === 0, data);
  },
};

/** @param batched whether the first axis grows with the batch: each worker then draws its own items */
export function drawNumbers(
  { training, share, drawMask }: Pick<RuleContext, 'training' | 'share' | 'drawMask'>,
  probability: number,
  shape: readonly number[],
  batched: boolean,
  target: Float32Array,
): void {
  const perItem = batched && shape[0] > 0 ? target.length / shape[0] : 0;
  if (!training) return void target.fill(1);
  drawMask(probability, perItem ? share.total * perItem : target.length, share.from * perItem, target);
}

export const creations: Readonly<Record<string, LayerRule>> = {
  empty: zeros,
  zeros,
  ones,
  full,
  empty_like: zeros,
  zeros_like: zeros,
  ones_like: ones,
  full_like: full,
  new_empty: zeros,
  new_zeros: zeros,
  new_ones: ones,
  new_full: full,
  bernoulli,
  tensor: literal,
  arange,
};

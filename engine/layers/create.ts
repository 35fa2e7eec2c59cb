// Tensors made on the way: of zeros, ones, given numbers, a range, or of random truth values.
import { numberOf, optionalNumber } from './attributes';
import { drawnItems, drawShare } from './dropout';
import { namedCreations } from './families';
import type { LayerRule, RuleContext } from './rule';

const filled = (value: (c: RuleContext) => number): LayerRule => ({
  forward: (c) => void c.output().data.fill(value(c)),
});

const zeros = filled(() => 0);
const ones = filled(() => 1);
const full = (attribute: string): LayerRule => ({
  ...filled((c) => numberOf(c, attribute, 0)),
  refuses: (c) => (c.hasInput(attribute) ? 'a number that is computed' : null),
});

/** Numbers written in the code, in nested lists. */
const literal: LayerRule = { forward: (c) => c.output().data.set(numbersOf(c)) };

export const numbersOf = (c: Pick<RuleContext, 'attribute'>): readonly number[] =>
  [c.attribute('data')].flat(Infinity as 1).map(Number);

/** `arange(end)` is recorded as it is written: its one number is where it ends. */
export const rangeOf = (c: Pick<RuleContext, 'attribute'>): { readonly start: number; readonly step: number } => ({
  start: (c.attribute('end') ?? null) === null ? 0 : numberOf(c, 'start', 0),
  step: numberOf(c, 'step', 1),
});

const arange: LayerRule = {
  forward(c) {
    const y = c.output().data;
    const { start, step } = rangeOf(c);
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
    drawNumbers(c, numberOf(c, 'p', 0.5), drawnItems(c), c.output().data);
  },
};

/** Uniform in [0, 1): `torch.rand`, by which stochastic depth is written out. */
const uniform: LayerRule = {
  effect: true,
  draws: () => true,
  refuses: (c) => (c.training ? null : 'random numbers in evaluation'),
  forward: (c) => drawShare(c.share, drawnItems(c), c.output().data, c.drawUniform),
};

/** In evaluation all are 1. @param items as `drawDropout` has them */
export function drawNumbers(
  { training, share, drawMask }: Pick<RuleContext, 'training' | 'share' | 'drawMask'>,
  probability: number,
  items: number | null,
  target: Float32Array,
): void {
  if (!training) return void target.fill(1);
  drawShare(share, items, target, (...draw) => drawMask(probability, ...draw));
}

export const creations = namedCreations<LayerRule>({ zeros, ones, full, bernoulli, uniform, literal, arange });

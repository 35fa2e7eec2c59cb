// Dropout and its kin: y = x · mask / (1 − p) in training, the identity otherwise. The mask has one entry an element, or one a
// channel (dropout2d). Draws: `DropoutSource` in engine/types.ts.
import { flag, numberOf, optionalList } from './attributes';
import { eachElement } from './broadcast';
import type { LayerRule, RuleContext, Share } from './rule';

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

const wantsDrops = (c: Pick<RuleContext, 'attribute'>): boolean =>
  flag(c, 'training', true) && numberOf(c, 'p', 0.5) > 0;

export const drops = (c: Pick<RuleContext, 'training' | 'attribute'>): boolean => c.training && wantsDrops(c);

/**
 * Writes the mask, already divided by the probability to keep.
 * @param items how many items of the batch it is of, one after the other; null: all of it is drawn here
 */
export function drawDropout(
  { share, drawMask }: Pick<RuleContext, 'share' | 'drawMask'>,
  p: number,
  items: number | null,
  mask: Float32Array,
): void {
  const keep = 1 - p;
  if (keep === 0) return void mask.fill(0);
  drawShare(share, items, mask, (...draw) => drawMask(keep, ...draw));
  for (let i = 0; i < mask.length; i++) mask[i] /= keep;
}

/** The part of a draw over the whole batch that is this worker's. */
export function drawShare(
  share: Share,
  items: number | null,
  target: Float32Array,
  draw: (total: number, from: number, target: Float32Array) => void,
): void {
  if (items === null) return draw(target.length, 0, target);
  const perItem = items === 0 ? 0 : target.length / items;
  draw(share.total * perItem, share.from * perItem, target);
}

/** As `drawDropout`, for a tensor whose axes stand otherwise in memory: from the slowest to the fastest in `order`. */
export function drawOrdered(
  { share, drawMask }: Pick<RuleContext, 'share' | 'drawMask'>,
  p: number,
  items: number | null,
  { shape, order }: { readonly shape: readonly number[]; readonly order: readonly number[] },
  mask: Float32Array,
): void {
  // The whole batch is drawn; this worker's items are scattered in it.
  const perItem = items === null || items === 0 ? 0 : shape[0] / items;
  const whole = items === null ? shape : [perItem * share.total, ...shape.slice(1)];
  const strides = whole.map(() => 0);
  let total = 1;
  for (const axis of [...order].reverse()) {
    strides[axis] = total;
    total *= whole[axis];
  }
  const all = new Float32Array(total);
  drawDropout({ share: { from: 0, total: 1 }, drawMask }, p, null, all);
  const from = items === null ? 0 : share.from * perItem * strides[0];
  eachElement(shape, [strides], (at, [offset]) => void (mask[at] = all[from + offset]));
}

/** Items whose elements lie one after the other; null where the batch is in another axis, and one worker has all of it. */
export const drawnItems = (c: Pick<RuleContext, 'batchAxis' | 'items'>): number | null =>
  c.batchAxis === 0 ? c.items : null;

/** @param axes how many leading axes an entry of the mask is chosen by; the rest share it */
const rule = (axes: (rank: number) => number): LayerRule => ({
  effect: true,
  draws: wantsDrops,
  refuses: (c) =>
    !c.training && wantsDrops(c) ? 'a dropout that drops in evaluation too (training=self.training is missing)' : null,
  saves: (c) => {
    const shape = c.shape('input');
    return { mask: { elements: product(shape.slice(0, axes(shape.length))), type: 'float32' } };
  },
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    if (!drops(c)) return void y.set(x);
    const mask = c.saved('mask');
    const [p, order] = [numberOf(c, 'p', 0.5), optionalList(c, 'memory_order')];
    const { shape } = c.input('input');
    if (order && mask.length === x.length) drawOrdered(c, p, drawnItems(c), { shape, order }, mask);
    else drawDropout(c, p, drawnItems(c), mask);
    const run = x.length / mask.length;
    for (let i = 0; i < x.length; i++) y[i] = x[i] * mask[Math.floor(i / run)];
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const mask = c.saved('mask');
    const run = dx.length / mask.length;
    const dropping = drops(c);
    for (let i = 0; i < dx.length; i++) dx[i] += dropping ? dy[i] * mask[Math.floor(i / run)] : dy[i];
  },
});

export const dropout = rule((rank) => rank);
/** A mask entry a channel of an item: dropout1d, dropout2d, dropout3d. */
export const featureDropout = rule(() => 2);

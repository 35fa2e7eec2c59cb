// Dropout and its kin: y = x · mask / (1 − p) in training, the identity otherwise. The mask has one entry an element, one a
// channel (dropout2d), or one an item (stochastic depth). Draws: `DropoutSource` in engine/types.ts.
import { flag, numberOf, text } from './attributes';
import type { LayerRule, RuleContext, ShapeContext } from './rule';

/** How many leading axes an entry of the mask is chosen by; the rest share it. */
type MaskAxes = (c: Pick<ShapeContext, 'attribute'>, shape: readonly number[]) => number;

interface Kind {
  readonly axes: MaskAxes;
  /** The attribute that says whether the call drops. */
  readonly trainingDefault: boolean;
}

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

const drops = (c: RuleContext, kind: Kind): boolean =>
  c.training && flag(c, 'training', kind.trainingDefault) && numberOf(c, 'p', 0.5) > 0;

/** Writes the mask, already divided by the probability to keep. */
function draw(c: RuleContext, kind: Kind, mask: Float32Array): void {
  const keep = 1 - numberOf(c, 'p', 0.5);
  const shape = c.input('input').shape;
  const perItem = shape[0] === 0 ? 0 : mask.length / shape[0];
  const whole = kind.axes(c, shape) === 0;
  if (keep === 0) return void mask.fill(0);
  c.drawMask(keep, whole ? 1 : c.share.total * perItem, whole ? 0 : c.share.from * perItem, mask);
  for (let i = 0; i < mask.length; i++) mask[i] /= keep;
}

const rule = (kind: Kind): LayerRule => ({
  effect: true,
  draws: true,
  saves: (c) => {
    const shape = c.shape('input');
    return { mask: { elements: product(shape.slice(0, kind.axes(c, shape))), type: 'float32' } };
  },
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    if (!drops(c, kind)) return void y.set(x);
    const mask = c.saved('mask');
    draw(c, kind, mask);
    const run = x.length / mask.length;
    for (let i = 0; i < x.length; i++) y[i] = x[i] * mask[Math.floor(i / run)];
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const mask = c.saved('mask');
    const run = dx.length / mask.length;
    const dropping = drops(c, kind);
    for (let i = 0; i < dx.length; i++) dx[i] += dropping ? dy[i] * mask[Math.floor(i / run)] : dy[i];
  },
});

export const dropout = rule({ axes: (_, shape) => shape.length, trainingDefault: true });
/** A mask entry a channel of an item: dropout1d, dropout2d, dropout3d. */
export const featureDropout = rule({ axes: () => 2, trainingDefault: true });
/** torchvision.ops.stochastic_depth: `row` drops whole items, `batch` the whole tensor. */
export const stochasticDepth = rule({ axes: (c) => (text(c, 'mode', 'row') === 'row' ? 1 : 0), trainingDefault: true });

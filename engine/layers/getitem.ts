// x[index], and x[index] = value as a tensor of its own: x with some elements replaced (index-steps.ts).
import { broadcastStrides, eachElement } from './broadcast';
import { moving, strided } from './copy';
import { numberOf } from './attributes';
import { indexed, itemsOf, refusedItems, stepsOf, type Indexed, type Step } from './index-steps';
import { gradientOf } from './compare';
import type { MoveContext } from './move';
import type { AxisContext, BackwardContext, LayerRule, RuleContext, ShapeContext } from './rule';

const hasGather = (steps: readonly Step[]): boolean => steps.some(({ kind }) => kind === 'gather');

/** By positions that are not known before the step; or the index is not understood. */
export const gathers = (c: ShapeContext): boolean => {
  const tensors = c.listShapes('index').length;
  const items = itemsOf(c, tensors);
  return refusedItems(items, tensors) !== null || hasGather(stepsOf(items, c.shape('input')));
};

const refuses = (c: ShapeContext): string | null => {
  const tensors = c.listShapes('index').length;
  return c.isBoolean('index') ? 'an index of truth values among others' : refusedItems(itemsOf(c, tensors), tensors);
};

/** x[mask] = number, the mask over the leading axes of x. */
export const isMasked = (c: Pick<ShapeContext, 'isBoolean' | 'attribute'>): boolean =>
  c.isBoolean('index') && c.attribute('index') === undefined;

/** Where the input's batch axis is in x[index]: behind what comes before it. */
function batchAxis(c: AxisContext): number | null {
  const items = itemsOf(c, 0);
  if (items.length === 0) return null;
  const kept = stepsOf(items, c.inputShape).filter(({ kind }) => kind !== 'select');
  const at = kept.findIndex((step) => step.kind === 'slice' && step.axis === c.axis);
  return at < 0 || kept.slice(0, at).some(({ kind }) => kind === 'gather') ? null : at;
}

const plain = moving((c) => {
  const shape = c.input('input').shape;
  const strides: number[] = [];
  let offset = 0;
  const sizes = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  for (const step of stepsOf(itemsOf(c, 0), shape)) {
    if (step.kind === 'newAxis') strides.push(0);
    else if (step.kind === 'select') offset += step.index * sizes[step.axis];
    else if (step.kind === 'slice') {
      offset += step.start * sizes[step.axis];
      strides.push(step.step * sizes[step.axis]);
    }
  }
  return strided(c.output().shape, strides, offset);
}, batchAxis);

function placesOf(c: RuleContext): Indexed {
  const tensors = c.list('index');
  const { shape } = c.input('input');
  return indexed(stepsOf(itemsOf(c, tensors.length), shape), shape, tensors);
}

/** x[index] by one tensor that is not of truth values, and nothing else. */
export const rowsByTensor = (c: ShapeContext): boolean =>
  c.listShapes('index').length === 1 && c.attribute('index') === undefined && !c.isBoolean('index');

/** By numbers alone: pairs of an element of x[index] and one of x, of one item where the first axis is taken as it is. */
export function staticPlaces(c: MoveContext): {
  readonly items: number;
  readonly pairs: readonly (readonly [at: number, offset: number])[];
} {
  const { shape } = c.input('input');
  const items = itemsOf(c, 0);
  const [first] = stepsOf(items, shape);
  const whole = first.kind === 'slice' && first.step === 1 && first.length === shape[0];
  const one = whole ? [1, ...shape.slice(1)] : shape;
  const pairs: [number, number][] = [];
  indexed(stepsOf(whole ? [['slice', null, null, null], ...items.slice(1)] : items, one), one, []).each((at, offset) =>
    pairs.push([at, offset]),
  );
  return { items: whole ? shape[0] : 1, pairs };
}

/** Visits the elements that x[index] = value replaces, with that of the value that each becomes; numbers alone tell the positions. */
export function eachReplaced(
  c: MoveContext & { optional(name: string): { readonly shape: readonly number[] } | null },
  visit: (at: number, source: number) => void,
): void {
  const { shape } = c.input('input');
  const places = indexed(stepsOf(itemsOf(c, 0), shape), shape, []);
  const value = c.optional('value');
  const from = value && sourcesOf(places, value.shape);
  places.each((at, offset) => visit(offset, from ? from[at] : 0));
}

const isPlain = (c: RuleContext): boolean => {
  const tensors = c.list('index').length;
  return tensors === 0 && !hasGather(stepsOf(itemsOf(c, 0), c.input('input').shape));
};

export const getitem: LayerRule = {
  ...plain,
  reads: { inputs: ['index'] },
  refuses,
  forward(c) {
    if (isPlain(c)) return plain.forward(c);
    const [x, y] = [c.input('input').data, c.output().data];
    placesOf(c).each((at, offset) => void (y[at] = x[offset]));
  },
  backward(c) {
    if (isPlain(c)) return plain.backward?.(c);
    const [dy, dx] = [c.outputGradient()?.data, c.inputGradient('input')?.data];
    if (dy && dx) placesOf(c).each((at, offset) => void (dx[offset] += dy[at]));
  },
};

/** Leading axes of one that the value has too many of are dropped. */
function valueStrides(shape: readonly number[], target: readonly number[]): readonly number[] {
  return broadcastStrides(shape.slice(Math.max(0, shape.length - target.length)), target);
}

/** Visits every element with whether the mask chooses it. */
function eachMasked(c: RuleContext, elements: number, visit: (at: number, chosen: boolean) => void): void {
  const mask = c.list('index')[0].data;
  const run = elements / mask.length;
  for (let at = 0; at < elements; at++) visit(at, mask[Math.floor(at / run)] !== 0);
}

export const setitem: LayerRule = {
  reads: { inputs: ['index'] },
  refuses(c) {
    if (!isMasked(c)) return refuses(c);
    const alone = c.listShapes('index').length === 1;
    const value = c.hasInput('value') ? c.shape('value').reduce((a, b) => a * b, 1) : 1;
    return alone && value === 1 ? null : 'values for the elements that a mask chooses';
  },
  forward(c) {
    const [x, y, value] = [c.input('input').data, c.output().data, c.optional('value')];
    const number = c.attribute('value') === true ? 1 : numberOf(c, 'value', 0);
    if (isMasked(c))
      return eachMasked(c, y.length, (at, chosen) => void (y[at] = chosen ? (value?.data[0] ?? number) : x[at]));
    const places = placesOf(c);
    y.set(x);
    if (!value) {
      return places.each((_, offset) => void (y[offset] = number));
    }
    const from = sourcesOf(places, value.shape);
    places.each((at, offset) => void (y[offset] = value.data[from[at]]));
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    if (isMasked(c)) return backwardMasked(c, dy);
    const places = placesOf(c);
    const [dx, dValue] = [c.inputGradient('input')?.data, c.inputGradient('value')];
    if (dValue) {
      const from = sourcesOf(places, dValue.shape);
      places.each((at, offset) => void (dValue.data[from[at]] += dy[offset]));
    }
    if (!dx) return;
    const replaced = new Uint8Array(dy.length);
    places.each((_, offset) => void (replaced[offset] = 1));
    for (let i = 0; i < dx.length; i++) if (!replaced[i]) dx[i] += dy[i];
  },
  batchAxis: (c) => c.axis,
};

function backwardMasked(c: BackwardContext, dy: Float32Array): void {
  const [dx, dValue] = [c.inputGradient('input')?.data, gradientOf(c.inputGradient('value'))];
  eachMasked(c, dy.length, (at, chosen) => {
    if (chosen) dValue?.add(0, dy[at]);
    else if (dx) dx[at] += dy[at];
  });
  dValue?.store();
}

/** Where each element of the target finds its own in the value. */
function sourcesOf({ shape }: Indexed, value: readonly number[]): Int32Array {
  const from = new Int32Array(shape.reduce((a, b) => a * b, 1));
  eachElement(shape, [valueStrides(value, shape)], (at, [offset]) => void (from[at] = offset));
  return from;
}

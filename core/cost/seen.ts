// What a value sees of the model's input along each of its spatial axes, and where in the value those positions stand. The moves
// of which `propagation.ts` makes what every operator does.
import type { ValueId } from '../graph/graph';
import type { WindowMotion } from '../ops/operator';
import type { Dim } from '../shape/dim';
import { widen } from '../shape/window';
import { holds, type Factor, type Layout } from './positions';

/** Along one spatial axis of the input. `lost`: it cannot be told, as where one output has two positions. */
export type AxisField =
  | { readonly kind: 'window'; readonly size: number; readonly offset: number }
  | { readonly kind: 'whole' }
  | { readonly kind: 'lost' };

export interface Seen {
  /** Which of the model's inputs; null: several. */
  readonly origin: ValueId | null;
  /** Of the origin's spatial axes. */
  readonly lengths: readonly Dim[];
  readonly layout: Layout;
  readonly fields: readonly AxisField[];
}

/** As broadcasting has it: axes are counted from the last. An axis that is repeated holds no position. */
export function aligned(item: Seen, shape: readonly Dim[], result: readonly Dim[]): Seen {
  const more = result.length - shape.length;
  if (more === 0) return item;
  if (more < 0) return { ...item, layout: item.layout.slice(-more) };
  return { ...item, layout: [...Array<readonly Factor[]>(more).fill([]), ...item.layout] };
}

export const lose = (item: Seen, rank: number): Seen => ({
  ...item,
  layout: Array<readonly Factor[]>(rank).fill([]),
  fields: item.fields.map((field): AxisField => (field.kind === 'whole' ? field : { kind: 'lost' })),
});

/** Which pixels an output along these axes sees cannot be told any more; a sum over the whole of them still sees the whole. */
export function loseAt(item: Seen, axes: readonly number[], result?: readonly Dim[]): Seen {
  const lost = new Set(axes.flatMap((axis) => (item.layout.at(axis) ?? []).map(({ of }) => of)));
  if (lost.size === 0) return item;
  const layout = item.layout.map((factors, axis) => {
    if (!axes.includes(axis)) return factors;
    const size = result?.at(axis) ?? 1;
    const distinct = [...new Set(factors.map(({ of }) => of))];
    return distinct.map((of, i): Factor => ({ of, step: 1, size: i === 0 ? size : 1 }));
  });
  const fields = item.fields.map((field, of): AxisField =>
    lost.has(of) && field.kind === 'window' ? { kind: 'lost' } : field,
  );
  return { ...item, layout, fields };
}

/** Sums over axes: all that stands along them is seen. They hold no position afterwards, whether they stay or go. */
export function contract(item: Seen, axes: readonly number[], shape: readonly Dim[]): Seen {
  const fields = [...item.fields];
  const layout = item.layout.map((factors, axis) => (axes.includes(axis) ? [] : factors));
  for (const axis of axes) {
    if (shape.at(axis) === 1) continue;
    for (const { of, size, step } of item.layout.at(axis) ?? []) {
      if (of === null) continue;
      const field = fields[of];
      if (!holds(layout, of)) fields[of] = { kind: 'whole' };
      else if (field.kind === 'window' && typeof size === 'number') {
        const span = (size - 1) * step;
        fields[of] = { kind: 'window', size: field.size + span, offset: field.offset + span / 2 };
      } else if (field.kind === 'window') fields[of] = { kind: 'lost' };
    }
  }
  return { ...item, layout, fields };
}

/** The operation may mix everything with everything. */
export function contractAll(item: Seen, shape: readonly Dim[], rank: number): Seen {
  const whole = contract(
    item,
    shape.map((_, axis) => axis),
    shape,
  );
  return { ...whole, layout: Array<readonly Factor[]>(rank).fill([]) };
}

/** A window over the last axes. */
export function slide(item: Seen, window: WindowMotion, shape: readonly Dim[], result: readonly Dim[]): Seen {
  const first = shape.length - window.kernel.length;
  const fields = [...item.fields];
  let lost: number[] = [];
  const layout = item.layout.map((factors, axis) => {
    const i = axis - first;
    if (i < 0 || factors.length === 0) return factors;
    const motion = {
      kernel: window.kernel[i],
      stride: window.stride[i],
      padding: window.padding[i],
      dilation: window.dilation[i],
      transposed: window.transposed,
    };
    const stays = motion.kernel === 1 && motion.stride === 1 && motion.padding === 0;
    const [{ of, step, size }] = factors;
    if (stays || of === null) return factors;
    if (factors.length > 1) {
      lost = [...lost, axis];
      return factors;
    }
    // all of it at once: a pool of the size of the image
    if (result.at(axis) === 1 && motion.kernel === size && !motion.transposed && isAdaptive(motion)) {
      fields[of] = { kind: 'whole' };
      return [];
    }
    const field = fields[of];
    if (field.kind !== 'window') return factors;
    const after = widen({ ...field, jump: step }, motion);
    fields[of] = { kind: 'window', size: after.size, offset: after.offset };
    return [{ of, step: after.jump, size: result[axis] }];
  });
  return loseAt({ ...item, layout, fields }, lost, result);
}

/** Kernel and stride are one: the windows are a partition, as those of an adaptive pool. */
const isAdaptive = ({ kernel, stride, padding }: { kernel: number; stride: number; padding: number }): boolean =>
  kernel === stride && padding === 0;

/** A slice along one axis. */
export function shifted(item: Seen, axis: number, start: number | null, step: number): Seen {
  const [factor, ...more] = item.layout[axis];
  if (start === null || step < 0 || more.length > 0 || factor.of === null) return loseAt(item, [axis]);
  const fields = item.fields.map((field, of): AxisField =>
    of === factor.of && field.kind === 'window' ? { ...field, offset: field.offset + start * factor.step } : field,
  );
  const layout = item.layout.map((factors, at) => (at === axis ? [{ ...factor, step: factor.step * step }] : factors));
  return { ...item, fields, layout };
}

/** What either sees. Where both have positions, they must be the same ones. */
export function union(a: Seen, b: Seen): Seen {
  // of several inputs the first one's axes are told: those of another may be more or fewer
  if (a.origin !== b.origin || a.layout.length !== b.layout.length || a.fields.length !== b.fields.length)
    return { ...lose(a, a.layout.length), origin: null };
  const fields = a.fields.map((field, of) => bothFields(field, b.fields[of]));
  const clashing = a.layout.flatMap((factors, axis) => {
    const others = b.layout[axis];
    if (factors.length === 0 && others.length === 0) return [];
    const [ofA, ofB] = [factors, others].map((list) => list.filter(({ of }) => of !== null));
    const isSame =
      ofA.length === ofB.length && ofA.every(({ of, step }, i) => of === ofB[i].of && step === ofB[i].step);
    if (isSame) return [];
    // an axis where one of them is repeated is no clash: it has seen the whole already
    const windows = [...ofA, ...ofB].flatMap(({ of }) => (of === null ? [] : [of]));
    return windows.filter((of) => a.fields[of].kind === 'window' && b.fields[of].kind === 'window');
  });
  const layout = a.layout.map((factors, axis) => (factors.length > 0 ? factors : b.layout[axis]));
  return {
    ...a,
    layout,
    fields: fields.map((field, of): AxisField =>
      clashing.includes(of) && field.kind === 'window' ? { kind: 'lost' } : field,
    ),
  };
}

function bothFields(a: AxisField, b: AxisField): AxisField {
  if (a.kind === 'whole' || b.kind === 'whole') return { kind: 'whole' };
  if (a.kind === 'lost' || b.kind === 'lost') return { kind: 'lost' };
  const low = Math.min(a.offset - (a.size - 1) / 2, b.offset - (b.size - 1) / 2);
  const high = Math.max(a.offset + (a.size - 1) / 2, b.offset + (b.size - 1) / 2);
  return { kind: 'window', size: high - low + 1, offset: (low + high) / 2 };
}

// An index x[...] as steps over the axes of x, and where each element of x[...] is found in x.
//     index    ['slice', start, stop, step] · an integer · null (a new axis) · '...' · 'tensor', or a list of integers
//
// The positions that index tensors tell stand together in the result: where the first of them stands, or in front of all where
// other axes come between them (PyTorch, "Tensor indexing").
import type { AttributeValue } from '../../core/graph/graph';
import { broadcastStrides, eachElement, rowMajorStrides } from './broadcast';

type Item = AttributeValue<number>;

/** Positions along an axis: numbers written in the code, or which of the index tensors. */
type Gathered = { readonly numbers: readonly number[] } | { readonly tensor: number };

export type Step =
  | { readonly kind: 'select'; readonly axis: number; readonly index: number }
  | {
      readonly kind: 'slice';
      readonly axis: number;
      readonly start: number;
      readonly step: number;
      readonly length: number;
    }
  | { readonly kind: 'newAxis' }
  | { readonly kind: 'gather'; readonly axis: number; readonly from: Gathered };

const isSlice = (item: Item): item is readonly Item[] => Array.isArray(item) && item[0] === 'slice';

const isNumbers = (item: Item): item is readonly number[] =>
  Array.isArray(item) && item.length > 0 && item.every((each) => typeof each === 'number');

interface IndexSource {
  attribute(name: string): Item | undefined;
}

/** @param tensors how many index tensors there are: they stand alone where the attribute is absent */
export function itemsOf(c: IndexSource, tensors: number): readonly Item[] {
  const index = c.attribute('index');
  if (index === undefined) return Array<Item>(tensors).fill('tensor');
  return Array.isArray(index) && !isSlice(index) ? (index as readonly Item[]) : [index];
}

/** Why this index is not understood; null: it is. */
export function refusedItems(items: readonly Item[], tensors: number): string | null {
  const known = items.every(
    (item) =>
      item === null ||
      item === '...' ||
      item === 'tensor' ||
      typeof item === 'number' ||
      isSlice(item) ||
      isNumbers(item),
  );
  const counted = items.filter((item) => item === 'tensor').length === tensors;
  return known && counted ? null : 'an index that holds truth values, or a tensor in a list';
}

export function stepsOf(items: readonly Item[], shape: readonly number[]): readonly Step[] {
  const used = items.filter((item) => item !== null && item !== '...').length;
  const steps: Step[] = [];
  let [axis, tensor] = [0, 0];
  const keep = (count: number): void => {
    for (let i = 0; i < count; i++, axis++) steps.push({ kind: 'slice', axis, start: 0, step: 1, length: shape[axis] });
  };
  for (const item of items) {
    if (item === '...') keep(shape.length - used);
    else if (item === null) steps.push({ kind: 'newAxis' });
    else if (item === 'tensor') steps.push({ kind: 'gather', axis: axis++, from: { tensor: tensor++ } });
    else if (isSlice(item)) steps.push(sliceStep(item, axis, shape[axis++]));
    else if (isNumbers(item)) steps.push({ kind: 'gather', axis: axis++, from: { numbers: item } });
    else {
      const index = Number(item);
      steps.push({ kind: 'select', axis, index: index < 0 ? index + shape[axis] : index });
      axis++;
    }
  }
  keep(shape.length - axis);
  return steps;
}

function sliceStep(item: readonly Item[], axis: number, extent: number): Step {
  const [start, stop, step] = item.slice(1).map((part) => (typeof part === 'number' ? part : null));
  const place = (at: number): number => (at < 0 ? Math.max(0, at + extent) : Math.min(at, extent));
  const [first, last, by] = [place(start ?? 0), place(stop ?? extent), step ?? 1];
  return { kind: 'slice', axis, start: first, step: by, length: Math.max(0, Math.ceil((last - first) / by)) };
}

export interface IndexView {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Which elements of a tensor an index names. */
export interface Indexed {
  /** Of x[index]. */
  readonly shape: readonly number[];
  /** Visits its elements in order with their offsets in x. Throws where an index tensor leaves its axis. */
  each(visit: (at: number, offset: number) => void): void;
}

export function indexed(steps: readonly Step[], shape: readonly number[], tensors: readonly IndexView[]): Indexed {
  const strides = rowMajorStrides(shape);
  const gathers = steps.flatMap((step, i) => (step.kind === 'gather' ? [{ ...step, i }] : []));
  const views = gathers.map(({ from }): IndexView =>
    'tensor' in from ? tensors[from.tensor] : { shape: [from.numbers.length], data: from.numbers },
  );
  const gathered = views.reduce<readonly number[]>((common, view) => broadcastShape(common, view.shape), []);
  const [first, last] = [gathers[0]?.i ?? 0, gathers[gathers.length - 1]?.i ?? -1];
  const apart = steps.slice(first, last).some(({ kind }) => kind === 'slice' || kind === 'newAxis');
  const out: { extent: number; stride: number }[] = [];
  let [offset, insertAt] = [0, 0];
  steps.forEach((step, i) => {
    if (i === first && !apart) insertAt = out.length;
    if (step.kind === 'newAxis') out.push({ extent: 1, stride: 0 });
    else if (step.kind === 'select') offset += step.index * strides[step.axis];
    else if (step.kind === 'slice') {
      offset += step.start * strides[step.axis];
      out.push({ extent: step.length, stride: step.step * strides[step.axis] });
    }
  });
  const whole = [
    ...out.slice(0, insertAt).map(({ extent }) => extent),
    ...gathered,
    ...out.slice(insertAt).map(({ extent }) => extent),
  ];
  const around = (inside: readonly number[], own: boolean): readonly number[] => [
    ...out.slice(0, insertAt).map(({ stride }) => (own ? stride : 0)),
    ...inside,
    ...out.slice(insertAt).map(({ stride }) => (own ? stride : 0)),
  ];
  const walks = [
    around(
      gathered.map(() => 0),
      true,
    ),
    ...views.map((view) => around(broadcastStrides(view.shape, gathered), false)),
  ];
  return {
    shape: whole,
    each: (visit) =>
      eachElement(whole, walks, (at, offsets) => {
        let from = offset + offsets[0];
        for (let k = 0; k < gathers.length; k++) {
          const extent = shape[gathers[k].axis];
          const given = views[k].data[offsets[k + 1]];
          const index = given < 0 ? given + extent : given;
          if (!(index >= 0 && index < extent)) throw new Error(`index ${given} leaves an axis of ${extent}`);
          from += index * strides[gathers[k].axis];
        }
        visit(at, from);
      }),
  };
}

function broadcastShape(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const [x, y] = [a[a.length - rank + i] ?? 1, b[b.length - rank + i] ?? 1];
    return x === 1 ? y : x;
  });
}

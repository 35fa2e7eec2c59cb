// x[index] with integers, slices, None and an ellipsis: every output element is one input element.
//     index    ['slice', start, stop, step] · an integer · null (a new axis) · '...'
import type { AttributeValue } from '../../core/graph/graph';
import { rowMajorStrides } from './broadcast';
import { moving, strided } from './copy';
import type { AxisContext, ShapeContext } from './rule';

type Item = AttributeValue<number>;

type Step =
  | { readonly kind: 'select'; readonly axis: number; readonly index: number }
  | { readonly kind: 'slice'; readonly axis: number; readonly start: number; readonly step: number }
  | { readonly kind: 'newAxis' };

const isSlice = (item: Item): item is readonly Item[] => Array.isArray(item) && item[0] === 'slice';

function itemsOf(c: { attribute(name: string): Item | undefined }): readonly Item[] {
  const index = c.attribute('index');
  return Array.isArray(index) && !isSlice(index) ? (index as readonly Item[]) : [index ?? null];
}

/** Why this index is not understood; null: it is. */
export function refusedIndex(c: Pick<ShapeContext, 'attribute' | 'hasInput'>): string | null {
  const known = itemsOf(c).every(
    (item) => item === null || item === '...' || typeof item === 'number' || isSlice(item),
  );
  return known && !c.hasInput('index') ? null : 'an index that holds a tensor';
}

function stepsOf(items: readonly Item[], shape: readonly number[]): readonly Step[] {
  const used = items.filter((item) => item !== null && item !== '...').length;
  const steps: Step[] = [];
  let axis = 0;
  const keep = (count: number): void => {
    for (let i = 0; i < count; i++) steps.push({ kind: 'slice', axis: axis++, start: 0, step: 1 });
  };
  for (const item of items) {
    if (item === '...') keep(shape.length - used);
    else if (item === null) steps.push({ kind: 'newAxis' });
    else if (isSlice(item)) steps.push(sliceStep(item, axis, shape[axis++]));
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
  const [start, step] = [item[1], item[3]].map((part) => (typeof part === 'number' ? part : null));
  const first = start === null ? 0 : start < 0 ? Math.max(0, start + extent) : Math.min(start, extent);
  return { kind: 'slice', axis, start: first, step: step ?? 1 };
}

export const getitem = {
  ...moving(
    (c) => {
      const shape = c.input('input').shape;
      const strides = rowMajorStrides(shape);
      const steps = stepsOf(itemsOf(c), shape);
      let offset = 0;
      const out: number[] = [];
      for (const step of steps) {
        if (step.kind === 'newAxis') out.push(0);
        else if (step.kind === 'select') offset += step.index * strides[step.axis];
        else {
          offset += step.start * strides[step.axis];
          out.push(step.step * strides[step.axis]);
        }
      }
      return strided(c.output().shape, out, offset);
    },
    (c: AxisContext) => {
      const kept = stepsOf(itemsOf(c), c.inputShape).filter((step) => step.kind !== 'select');
      const at = kept.findIndex((step) => step.kind === 'slice' && step.axis === c.axis);
      return at < 0 ? null : at;
    },
  ),
  refuses: refusedIndex,
};

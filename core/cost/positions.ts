// Where the positions of the model's input (height, width, tokens) stand in a tensor, followed through views. Each axis is a list
// of factors, the slowest first; a factor is a stretch of one of the input's axes, or none of them.
//
//     N×C×H×W            [N] [C] [h] [w]
//     flatten(2)         [N] [C] [h w]              view(N, C, H/4, 4, W/4, 4)    [N] [C] [h/4 in steps of 4] [4 of h] ...
import type { AttributeValue, Operation } from '../graph/graph';
import { dimEquals, divide, isDim, multiply, type Dim } from '../shape/dim';

export interface Factor {
  readonly size: Dim;
  /** Which spatial axis of the input; null: none. */
  readonly of: number | null;
  /** Pixels of the input between neighbours. */
  readonly step: number;
}

/** The factors of each axis; those of size 1 and those that are no positions may be left out. */
export type Layout = readonly (readonly Factor[])[];

export const holds = (layout: Layout, axis: number): boolean =>
  layout.some((factors) => factors.some((factor) => factor.of === axis));

const views = new Set([
  'view',
  'view_as',
  'reshape',
  'reshape_as',
  'flatten',
  'unflatten',
  'ravel',
  'squeeze',
  'unsqueeze',
]);
export const isView = ({ operator }: Operation<Dim>): boolean => views.has(operator);

const permutations = new Set(['permute', 'transpose', 'swapaxes', 'swapdims', 'movedim', 'moveaxis', 't', 'T', 'mT']);

/** For each axis of the result, the axis it was; undefined: the operation is no permutation. */
export const permutationOf = ({ operator, attributes }: Operation<Dim>): readonly number[] | undefined =>
  permutations.has(operator) && Array.isArray(attributes.dims) ? (attributes.dims as readonly number[]) : undefined;

/** The axes that an attribute names, none negative. */
export function axesOf(attribute: AttributeValue<Dim> | undefined, rank: number): readonly number[] {
  const axes = typeof attribute === 'number' ? [attribute] : Array.isArray(attribute) ? attribute : [];
  return (axes as readonly unknown[]).flatMap((axis) =>
    typeof axis === 'number' ? [axis < 0 ? axis + rank : axis] : [],
  );
}

/** The layout after a view; null where factors of positions are cut or joined otherwise than at their borders. */
export function regroup(layout: Layout, shape: readonly Dim[], result: readonly Dim[]): Layout | null {
  const queue = joined(shape.flatMap((size, axis) => complete(layout[axis] ?? [], size)));
  const regrouped: Factor[][] = [];
  for (const size of result) {
    const factors: Factor[] = [];
    let need: Dim = size;
    while (!dimEquals(need, 1)) {
      const next = queue.shift();
      if (next === undefined) return null;
      const rest = divide(need, next.size);
      if (rest !== undefined) {
        factors.push(next);
        need = rest;
        continue;
      }
      const inner = divide(next.size, need);
      if (inner === undefined || (next.of !== null && typeof inner !== 'number')) return null;
      factors.push({ ...next, size: need, step: typeof inner === 'number' ? next.step * inner : next.step });
      queue.unshift({ ...next, size: inner });
      need = 1;
    }
    regrouped.push(factors.filter((factor) => factor.of !== null));
  }
  return regrouped;
}

/** The factors with the one that is no position, so that their product is the axis. */
function complete(factors: readonly Factor[], size: Dim): readonly Factor[] {
  if (factors.length === 0) return dimEquals(size, 1) ? [] : [{ size, of: null, step: 0 }];
  const held = factors.reduce<Dim>((total, factor) => multiply(total, factor.size), 1);
  const rest = divide(size, held);
  return rest === undefined || dimEquals(rest, 1) ? factors : [{ size: rest, of: null, step: 0 }, ...factors];
}

/** Neighbours that are no positions are one. */
function joined(factors: readonly Factor[]): Factor[] {
  const result: Factor[] = [];
  for (const factor of factors) {
    const last = result.at(-1);
    if (last?.of === null && factor.of === null)
      result[result.length - 1] = { ...last, size: multiply(last.size, factor.size) };
    else result.push(factor);
  }
  return result;
}

/** One item of an index: what it takes of one axis. */
export type IndexItem =
  | { readonly kind: 'new' | 'other' }
  | { readonly kind: 'one'; readonly index: number }
  | { readonly kind: 'slice'; readonly start: number | null; readonly step: number };

/** The items of `x[...]`, one for each axis of the input and each new one, in order. */
export function indexItems(index: AttributeValue<Dim> | undefined, shape: readonly Dim[]): readonly IndexItem[] {
  const items: readonly unknown[] = Array.isArray(index) && index[0] !== 'slice' ? index : [index];
  const whole: IndexItem = { kind: 'slice', start: 0, step: 1 };
  const named = items.filter((item) => item !== null && item !== '...').length;
  const found: IndexItem[] = [];
  let axis = 0;
  const rest = (count: number): void => {
    for (let i = 0; i < count; i++) found.push(whole);
    axis += Math.max(count, 0);
  };
  for (const item of items) {
    if (item === null) found.push({ kind: 'new' });
    else if (item === '...') rest(shape.length - named);
    else found.push(itemOf(item, shape[axis++]));
  }
  rest(shape.length - axis);
  return found;
}

function itemOf(item: unknown, size: Dim | undefined): IndexItem {
  if (typeof item === 'number') return { kind: 'one', index: item };
  if (!Array.isArray(item) || item[0] !== 'slice') return { kind: 'other' };
  const [, start, , step] = item as readonly unknown[];
  const by = typeof step === 'number' ? step : 1;
  if (start === null) return { kind: 'slice', start: by < 0 ? null : 0, step: by };
  if (typeof start !== 'number') return isDim(start) ? { kind: 'slice', start: null, step: by } : { kind: 'other' };
  if (start >= 0) return { kind: 'slice', start, step: by };
  return { kind: 'slice', start: typeof size === 'number' ? Math.max(size + start, 0) : null, step: by };
}

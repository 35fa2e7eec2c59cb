// The strides of views, as PyTorch computes them: they decide whether a later `reshape` is a view or a copy.
import type { AttributeValue, Operation } from '../graph/graph';
import { dimEquals, multiply, substitute, type Dim } from '../shape/dim';

/** Elements between neighbours along each axis; null: not known (taken for contiguous). */
export type Strides = readonly Dim[] | null;

/** Strides of the view of a tensor that an operation yields; 'copy' where it cannot be one; undefined where no rule applies. */
export function viewStrides(
  operation: Operation<Dim>,
  shape: readonly Dim[],
  strides: readonly Dim[],
  result: readonly Dim[],
): Strides | 'copy' | undefined {
  const { attributes, operator } = operation;
  switch (operator) {
    case 'permute':
    case 'transpose':
    case 'swapaxes':
    case 'swapdims':
    case 'movedim':
    case 't':
    case 'T':
    case 'mT': {
      const order = attributes.dims;
      return isOrder(order, shape.length) ? order.map((axis) => strides[axis]) : null;
    }
    case 'expand':
    case 'expand_as':
    case 'broadcast_to':
      return expanded(shape, strides, result);
    case 'view':
    case 'view_as':
    case 'reshape':
    case 'reshape_as':
    case 'flatten':
    case 'unflatten':
    case 'ravel':
    case 'squeeze':
    case 'unsqueeze':
      return regrouped(shape, strides, result) ?? 'copy';
    case 'chunk':
    case 'split':
    case 'split_with_sizes':
    case 'tensor_split':
    case 'narrow':
    case 'detach':
    case 'alias':
      return strides.length === result.length ? strides : null;
    case 'unbind':
    case 'select': {
      const axis = attributes.dim;
      return typeof axis === 'number' && axis >= 0 ? strides.filter((_, i) => i !== axis) : null;
    }
    case 'tensor_unfold': {
      const axis = attributes.dimension;
      if (typeof axis !== 'number' || shape.length === 0) return null;
      const at = axis < 0 ? axis + shape.length : axis;
      const step = typeof attributes.step === 'number' ? attributes.step : 1;
      return [...strides.map((own, i) => (i === at ? multiply(own, step) : own)), strides[at]];
    }
    case 'getitem':
      return indexed(attributes.index, strides);
    default:
      return undefined;
  }
}

/** A size for every symbol, with which the strides of a tensor without gaps stand in their order: each is a multiple of the next. */
const someSize = 256;

/** Strides without gaps whose axes stand in memory in the order of the given ones; contiguous where that cannot be told. */
export function denseStrides(strides: readonly Dim[], shape: readonly Dim[]): Dim[] {
  const steps = strides.map((step) => substitute(step, () => someSize));
  if (!steps.every((step): step is number => typeof step === 'number' && step > 0)) return contiguousOf(shape);
  const order = steps.map((_, axis) => axis).sort((a, b) => steps[a] - steps[b] || b - a);
  const dense: Dim[] = [];
  let step: Dim = 1;
  for (const axis of order) {
    dense[axis] = step;
    step = multiply(step, shape[axis]);
  }
  return dense;
}

const isOrder = (order: AttributeValue<Dim> | undefined, rank: number): order is readonly number[] =>
  Array.isArray(order) && order.length === rank && order.every((axis) => typeof axis === 'number');

function expanded(shape: readonly Dim[], strides: readonly Dim[], result: readonly Dim[]): Dim[] {
  const offset = result.length - shape.length;
  return result.map((size, i) => (i < offset || (shape[i - offset] === 1 && size !== 1) ? 0 : strides[i - offset]));
}

/** `x[1:, ::2, 0, None, ...]` */
function indexed(index: AttributeValue<Dim> | undefined, strides: readonly Dim[]): Strides {
  const isSlice = (item: unknown): boolean => Array.isArray(item) && item[0] === 'slice';
  const items: readonly unknown[] = Array.isArray(index) && !isSlice(index) ? index : [index];
  const taken = items.filter((item) => item !== null && item !== '...').length;
  const result: Dim[] = [];
  let axis = 0;
  for (const item of items) {
    if (item === '...') {
      for (let i = strides.length - taken; i > 0; i--) result.push(strides[axis++]);
    } else if (item === null) {
      result.push(1);
    } else if (isSlice(item)) {
      const step = (item as readonly unknown[])[3];
      result.push(multiply(strides[axis++], typeof step === 'number' ? step : 1));
    } else if (typeof item === 'number') {
      axis++;
    } else {
      return null;
    }
  }
  return [...result, ...strides.slice(axis)];
}

/**
 * Strides of the same elements in another shape, or null where that takes a copy (ATen's `computeStride`): axes that run on from
 * one another in memory form a block, and the new shape must divide the blocks.
 */
function regrouped(sizes: readonly Dim[], steps: readonly Dim[], wanted: readonly Dim[]): Dim[] | null {
  const answer: Dim[] = Array<Dim>(wanted.length).fill(1);
  let to = wanted.length - 1;
  let block: Dim = 1;
  let step: Dim = 1;
  let isFirst = true;
  for (let from = sizes.length - 1; from >= 0; from--) {
    if (isFirst && sizes[from] !== 1) {
      step = steps[from];
      isFirst = false;
    }
    if (isFirst && from > 0) continue;
    block = multiply(block, sizes[from]);
    const next = from - 1;
    const endsBlock = next < 0 || (sizes[next] !== 1 && !dimEquals(steps[next], multiply(block, step)));
    if (!endsBlock) continue;
    let covered: Dim = 1;
    while (to >= 0 && (!dimEquals(covered, block) || wanted[to] === 1)) {
      answer[to] = multiply(covered, step);
      covered = multiply(covered, wanted[to]);
      to--;
    }
    if (!dimEquals(covered, block)) return null;
    if (next >= 0) step = steps[next];
    block = 1;
  }
  return to < 0 ? answer : null;
}

const contiguousOf = (shape: readonly Dim[]): Dim[] =>
  shape.map((_, i) => shape.slice(i + 1).reduce<Dim>((product, size) => multiply(product, size), 1));

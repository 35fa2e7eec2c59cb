// Which axes of a tensor run over positions of the input (height, width, tokens), followed through views: a linear layer over
// such an axis sees every position.
//
//     N×C×H×W: {2, 3}   flatten(2): N×C×L: {2}   transpose(1, 2): N×L×C: {1}   linear over C: each position by itself
import type { AttributeValue, Operation } from '../graph/graph';
import { dimEquals, multiply, type Dim } from '../shape/dim';

export type Axes = readonly number[];

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
const permutations = new Set(['permute', 'transpose', 'swapaxes', 'swapdims', 'movedim', 't', 'T', 'mT']);

/** The axes of positions of an operation's result, from those of one of its inputs. */
export function followAxes(operation: Operation<Dim>, shape: readonly Dim[], axes: Axes, result: readonly Dim[]): Axes {
  const { operator, attributes } = operation;
  if (views.has(operator)) return regroupedAxes(shape, axes, result);
  if (permutations.has(operator) && Array.isArray(attributes.dims)) {
    const order = attributes.dims as readonly number[];
    return order.flatMap((from, to) => (axes.includes(from) ? [to] : []));
  }
  if (operator === 'stack') {
    const at = typeof attributes.dim === 'number' ? attributes.dim : 0;
    return axes.map((axis) => (axis >= at ? axis + 1 : axis));
  }
  if (result.length === shape.length) return axes;
  if (result.length > shape.length) return axes.map((axis) => axis + result.length - shape.length);
  return withoutAxes(axes, droppedAxes(operator, attributes, shape.length));
}

function withoutAxes(axes: Axes, dropped: Axes): Axes {
  return axes
    .filter((axis) => !dropped.includes(axis))
    .map((axis) => axis - dropped.filter((other) => other < axis).length);
}

/** The axes that a selection or a reduction takes away. */
function droppedAxes(operator: string, attributes: Operation<Dim>['attributes'], rank: number): Axes {
  if (operator === 'getitem') return indexedAxes(attributes.index, rank);
  const { dim } = attributes;
  const axes = typeof dim === 'number' ? [dim] : Array.isArray(dim) ? (dim as readonly number[]) : [];
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}

/** `x[0, ..., 1]` drops the first and the last axis. */
function indexedAxes(index: AttributeValue<Dim> | undefined, rank: number): Axes {
  const items: readonly unknown[] = Array.isArray(index) && index[0] !== 'slice' ? index : [index];
  const ellipsis = items.indexOf('...');
  const isTaken = (item: unknown): boolean => item !== null;
  const before = (ellipsis === -1 ? items : items.slice(0, ellipsis)).filter(isTaken);
  const after = ellipsis === -1 ? [] : items.slice(ellipsis + 1).filter(isTaken);
  const numbers = (list: readonly unknown[], from: number): number[] =>
    list.flatMap((item, i) => (typeof item === 'number' ? [from + i] : []));
  return [...numbers(before, 0), ...numbers(after, rank - after.length)];
}

/** Axes are split and merged in groups of equal size; a group that holds a position is one. */
function regroupedAxes(shape: readonly Dim[], axes: Axes, result: readonly Dim[]): Axes {
  const found: number[] = [];
  let from = 0;
  let to = 0;
  while (to < result.length) {
    const start = { from, to };
    let left: Dim = shape[from++] ?? 1;
    let right: Dim = result[to++];
    while (!dimEquals(left, right) && (from < shape.length || to < result.length)) {
      const growsLeft = typeof left === 'number' && typeof right === 'number' ? left < right : from < shape.length;
      if ((growsLeft && from < shape.length) || to >= result.length) left = multiply(left, shape[from++]);
      else right = multiply(right, result[to++]);
    }
    const isPosition = axes.some((axis) => axis >= start.from && axis < from && shape[axis] !== 1);
    if (isPosition) for (let axis = start.to; axis < to; axis++) found.push(axis);
  }
  return found;
}

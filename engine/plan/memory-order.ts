// In which order PyTorch has a tensor's elements in memory, where that is not the order of its axes: a mask is drawn in the order of
// memory (`empty_like` keeps it, aten/native/TensorFactories.cpp), and transformers drop from tensors that are transposed views.
//
//     x [N, L, E] contiguous     x.transpose(0, 1) [L, N, E]: strides E, L·E, 1     relu of it: the same     a linear layer's: contiguous
import { axisOf, numberOf, optionalList } from '../layers/attributes';
import { rowMajorStrides } from '../layers/broadcast';
import { activations } from '../layers/activation';
import { arithmetic } from '../layers/arithmetic';
import { inputValues } from './views';
import type { PlanOperation, PlanValue } from './ir';

type Strides = readonly number[];

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));
const PERMUTED = names('permute transpose swapaxes swapdims movedim t T mT');
const REGROUPED = names('view view_as reshape reshape_as flatten unflatten ravel squeeze unsqueeze');
const KEPT = names('chunk split split_with_sizes tensor_split narrow detach to to_float');
const ELEMENTWISE = new Set([
  ...Object.keys(activations),
  ...Object.keys(arithmetic),
  ...names('pow dropout clone where masked_fill lerp addcmul addcdiv clamp'),
]);

/** Axes from the slowest to the fastest. */
const orderOf = (strides: Strides, shape: readonly number[]): readonly number[] => {
  const axes = strides.map((_, axis) => axis).filter((axis) => shape[axis] !== 1);
  return axes.sort((a, b) => strides[b] - strides[a] || a - b);
};

/** Without gaps, in the order of the given strides. */
function dense(strides: Strides, shape: readonly number[]): Strides {
  const result = shape.map(() => 1);
  let step = 1;
  for (const axis of [...orderOf(strides, shape)].reverse()) {
    result[axis] = step;
    step *= shape[axis];
  }
  return result;
}

/** Strides of the same elements in another shape; null where they must be copied (ATen's computeStride). */
function regrouped(shape: readonly number[], strides: Strides, result: readonly number[]): Strides | null {
  const found = result.map(() => 1);
  let to = result.length - 1;
  let [axis, block, step] = [shape.length - 1, 1, strides[strides.length - 1] ?? 1];
  for (; axis >= 0; axis--) {
    block *= shape[axis];
    const goesOn = axis > 0 && (shape[axis - 1] === 1 || strides[axis - 1] === block * step);
    if (goesOn) continue;
    let taken = 1;
    while (to >= 0 && (taken < block || result[to] === 1)) {
      found[to] = taken * step;
      taken *= result[to--];
    }
    if (taken !== block) return null;
    if (axis > 0) [block, step] = [1, strides[axis - 1]];
  }
  return found;
}

function outputStrides(operation: PlanOperation, known: (value: PlanValue) => Strides): Strides | null {
  const attributes = { attribute: (name: string) => operation.attributes[name] };
  const [input] = inputValues(operation);
  const [{ shape }] = operation.outputs;
  if (!input) return null;
  const own = known(input);
  if (PERMUTED.has(operation.operator)) {
    const order = optionalList(attributes, 'dims');
    return order?.length === own.length ? order.map((axis) => own[axisOf(axis, own.length)]) : null;
  }
  if (REGROUPED.has(operation.operator)) return regrouped(input.shape, own, shape);
  if (KEPT.has(operation.operator)) return own;
  if (operation.operator === 'unbind' || operation.operator === 'select') {
    const axis = axisOf(numberOf(attributes, 'dim', 0), own.length);
    return own.filter((_, i) => i !== axis);
  }
  if (!ELEMENTWISE.has(operation.operator)) return null;
  const first = inputValues(operation).find((value) => value.shape.join() === shape.join());
  return first ? dense(known(first), shape) : null;
}

/**
 * By index of the operation: of dropouts whose input lies otherwise in memory, its axes from the slowest to the fastest.
 * @param operations for two items at least: the stride of an axis of one tells nothing
 */
export function memoryOrders(operations: readonly PlanOperation[]): ReadonlyMap<number, readonly number[]> {
  const orders = new Map<number, readonly number[]>();
  const strides = new Map<number, Strides>();
  const known = (value: PlanValue): Strides => strides.get(value.id) ?? rowMajorStrides(value.shape);
  for (const operation of operations) {
    const found = outputStrides(operation, known);
    for (const { id } of operation.outputs) if (found) strides.set(id, found);
    if (operation.operator !== 'dropout') continue;
    const [input] = inputValues(operation);
    const order = orderOf(known(input), input.shape);
    if (order.some((axis, i) => i > 0 && order[i - 1] > axis)) orders.set(operation.index, order);
  }
  return orders;
}

// What reductions share: the axes that go, `keepdim`, the result's type, known elements.
//
//     sum over axes 1 and 2 of N×C×H×W   is   N×W, or N×1×1×W with keepdim
import { type Dim, isSymbolic } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import type { Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { mapCoordinates, tensorOf } from '../data';
import type { Inference, TensorType, WindowMotion } from '../operator';
import { invalidArgument } from '../problems';
import { isList } from '../values';

export interface Reduction {
  readonly input: TensorType;
  readonly axes: readonly number[];
  readonly keepdim: boolean;
  readonly shape: Shape;
}

interface ReductionReading {
  /** One axis: a tuple is refused. */
  readonly singleAxis?: boolean;
  /** An empty tuple reduces nothing. */
  readonly emptyMeansNone?: boolean;
}

/** Reads `input`, `dim` and `keepdim` as the signature has them; no `dim` (None or an empty list) means all axes. */
export function readReduction(a: OperatorArguments, options: ReductionReading = {}): Reduction {
  const input = a.tensor('input');
  const rank = input.shape.length;
  const all = input.shape.map((_, axis) => axis);
  const raw = a.raw('dim');
  if (options.singleAxis && isList(raw)) {
    a.fail(
      invalidArgument(a.operatorName, "argument 'dim' must be int, not a tuple", { expected: 'int', actual: 'tuple' }),
    );
  }
  const none = raw === null || (isList(raw) && raw.length === 0 && !options.emptyMeansNone);
  const axes = none ? all : rank === 0 ? (a.axes('dim', rank), []) : a.axes('dim', rank);
  const keepdim = a.accepts('keepdim') && a.boolean('keepdim');
  return { input, axes, keepdim, shape: reducedShape(input.shape, axes, keepdim) };
}

export const reducedShape = (shape: Shape, axes: readonly number[], keepdim: boolean): Shape =>
  keepdim
    ? shape.map((d, axis): Dim => (axes.includes(axis) ? 1 : d))
    : shape.filter((_, axis) => !axes.includes(axis));

/** The reduced tensor, with its elements where the input's are known. */
export function reduced(
  { input, axes, shape }: Reduction,
  dtype: DType,
  compute?: (values: readonly number[]) => number,
): TensorType {
  const { data } = input;
  if (!data || !compute) return { shape, dtype };
  return tensorOf(shape, dtype, () => {
    const groups = new Map<string, number[]>();
    let i = 0;
    mapCoordinates(input.shape, (c) => {
      const key = c.filter((_, axis) => !axes.includes(axis)).join();
      const group = groups.get(key);
      if (group) group.push(data[i++]);
      else groups.set(key, [data[i++]]);
    });
    return groups.size === 0 ? undefined : [...groups.values()].map(compute);
  });
}

/** A reduction over a spatial axis of an image sees all of it; one over channels or the batch moves nothing. */
export const reductionWindow = ({ input, axes }: Reduction): { readonly window?: WindowMotion | 'global' } =>
  axes.some((axis) => axis >= 2 || input.shape.length < 3) ? { window: 'global' } : {};

/** PyTorch cannot take the maximum of nothing. */
export function requireElements(a: OperatorArguments, { input, axes }: Reduction): void {
  if (axes.some((axis) => !isSymbolic(input.shape[axis]) && input.shape[axis] === 0)) {
    a.fail(invalidArgument(a.operatorName, 'cannot reduce over a dimension of size 0'));
  }
}

/** `further`: attributes beside the axes. */
export const inference = (
  reduction: Reduction,
  result: Inference['result'],
  further: Inference['attributes'] = {},
): Inference => ({
  result,
  ...reductionWindow(reduction),
  attributes: { dim: reduction.axes, keepdim: reduction.keepdim, ...further },
});

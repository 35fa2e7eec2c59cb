// What matrix products share: the check of the inner sizes, and the batch shapes.
import { certainlyDiffer, type Dim, product } from '../../shape/dim';
import { formatShape, type Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import type { TensorType } from '../operator';
import { detail, invalidArgument, wrongRank } from '../problems';
import { resultType } from '../promotion';

/** CL1011 where the inner sizes certainly differ. */
export function requireInner(a: OperatorArguments, left: Shape, right: Shape, leftInner: Dim, rightInner: Dim): void {
  if (!certainlyDiffer(leftInner, rightInner)) return;
  a.fail({
    code: 'CL1011',
    details: {
      left: formatShape(left),
      right: formatShape(right),
      leftInner: detail(leftInner),
      rightInner: detail(rightInner),
    },
    expected: `equal inner dimensions`,
    actual: `${String(leftInner)} and ${String(rightInner)}`,
  });
}

export function matrixOfRank(a: OperatorArguments, name: string, rank: number): TensorType {
  const tensor = a.tensor(name);
  if (tensor.shape.length !== rank) a.fail(wrongRank(a.operatorName, String(rank), tensor.shape));
  return tensor;
}

/** Booleans and integers cannot meet floating numbers in a matrix product. */
export function productType(a: OperatorArguments, left: TensorType, right: TensorType): TensorType['dtype'] {
  const isWhole = (t: TensorType): boolean => t.dtype.startsWith('int') || t.dtype === 'uint8' || t.dtype === 'bool';
  if (isWhole(left) !== isWhole(right)) {
    const reason = `expected both tensors to have the same dtype, but got ${left.dtype} and ${right.dtype}`;
    a.fail(invalidArgument(a.operatorName, reason, { expected: left.dtype, actual: right.dtype }));
  }
  return resultType([
    { dtype: left.dtype, priority: 'tensor' },
    { dtype: right.dtype, priority: 'tensor' },
  ]);
}

export const macsOf = (...sizes: readonly Dim[]): Dim => product(sizes);

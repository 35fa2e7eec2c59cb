// matmul (https://docs.pytorch.org/docs/stable/generated/torch.matmul.html): vectors are rows on the left and columns on the
// right; what stands before the last two axes is a batch and broadcasts.
//
// MACs as torch.utils.flop_counter counts them: a product with a vector on the right (`mv`, `dot`) is not counted.
import { product } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import type { Inference, Operator } from '../operator';
import { invalidArgument } from '../problems';
import { productType, requireInner } from './products';

export const matmul = {
  name: 'matmul',
  signature: 'input, other',
  functions: ['torch.matmul', 'torch.linalg.matmul'],
  methods: ['matmul', '__matmul__'],
  infer: inferMatmul,
} as const satisfies Operator;

function inferMatmul(a: OperatorArguments): Inference {
  const left = a.tensor('input');
  const right = a.tensor('other');
  if (left.shape.length === 0 || right.shape.length === 0) {
    a.fail(invalidArgument(a.operatorName, 'both arguments need at least 1 dimension, but one is a scalar'));
  }
  const rightIsVector = right.shape.length === 1;
  const [rows, inner] = left.shape.length === 1 ? [null, left.shape[0]] : left.shape.slice(-2);
  const [rightInner, columns] = rightIsVector ? [right.shape[0], null] : right.shape.slice(-2);
  requireInner(a, left.shape, right.shape, inner, rightInner);
  const batch = broadcast(a, [left.shape.slice(0, -2), right.shape.slice(0, -2)]);
  const shape = [...batch, ...(rows === null ? [] : [rows]), ...(columns === null ? [] : [columns])];
  return {
    result: { shape, dtype: productType(a, left, right) },
    macs: rightIsVector ? 0 : product([...shape, inner]),
    window: 'global',
  };
}

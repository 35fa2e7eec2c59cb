// Matrix products of fixed ranks (https://docs.pytorch.org/docs/stable/torch.html#blas-and-lapack-operations). MACs as
// torch.utils.flop_counter counts them: mm, bmm, addmm and baddbmm alone.
import { certainlyDiffer } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { broadcast, isInPlace } from '../elementwise/operands';
import type { Inference, Operator } from '../operator';
import { invalidArgument } from '../problems';
import { promoteTypes } from '../promotion';
import { macsOf, matrixOfRank, productType, requireInner } from './products';

export const mm = {
  name: 'mm',
  signature: 'input, mat2',
  functions: ['torch.mm'],
  methods: ['mm'],
  infer: (a) => multiplyMatrices(a, 'input', 'mat2'),
} as const satisfies Operator;

export const bmm = {
  name: 'bmm',
  signature: 'input, mat2',
  functions: ['torch.bmm'],
  methods: ['bmm'],
  infer: (a) => multiplyBatches(a, 'input', 'mat2'),
} as const satisfies Operator;

export const mv = {
  name: 'mv',
  signature: 'input, vec',
  functions: ['torch.mv'],
  methods: ['mv'],
  infer: (a) => multiplyVector(a, 'input', 'vec'),
} as const satisfies Operator;

export const dot = {
  name: 'dot',
  signature: 'input, tensor',
  functions: ['torch.dot', 'torch.vdot'],
  methods: ['dot', 'vdot'],
  infer: (a) => {
    const left = matrixOfRank(a, 'input', 1);
    const right = matrixOfRank(a, 'tensor', 1);
    requireInner(a, left.shape, right.shape, left.shape[0], right.shape[0]);
    return { result: { shape: [], dtype: productType(a, left, right) }, window: 'global' };
  },
} as const satisfies Operator;

export const outer = {
  name: 'outer',
  signature: 'input, vec2',
  functions: ['torch.outer', 'torch.ger'],
  methods: ['outer', 'ger'],
  infer: (a) => {
    const left = matrixOfRank(a, 'input', 1);
    const right = matrixOfRank(a, 'vec2', 1);
    // a product element by element: it promotes
    const dtype = promoteTypes(left.dtype, right.dtype);
    return { result: { shape: [left.shape[0], right.shape[0]], dtype }, window: 'global' };
  },
} as const satisfies Operator;

/** `beta·input + alpha·(product)`: the input must broadcast to the product's shape. */
const plusProduct = <const Name extends string>(
  name: Name,
  [left, right]: readonly [string, string],
  multiply: (a: OperatorArguments, left: string, right: string) => Inference,
) =>
  ({
    name,
    signature: `input, ${left}, ${right}, *, beta=1, alpha=1`,
    functions: [`torch.${name}`],
    methods: [name, `${name}_`],
    infer: (a) => {
      const inference = multiply(a, left, right);
      const { result } = inference;
      const input = a.tensor('input');
      if ('shape' in result) {
        const shape = broadcast(a, [input.shape, result.shape]);
        if (shape.length !== result.shape.length || shape.some((d, i) => certainlyDiffer(d, result.shape[i]))) {
          a.fail(invalidArgument(a.operatorName, 'the input does not broadcast to the shape of the product'));
        }
      }
      // flop_counter does not see the form in place.
      return isInPlace(a) ? { ...inference, macs: 0 } : inference;
    },
  }) as const satisfies Operator;

export const addmm = plusProduct('addmm', ['mat1', 'mat2'], multiplyMatrices);
export const baddbmm = plusProduct('baddbmm', ['batch1', 'batch2'], multiplyBatches);
export const addmv = plusProduct('addmv', ['mat', 'vec'], multiplyVector);
export const addbmm = plusProduct('addbmm', ['batch1', 'batch2'], (a, left, right) => {
  const { result } = multiplyBatches(a, left, right);
  if (!('shape' in result)) return { result };
  return { result: { shape: result.shape.slice(1), dtype: result.dtype }, window: 'global' };
});

function multiplyMatrices(a: OperatorArguments, leftName: string, rightName: string): Inference {
  const left = matrixOfRank(a, leftName, 2);
  const right = matrixOfRank(a, rightName, 2);
  const [rows, inner] = left.shape;
  requireInner(a, left.shape, right.shape, inner, right.shape[0]);
  return {
    result: { shape: [rows, right.shape[1]], dtype: productType(a, left, right) },
    macs: macsOf(rows, inner, right.shape[1]),
    window: 'global',
  };
}

function multiplyBatches(a: OperatorArguments, leftName: string, rightName: string): Inference {
  const left = matrixOfRank(a, leftName, 3);
  const right = matrixOfRank(a, rightName, 3);
  const [batch, rows, inner] = left.shape;
  if (certainlyDiffer(batch, right.shape[0])) {
    a.fail(
      invalidArgument(a.operatorName, `batch sizes ${String(batch)} and ${String(right.shape[0])} differ`, {
        expected: String(batch),
        actual: String(right.shape[0]),
      }),
    );
  }
  requireInner(a, left.shape, right.shape, inner, right.shape[1]);
  return {
    result: { shape: [batch, rows, right.shape[2]], dtype: productType(a, left, right) },
    macs: macsOf(batch, rows, inner, right.shape[2]),
    window: 'global',
  };
}

function multiplyVector(a: OperatorArguments, matrixName: string, vectorName: string): Inference {
  const left = matrixOfRank(a, matrixName, 2);
  const right = matrixOfRank(a, vectorName, 1);
  requireInner(a, left.shape, right.shape, left.shape[1], right.shape[0]);
  return { result: { shape: [left.shape[0]], dtype: productType(a, left, right) }, window: 'global' };
}

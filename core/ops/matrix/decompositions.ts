// Square matrices and decompositions (https://docs.pytorch.org/docs/stable/linalg.html): the last two axes are the matrix, the
// others a batch.
import { certainlyDiffer, minimum, multiply, product } from '../../shape/dim';
import { formatShape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import type { Inference, Operator } from '../operator';
import { invalidArgument } from '../problems';
import { decomposition, matrix, real, same, tensor } from './matrices';

/** Repeated squaring, as PyTorch multiplies. */
const matrixPower = {
  name: 'matrix_power',
  signature: 'input, n',
  functions: ['torch.matrix_power', 'torch.linalg.matrix_power'],
  methods: ['matrix_power'],
  infer: inferMatrixPower,
} as const satisfies Operator;

function inferMatrixPower(a: OperatorArguments): Inference {
  const { batch, rows, columns, dtype } = matrix(a, 'input', true);
  const exponent = Math.abs(a.int('n'));
  const one = product([...batch, rows, rows, columns]);
  const bits = exponent.toString(2);
  const products =
    exponent === 3 ? 2 : exponent < 2 ? 0 : bits.length - 1 + [...bits].filter((b) => b === '1').length - 1;
  return { result: { shape: [...batch, rows, columns], dtype }, macs: multiply(one, products), window: 'global' };
}

/** Of vectors of three elements. */
const cross = {
  name: 'cross',
  signature: 'input, other, dim=None',
  functions: ['torch.cross', 'torch.linalg.cross'],
  methods: ['cross'],
  infer: (a) => {
    const [left, right] = [a.tensor('input'), a.tensor('other')];
    const axis = a.raw('dim') === null ? null : a.axis('dim', left.shape.length);
    const lengths = axis === null ? left.shape : [left.shape[axis]];
    if (lengths.every((d) => certainlyDiffer(d, 3))) {
      a.fail(
        invalidArgument(a.operatorName, 'inputs dimension must have length 3', { actual: formatShape(left.shape) }),
      );
    }
    if (right.shape.length !== left.shape.length)
      a.fail(invalidArgument(a.operatorName, 'inputs must have the same number of dimensions'));
    return { result: { shape: broadcast(a, [left.shape, right.shape]), dtype: left.dtype } };
  },
} as const satisfies Operator;

export const decompositions = [
  decomposition('det', {
    functions: ['torch.det', 'torch.linalg.det'],
    methods: ['det'],
    square: true,
    results: ({ batch, dtype }) => tensor(batch, dtype),
  }),
  decomposition('slogdet', {
    functions: ['torch.slogdet', 'torch.linalg.slogdet'],
    methods: ['slogdet'],
    square: true,
    results: ({ batch, dtype }) => ({ tuple: [tensor(batch, dtype), tensor(batch, real(dtype))] }),
  }),
  decomposition('logdet', {
    functions: ['torch.logdet'],
    methods: ['logdet'],
    square: true,
    results: ({ batch, dtype }) => tensor(batch, dtype),
  }),
  decomposition('inverse', {
    functions: ['torch.inverse', 'torch.linalg.inv'],
    methods: ['inverse'],
    square: true,
    results: same,
  }),
  decomposition('cholesky', {
    functions: ['torch.linalg.cholesky', 'torch.cholesky'],
    methods: ['cholesky'],
    square: true,
    signature: 'input, upper=False',
    results: same,
  }),
  decomposition('linalg_qr', {
    functions: ['torch.linalg.qr'],
    signature: "input, mode='reduced'",
    results: ({ batch, rows, columns, dtype }, a) => {
      const inner = a.string('mode') === 'complete' ? rows : minimum(rows, columns);
      const q = a.string('mode') === 'r' ? tensor([0], dtype) : tensor([...batch, rows, inner], dtype);
      return { tuple: [q, tensor([...batch, inner, columns], dtype)] };
    },
  }),
  decomposition('linalg_svd', {
    functions: ['torch.linalg.svd'],
    signature: 'input, full_matrices=True',
    results: ({ batch, rows, columns, dtype }, a) => {
      const inner = minimum(rows, columns);
      const full = a.boolean('full_matrices');
      const u = tensor([...batch, rows, full ? rows : inner], dtype);
      return {
        tuple: [u, tensor([...batch, inner], real(dtype)), tensor([...batch, full ? columns : inner, columns], dtype)],
      };
    },
  }),
  decomposition('linalg_svdvals', {
    functions: ['torch.linalg.svdvals'],
    results: ({ batch, rows, columns, dtype }) => tensor([...batch, minimum(rows, columns)], real(dtype)),
  }),
  decomposition('linalg_eigh', {
    functions: ['torch.linalg.eigh'],
    signature: "input, UPLO='L'",
    square: true,
    results: (m) => ({ tuple: [tensor([...m.batch, m.rows], real(m.dtype)), same(m)] }),
  }),
  decomposition('linalg_eigvalsh', {
    functions: ['torch.linalg.eigvalsh'],
    signature: "input, UPLO='L'",
    square: true,
    results: ({ batch, rows, dtype }) => tensor([...batch, rows], real(dtype)),
  }),
  matrixPower,
  cross,
] as const;

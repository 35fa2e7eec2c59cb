// Square matrices and decompositions (https://docs.pytorch.org/docs/stable/linalg.html): the last two axes are the matrix, the
// others a batch.
import { certainlyDiffer, type Dim, minimum, multiply, product } from '../../shape/dim';
import { formatShape, type Shape } from '../../shape/shape';
import type { DType } from '../../shape/dtype';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import type { Inference, Operator, Result, TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isComplex } from '../promotion';
import { requireInner } from './products';

interface Matrix {
  readonly batch: Shape;
  readonly rows: Dim;
  readonly columns: Dim;
  readonly dtype: DType;
}

function matrix(a: OperatorArguments, name: string, square: boolean): Matrix {
  const { shape, dtype } = a.tensor(name);
  if (shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', shape));
  const [rows, columns] = shape.slice(-2);
  if (square && certainlyDiffer(rows, columns)) {
    a.fail(
      invalidArgument(a.operatorName, 'the input must be batches of square matrices', { actual: formatShape(shape) }),
    );
  }
  return { batch: shape.slice(0, -2), rows, columns, dtype };
}

const decomposition = <const Name extends string>(
  name: Name,
  options: {
    readonly signature?: string;
    readonly functions: readonly string[];
    readonly methods?: readonly string[];
    readonly square?: boolean;
    readonly results: (m: Matrix, a: OperatorArguments) => Result;
  },
) =>
  ({
    name,
    signature: options.signature ?? 'input',
    functions: options.functions,
    methods: options.methods ?? [],
    infer: (a) => ({ result: options.results(matrix(a, 'input', options.square ?? false), a), window: 'global' }),
  }) as const satisfies Operator;

const real = (dtype: DType): DType => (isComplex(dtype) ? (dtype === 'complex128' ? 'float64' : 'float32') : dtype);

const tensor = (shape: Shape, dtype: DType): TensorType => ({ shape, dtype });

const same = ({ batch, rows, columns, dtype }: Matrix): Result => tensor([...batch, rows, columns], dtype);

const solve = {
  name: 'linalg_solve',
  signature: 'input, B, *, left=True',
  functions: ['torch.linalg.solve'],
  methods: [],
  infer: (a) => {
    const { rows, dtype, batch } = matrix(a, 'input', true);
    const right = a.tensor('B').shape;
    const isVector = right.length === 1 || (right.length === batch.length + 1 && right.length < batch.length + 2);
    const positions = isVector ? right[right.length - 1] : right[right.length - 2];
    requireInner(a, a.tensor('input').shape, right, rows, positions);
    return { result: { shape: right, dtype }, window: 'global' };
  },
} as const satisfies Operator;

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
    functions: ['torch.linalg.cholesky'],
    square: true,
    signature: 'input, *, upper=False',
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
  solve,
  matrixPower,
  cross,
] as const;

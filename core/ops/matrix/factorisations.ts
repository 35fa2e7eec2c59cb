// Factorisations that name their results, the functions built on them, and the older names in torch itself
// (https://docs.pytorch.org/docs/stable/linalg.html#decompositions).
import { add, type Dim, floorDivide, minimum, multiply, product, subtract } from '../../shape/dim';
import type { Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import type { Inference, Operator, Result } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isIntegral, resultType, toFloating } from '../promotion';
import { complex, decomposition, type Matrix, matrix, real, requireSolvable, same, tensor } from './matrices';
import { productType, requireInner } from './products';

const named = (names: readonly string[], tuple: readonly Result[]): Result => ({ tuple, names });

const status = ({ batch }: Matrix): Result => tensor(batch, 'int32');
const pivots = ({ batch, rows, columns }: Matrix): Result => tensor([...batch, minimum(rows, columns)], 'int32');

/** P, L and U of `(*, m, n)`: `(*, m, m)`, `(*, m, k)`, `(*, k, n)`. */
function triangles(m: Matrix, withPivots: boolean): readonly Result[] {
  const inner = minimum(m.rows, m.columns);
  return [
    tensor(withPivots ? [...m.batch, m.rows, m.rows] : [0], m.dtype),
    tensor([...m.batch, m.rows, inner], m.dtype),
    tensor([...m.batch, inner, m.columns], m.dtype),
  ];
}

const withStatus = [
  decomposition('linalg_cholesky_ex', {
    functions: ['torch.linalg.cholesky_ex'],
    signature: 'input, *, upper=False, check_errors=False',
    square: true,
    results: (m) => named(['L', 'info'], [same(m), status(m)]),
  }),
  decomposition('linalg_inv_ex', {
    functions: ['torch.linalg.inv_ex'],
    signature: 'input, *, check_errors=False',
    square: true,
    results: (m) => named(['inverse', 'info'], [same(m), status(m)]),
  }),
  decomposition('linalg_lu_factor', {
    functions: ['torch.linalg.lu_factor', 'torch.lu'],
    methods: ['lu'],
    signature: 'input, pivot=True',
    results: (m) => named(['LU', 'pivots'], [same(m), pivots(m)]),
  }),
  decomposition('linalg_lu_factor_ex', {
    functions: ['torch.linalg.lu_factor_ex'],
    signature: 'input, *, pivot=True, check_errors=False',
    results: (m) => named(['LU', 'pivots', 'info'], [same(m), pivots(m), status(m)]),
  }),
  decomposition('linalg_ldl_factor', {
    functions: ['torch.linalg.ldl_factor'],
    signature: 'input, *, hermitian=False',
    square: true,
    results: (m) => named(['LD', 'pivots'], [same(m), pivots(m)]),
  }),
] as const;

const factors = [
  decomposition('linalg_lu', {
    functions: ['torch.linalg.lu'],
    signature: 'input, *, pivot=True',
    results: (m, a) => named(['P', 'L', 'U'], triangles(m, a.boolean('pivot'))),
  }),
  decomposition('linalg_eig', {
    functions: ['torch.linalg.eig'],
    square: true,
    results: (m) =>
      named(
        ['eigenvalues', 'eigenvectors'],
        [tensor([...m.batch, m.rows], complex(m.dtype)), tensor([...m.batch, m.rows, m.columns], complex(m.dtype))],
      ),
  }),
  decomposition('linalg_eigvals', {
    functions: ['torch.linalg.eigvals'],
    square: true,
    results: ({ batch, rows, dtype }) => tensor([...batch, rows], complex(dtype)),
  }),
  decomposition('geqrf', {
    functions: ['torch.geqrf'],
    methods: ['geqrf'],
    results: (m) => named(['a', 'tau'], [same(m), tensor([...m.batch, minimum(m.rows, m.columns)], m.dtype)]),
  }),
  decomposition('qr', {
    functions: ['torch.qr'],
    methods: ['qr'],
    signature: 'input, some=True',
    results: ({ batch, rows, columns, dtype }, a) => {
      const inner = a.boolean('some') ? minimum(rows, columns) : rows;
      return named(['Q', 'R'], [tensor([...batch, rows, inner], dtype), tensor([...batch, inner, columns], dtype)]);
    },
  }),
  decomposition('svd', {
    functions: ['torch.svd'],
    methods: ['svd'],
    signature: 'input, some=True, compute_uv=True',
    results: ({ batch, rows, columns, dtype }, a) => {
      const inner = minimum(rows, columns);
      const full = !a.boolean('some') || !a.boolean('compute_uv');
      return named(
        ['U', 'S', 'V'],
        [
          tensor([...batch, rows, full ? rows : inner], dtype),
          tensor([...batch, inner], real(dtype)),
          tensor([...batch, columns, full ? columns : inner], dtype),
        ],
      );
    },
  }),
] as const;

const functionsOfMatrices = [
  decomposition('linalg_cond', {
    functions: ['torch.linalg.cond'],
    signature: 'input, p=None',
    results: ({ batch, dtype }) => tensor(batch, real(dtype)),
  }),
  decomposition('linalg_pinv', {
    functions: ['torch.linalg.pinv', 'torch.pinverse'],
    methods: ['pinverse'],
    signature: 'input, rcond=None, *, atol=None, rtol=None, hermitian=False',
    results: ({ batch, rows, columns, dtype }) => tensor([...batch, columns, rows], dtype),
  }),
  decomposition('linalg_matrix_rank', {
    functions: ['torch.linalg.matrix_rank'],
    signature: 'input, tol=None, *, atol=None, rtol=None, hermitian=False',
    results: ({ batch }) => tensor(batch, 'int64'),
  }),
  decomposition('matrix_exp', {
    functions: ['torch.matrix_exp', 'torch.linalg.matrix_exp'],
    methods: ['matrix_exp'],
    square: true,
    half: true,
    results: same,
  }),
  decomposition('cholesky_inverse', {
    functions: ['torch.cholesky_inverse'],
    methods: ['cholesky_inverse'],
    signature: 'input, upper=False',
    square: true,
    results: same,
  }),
] as const;

/** Orthogonal columns out of Householder's reflections. */
const householder = {
  name: 'linalg_householder_product',
  signature: 'input, tau',
  functions: ['torch.linalg.householder_product', 'torch.orgqr'],
  methods: ['orgqr'],
  infer: (a) => {
    const m = matrix(a, 'input', false);
    requireSolvable(a, m.dtype);
    return { result: same(m), window: 'global' };
  },
} as const satisfies Operator;

/** Sum of products along one axis, broadcast. */
const vecdot = {
  name: 'linalg_vecdot',
  signature: 'input, other, *, dim=-1',
  functions: ['torch.linalg.vecdot'],
  methods: [],
  infer: (a) => {
    const [left, right] = [a.tensor('input'), a.tensor('other')];
    const shape = broadcast(a, [left.shape, right.shape]);
    const axis = a.axis('dim', shape.length);
    return {
      result: tensor(
        shape.filter((_, i) => i !== axis),
        productType(a, left, right),
      ),
      window: 'global',
    };
  },
} as const satisfies Operator;

/** Powers of each element: one more axis of `N`, by default as many as there are elements. */
const vander = <const Name extends string>(name: Name, functions: readonly string[], signature: string) =>
  ({
    name,
    signature,
    functions,
    methods: [],
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      if (shape.length === 0 || (name === 'vander' && shape.length !== 1))
        a.fail(wrongRank(a.operatorName, name === 'vander' ? '1' : '1 or more', shape));
      if (name === 'linalg_vander' && (dtype === 'float16' || dtype === 'bfloat16'))
        a.fail(invalidArgument(a.operatorName, `supports no ${dtype}`, { actual: dtype }));
      const count = a.optionalDim('N') ?? shape[shape.length - 1];
      return { result: tensor([...shape, count], isIntegral(dtype) ? 'int64' : dtype) };
    },
  }) as const satisfies Operator;

/** A chain of products in the cheapest order (a first or last vector is a row or a column). */
const multiDot = {
  name: 'linalg_multi_dot',
  signature: 'tensors',
  functions: ['torch.linalg.multi_dot'],
  methods: [],
  infer: (a): Inference => {
    const tensors = a.tensors('tensors');
    if (tensors.length < 2) a.fail(invalidArgument(a.operatorName, 'expected at least 2 tensors'));
    const last = tensors.length - 1;
    const matrices: Shape[] = tensors.map(({ shape }, i) => {
      if (shape.length === 2) return shape;
      if (shape.length === 1 && i === 0) return [1, shape[0]];
      if (shape.length === 1 && i === last) return [shape[0], 1];
      return a.fail(wrongRank(a.operatorName, '2', shape));
    });
    for (let i = 0; i < last; i++)
      requireInner(a, tensors[i].shape, tensors[i + 1].shape, matrices[i][1], matrices[i + 1][0]);
    const shape = [
      ...(tensors[0].shape.length === 1 ? [] : [matrices[0][0]]),
      ...(tensors[last].shape.length === 1 ? [] : [matrices[last][1]]),
    ];
    const dtype = resultType(tensors.map((t) => ({ dtype: t.dtype, priority: 'tensor' })));
    return { result: tensor(shape, dtype), macs: chainCost(a, matrices), window: 'global' };
  },
} as const satisfies Operator;

/** The fewest multiply-accumulates over all orders: with more than two factors their sizes must be numbers. */
function chainCost(a: OperatorArguments, matrices: readonly Shape[]): Dim {
  const sizes = [matrices[0][0], ...matrices.map((m) => m[1])];
  if (matrices.length === 2) return product(sizes);
  if (sizes.some((d) => typeof d !== 'number')) return a.unknown('the order of a chain of products depends on sizes');
  const n = matrices.length;
  const cost: number[][] = matrices.map(() => Array<number>(n).fill(0));
  for (let length = 2; length <= n; length++) {
    for (let i = 0; i + length <= n; i++) {
      const j = i + length - 1;
      cost[i][j] = Infinity;
      for (let k = i; k < j; k++) {
        const whole = Number(sizes[i]) * Number(sizes[k + 1]) * Number(sizes[j + 1]);
        cost[i][j] = Math.min(cost[i][j], cost[i][k] + cost[k + 1][j] + whole);
      }
    }
  }
  return cost[0][n - 1];
}

/** Covariance of variables (rows) over observations (columns): one product of the centred matrix with itself. */
const covariance = <const Name extends string>(name: Name, signature: string) =>
  ({
    name,
    signature,
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a): Inference => {
      const { shape, dtype } = a.tensor('input');
      if (shape.length > 2) a.fail(wrongRank(a.operatorName, '0, 1 or 2', shape));
      const [rows, columns] = shape.length === 2 ? shape : [1, shape[0] ?? 1];
      return {
        result: tensor(shape.length === 2 && rows !== 1 ? [rows, rows] : [], toFloating(dtype)),
        macs: product([rows, columns, rows]),
        window: 'global',
      };
    },
  }) as const satisfies Operator;

/** Rows of r elements out of a vector: C(n, r), with replacement C(n + r - 1, r). */
const combinations = {
  name: 'combinations',
  signature: 'input, r=2, with_replacement=False',
  functions: ['torch.combinations'],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length !== 1) a.fail(wrongRank(a.operatorName, '1', shape));
    const r = a.int('r');
    if (r < 0) a.fail(invalidArgument(a.operatorName, `expected a non-negative number, but got ${r}`));
    if (r === 0) return { result: tensor([0], dtype) };
    const from = a.boolean('with_replacement') ? add(shape[0], r - 1) : shape[0];
    let count: Dim = from;
    for (let i = 1; i < r; i++) count = floorDivide(multiply(count, subtract(from, i)), i + 1);
    return { result: tensor([typeof count === 'number' ? Math.max(count, 0) : count, r], dtype) };
  },
} as const satisfies Operator;

export const factorisations = [
  ...withStatus,
  ...factors,
  ...functionsOfMatrices,
  householder,
  vecdot,
  vander('linalg_vander', ['torch.linalg.vander'], 'input, N=None'),
  vander('vander', ['torch.vander'], 'input, N=None, increasing=False'),
  multiDot,
  covariance('cov', 'input, *, correction=1, fweights=None, aweights=None'),
  covariance('corrcoef', 'input'),
  combinations,
] as const;

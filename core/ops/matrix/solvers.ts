// Linear systems (https://docs.pytorch.org/docs/stable/linalg.html#solvers): the matrix and the right-hand sides, batches broadcast.
import { certainlyDiffer, dimEquals } from '../../shape/dim';
import { formatShape, type Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import type { Inference, Operator, Result } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { type Matrix, matrix, requireSolvable, tensor } from './matrices';
import { requireInner } from './products';

/** A batch of right-hand sides is one of vectors only where its shape is the batch's and the rows. */
function areVectors(a: OperatorArguments, m: Matrix, right: Shape): boolean {
  if (right.length === 1) return true;
  const vectors = [...m.batch, m.rows];
  if (right.length !== vectors.length || vectors.some((d, axis) => certainlyDiffer(d, right[axis]))) return false;
  if (vectors.every((d, axis) => dimEquals(d, right[axis]))) return true;
  return a.unknown('whether the right-hand sides are vectors depends on sizes');
}

/** The solution's shape; `left`: A·X = B, otherwise X·A = B. */
function solution(a: OperatorArguments, m: Matrix, right: Shape, left: boolean): Shape {
  const given = a.tensor('input').shape;
  if (right.length === 0) a.fail(wrongRank(a.operatorName, '1 or more', right));
  if (areVectors(a, m, right)) {
    // a column, of which there is nothing to the left
    if (!left) requireInner(a, given, right, m.rows, 1);
    requireInner(a, given, right, m.rows, right[right.length - 1]);
    return [...broadcast(a, [m.batch, right.slice(0, -1)]), m.columns];
  }
  const [rows, columns] = right.slice(-2);
  requireInner(a, given, right, m.rows, left ? rows : columns);
  return [...broadcast(a, [m.batch, right.slice(0, -2)]), rows, columns];
}

function requireSameType(a: OperatorArguments, names: readonly [string, string]): void {
  const [first, second] = names.map((name) => a.tensor(name).dtype);
  requireSolvable(a, first);
  if (first !== second)
    a.fail(invalidArgument(a.operatorName, `expected both tensors to have the same type, got ${first} and ${second}`));
}

const solver = <const Name extends string>(
  name: Name,
  signature: string,
  functions: readonly string[],
  results: (solved: Result, m: Matrix) => Result,
) =>
  ({
    name,
    signature,
    functions,
    methods: [],
    infer: (a) => {
      requireSameType(a, ['input', 'B']);
      const m = matrix(a, 'input', true);
      const shape = solution(a, m, a.tensor('B').shape, a.boolean('left'));
      return { result: results(tensor(shape, m.dtype), m), window: 'global' };
    },
  }) as const satisfies Operator;

/** Triangular systems take matrices of right-hand sides alone. */
const solveTriangular = {
  name: 'linalg_solve_triangular',
  signature: 'input, B, *, upper, left=True, unitriangular=False',
  functions: ['torch.linalg.solve_triangular'],
  methods: [],
  infer: (a) => {
    requireSameType(a, ['input', 'B']);
    return { result: triangular(a, 'input', 'B', a.boolean('left')), window: 'global' };
  },
} as const satisfies Operator;

function triangular(a: OperatorArguments, matrixName: string, rightName: string, left: boolean) {
  const m = matrix(a, matrixName, true);
  const right = matrix(a, rightName, false);
  const [given, sides] = [a.tensor(matrixName).shape, a.tensor(rightName).shape];
  requireInner(a, given, sides, m.rows, left ? right.rows : right.columns);
  return tensor([...broadcast(a, [m.batch, right.batch]), right.rows, right.columns], m.dtype);
}

/** The matrix, once for each batch of the solution. */
function coefficient(a: OperatorArguments, solved: Result): Result {
  const { shape, dtype } = a.tensor('A');
  return 'shape' in solved ? tensor([...solved.shape.slice(0, -2), ...shape.slice(-2)], dtype) : solved;
}

/** Right-hand sides first, as the older functions have them. */
const olderSolver = <const Name extends string>(
  name: Name,
  signature: string,
  factor: string,
  results: (solved: Result, a: OperatorArguments) => Result,
) =>
  ({
    name,
    signature,
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => {
      requireSameType(a, ['input', factor]);
      return { result: results(triangular(a, factor, 'input', true), a), window: 'global' };
    },
  }) as const satisfies Operator;

const luSolve = {
  name: 'linalg_lu_solve',
  signature: 'input, pivots, B, *, left=True, adjoint=False',
  functions: ['torch.linalg.lu_solve'],
  methods: [],
  infer: (a) => {
    requireSameType(a, ['input', 'B']);
    return { result: triangular(a, 'input', 'B', a.boolean('left')), window: 'global' };
  },
} as const satisfies Operator;

/** The solution alone: what else PyTorch returns depends on the rank of the matrix (core/library/torch/linalg.py). */
const leastSquares = {
  name: 'linalg_lstsq',
  signature: 'input, B',
  functions: ['torch.linalg._least_squares'],
  methods: [],
  infer: (a) => {
    requireSameType(a, ['input', 'B']);
    const m = matrix(a, 'input', false);
    const right = a.tensor('B').shape;
    const vectors = right.length === m.batch.length + 1;
    const rows = right[right.length - (vectors ? 1 : 2)];
    requireInner(a, a.tensor('input').shape, right, m.rows, rows);
    const batch = broadcast(a, [m.batch, right.slice(0, vectors ? -1 : -2)]);
    return {
      result: tensor([...batch, m.columns, ...(vectors ? [] : [right[right.length - 1]])], m.dtype),
      window: 'global',
    };
  },
} as const satisfies Operator;

/** A tensor as a matrix: its first `ind` axes against the others. */
const tensorInverse = {
  name: 'linalg_tensorinv',
  signature: 'input, ind=2',
  functions: ['torch.linalg.tensorinv'],
  methods: [],
  infer: (a): Inference => {
    const { shape, dtype } = a.tensor('input');
    requireSolvable(a, dtype);
    const count = a.int('ind');
    if (count <= 0) a.fail(invalidArgument(a.operatorName, 'expected a strictly positive integer for ind'));
    const size = (part: Shape): number => part.reduce<number>((n, d) => n * Number(d), 1);
    const [rows, columns] = [shape.slice(0, count), shape.slice(count)];
    if (certainlyDiffer(size(rows), size(columns)))
      a.fail(invalidArgument(a.operatorName, 'expected a square tensor', { actual: formatShape(shape) }));
    return { result: tensor([...columns, ...rows], dtype), window: 'global' };
  },
} as const satisfies Operator;

export const solvers = [
  solver('linalg_solve', 'input, B, *, left=True', ['torch.linalg.solve'], (solved) => solved),
  solver('linalg_solve_ex', 'input, B, *, left=True, check_errors=False', ['torch.linalg.solve_ex'], (solved, m) => ({
    tuple: [solved, tensor(m.batch, 'int32')],
    names: ['result', 'info'],
  })),
  solveTriangular,
  olderSolver('cholesky_solve', 'input, input2, upper=False', 'input2', (solved) => solved),
  olderSolver('triangular_solve', 'input, A, upper=True, transpose=False, unitriangular=False', 'A', (solved, a) => ({
    tuple: [solved, coefficient(a, solved)],
    names: ['solution', 'cloned_coefficient'],
  })),
  luSolve,
  leastSquares,
  tensorInverse,
] as const;

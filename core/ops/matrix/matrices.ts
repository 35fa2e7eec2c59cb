// What decompositions share: the last two axes of a tensor as a matrix, the others as a batch.
import { certainlyDiffer, type Dim } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import { formatShape, type Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import type { Operator, Result, TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isComplex } from '../promotion';

export interface Matrix {
  readonly batch: Shape;
  readonly rows: Dim;
  readonly columns: Dim;
  readonly dtype: DType;
}

/** Types for which LAPACK has routines. */
const SOLVABLE: readonly DType[] = ['float32', 'float64', 'complex64', 'complex128'];

export function requireSolvable(a: OperatorArguments, dtype: DType): void {
  if (!SOLVABLE.includes(dtype))
    a.fail(invalidArgument(a.operatorName, `expected a floating point or complex tensor, got ${dtype}`));
}

export function matrix(a: OperatorArguments, name: string, square: boolean): Matrix {
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

/** An operator of one (batch of) matrix, whose every result depends on all of it. */
export const decomposition = <const Name extends string>(
  name: Name,
  options: {
    readonly signature?: string;
    readonly functions: readonly string[];
    readonly methods?: readonly string[];
    readonly square?: boolean;
    /** Half precision too. */
    readonly half?: boolean;
    readonly results: (m: Matrix, a: OperatorArguments) => Result;
  },
) =>
  ({
    name,
    signature: options.signature ?? 'input',
    functions: options.functions,
    methods: options.methods ?? [],
    infer: (a) => {
      const given = matrix(a, 'input', options.square ?? false);
      if (options.half !== true || (given.dtype !== 'float16' && given.dtype !== 'bfloat16'))
        requireSolvable(a, given.dtype);
      return { result: options.results(given, a), window: 'global' };
    },
  }) as const satisfies Operator;

export const real = (dtype: DType): DType =>
  isComplex(dtype) ? (dtype === 'complex128' ? 'float64' : 'float32') : dtype;

export const complex = (dtype: DType): DType => (real(dtype) === 'float64' ? 'complex128' : 'complex64');

export const tensor = (shape: Shape, dtype: DType): TensorType => ({ shape, dtype });

/** Of the input's own shape and type. */
export const same = ({ batch, rows, columns, dtype }: Matrix): Result => tensor([...batch, rows, columns], dtype);

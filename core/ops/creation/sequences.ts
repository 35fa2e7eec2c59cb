// Tensors of regular numbers: arange, linspace, logspace, eye, meshgrid, index triangles (torch.arange, torch.linspace).
import { ceilDivide, certainlyLess, type Dim, multiply, subtract } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import type { Shape } from '../../shape/shape';
import { type ArgumentValue, type OperatorArguments } from '../arguments';
import { gather, mapCoordinates, tensorOf } from '../data';
import { Float, type Inference, type Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { defaultDType, isIntegral } from '../promotion';
import { isTensor } from '../values';
import { requireSizes, TENSOR_OPTIONS } from './factories';

const arange = {
  name: 'arange',
  signature: `start, end=None, step=1, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.arange'],
  methods: [],
  infer: inferArange,
} as const satisfies Operator;

/** ceil((end - start) / step) numbers; int64 where all three are whole. */
function inferArange(a: OperatorArguments): Inference {
  const [first, last] = a.raw('end') === null ? [null, 'start'] : ['start', 'end'];
  const names = [...(first === null ? [] : [first]), last, 'step'];
  const floating = names.some((name) => isFloatingScalar(a.raw(name)));
  const dtype: DType = a.optionalDType('dtype') ?? (floating ? defaultDType() : 'int64');
  if (floating) {
    const [start, end, step] = [first === null ? 0 : a.number(first), a.number(last), a.number('step')];
    requireStep(a, step, end - start);
    const count = Math.ceil((end - start) / step);
    return { result: tensorOf([count], dtype, () => Array.from({ length: count }, (_, i) => start + i * step)) };
  }
  const [start, end, step] = [first === null ? 0 : a.dim(first), a.dim(last), a.int('step')];
  const span = subtract(end, start);
  requireStep(a, step, typeof span === 'number' ? span : 0, certainlyLess(span, 0));
  const count = step > 0 ? ceilDivide(span, step) : ceilDivide(subtract(start, end), -step);
  return {
    result: tensorOf([count], dtype, () =>
      typeof start === 'number' ? Array.from({ length: Number(count) }, (_, i) => start + i * step) : undefined,
    ),
  };
}

const isFloatingScalar = (value: ArgumentValue): boolean =>
  value instanceof Float || (isTensor(value) && value.dtype.startsWith('float'));

function requireStep(a: OperatorArguments, step: number, span: number, negative = span < 0): void {
  if (step === 0) a.fail(invalidArgument(a.operatorName, 'step must be nonzero'));
  if ((step > 0 && negative) || (step < 0 && span > 0)) {
    a.fail(invalidArgument(a.operatorName, 'upper bound and lower bound inconsistent with step sign'));
  }
}

/** The older range, which includes its end: floating unless asked otherwise. */
const inclusiveRange = {
  name: 'range',
  signature: `start, end, step=1, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.range'],
  methods: [],
  infer: (a): Inference => {
    const [start, end, step] = [a.number('start'), a.number('end'), a.number('step')];
    requireStep(a, step, end - start);
    const count = Math.floor((end - start) / step) + 1;
    const dtype = a.optionalDType('dtype') ?? defaultDType();
    if (!Number.isInteger(step) && isIntegral(dtype)) return a.unknown('a whole range by steps that are not whole');
    return { result: tensorOf([count], dtype, () => Array.from({ length: count }, (_, i) => start + i * step)) };
  },
} as const satisfies Operator;

/** `linspace` in single precision: from both ends towards the middle, as PyTorch computes it. */
const linspace = {
  name: 'linspace',
  signature: `start, end, steps, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.linspace'],
  methods: [],
  infer: (a) => {
    const dtype = a.optionalDType('dtype') ?? defaultDType();
    const steps = a.dim('steps');
    requireSizes(a, [steps]);
    const [start, end] = [knownNumber(a, 'start'), knownNumber(a, 'end')];
    return {
      result: tensorOf([steps], dtype, () =>
        start === undefined || end === undefined ? undefined : linearlySpaced(start, end, Number(steps), dtype),
      ),
    };
  },
} as const satisfies Operator;

function linearlySpaced(start: number, end: number, steps: number, dtype: DType): readonly number[] {
  const round = dtype === 'float32' ? Math.fround : (x: number): number => x;
  const step = round((round(end) - round(start)) / (steps - 1));
  return Array.from({ length: steps }, (_, i) => {
    if (steps === 1) return start;
    return i < Math.floor(steps / 2) ? round(start + round(step * i)) : round(end - round(step * (steps - i - 1)));
  });
}

function knownNumber(a: OperatorArguments, name: string): number | undefined {
  const raw = a.raw(name);
  return raw instanceof Float || typeof raw === 'number' ? a.number(name) : undefined;
}

const logspace = {
  name: 'logspace',
  signature: `start, end, steps, base=10.0, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.logspace'],
  methods: [],
  infer: (a) => ({
    result: { shape: requireSizes(a, [a.dim('steps')]), dtype: a.optionalDType('dtype') ?? defaultDType() },
  }),
} as const satisfies Operator;

const eye = {
  name: 'eye',
  signature: `n, m=None, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.eye'],
  methods: [],
  infer: (a) => {
    const rows = a.dim('n');
    const shape = requireSizes(a, [rows, a.optionalDim('m') ?? rows]);
    const dtype = a.optionalDType('dtype') ?? defaultDType();
    return { result: tensorOf(shape, dtype, () => mapCoordinates(shape, ([i, j]) => Number(i === j))) };
  },
} as const satisfies Operator;

/** Coordinates of a grid: one tensor for each axis, all of the same shape. */
const meshgrid = {
  name: 'meshgrid',
  signature: '*tensors, indexing=None',
  functions: ['torch.meshgrid', 'torch.functional.meshgrid'],
  methods: [],
  infer: (a) => {
    const tensors = a.tensors('tensors');
    if (tensors.some((t) => t.shape.length > 1)) a.fail(wrongRank(a.operatorName, '0 or 1', tensors[0].shape));
    const swap = a.raw('indexing') === 'xy' && tensors.length >= 2;
    const shape = tensors.map((t): Dim => t.shape[0] ?? 1);
    if (swap) [shape[0], shape[1]] = [shape[1], shape[0]];
    const tuple = tensors.map((t, i) => {
      const axis = swap && i < 2 ? 1 - i : i;
      return gather(t, shape, (c) => (t.shape.length === 0 ? [] : [c[axis]]));
    });
    return { result: { tuple }, free: true };
  },
} as const satisfies Operator;

/** Row and column numbers of a triangle of a matrix, as 2×count. */
const triangleIndices = <const Name extends string>(name: Name, lower: boolean) =>
  ({
    name,
    signature: `row, col, offset=0, *, ${TENSOR_OPTIONS}`,
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => {
      const shape = [2, triangleSize(a, lower)];
      return { result: { shape, dtype: a.optionalDType('dtype') ?? 'int64' } };
    },
  }) as const satisfies Operator;

/** Of each row, the columns up to row + offset (below), or from there on (above). */
function triangleSize(a: OperatorArguments, lower: boolean): number {
  const [rows, columns, offset] = [a.int('row'), a.int('col'), a.int('offset')];
  if (rows < 0 || columns < 0) a.fail(invalidArgument(a.operatorName, 'row and col must be non-negative'));
  if (rows > ROW_LIMIT) return a.unknown(`${rows} rows are too many to follow`);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const upTo = Math.min(Math.max(row + offset + (lower ? 1 : 0), 0), columns);
    count += lower ? upTo : columns - upTo;
  }
  return count;
}

const ROW_LIMIT = 100_000;

const cartesianProduct = {
  name: 'cartesian_prod',
  signature: '*tensors',
  functions: ['torch.cartesian_prod'],
  methods: [],
  infer: (a) => {
    const tensors = a.tensors('tensors');
    const count = tensors.reduce<Dim>((n, t) => multiply(n, t.shape[0] ?? 1), 1);
    const shape: Shape = tensors.length === 1 ? [count] : [count, tensors.length];
    return { result: { shape, dtype: tensors[0].dtype } };
  },
} as const satisfies Operator;

export const sequences = [
  arange,
  inclusiveRange,
  linspace,
  logspace,
  eye,
  meshgrid,
  triangleIndices('tril_indices', true),
  triangleIndices('triu_indices', false),
  cartesianProduct,
] as const;

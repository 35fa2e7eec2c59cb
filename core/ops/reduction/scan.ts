// Along one axis, the shape kept or shortened: softmax, cumulative sums, sorting, top k (torch.softmax, torch.topk).
import { certainlyLess, compareDims, floorDivide, subtract } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import { type Shape, withDim } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { tensorOf } from '../data';
import { F, type Inference, type Operator, type TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { isIntegral } from '../promotion';

/** Over a spatial axis of an image, every output sees all inputs of that axis. */
const along = (shape: Shape, axis: number): Pick<Inference, 'window'> =>
  axis >= 2 && shape.length >= 3 ? { window: 'global' } : {};

/** Without `dim`, `F.softmax` takes axis 0 for 0, 1 or 3 dimensions, else 1. */
const softmaxAxis = (a: OperatorArguments, rank: number): number =>
  a.raw('dim') === null ? Number(![0, 1, 3].includes(rank)) : a.axis('dim', rank);

const softmax = <const Name extends string>(
  name: Name,
  signature: string,
  functions: readonly string[],
  methods: readonly string[],
) =>
  ({
    name,
    signature,
    functions,
    methods,
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      const axis = softmaxAxis(a, shape.length);
      const result = a.optionalDType('dtype') ?? dtype;
      if (isIntegral(result)) {
        a.fail(
          invalidArgument(a.operatorName, `not implemented for ${result}`, {
            actual: result,
            hint: 'Convert it with .float().',
          }),
        );
      }
      return { result: { shape, dtype: result }, ...along(shape, axis), attributes: { dim: axis } };
    },
  }) as const satisfies Operator;

const SOFTMAX = 'input, dim=None, _stacklevel=3, dtype=None';

const softmaxes = [
  softmax('softmax', SOFTMAX, [F('softmax'), 'torch.softmax', 'torch.special.softmax'], ['softmax']),
  softmax('softmin', SOFTMAX, [F('softmin')], []),
  softmax(
    'log_softmax',
    SOFTMAX,
    [F('log_softmax'), 'torch.log_softmax', 'torch.special.log_softmax'],
    ['log_softmax'],
  ),
] as const;

const gumbelSoftmax = {
  name: 'gumbel_softmax',
  signature: 'logits, tau=1, hard=False, eps=1e-10, dim=-1',
  functions: [F('gumbel_softmax')],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('logits');
    return { result: { shape, dtype }, ...along(shape, a.axis('dim', shape.length)) };
  },
} as const satisfies Operator;

/** Halves an axis: a · sigmoid(b). */
const glu = {
  name: 'glu',
  signature: 'input, dim=-1',
  functions: [F('glu')],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length === 0) a.fail(invalidArgument(a.operatorName, 'glu does not support 0-dimensional tensors'));
    const axis = a.axis('dim', shape.length);
    const half = halved(a, shape, axis);
    return { result: { shape: withDim(shape, axis, half), dtype }, attributes: { dim: axis } };
  },
} as const satisfies Operator;

function halved(a: OperatorArguments, shape: Shape, axis: number): Shape[number] {
  const size = shape[axis];
  if (typeof size === 'number' && size % 2 !== 0) {
    a.fail(
      invalidArgument(a.operatorName, `halving dimension must be even, but dimension ${axis} is size ${size}`, {
        actual: String(size),
      }),
    );
  }
  return floorDivide(size, 2);
}

const cumulative = <const Name extends string>(name: Name, step: (total: number, x: number) => number) =>
  ({
    name,
    signature: 'input, dim, *, dtype=None',
    functions: [`torch.${name}`],
    methods: [name, `${name}_`],
    infer: (a) => {
      const input = a.tensor('input');
      const axis = a.axis('dim', input.shape.length);
      const dtype: DType = a.optionalDType('dtype') ?? (isIntegral(input.dtype) ? 'int64' : input.dtype);
      return { result: accumulated(input, axis, dtype, step), ...along(input.shape, axis) };
    },
  }) as const satisfies Operator;

function accumulated(
  input: TensorType,
  axis: number,
  dtype: DType,
  step: (total: number, x: number) => number,
): TensorType {
  const { data, shape } = input;
  if (!data) return { shape, dtype };
  const stride = shape.slice(axis + 1).reduce<number>((n, d) => n * Number(d), 1);
  const size = Number(shape[axis] ?? 1);
  return tensorOf(shape, dtype, () => {
    const result = [...data];
    for (let i = 0; i < result.length; i++) {
      if (Math.floor(i / stride) % size !== 0) result[i] = step(result[i - stride], result[i]);
    }
    return result;
  });
}

const logCumulativeSum = {
  name: 'logcumsumexp',
  signature: 'input, dim',
  functions: ['torch.logcumsumexp'],
  methods: ['logcumsumexp'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const axis = a.axis('dim', shape.length);
    if (isIntegral(dtype)) a.fail(invalidArgument(a.operatorName, `not implemented for ${dtype}`, { actual: dtype }));
    return { result: { shape, dtype }, ...along(shape, axis) };
  },
} as const satisfies Operator;

const withIndices = <const Name extends string>(name: Name) =>
  ({
    name,
    signature: 'input, dim',
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      const axis = a.axis('dim', shape.length);
      return { result: pair(shape, dtype), ...along(shape, axis) };
    },
  }) as const satisfies Operator;

const pair = (shape: Shape, dtype: DType) => ({
  tuple: [
    { shape, dtype },
    { shape, dtype: 'int64' as const },
  ],
  names: ['values', 'indices'],
});

const sort = {
  name: 'sort',
  signature: 'input, dim=-1, descending=False, stable=False',
  functions: ['torch.sort'],
  methods: ['sort'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const axis = a.axis('dim', shape.length);
    return { result: pair(shape, dtype), ...along(shape, axis) };
  },
} as const satisfies Operator;

/** Along the first axis, the values alone. */
const msort = {
  name: 'msort',
  signature: 'input',
  functions: ['torch.msort'],
  methods: ['msort'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    return { result: { shape, dtype }, ...along(shape, 0) };
  },
} as const satisfies Operator;

const argsort = {
  name: 'argsort',
  signature: 'input, dim=-1, descending=False, stable=False',
  functions: ['torch.argsort'],
  methods: ['argsort'],
  infer: (a) => {
    const { shape } = a.tensor('input');
    const axis = a.axis('dim', shape.length);
    return { result: { shape, dtype: 'int64' }, ...along(shape, axis) };
  },
} as const satisfies Operator;

const topk = {
  name: 'topk',
  signature: 'input, k, dim=-1, largest=True, sorted=True',
  functions: ['torch.topk'],
  methods: ['topk'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const axis = a.axis('dim', shape.length);
    const k = a.dim('k');
    const size = shape[axis] ?? 1;
    if (compareDims(k, size) === 1 || compareDims(k, 0) === -1) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `selected index k = ${String(k)} is out of range for dimension ${axis} of size ${String(size)}`,
          {
            expected: `at most ${String(size)}`,
            actual: String(k),
          },
        ),
      );
    }
    return { result: pair(shape.length === 0 ? shape : withDim(shape, axis, k), dtype), ...along(shape, axis) };
  },
} as const satisfies Operator;

/** n-th differences along an axis. */
const diff = {
  name: 'diff',
  signature: 'input, n=1, dim=-1, prepend=None, append=None',
  functions: ['torch.diff'],
  methods: ['diff'],
  infer: (a) => {
    const { shape, dtype, data } = a.tensor('input');
    const axis = a.axis('dim', shape.length);
    if (a.has('prepend') || a.has('append')) return a.unknown('diff with prepend or append is not supported');
    const size = subtract(shape[axis], a.int('n'));
    const outcome = withDim(shape, axis, certainlyLess(size, 0) ? 0 : size);
    const differences = (): readonly number[] | undefined => {
      if (data === undefined || shape.length !== 1) return undefined;
      let values = data;
      for (let round = 0; round < a.int('n'); round++) values = values.slice(1).map((x, i) => x - values[i]);
      return values;
    };
    return { result: tensorOf(outcome, dtype, differences), ...along(shape, axis) };
  },
} as const satisfies Operator;

export const scans = [
  ...softmaxes,
  gumbelSoftmax,
  glu,
  cumulative('cumsum', (total, x) => total + x),
  cumulative('cumprod', (total, x) => total * x),
  logCumulativeSum,
  withIndices('cummax'),
  withIndices('cummin'),
  sort,
  msort,
  argsort,
  topk,
  diff,
] as const;

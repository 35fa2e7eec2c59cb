// Tensors made from sizes: empty, zeros, ones, full, rand, randn, and their `_like` and `new_` forms
// (https://docs.pytorch.org/docs/stable/torch.html#creation-ops).
import { compareDims } from '../../shape/dim';
import type { Initialiser } from '../../graph/graph';
import type { DType } from '../../shape/dtype';
import { elementCount, type Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { DATA_LIMIT, tensorOf } from '../data';
import { broadcast } from '../elementwise/operands';
import { Float, type Inference, type Operator } from '../operator';
import { invalidArgument } from '../problems';
import { defaultDType, isFloating, isIntegral } from '../promotion';
import { isTensor } from '../values';

export const TENSOR_OPTIONS =
  'dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False, memory_format=None';

type Fill = (a: OperatorArguments) => Initialiser;

const constant =
  (value: number): Fill =>
  () => ({ kind: 'constant', value });

const FILLS = {
  empty: () => ({ kind: 'unsupported', reason: 'memory that nothing fills' }),
  zeros: constant(0),
  ones: constant(1),
  rand: () => ({ kind: 'uniform', low: 0, high: 1 }),
  randn: () => ({ kind: 'normal', mean: 0, std: 1 }),
} as const satisfies Record<string, Fill>;

export function requireSizes(a: OperatorArguments, shape: Shape): Shape {
  const negative = shape.find((d) => compareDims(d, 0) === -1);
  if (negative === undefined) return shape;
  return a.fail(
    invalidArgument(a.operatorName, `trying to create a tensor with negative dimension ${String(negative)}`),
  );
}

/** A tensor filled as `initialiser` says; constants are carried as data. */
export function created(shape: Shape, dtype: DType, initialiser: Initialiser): Inference {
  const value = initialiser.kind === 'constant' ? initialiser.value : undefined;
  const count = elementCount(shape);
  const known = value !== undefined && typeof count === 'number' && count <= DATA_LIMIT;
  return {
    result: known ? tensorOf(shape, dtype, () => Array<number>(count).fill(value)) : { shape, dtype },
    initialiser,
  };
}

const fromSize = <const Name extends keyof typeof FILLS>(name: Name) =>
  ({
    name,
    signature: `*size, ${TENSOR_OPTIONS}`,
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => {
      const dtype = a.optionalDType('dtype') ?? defaultDType();
      if (name.startsWith('rand') && isIntegral(dtype)) {
        a.fail(invalidArgument(a.operatorName, `not implemented for ${dtype}`, { actual: dtype }));
      }
      return created(requireSizes(a, a.dims('size')), dtype, FILLS[name](a));
    },
  }) as const satisfies Operator;

const like = <const Name extends keyof typeof FILLS>(name: Name) =>
  ({
    name: `${name}_like` as const,
    signature: `input, *, ${TENSOR_OPTIONS}`,
    functions: [`torch.${name}_like`],
    methods: [],
    infer: (a) => {
      const input = a.tensor('input');
      return created(input.shape, a.optionalDType('dtype') ?? input.dtype, FILLS[name](a));
    },
  }) as const satisfies Operator;

const newOf = <const Name extends 'empty' | 'zeros' | 'ones'>(name: Name) =>
  ({
    name: `new_${name}` as const,
    signature: `input, *size, ${TENSOR_OPTIONS}`,
    functions: [],
    methods: [`new_${name}`],
    infer: (a) => {
      const input = a.tensor('input');
      return created(requireSizes(a, a.dims('size')), a.optionalDType('dtype') ?? input.dtype, FILLS[name](a));
    },
  }) as const satisfies Operator;

/** The number to fill with and the type that it has by itself; a value that is not known fills all the same. */
function fillValue(a: OperatorArguments): { initialiser: Initialiser; dtype: DType } {
  const raw = a.raw('fill_value');
  if (raw instanceof Float) return { initialiser: { kind: 'constant', value: raw.value }, dtype: defaultDType() };
  if (typeof raw === 'boolean') return { initialiser: { kind: 'constant', value: Number(raw) }, dtype: 'bool' };
  if (typeof raw === 'number') return { initialiser: { kind: 'constant', value: raw }, dtype: 'int64' };
  const dtype = isTensor(raw) ? raw.dtype : 'int64';
  if (isTensor(raw) && raw.data) return { initialiser: { kind: 'constant', value: raw.data[0] }, dtype };
  return { initialiser: { kind: 'unsupported', reason: 'a value that is not known' }, dtype };
}

const full = {
  name: 'full',
  signature: `size, fill_value, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.full'],
  methods: [],
  infer: (a) => {
    const { initialiser, dtype } = fillValue(a);
    return created(requireSizes(a, a.dims('size')), a.optionalDType('dtype') ?? dtype, initialiser);
  },
} as const satisfies Operator;

const fullLike = {
  name: 'full_like',
  signature: `input, fill_value, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.full_like'],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    return created(shape, a.optionalDType('dtype') ?? dtype, fillValue(a).initialiser);
  },
} as const satisfies Operator;

const newFull = {
  name: 'new_full',
  signature: `input, size, fill_value, *, ${TENSOR_OPTIONS}`,
  functions: [],
  methods: ['new_full'],
  infer: (a) => {
    const dtype = a.optionalDType('dtype') ?? a.tensor('input').dtype;
    return created(requireSizes(a, a.dims('size')), dtype, fillValue(a).initialiser);
  },
} as const satisfies Operator;

const randint = {
  name: 'randint',
  signature: `low, high=None, size=None, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.randint'],
  methods: [],
  infer: (a) => {
    // randint(high, size): the second positional argument is the size.
    const short = a.raw('size') === null;
    const size = a.dims(short ? 'high' : 'size');
    const [low, high] = short ? [0, a.optionalInt('low')] : [a.optionalInt('low') ?? 0, a.optionalInt('high')];
    if (high === null) return a.unknown('the bounds of randint are not known');
    if (low >= high)
      a.fail(
        invalidArgument(
          a.operatorName,
          `random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`,
        ),
      );
    return created(requireSizes(a, size), a.optionalDType('dtype') ?? 'int64', { kind: 'integers', low, high });
  },
} as const satisfies Operator;

const randintLike = {
  name: 'randint_like',
  signature: `input, low, high=None, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.randint_like'],
  methods: [],
  infer: (a) => {
    const input = a.tensor('input');
    const [low, high] = a.raw('high') === null ? [0, a.int('low')] : [a.int('low'), a.int('high')];
    return created(input.shape, a.optionalDType('dtype') ?? input.dtype, { kind: 'integers', low, high });
  },
} as const satisfies Operator;

const randperm = {
  name: 'randperm',
  signature: `n, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.randperm'],
  methods: [],
  infer: (a) => {
    const n = a.dim('n');
    const initialiser: Initialiser =
      typeof n === 'number'
        ? { kind: 'permutation', size: n }
        : { kind: 'unsupported', reason: `a permutation of ${String(n)}` };
    return created(requireSizes(a, [n]), a.optionalDType('dtype') ?? 'int64', initialiser);
  },
} as const satisfies Operator;

/** normal(mean, std): sizes from the tensors, or given. */
const normal = {
  name: 'normal',
  signature: `mean, std=1.0, size=None, *, ${TENSOR_OPTIONS}`,
  functions: ['torch.normal'],
  methods: [],
  infer: (a) => {
    const tensors = ['mean', 'std'].flatMap((name) => {
      const raw = a.raw(name);
      return isTensor(raw) ? [raw] : [];
    });
    if (tensors.length > 0) {
      const dtype = tensors.map((t) => t.dtype).find(isFloating) ?? defaultDType();
      const shape = broadcast(
        a,
        tensors.map((t) => t.shape),
      );
      return created(shape, dtype, { kind: 'unsupported', reason: 'a normal distribution with tensors as parameters' });
    }
    const initialiser: Initialiser = { kind: 'normal', mean: a.number('mean'), std: a.number('std') };
    return created(requireSizes(a, a.dims('size')), a.optionalDType('dtype') ?? defaultDType(), initialiser);
  },
} as const satisfies Operator;

export const factories = [
  fromSize('empty'),
  fromSize('zeros'),
  fromSize('ones'),
  fromSize('rand'),
  fromSize('randn'),
  like('empty'),
  like('zeros'),
  like('ones'),
  like('rand'),
  like('randn'),
  newOf('empty'),
  newOf('zeros'),
  newOf('ones'),
  full,
  fullLike,
  newFull,
  randint,
  randintLike,
  randperm,
  normal,
] as const;

// The same tensor in another type, place or relation to the gradient: to, float, clone, detach, contiguous (torch.Tensor.to).
import { certainlyDiffer } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import { type ArgumentValue, type OperatorArguments, UnknownArgument } from '../arguments';
import { retyped } from '../data';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { isComplex } from '../promotion';
import { isDType, isList, isOpaque, isTensor } from '../values';

const converted = (tensor: TensorType, dtype: DType): Inference => ({
  result: dtype === tensor.dtype ? tensor : retyped(tensor, tensor.shape, dtype),
  ...(dtype === tensor.dtype ? { free: true } : {}),
});

const cast = <const Name extends string>(name: Name, dtype: DType, methods: readonly string[] = [name]) =>
  ({
    name: `to_${name}` as const,
    signature: 'input, memory_format=None',
    functions: [],
    methods,
    infer: (a) => converted(a.tensor('input'), dtype),
  }) as const satisfies Operator;

/** Nothing that shape, type or cost see. */
const same = <const Name extends string>(
  name: Name,
  options: {
    readonly signature?: string;
    readonly functions?: readonly string[];
    readonly methods?: readonly string[];
    readonly properties?: readonly string[];
  } = {},
) =>
  ({
    name,
    signature: options.signature ?? 'input',
    functions: options.functions ?? [],
    methods: options.methods ?? [name],
    properties: options.properties ?? [],
    infer: (a) => ({ result: a.tensor('input'), free: true }),
  }) as const satisfies Operator;

/** A copy: memory, but no arithmetic. */
const copied = <const Name extends string>(name: Name, signature: string, functions: readonly string[]) =>
  ({
    name,
    signature,
    functions,
    methods: [name],
    infer: (a) => ({ result: a.tensor('input') }),
  }) as const satisfies Operator;

/** Devices, types and tensors in any order: only a type (or a tensor's) matters here. */
const to = {
  name: 'to',
  signature: 'input, *args, dtype=None, device=None, non_blocking=False, copy=False, memory_format=None, other=None',
  functions: [],
  methods: ['to'],
  infer: (a) => converted(a.tensor('input'), targetType(a) ?? a.tensor('input').dtype),
} as const satisfies Operator;

function targetType(a: OperatorArguments): DType | null {
  const named = a.optionalDType('dtype');
  if (named !== null) return named;
  const args = a.raw('args');
  const candidates: readonly ArgumentValue[] = [...(isList(args) ? args : []), a.raw('other')];
  for (const value of candidates) {
    if (isDType(value) || isTensor(value)) return value.dtype;
    if (isOpaque(value) && value.opaque in PYTHON_TYPES) return PYTHON_TYPES[value.opaque];
    if (value instanceof UnknownArgument) return a.unknown(value.reason);
  }
  return null;
}

const PYTHON_TYPES: Readonly<Record<string, DType>> = {
  float: 'float64',
  int: 'int64',
  bool: 'bool',
  complex: 'complex128',
};

/** `x.type()` tells the type's name; `x.type(dtype)` converts. */
const type = {
  name: 'type',
  signature: 'input, dtype=None, non_blocking=False',
  functions: [],
  methods: ['type'],
  infer: (a) => {
    const tensor = a.tensor('input');
    const raw = a.raw('dtype');
    if (raw === null) return { result: { scalar: TENSOR_TYPES[tensor.dtype] }, free: true };
    if (typeof raw !== 'string') return converted(tensor, a.optionalDType('dtype') ?? tensor.dtype);
    const name = raw.replace('torch.cuda.', 'torch.');
    const found = (Object.keys(TENSOR_TYPES) as DType[]).find((dtype) => TENSOR_TYPES[dtype] === name);
    return found ? converted(tensor, found) : a.unknown(`the tensor type ${raw}`);
  },
} as const satisfies Operator;

const TENSOR_TYPES: Readonly<Record<DType, string>> = {
  float64: 'torch.DoubleTensor',
  float32: 'torch.FloatTensor',
  float16: 'torch.HalfTensor',
  bfloat16: 'torch.BFloat16Tensor',
  complex128: 'torch.ComplexDoubleTensor',
  complex64: 'torch.ComplexFloatTensor',
  int64: 'torch.LongTensor',
  int32: 'torch.IntTensor',
  int16: 'torch.ShortTensor',
  int8: 'torch.CharTensor',
  uint8: 'torch.ByteTensor',
  bool: 'torch.BoolTensor',
};

const typeAs = {
  name: 'type_as',
  signature: 'input, other',
  functions: [],
  methods: ['type_as'],
  infer: (a) => converted(a.tensor('input'), a.tensor('other').dtype),
} as const satisfies Operator;

/** Complex numbers as pairs, and pairs as complex numbers. */
const viewAsReal = {
  name: 'view_as_real',
  signature: 'input',
  functions: ['torch.view_as_real'],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (!isComplex(dtype))
      a.fail(invalidArgument(a.operatorName, `is only supported for complex tensors, not ${dtype}`));
    return { result: { shape: [...shape, 2], dtype: dtype === 'complex128' ? 'float64' : 'float32' }, free: true };
  },
} as const satisfies Operator;

const viewAsComplex = {
  name: 'view_as_complex',
  signature: 'input',
  functions: ['torch.view_as_complex'],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (!['float16', 'float32', 'float64'].includes(dtype))
      a.fail(invalidArgument(a.operatorName, `is only supported for half, float and double tensors, not ${dtype}`));
    const last = shape.at(-1);
    if (last === undefined || certainlyDiffer(last, 2))
      a.fail(invalidArgument(a.operatorName, 'tensor must have a last dimension of size 2', { actual: String(last) }));
    if (dtype === 'float16') a.unknown('complex numbers of half precision');
    return {
      result: { shape: shape.slice(0, -1), dtype: dtype === 'float64' ? 'complex128' : 'complex64' },
      free: true,
    };
  },
} as const satisfies Operator;

/**
 * What the author of a `torch.autograd.Function` computes of other tensors, with a gradient of the author's own: the value itself,
 * whose backward pass and what it keeps for it are not known.
 */
const autogradFunction = {
  name: 'autograd_function',
  signature: 'input, *arguments',
  functions: ['torch._autograd_function'],
  methods: [],
  infer: (a) => ({ result: a.tensor('input'), free: true }),
} as const satisfies Operator;

const part = <const Name extends string>(name: Name) =>
  ({
    name,
    signature: 'input',
    functions: [`torch.${name}`],
    methods: [],
    properties: [name],
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      if (!isComplex(dtype)) return { result: { shape, dtype }, free: true };
      return { result: { shape, dtype: dtype === 'complex128' ? 'float64' : 'float32' }, free: true };
    },
  }) as const satisfies Operator;

export const conversions = [
  to,
  type,
  typeAs,
  cast('float', 'float32'),
  cast('double', 'float64'),
  cast('half', 'float16'),
  cast('bfloat16', 'bfloat16'),
  cast('long', 'int64'),
  cast('int', 'int32'),
  cast('short', 'int16'),
  cast('char', 'int8'),
  cast('byte', 'uint8'),
  cast('bool', 'bool'),
  cast('cfloat', 'complex64'),
  cast('cdouble', 'complex128'),
  copied('clone', 'input, *, memory_format=None', ['torch.clone']),
  same('contiguous', { signature: 'input, memory_format=None' }),
  same('detach', { functions: ['torch.detach'], methods: ['detach', 'detach_'], properties: ['data'] }),
  same('cpu', { signature: 'input, memory_format=None' }),
  same('cuda', {
    signature: 'input, device=None, non_blocking=False, memory_format=None',
    methods: ['cuda', 'xpu'],
  }),
  same('requires_grad_', { signature: 'input, requires_grad=True' }),
  same('alias', {
    methods: ['pin_memory', 'share_memory_'],
    signature: 'input, *names',
  }),
  viewAsReal,
  viewAsComplex,
  autogradFunction,
  part('real'),
  part('imag'),
] as const;

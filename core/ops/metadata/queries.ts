// What a tensor is: shape, size, rank, number of elements, type. Nothing is executed (`free`).
import { certainlyDiffer, type Dim, dimEquals } from '../../shape/dim';
import { dtypeBytes } from '../../shape/dtype';
import { contiguousStrides, elementCount } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { Float, type Inference, type Operator, type Result, type TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { isComplex, isFloating, isIntegral } from '../promotion';
import { isTensor } from '../values';

const scalar = (value: null | boolean | string | Dim | Float): Inference => ({ result: { scalar: value }, free: true });

const sizes = (shape: readonly Dim[]): Inference => ({
  result: { tuple: shape.map((d) => ({ scalar: d })) },
  free: true,
});

const query = <const Name extends string>(
  name: Name,
  names: {
    readonly functions?: readonly string[];
    readonly methods?: readonly string[];
    readonly properties?: readonly string[];
  },
  answer: (tensor: TensorType, a: OperatorArguments) => Inference,
  signature = 'input',
) =>
  ({
    name,
    signature,
    functions: names.functions ?? [],
    methods: names.methods ?? [],
    properties: names.properties ?? [],
    infer: (a) => answer(a.tensor('input'), a),
  }) as const satisfies Operator;

/** The numbers of a tensor as Python's, nested by its axes. */
function toList({ shape, dtype, data = [] }: TensorType, axis = 0, offset = 0): Result {
  if (axis === shape.length) return number(dtype, data[offset]);
  const step = shape.slice(axis + 1).reduce<number>((n, d) => n * Number(d), 1);
  const tuple = Array.from({ length: Number(shape[axis]) }, (_, i) =>
    toList({ shape, dtype, data }, axis + 1, offset + i * step),
  );
  return { tuple, form: 'list' };
}

function number(dtype: TensorType['dtype'], value: number): Result {
  if (dtype === 'bool') return { scalar: value !== 0 };
  return { scalar: isIntegral(dtype) ? value : new Float(value) };
}

const predicateOfType = <const Name extends string>(name: Name, holds: (dtype: TensorType['dtype']) => boolean) =>
  query(name, { functions: [`torch.${name}`], methods: [name] }, ({ dtype }) => scalar(holds(dtype)));

/** Where the tensor lives is not modelled: everything is on the CPU. */
const never = <const Name extends string>(name: Name, properties: readonly string[], methods: readonly string[] = []) =>
  query(name, { properties, methods }, () => scalar(false));

export const queries = [
  query('shape', { properties: ['shape'] }, ({ shape }) => sizes(shape)),
  query(
    'size',
    { methods: ['size'] },
    ({ shape }, a) => (a.raw('dim') === null ? sizes(shape) : scalar(shape[requireAxis(a, shape.length)])),
    'input, dim=None',
  ),
  query('dim', { methods: ['dim', 'ndimension'], properties: ['ndim'] }, ({ shape }) => scalar(shape.length)),
  query('numel', { functions: ['torch.numel'], methods: ['numel', 'nelement'] }, ({ shape }) =>
    scalar(elementCount(shape)),
  ),
  query('len', { methods: ['__len__'] }, ({ shape }, a) =>
    shape.length === 0 ? a.fail(invalidArgument('len', 'len() of a 0-d tensor')) : scalar(shape[0]),
  ),
  query('itemsize', { methods: ['element_size'], properties: ['itemsize'] }, ({ dtype }) => scalar(dtypeBytes[dtype])),
  query('nbytes', { properties: ['nbytes'] }, ({ shape, dtype }) =>
    scalar(elementCount([...shape, dtypeBytes[dtype]])),
  ),
  query(
    'stride',
    { methods: ['stride'] },
    ({ shape }, a) => {
      const strides = contiguousStrides(shape);
      return a.raw('dim') === null ? sizes(strides) : scalar(strides[requireAxis(a, shape.length)]);
    },
    'input, dim=None',
  ),
  predicateOfType('is_floating_point', isFloating),
  predicateOfType('is_complex', isComplex),
  query('is_signed', { methods: ['is_signed'] }, ({ dtype }) => scalar(dtype !== 'uint8' && dtype !== 'bool')),
  query(
    'is_contiguous',
    { methods: ['is_contiguous'] },
    (_, a) => a.unknown('the memory layout is not modelled'),
    'input, memory_format=None',
  ),
  query('is_nonzero', { functions: ['torch.is_nonzero'], methods: ['is_nonzero'] }, (tensor, a) =>
    tensor.data?.length === 1
      ? scalar(tensor.data[0] !== 0)
      : a.unknown('the value of a tensor is known at run time alone'),
  ),
  never('is_cuda', ['is_cuda', 'is_mps', 'is_xpu', 'is_meta', 'is_sparse', 'is_quantized', 'is_mkldnn', 'is_nested']),
  query('item', { methods: ['item', '__float__', '__int__', '__bool__', '__index__'] }, inferItem),
  query('tolist', { methods: ['tolist'] }, (tensor, a) =>
    tensor.data
      ? { result: toList(tensor), free: true }
      : a.unknown('the elements of the tensor are known at run time alone'),
  ),
  query(
    'is_same_size',
    { methods: ['is_same_size'] },
    ({ shape }, a) => {
      const other = a.tensor('other').shape;
      const same = shape.length === other.length && shape.every((d, i) => dimEquals(d, other[i]));
      if (same) return scalar(true);
      const differ = shape.length !== other.length || shape.some((d, i) => certainlyDiffer(d, other[i]));
      return differ ? scalar(false) : a.unknown('whether the sizes are the same cannot be told');
    },
    'input, other',
  ),
  {
    name: 'is_tensor',
    signature: 'obj',
    functions: ['torch.is_tensor'],
    methods: [],
    infer: (a: OperatorArguments) => scalar(isTensor(a.raw('obj'))),
  },
] as const;

function requireAxis(a: OperatorArguments, rank: number): number {
  if (rank === 0) a.fail(invalidArgument(a.operatorName, 'dimension specified for a tensor that has no dimensions'));
  return a.axis('dim', rank);
}

function inferItem(tensor: TensorType, a: OperatorArguments): Inference {
  const count = elementCount(tensor.shape);
  if (certainlyDiffer(count, 1)) {
    const reason = `a Tensor with ${String(count)} elements cannot be converted to Scalar`;
    a.fail(invalidArgument(a.operatorName, reason, { expected: '1 element', actual: String(count) }));
  }
  if (!tensor.data) return a.unknown('the value of a tensor is known at run time alone');
  if (a.operatorName === '__bool__') return scalar(tensor.data[0] !== 0);
  if (a.operatorName === '__int__') return scalar(Math.trunc(tensor.data[0]));
  return { result: number(tensor.dtype, tensor.data[0]), free: true };
}

// The same elements in another shape: view, reshape, flatten, unflatten, ravel (torch.Tensor.view). One size may be -1: what
// the others leave. Whether the memory layout allows a view is not modelled.
import { certainlyDiffer, compareDims, type Dim, divide, floorDivide, isSymbolic, product } from '../../shape/dim';
import { formatShape, elementCount, type Shape } from '../../shape/shape';
import { dtypeBytes } from '../../shape/dtype';
import type { OperatorArguments } from '../arguments';
import { retyped } from '../data';
import type { Inference, Operator, TensorType } from '../operator';
import { detail, invalidArgument } from '../problems';
import { isDType, isList } from '../values';

const view = {
  name: 'view',
  signature: 'input, *size',
  functions: [],
  methods: ['view'],
  infer: (a) => {
    const input = a.tensor('input');
    const size = a.raw('size');
    const only = isList(size) && size.length === 1 ? size[0] : size;
    if (isDType(only)) return { result: reinterpret(a, input, only.dtype), free: true };
    return reshaped(a, input, a.dims('size'));
  },
} as const satisfies Operator;

const reshape = {
  name: 'reshape',
  signature: 'input, shape',
  methodSignature: 'input, *shape',
  functions: ['torch.reshape'],
  methods: ['reshape'],
  infer: (a) => reshaped(a, a.tensor('input'), a.dims('shape')),
} as const satisfies Operator;

const likeOther = <const Name extends string>(name: Name) =>
  ({
    name,
    signature: 'input, other',
    functions: [],
    methods: [name],
    infer: (a) => reshaped(a, a.tensor('input'), a.tensor('other').shape),
  }) as const satisfies Operator;

const flatten = {
  name: 'flatten',
  signature: 'input, start_dim=0, end_dim=-1',
  functions: ['torch.flatten'],
  methods: ['flatten'],
  infer: (a) => {
    const input = a.tensor('input');
    const rank = input.shape.length;
    const [start, end] = [a.axis('start_dim', rank), a.axis('end_dim', rank)];
    if (start > end) a.fail(invalidArgument(a.operatorName, 'start_dim cannot come after end_dim'));
    const { shape } = input;
    const flat =
      rank === 0 ? [1] : [...shape.slice(0, start), product(shape.slice(start, end + 1)), ...shape.slice(end + 1)];
    return { result: retyped(input, flat), free: true };
  },
} as const satisfies Operator;

const ravel = {
  name: 'ravel',
  signature: 'input',
  functions: ['torch.ravel'],
  methods: ['ravel'],
  infer: (a) => {
    const input = a.tensor('input');
    return { result: retyped(input, [elementCount(input.shape)]), free: true };
  },
} as const satisfies Operator;

const unflatten = {
  name: 'unflatten',
  signature: 'input, dim, sizes',
  functions: ['torch.unflatten'],
  methods: ['unflatten'],
  infer: (a) => {
    const input = a.tensor('input');
    const axis = a.axis('dim', input.shape.length);
    const sizes = resolveSizes(a, [input.shape[axis]], a.dims('sizes'));
    return {
      result: retyped(input, [...input.shape.slice(0, axis), ...sizes, ...input.shape.slice(axis + 1)]),
      free: true,
    };
  },
} as const satisfies Operator;

/** Another shape over the same memory, which grows where it is too small. */
const resize = {
  name: 'resize',
  signature: 'input, *size, memory_format=None',
  functions: [],
  methods: ['resize_'],
  infer: (a) => {
    const shape = a.dims('size');
    const negative = shape.find((d) => compareDims(d, 0) === -1);
    if (negative !== undefined)
      a.fail(invalidArgument(a.operatorName, 'sizes must be non-negative', { actual: formatShape(shape) }));
    return { result: { shape, dtype: a.tensor('input').dtype } };
  },
} as const satisfies Operator;

const resizeAs = {
  name: 'resize_as',
  signature: 'input, other, *, memory_format=None',
  functions: ['torch.resize_as_'],
  methods: ['resize_as_'],
  infer: (a) => ({ result: { shape: a.tensor('other').shape, dtype: a.tensor('input').dtype } }),
} as const satisfies Operator;

export const reshapes = [
  view,
  reshape,
  likeOther('view_as'),
  likeOther('reshape_as'),
  flatten,
  ravel,
  unflatten,
  resize,
  resizeAs,
] as const;

function reshaped(a: OperatorArguments, input: TensorType, sizes: Shape): Inference {
  const shape = resolveSizes(a, input.shape, sizes);
  return { result: retyped(input, shape), free: true, attributes: { shape } };
}

/** Replaces -1, and checks the number of elements (CL1007). */
export function resolveSizes(a: OperatorArguments, from: Shape, sizes: Shape): Shape {
  const total = elementCount(from);
  const invalid = (hint?: string): never =>
    a.fail({
      code: 'CL1007',
      details: { shape: formatShape(sizes), elements: detail(total) },
      expected: `${String(total)} elements`,
      actual: formatShape(sizes),
      ...(hint === undefined ? {} : { hint }),
    });
  const open = sizes.findIndex((d) => d === -1);
  if (sizes.some((d, i) => i !== open && compareDims(d, 0) === -1)) {
    const reason =
      open >= 0 && sizes.lastIndexOf(-1) !== open ? 'only one dimension can be inferred' : 'invalid shape dimension';
    a.fail(invalidArgument(a.operatorName, reason, { actual: formatShape(sizes) }));
  }
  if (open < 0) {
    const count = product(sizes);
    if (certainlyDiffer(count, total)) invalid(lastSizeHint(sizes, total));
    return sizes;
  }
  const rest = product(sizes.filter((_, i) => i !== open));
  if (rest === 0) return invalid();
  const inferred =
    divide(total, rest) ?? (isSymbolic(total) || isSymbolic(rest) ? floorDivide(total, rest) : invalid());
  if (certainlyDiffer(product([rest, inferred]), total)) invalid();
  return sizes.map((d, i): Dim => (i === open ? inferred : d));
}

/** What the last size would have to be. */
function lastSizeHint(sizes: Shape, total: Dim): string | undefined {
  const rest = product(sizes.slice(0, -1));
  const last = rest === 0 ? undefined : divide(total, rest);
  return last === undefined ? undefined : `The last dimension would be ${String(last)}.`;
}

/** The bytes of the last axis read as another type. */
function reinterpret(a: OperatorArguments, { shape, dtype }: TensorType, target: TensorType['dtype']): TensorType {
  const [from, to] = [dtypeBytes[dtype], dtypeBytes[target]];
  if (from === to) return { shape, dtype: target };
  if (shape.length === 0)
    return a.fail(invalidArgument(a.operatorName, 'a scalar cannot be viewed as a type of another size'));
  const last = shape[shape.length - 1];
  const bytes = product([last, from]);
  const size = divide(bytes, to) ?? (isSymbolic(bytes) ? floorDivide(bytes, to) : undefined);
  if (size === undefined) {
    return a.fail(invalidArgument(a.operatorName, `the last dimension of ${String(last)} does not fit ${target}`));
  }
  return { shape: [...shape.slice(0, -1), size], dtype: target };
}

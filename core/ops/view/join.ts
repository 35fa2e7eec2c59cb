// Several tensors into one: cat, stack and their relatives (torch.cat, torch.stack).
import { certainlyDiffer, type Dim, sum } from '../../shape/dim';
import { formatShape, type Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { mapCoordinates, retyped, tensorOf } from '../data';
import type { Inference, Operator, TensorType } from '../operator';
import { axisOutOfRange, invalidArgument, wrongRank } from '../problems';
import { resultType } from '../promotion';

const cat = {
  name: 'cat',
  signature: 'tensors, dim=0',
  functions: ['torch.cat', 'torch.concat', 'torch.concatenate'],
  methods: [],
  infer: (a) => {
    const tensors = requireSome(a);
    // A tensor of shape (0,) joins with anything: an old custom that PyTorch keeps.
    const shaped = tensors.filter(({ shape }) => !(shape.length === 1 && shape[0] === 0));
    if (shaped.length === 0) return { result: tensors[0] };
    if (shaped.some(({ shape }) => shape.length === 0)) {
      a.fail(invalidArgument(a.operatorName, 'zero-dimensional tensors cannot be concatenated'));
    }
    const axis = a.axis('dim', shaped[0].shape.length);
    return { ...concatenate(a, shaped, axis, tensors), attributes: { dim: axis } };
  },
} as const satisfies Operator;

function requireSome(a: OperatorArguments): readonly TensorType[] {
  const tensors = a.tensors('tensors');
  if (tensors.length === 0) a.fail(invalidArgument(a.operatorName, 'expected a non-empty list of Tensors'));
  return tensors;
}

function concatenate(
  a: OperatorArguments,
  tensors: readonly TensorType[],
  axis: number,
  all: readonly TensorType[] = tensors,
): Inference {
  const first = tensors[0].shape;
  const shapes = tensors.map((t) => t.shape);
  for (const shape of shapes) {
    if (shape.length !== first.length) conflict(a, shapes, axis, 'the same number of dimensions');
    if (shape.some((d, i) => i !== axis && certainlyDiffer(d, first[i]))) {
      conflict(a, shapes, axis, `equal sizes except in dimension ${axis}`);
    }
  }
  // Of sizes that must be equal, the one without symbols says most.
  const shape = first.map((d, i): Dim => {
    if (i === axis) return sum(shapes.map((s) => s[axis]));
    return shapes.map((s) => s[i]).find((x) => typeof x === 'number') ?? d;
  });
  const dtype = resultType(all.map((t) => ({ dtype: t.dtype, priority: 'tensor' })));
  return { result: tensorOf(shape, dtype, () => joinElements(tensors, shape, axis)) };
}

function conflict(a: OperatorArguments, shapes: readonly Shape[], axis: number, expected: string): never {
  return a.fail({
    code: 'CL1006',
    details: { operator: a.operatorName, shapes: shapes.map(formatShape).join(', '), dimension: axis },
    expected,
    actual: shapes.map(formatShape).join(', '),
  });
}

function joinElements(tensors: readonly TensorType[], shape: Shape, axis: number): readonly number[] | undefined {
  const starts: { tensor: TensorType; from: number }[] = [];
  let from = 0;
  for (const tensor of tensors) {
    if (!tensor.data) return undefined;
    starts.push({ tensor, from });
    from += Number(tensor.shape[axis]);
  }
  return mapCoordinates(shape, (c) => {
    const source = starts.filter((s) => s.from <= c[axis]).at(-1) ?? starts[0];
    const own = source.tensor.shape.map(Number);
    const offset = c.reduce((index, x, i) => index * own[i] + (i === axis ? x - source.from : x), 0);
    return source.tensor.data?.[offset] ?? NaN;
  });
}

/** A new axis: every shape must be the same. */
const stack = {
  name: 'stack',
  signature: 'tensors, dim=0',
  functions: ['torch.stack'],
  methods: [],
  infer: (a) => {
    const tensors = requireSome(a);
    const rank = tensors[0].shape.length;
    const dim = a.int('dim');
    if (dim < -rank - 1 || dim > rank) a.fail(axisOutOfRange(dim, rank + 1));
    const axis = dim < 0 ? dim + rank + 1 : dim;
    const shapes = tensors.map((t) => t.shape);
    if (shapes.some((s) => s.length !== rank || s.some((d, i) => certainlyDiffer(d, shapes[0][i])))) {
      conflict(a, shapes, axis, 'equal shapes');
    }
    const lifted = tensors.map((t) => retyped(t, [...t.shape.slice(0, axis), 1, ...t.shape.slice(axis)]));
    return { ...concatenate(a, lifted, axis), attributes: { dim: axis } };
  },
} as const satisfies Operator;

/** NumPy's hstack, vstack, dstack and column_stack: raise the rank as each demands, then concatenate. */
const stackAlong = <const Name extends string>(
  name: Name,
  raise: (shape: Shape) => Shape,
  axisOf: (rank: number) => number,
  aliases: readonly string[] = [],
) =>
  ({
    name,
    signature: 'tensors',
    functions: [name, ...aliases].map((n) => `torch.${n}`),
    methods: [],
    infer: (a) => {
      const tensors = requireSome(a).map((t) => retyped(t, raise(t.shape)));
      return concatenate(a, tensors, axisOf(tensors[0].shape.length));
    },
  }) as const satisfies Operator;

const atLeast1 = (shape: Shape): Shape => (shape.length === 0 ? [1] : shape);
const atLeast2 = (shape: Shape): Shape => (shape.length < 2 ? [1, ...atLeast1(shape)] : shape);
const column = (shape: Shape): Shape => (shape.length < 2 ? [...atLeast1(shape), 1] : shape);
const atLeast3 = (shape: Shape): Shape => (shape.length < 3 ? [...atLeast2(shape), 1] : shape);

/** Matrices along a diagonal. */
const blockDiagonal = {
  name: 'block_diag',
  signature: '*tensors',
  functions: ['torch.block_diag'],
  methods: [],
  infer: (a) => {
    const tensors = a.tensors('tensors');
    if (tensors.some((t) => t.shape.length > 2)) a.fail(wrongRank(a.operatorName, '2 or fewer', tensors[0].shape));
    const shapes = tensors.map((t) => atLeast2(t.shape));
    return {
      result: {
        shape: [sum(shapes.map((s) => s[0])), sum(shapes.map((s) => s[1]))],
        dtype: resultType(tensors.map((t) => ({ dtype: t.dtype, priority: 'tensor' }))),
      },
    };
  },
} as const satisfies Operator;

export const joins = [
  cat,
  stack,
  stackAlong('hstack', atLeast1, (rank) => (rank === 1 ? 0 : 1)),
  stackAlong('vstack', atLeast2, () => 0, ['row_stack']),
  stackAlong('dstack', atLeast3, () => 2),
  stackAlong('column_stack', column, () => 1),
  blockDiagonal,
] as const;

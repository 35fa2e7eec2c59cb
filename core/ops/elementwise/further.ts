// What keeps the input's shape and is neither a function of each element alone nor a reduction: norms limited, draws, differences,
// sums of an outer product (torch.renorm, torch.poisson, torch.gradient, torch.addr).
import { certainlyDiffer, certainlyLess } from '../../shape/dim';
import { elementCount } from '../../shape/shape';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isFloating, isIntegral, resultType } from '../promotion';
import { matrixOfRank } from '../matrix/products';
import { broadcast, tensorOperand } from './operands';

/** Parts along one axis whose norm is above a limit are scaled down to it. */
const renorm = {
  name: 'renorm',
  signature: 'input, p, dim, maxnorm',
  functions: ['torch.renorm'],
  methods: ['renorm', 'renorm_'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', shape));
    a.axis('dim', shape.length);
    if (a.number('p') <= 0 || a.number('maxnorm') < 0)
      a.fail(invalidArgument(a.operatorName, 'expected p to be positive and maxnorm not to be negative'));
    return { result: { shape, dtype }, window: 'global' };
  },
} as const satisfies Operator;

/** Draws whose parameter is each element. */
const drawn = <const Name extends string>(name: Name, parameters: readonly string[]) =>
  ({
    name,
    signature: parameters.join(', '),
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => {
      const tensors = parameters.map((each) => a.tensor(each));
      for (const { dtype } of tensors)
        if (!isFloating(dtype)) a.fail(invalidArgument(a.operatorName, `not implemented for ${dtype}`));
      return {
        result: {
          shape: broadcast(
            a,
            tensors.map((t) => t.shape),
          ),
          dtype: tensors[0].dtype,
        },
      };
    },
  }) as const satisfies Operator;

const addr = {
  name: 'addr',
  signature: 'input, vec1, vec2, *, beta=1, alpha=1',
  functions: ['torch.addr'],
  methods: ['addr', 'addr_'],
  infer: (a) => {
    const input = a.tensor('input');
    const [left, right] = [matrixOfRank(a, 'vec1', 1), matrixOfRank(a, 'vec2', 1)];
    const shape = [left.shape[0], right.shape[0]];
    const meets = broadcast(a, [input.shape, shape]);
    if (meets.length !== 2 || meets.some((d, i) => certainlyDiffer(d, shape[i])))
      a.fail(invalidArgument(a.operatorName, 'the input does not broadcast to the shape of the product'));
    return { result: { shape, dtype: resultType([input, left, right].map(tensorOperand)) } };
  },
} as const satisfies Operator;

/** Central differences: one tensor of the input's shape for each axis. */
const gradient = {
  name: 'gradient',
  signature: 'input, *, spacing=1, dim=None, edge_order=1',
  functions: ['torch.gradient'],
  methods: [],
  infer: (a): Inference => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length === 0 && a.has('dim')) a.fail(wrongRank(a.operatorName, '1 or more', shape));
    const all = shape.map((_, axis) => axis);
    const axes = a.axes('dim', shape.length, all);
    const least = a.int('edge_order') + 1;
    if (axes.some((axis) => certainlyLess(shape[axis], least)))
      a.fail(invalidArgument(a.operatorName, 'expected each dimension size to be at least edge_order+1'));
    const each: TensorType = { shape, dtype: isIntegral(dtype) ? 'float32' : dtype };
    return { result: { tuple: axes.map(() => each), form: 'tuple' } };
  },
} as const satisfies Operator;

/** Values reduced into the rows that an index names. */
const indexReduce = {
  name: 'index_reduce',
  signature: 'input, dim, index, source, reduce, *, include_self=True',
  functions: ['torch.index_reduce'],
  methods: ['index_reduce', 'index_reduce_'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const axis = a.axis('dim', shape.length);
    const [index, source] = [a.tensor('index'), a.tensor('source')];
    if (!['prod', 'mean', 'amax', 'amin'].includes(a.string('reduce')))
      a.fail(invalidArgument(a.operatorName, 'reduce must be one of prod, mean, amax or amin'));
    if (index.dtype !== 'int32' && index.dtype !== 'int64')
      a.fail(invalidArgument(a.operatorName, 'expected dtype int32 or int64 for index', { actual: index.dtype }));
    if (source.dtype !== dtype) a.fail(invalidArgument(a.operatorName, 'self and source must have the same dtype'));
    if (certainlyDiffer(source.shape[axis] ?? 1, elementCount(index.shape)))
      a.fail(invalidArgument(a.operatorName, 'number of indices should be equal to source.size(dim)'));
    return { result: { shape, dtype } };
  },
} as const satisfies Operator;

/** Position in a flattened array as one position an axis of `shape`. */
const unravelIndex = {
  name: 'unravel_index',
  signature: 'indices, shape',
  functions: ['torch.unravel_index'],
  methods: [],
  infer: (a): Inference => {
    const { shape, dtype } = a.tensor('indices');
    if (!isIntegral(dtype) || dtype === 'bool')
      a.fail(invalidArgument(a.operatorName, "expected 'indices' to be integer dtype", { actual: dtype }));
    return { result: { tuple: a.dims('shape').map(() => ({ shape, dtype: 'int64' as const })) } };
  },
} as const satisfies Operator;

export const furtherOperators = [
  renorm,
  drawn('poisson', ['input']),
  drawn('binomial', ['count', 'prob']),
  addr,
  gradient,
  indexReduce,
  unravelIndex,
] as const;

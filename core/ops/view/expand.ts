// Elements repeated: expand, repeat, tile, repeat_interleave (torch.Tensor.expand, torch.Tensor.repeat).
import { certainlyDiffer, compareDims, type Dim, isSymbolic, multiply, sum } from '../../shape/dim';
import { broadcastShapes } from '../../shape/broadcast';
import { elementCount, formatShape, type Shape, withDim } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { gather } from '../data';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { isTensor } from '../values';

const expand = {
  name: 'expand',
  signature: 'input, *size, implicit=False',
  functions: [],
  methods: ['expand'],
  infer: (a) => expanded(a, a.tensor('input'), a.dims('size')),
} as const satisfies Operator;

const expandAs = {
  name: 'expand_as',
  signature: 'input, other',
  functions: [],
  methods: ['expand_as'],
  infer: (a) => expanded(a, a.tensor('input'), a.tensor('other').shape),
} as const satisfies Operator;

const broadcastTo = {
  name: 'broadcast_to',
  signature: 'input, *size',
  functions: ['torch.broadcast_to'],
  methods: ['broadcast_to'],
  infer: (a) => expanded(a, a.tensor('input'), a.dims('size')),
} as const satisfies Operator;

/** -1 keeps a size; a size other than 1 must be equal. */
function expanded(a: OperatorArguments, input: TensorType, sizes: Shape): Inference {
  const added = sizes.length - input.shape.length;
  if (added < 0) {
    a.fail(
      invalidArgument(
        a.operatorName,
        `the number of sizes (${sizes.length}) must be at least the number of dimensions`,
        {
          expected: `at least ${input.shape.length} sizes`,
          actual: formatShape(sizes),
        },
      ),
    );
  }
  const shape = sizes.map((size, i): Dim => {
    if (i < added)
      return size === -1 ? a.fail(invalidArgument(a.operatorName, 'a new leading dimension cannot be -1')) : size;
    const own = input.shape[i - added];
    if (size === -1) return own;
    if (own !== 1 && certainlyDiffer(own, size) && (!isSymbolic(own) || compareDims(own, 1) !== undefined)) {
      a.fail({
        code: 'CL1005',
        details: { left: formatShape(input.shape), right: formatShape(sizes), dimension: i },
        expected: `${String(own)}, as only dimensions of size 1 expand`,
        actual: String(size),
      });
    }
    return size;
  });
  const result = gather(input, shape, (c) => input.shape.map((d, axis) => (d === 1 ? 0 : c[axis + added])));
  return { result, free: true, attributes: { size: shape } };
}

/** Sizes multiply; missing repeats (missing axes) count as 1. */
const repeat = {
  name: 'repeat',
  signature: 'input, *repeats',
  functions: [],
  methods: ['repeat'],
  infer: (a) => {
    const input = a.tensor('input');
    const repeats = a.dims('repeats');
    if (repeats.length < input.shape.length) {
      const reason = 'the number of repeats cannot be smaller than the number of dimensions';
      a.fail(
        invalidArgument(a.operatorName, reason, {
          expected: `at least ${input.shape.length}`,
          actual: String(repeats.length),
        }),
      );
    }
    return repeated(input, repeats);
  },
} as const satisfies Operator;

const tile = {
  name: 'tile',
  signature: 'input, *dims',
  functions: ['torch.tile'],
  methods: ['tile'],
  infer: (a) => {
    const input = a.tensor('input');
    const dims = a.dims('dims');
    return repeated(input, [...Array<Dim>(Math.max(0, input.shape.length - dims.length)).fill(1), ...dims]);
  },
} as const satisfies Operator;

function repeated(input: TensorType, repeats: Shape): Inference {
  const added = repeats.length - input.shape.length;
  const shape = repeats.map((count, axis) => (axis < added ? count : multiply(input.shape[axis - added], count)));
  const result = gather(input, shape, (c) => input.shape.map((d, axis) => c[axis + added] % Number(d)));
  return { result };
}

const repeatInterleave = {
  name: 'repeat_interleave',
  signature: 'input, repeats, dim=None, *, output_size=None',
  functions: ['torch.repeat_interleave'],
  methods: ['repeat_interleave'],
  infer: inferInterleave,
} as const satisfies Operator;

function inferInterleave(a: OperatorArguments): Inference {
  const input = a.tensor('input');
  const flat = a.raw('dim') === null;
  const axis = flat ? 0 : a.axis('dim', input.shape.length);
  const base: Shape = flat ? [elementCount(input.shape)] : input.shape;
  const repeats = a.raw('repeats');
  if (isTensor(repeats) && elementCount(repeats.shape) !== 1) {
    const total = a.optionalDim('output_size') ?? (repeats.data ? sum(repeats.data) : null);
    if (total === null) return a.unknown('the sum of repeats is known at run time alone');
    const shape = withDim(base, axis, total);
    const { data } = repeats;
    if (data === undefined) return { result: { shape, dtype: input.dtype } };
    const from = data.flatMap((times, i) => Array<number>(times).fill(i));
    return { result: gather({ ...input, shape: base }, shape, (c) => c.map((x, i) => (i === axis ? from[x] : x))) };
  }
  const count = isTensor(repeats) && repeats.data ? repeats.data[0] : a.dim('repeats');
  const shape = withDim(base, axis, multiply(base[axis], count));
  const source = { ...input, shape: base };
  return { result: gather(source, shape, (c) => c.map((x, i) => (i === axis ? Math.floor(x / Number(count)) : x))) };
}

const broadcastTensors = {
  name: 'broadcast_tensors',
  signature: '*tensors',
  functions: ['torch.broadcast_tensors'],
  methods: [],
  infer: (a) => {
    const tensors = a.tensors('tensors');
    const outcome = broadcastShapes(tensors.map((t) => t.shape));
    if (outcome.kind === 'wrong') return a.fail(outcome.problem);
    if (outcome.kind === 'unknown') return a.unknown(outcome.reason);
    return { result: { tuple: tensors.map(({ dtype }) => ({ shape: outcome.value, dtype })) }, free: true };
  },
} as const satisfies Operator;

/** The way back from a broadcast: summed over the axes that were repeated. */
const sumToSize = {
  name: 'sum_to_size',
  signature: 'input, *size',
  functions: [],
  methods: ['sum_to_size'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const size = a.dims('size');
    const outcome = broadcastShapes([size, shape]);
    if (outcome.kind === 'unknown') return a.unknown(outcome.reason);
    const fits =
      outcome.kind === 'known' &&
      outcome.value.length === shape.length &&
      outcome.value.every((d, i) => !certainlyDiffer(d, shape[i]));
    if (!fits) {
      a.fail(
        invalidArgument(a.operatorName, `size ${formatShape(size)} is not expandable to size ${formatShape(shape)}`),
      );
    }
    return { result: { shape: size, dtype }, window: 'global' };
  },
} as const satisfies Operator;

export const expansions = [
  expand,
  expandAs,
  sumToSize,
  broadcastTo,
  repeat,
  tile,
  repeatInterleave,
  broadcastTensors,
] as const;

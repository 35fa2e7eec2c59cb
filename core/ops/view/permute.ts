// The axes in another order (torch.permute, torch.transpose, torch.movedim, Tensor.T).
import { formatShape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { gather } from '../data';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';

/** Axis i of the result is axis `order[i]` of the input. */
function permuted(input: TensorType, order: readonly number[]): Inference {
  const shape = order.map((axis) => input.shape[axis]);
  const result = gather(input, shape, (c) => {
    const source = Array<number>(order.length);
    order.forEach((axis, i) => (source[axis] = c[i]));
    return source;
  });
  return { result, free: true, attributes: { dims: order } };
}

const permute = {
  name: 'permute',
  signature: 'input, *dims',
  functions: ['torch.permute'],
  methods: ['permute'],
  infer: (a) => {
    const input = a.tensor('input');
    const order = a.axes('dims', input.shape.length);
    if (order.length !== input.shape.length) {
      const reason = `permute of a tensor of ${input.shape.length} dimensions got ${order.length} dims`;
      a.fail(invalidArgument(a.operatorName, reason, { actual: formatShape(input.shape) }));
    }
    return permuted(input, order);
  },
} as const satisfies Operator;

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

function swapped(input: TensorType, first: number, second: number): Inference {
  const order = range(input.shape.length);
  if (order.length > 0) [order[first], order[second]] = [second, first];
  return permuted(input, order);
}

const transpose = <const Name extends string>(name: Name, parameters: readonly [string, string]) =>
  ({
    name,
    signature: `input, ${parameters[0]}, ${parameters[1]}`,
    functions: [`torch.${name}`],
    methods: [name, `${name}_`],
    infer: (a) => {
      const input = a.tensor('input');
      const rank = input.shape.length;
      return swapped(input, a.axis(parameters[0], rank), a.axis(parameters[1], rank));
    },
  }) as const satisfies Operator;

const t = {
  name: 't',
  signature: 'input',
  functions: ['torch.t'],
  methods: ['t', 't_'],
  infer: (a) => {
    const input = a.tensor('input');
    const rank = input.shape.length;
    if (rank > 2) a.fail(wrongRank(a.operatorName, '2 or fewer', input.shape));
    return permuted(input, range(rank).reverse());
  },
} as const satisfies Operator;

const reversed = {
  name: 'T',
  signature: 'input',
  functions: [],
  methods: [],
  properties: ['T'],
  infer: (a) => {
    const input = a.tensor('input');
    return permuted(input, range(input.shape.length).reverse());
  },
} as const satisfies Operator;

const matrixTransposed = {
  name: 'mT',
  signature: 'input',
  functions: ['torch.adjoint'],
  methods: ['adjoint'],
  properties: ['mT', 'mH', 'H'],
  infer: (a) => {
    const input = a.tensor('input');
    const rank = input.shape.length;
    if (rank < 2) a.fail(wrongRank(a.operatorName, '2 or more', input.shape));
    return swapped(input, rank - 2, rank - 1);
  },
} as const satisfies Operator;

const movedim = {
  name: 'movedim',
  signature: 'input, source, destination',
  functions: ['torch.movedim', 'torch.moveaxis'],
  methods: ['movedim', 'moveaxis'],
  infer: inferMovedim,
} as const satisfies Operator;

function inferMovedim(a: OperatorArguments): Inference {
  const input = a.tensor('input');
  const rank = input.shape.length;
  const [source, destination] = [a.axes('source', rank), a.axes('destination', rank)];
  if (source.length !== destination.length) {
    a.fail(invalidArgument(a.operatorName, 'source and destination must have the same number of elements'));
  }
  const order = Array<number>(rank).fill(-1);
  destination.forEach((axis, i) => (order[axis] = source[i]));
  const rest = range(rank).filter((axis) => !source.includes(axis));
  return permuted(
    input,
    order.map((axis) => (axis < 0 ? (rest.shift() ?? 0) : axis)),
  );
}

export const permutations = [
  permute,
  transpose('transpose', ['dim0', 'dim1']),
  transpose('swapdims', ['dim0', 'dim1']),
  transpose('swapaxes', ['axis0', 'axis1']),
  t,
  reversed,
  matrixTransposed,
  movedim,
] as const;

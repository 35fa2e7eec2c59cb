// One tensor into several along an axis: chunk, split, tensor_split, unbind (torch.chunk, torch.split, torch.unbind).
import {
  add,
  ceilDivide,
  certainlyDiffer,
  compareDims,
  type Dim,
  dimBounds,
  floorDivide,
  isSymbolic,
  maximum,
  minimum,
  modulo,
  multiply,
  subtract,
  sum,
} from '../../shape/dim';
import { withDim, withoutAxis } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { gather } from '../data';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isList } from '../values';

/** Pieces of the given sizes, one after the other. */
function pieces(input: TensorType, axis: number, sizes: readonly Dim[]): Inference {
  let start: Dim = 0;
  const tuple = sizes.map((size) => {
    const from = start;
    start = add(start, size);
    return gather(input, withDim(input.shape, axis, size), (c) => c.map((x, i) => (i === axis ? x + Number(from) : x)));
  });
  return { result: { tuple }, free: true };
}

/** A scalar has no axis to split. */
function splitAxis(a: OperatorArguments, { shape }: TensorType): number {
  if (shape.length === 0) a.fail(wrongRank(a.operatorName, '1 or more', shape));
  return a.axis('dim', shape.length);
}

/** More pieces than this are not followed. */
const PIECE_LIMIT = 4096;

const pieceCount = (a: OperatorArguments, count: number): number =>
  count > PIECE_LIMIT ? a.unknown(`${count} pieces are too many to follow`) : count;

/** At most `chunks` pieces of ceil(size / chunks); the last is what is left. */
const chunk = {
  name: 'chunk',
  signature: 'input, chunks, dim=0',
  functions: ['torch.chunk', 'torch.unsafe_chunk'],
  methods: ['chunk', 'unsafe_chunk'],
  infer: (a) => {
    const input = a.tensor('input');
    const axis = splitAxis(a, input);
    const chunks = a.int('chunks');
    if (chunks <= 0) a.fail(invalidArgument(a.operatorName, `chunks must be greater than 0, got ${chunks}`));
    const size = input.shape[axis];
    return pieces(input, axis, equalPieces(a, size, ceilDivide(size, chunks), chunks));
  },
} as const satisfies Operator;

/** The number of pieces must be certain. */
function equalPieces(a: OperatorArguments, size: Dim, piece: Dim, most?: number): readonly Dim[] {
  if (piece === 0) return Array<Dim>(pieceCount(a, most ?? 1)).fill(0);
  const count = ceilDivide(size, piece);
  if (!isSymbolic(count)) {
    pieceCount(a, count);
    const last = subtract(size, multiply(piece, count - 1));
    return [...Array<Dim>(count - 1).fill(piece), ...(count > 0 ? [last] : [0])].slice(0, Math.max(count, 1));
  }
  // Symbolic: `most` pieces where the last one is certainly not empty.
  const last = most === undefined ? undefined : subtract(size, multiply(piece, most - 1));
  if (most !== undefined && last !== undefined && compareDims(last, 0) === 1) {
    return [...Array<Dim>(pieceCount(a, most) - 1).fill(piece), last];
  }
  return a.unknown(`the number of pieces depends on ${String(count)}`);
}

const split = {
  name: 'split',
  signature: 'tensor, split_size_or_sections, dim=0',
  methodSignature: 'tensor, split_size, dim=0',
  functions: ['torch.split', 'torch.functional.split', 'torch.unsafe_split'],
  methods: ['split', 'unsafe_split'],
  infer: (a) => inferSplit(a),
} as const satisfies Operator;

const splitWithSizes = {
  name: 'split_with_sizes',
  signature: 'tensor, split_sizes, dim=0',
  functions: ['torch.split_with_sizes'],
  methods: ['split_with_sizes'],
  infer: (a) => sections(a, a.tensor('tensor'), a.dims('split_sizes')),
} as const satisfies Operator;

function inferSplit(a: OperatorArguments): Inference {
  const input = a.tensor('tensor');
  const name = a.has('split_size') ? 'split_size' : 'split_size_or_sections';
  if (isList(a.raw(name))) return sections(a, input, a.dims(name));
  const axis = splitAxis(a, input);
  const piece = a.dim(name);
  if (compareDims(piece, 0) === -1) a.fail(invalidArgument(a.operatorName, 'split_size must be non-negative'));
  if (piece === 0 && certainlyDiffer(input.shape[axis], 0)) {
    a.fail(invalidArgument(a.operatorName, 'split_size can only be 0 if the dimension size is 0'));
  }
  return pieces(input, axis, equalPieces(a, input.shape[axis], piece));
}

function sections(a: OperatorArguments, input: TensorType, sizes: readonly Dim[]): Inference {
  const axis = splitAxis(a, input);
  const [total, size] = [sum(sizes), input.shape[axis]];
  if (certainlyDiffer(total, size)) {
    a.fail(
      invalidArgument(
        a.operatorName,
        `split sizes ${sizes.join(', ')} sum to ${String(total)}, but the dimension has size ${String(size)}`,
        {
          expected: `a sum of ${String(size)}`,
          actual: String(total),
        },
      ),
    );
  }
  return pieces(input, axis, sizes);
}

/** NumPy's split: the first size % n pieces are one longer; or cuts at the given indices. */
const tensorSplit = {
  name: 'tensor_split',
  signature: 'input, indices_or_sections, dim=0',
  functions: ['torch.tensor_split'],
  methods: ['tensor_split'],
  infer: (a) =>
    tensorSplitAt(a, a.tensor('input'), 'indices_or_sections', a.axis('dim', a.tensor('input').shape.length)),
} as const satisfies Operator;

function tensorSplitAt(a: OperatorArguments, input: TensorType, name: string, axis: number): Inference {
  const size = input.shape[axis];
  if (isList(a.raw(name))) {
    const cuts = a.dims(name).map((cut) => normaliseCut(cut, size));
    const bounds = [0, ...cuts, size];
    return pieces(
      input,
      axis,
      bounds.slice(1).map((end, i) => {
        const length = subtract(end, bounds[i]);
        return dimBounds(length).lower >= 0 ? length : maximum(length, 0);
      }),
    );
  }
  const count = pieceCount(a, a.int(name));
  if (count <= 0) a.fail(invalidArgument(a.operatorName, 'the number of sections must be larger than 0'));
  const [short, extra] = [floorDivide(size, count), modulo(size, count)];
  if (!isSymbolic(extra)) {
    return pieces(
      input,
      axis,
      Array.from({ length: count }, (_, i) => (i < extra ? add(short, 1) : short)),
    );
  }
  return pieces(
    input,
    axis,
    Array.from({ length: count }, (_, i) => floorDivide(add(size, count - 1 - i), count)),
  );
}

function normaliseCut(cut: Dim, size: Dim): Dim {
  const positive = compareDims(cut, 0) === -1 ? add(cut, size) : cut;
  return minimum(positive, size);
}

const alongAxis = <const Name extends string>(name: Name, least: number, axisOf: (rank: number) => number) =>
  ({
    name,
    signature: 'input, indices_or_sections',
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => {
      const input = a.tensor('input');
      if (input.shape.length < least)
        a.fail(invalidArgument(a.operatorName, `requires a tensor with at least ${least} dimensions`));
      const axis = axisOf(input.shape.length);
      const size = input.shape[axis];
      if (!isList(a.raw('indices_or_sections')) && !isSymbolic(size) && size % a.int('indices_or_sections') !== 0) {
        a.fail(
          invalidArgument(
            a.operatorName,
            `dimension of size ${size} is not divisible by ${a.int('indices_or_sections')}`,
          ),
        );
      }
      return tensorSplitAt(a, input, 'indices_or_sections', axis);
    },
  }) as const satisfies Operator;

const unbind = {
  name: 'unbind',
  signature: 'input, dim=0',
  functions: ['torch.unbind'],
  methods: ['unbind'],
  infer: (a) => {
    const input = a.tensor('input');
    const axis = splitAxis(a, input);
    const size = input.shape[axis];
    if (isSymbolic(size)) return a.unknown(`the number of pieces is ${String(size)}`);
    pieceCount(a, size);
    const shape = withoutAxis(input.shape, axis);
    const tuple = Array.from({ length: size }, (_, i) =>
      gather(input, shape, (c) => [...c.slice(0, axis), i, ...c.slice(axis)]),
    );
    return { result: { tuple }, free: true };
  },
} as const satisfies Operator;

export const splits = [
  chunk,
  split,
  splitWithSizes,
  tensorSplit,
  alongAxis('hsplit', 1, (rank) => (rank === 1 ? 0 : 1)),
  alongAxis('vsplit', 2, () => 0),
  alongAxis('dsplit', 3, () => 2),
  unbind,
] as const;

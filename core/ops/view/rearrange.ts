// Elements moved along axes, the shape kept or turned: roll, flip, rot90, tril, triu, diagonal (torch.roll, torch.flip).
import { add, type Dim, dimBounds, maximum, minimum, subtract } from '../../shape/dim';
import { elementCount, type Shape, withoutAxis } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { gather } from '../data';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';

const roll = {
  name: 'roll',
  signature: 'input, shifts, dims=None',
  functions: ['torch.roll'],
  methods: ['roll'],
  infer: (a) => {
    const input = a.tensor('input');
    const shifts = a.dims('shifts');
    const dims = a.raw('dims') === null ? null : a.axes('dims', input.shape.length);
    if (dims !== null && dims.length > 0 && dims.length !== shifts.length) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `shifts and dimensions must align: ${shifts.length} shifts, ${dims.length} dims`,
        ),
      );
    }
    return { result: rolled(input, shifts, dims), ...spread(input.shape.length) };
  },
} as const satisfies Operator;

/** Without axes the flattened tensor is rolled. */
function rolled(input: TensorType, shifts: readonly Dim[], dims: readonly number[] | null): TensorType {
  const { shape, dtype, data } = input;
  if (data === undefined || shifts.some((shift) => typeof shift !== 'number')) return { shape, dtype };
  const moved = (at: number, by: number, size: number): number => (((at - by) % size) + size) % size;
  if (dims === null || dims.length === 0)
    return { shape, dtype, data: data.map((_, i) => data[moved(i, Number(shifts[0]), data.length)]) };
  return gather(input, shape, (c) =>
    c.map((x, axis) =>
      dims.reduce<number>((at, dim, i) => (dim === axis ? moved(at, Number(shifts[i]), Number(shape[axis])) : at), x),
    ),
  );
}

/** Positions of an image swap places, so an output may see any input. */
const spread = (rank: number): Pick<Inference, 'window'> => (rank >= 3 ? { window: 'global' } : {});

const flip = {
  name: 'flip',
  signature: 'input, *dims',
  functions: ['torch.flip'],
  methods: ['flip'],
  infer: (a) => {
    const input = a.tensor('input');
    const axes = a.axes('dims', input.shape.length);
    const result = gather(input, input.shape, (c) =>
      c.map((x, axis) => (axes.includes(axis) ? Number(input.shape[axis]) - 1 - x : x)),
    );
    return { result, ...spread(input.shape.length) };
  },
} as const satisfies Operator;

const flipAxis = <const Name extends string>(name: Name, axis: number) =>
  ({
    name,
    signature: 'input',
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      if (shape.length <= axis) a.fail(wrongRank(a.operatorName, `${axis + 1} or more`, shape));
      return { result: { shape, dtype }, ...spread(shape.length) };
    },
  }) as const satisfies Operator;

const rot90 = {
  name: 'rot90',
  signature: 'input, k=1, dims=(0, 1)',
  functions: ['torch.rot90'],
  methods: ['rot90'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const axes = a.axes('dims', shape.length);
    if (axes.length !== 2) a.fail(invalidArgument(a.operatorName, `expected 2 rotation dims, got ${axes.length}`));
    const turned = [...shape];
    if (a.int('k') % 2 !== 0) [turned[axes[0]], turned[axes[1]]] = [shape[axes[1]], shape[axes[0]]];
    return { result: { shape: turned, dtype }, ...spread(shape.length) };
  },
} as const satisfies Operator;

const triangle = <const Name extends string>(
  name: Name,
  keeps: (row: number, column: number, diagonal: number) => boolean,
) =>
  ({
    name,
    signature: 'input, diagonal=0',
    functions: [`torch.${name}`],
    methods: [name, `${name}_`],
    infer: (a) => {
      const input = a.tensor('input');
      if (input.shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', input.shape));
      const diagonal = a.dim('diagonal');
      const { data, shape, dtype } = input;
      if (!data || typeof diagonal !== 'number') return { result: { shape, dtype } };
      const [rows, columns] = shape.slice(-2).map(Number);
      const kept = data.map((x, i) => (keeps(Math.floor(i / columns) % rows, i % columns, diagonal) ? x : 0));
      return { result: { shape, dtype, data: kept } };
    },
  }) as const satisfies Operator;

const diagonal = {
  name: 'diagonal',
  signature: 'input, offset=0, dim1=0, dim2=1',
  functions: ['torch.diagonal', 'torch.linalg.diagonal'],
  methods: ['diagonal'],
  infer: inferDiagonal,
} as const satisfies Operator;

/** Two axes become one, the last: min(rows, columns - offset), or min(rows + offset, columns). */
function inferDiagonal(a: OperatorArguments): Inference {
  const { shape, dtype } = a.tensor('input');
  return { result: { shape: diagonalShape(a, shape), dtype }, free: true };
}

/** By the arguments `offset`, `dim1` and `dim2`. */
export function diagonalShape(a: OperatorArguments, shape: Shape): Shape {
  if (shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', shape));
  const [first, second] = [a.axis('dim1', shape.length), a.axis('dim2', shape.length)];
  if (first === second) a.fail(invalidArgument(a.operatorName, 'diagonal dimensions cannot be identical'));
  const length = diagonalLength(shape[first], shape[second], a.int('offset'));
  const rest = withoutAxis(withoutAxis(shape, Math.max(first, second)), Math.min(first, second));
  return [...rest, length];
}

function diagonalLength(rows: Dim, columns: Dim, offset: number): Dim {
  const length = offset >= 0 ? minimum(rows, subtract(columns, offset)) : minimum(add(rows, offset), columns);
  return dimBounds(length).lower >= 0 ? length : maximum(length, 0);
}

/** All elements onto the diagonal of a new matrix. */
const diagflat = {
  name: 'diagflat',
  signature: 'input, offset=0',
  functions: ['torch.diagflat'],
  methods: ['diagflat'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const side = add(elementCount(shape), Math.abs(a.int('offset')));
    return { result: { shape: [side, side], dtype } };
  },
} as const satisfies Operator;

/** A vector onto a new diagonal, or a matrix's diagonal. */
const diag = {
  name: 'diag',
  signature: 'input, diagonal=0',
  functions: ['torch.diag'],
  methods: ['diag'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const offset = a.int('diagonal');
    if (shape.length === 1) {
      const size = add(shape[0], Math.abs(offset));
      return { result: { shape: [size, size], dtype } };
    }
    if (shape.length !== 2) a.fail(wrongRank(a.operatorName, '1 or 2', shape));
    return { result: { shape: [diagonalLength(shape[0], shape[1], offset)], dtype } };
  },
} as const satisfies Operator;

const diagEmbed = {
  name: 'diag_embed',
  signature: 'input, offset=0, dim1=-2, dim2=-1',
  functions: ['torch.diag_embed'],
  methods: ['diag_embed'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const rank = shape.length + 1;
    const axes = [a.axis('dim1', rank), a.axis('dim2', rank)].sort((x, y) => x - y);
    if (axes[0] === axes[1]) a.fail(invalidArgument(a.operatorName, 'diagonal dimensions cannot be identical'));
    const size = add(shape[shape.length - 1], Math.abs(a.int('offset')));
    const result: Dim[] = [...shape.slice(0, -1)];
    for (const axis of axes) result.splice(axis, 0, size);
    return { result: { shape: result, dtype } };
  },
} as const satisfies Operator;

/** The same memory read with other sizes and steps. */
const asStrided = {
  name: 'as_strided',
  signature: 'input, size, stride, storage_offset=None',
  functions: ['torch.as_strided'],
  methods: ['as_strided'],
  infer: (a) => {
    const size = a.dims('size');
    if (size.length !== a.dims('stride').length)
      a.fail(invalidArgument(a.operatorName, 'size and stride must have the same length'));
    return { result: { shape: size, dtype: a.tensor('input').dtype }, free: true };
  },
} as const satisfies Operator;

const fillDiagonal = {
  name: 'fill_diagonal',
  signature: 'input, fill_value, wrap=False',
  functions: [],
  methods: ['fill_diagonal_'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', shape));
    return { result: { shape, dtype } };
  },
} as const satisfies Operator;

export const rearrangements = [
  asStrided,
  fillDiagonal,
  roll,
  flip,
  flipAxis('fliplr', 1),
  flipAxis('flipud', 0),
  rot90,
  triangle('tril', (row, column, k) => column - row <= k),
  triangle('triu', (row, column, k) => column - row >= k),
  diagonal,
  diag,
  diagflat,
  diagEmbed,
] as const;

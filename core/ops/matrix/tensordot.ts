// tensordot and kron (https://docs.pytorch.org/docs/stable/generated/torch.tensordot.html). A tensordot is one matrix product.
import { type Dim, multiply, product } from '../../shape/dim';
import type { ArgumentValue, OperatorArguments } from '../arguments';
import type { Inference, Operator } from '../operator';
import { axisOutOfRange, invalidArgument } from '../problems';
import { resultType } from '../promotion';
import { isList } from '../values';
import { macsOf, productType, requireInner } from './products';

export const tensordot = {
  name: 'tensordot',
  signature: 'input, b, dims=2',
  functions: ['torch.tensordot'],
  methods: [],
  infer: inferTensordot,
} as const satisfies Operator;

function inferTensordot(a: OperatorArguments): Inference {
  const left = a.tensor('input');
  const right = a.tensor('b');
  const [leftAxes, rightAxes] = contractedAxes(a, left.shape.length, right.shape.length);
  leftAxes.forEach((axis, i) => requireInner(a, left.shape, right.shape, left.shape[axis], right.shape[rightAxes[i]]));
  const rows = left.shape.filter((_, axis) => !leftAxes.includes(axis));
  const columns = right.shape.filter((_, axis) => !rightAxes.includes(axis));
  const inner = product(leftAxes.map((axis) => left.shape[axis]));
  return {
    result: { shape: [...rows, ...columns], dtype: productType(a, left, right) },
    macs: macsOf(product(rows), inner, product(columns)),
    window: 'global',
  };
}

/** A count of last and first axes, or two lists. */
function contractedAxes(
  a: OperatorArguments,
  leftRank: number,
  rightRank: number,
): readonly [readonly number[], readonly number[]] {
  const dims = a.raw('dims');
  if (!isList(dims)) {
    const count = a.int('dims');
    if (count < 0 || count > Math.min(leftRank, rightRank))
      a.fail(invalidArgument(a.operatorName, `dims = ${count} is out of range`));
    const range = Array.from({ length: count }, (_, i) => i);
    return [range.map((i) => leftRank - count + i), range];
  }
  const lists = dims.map((entry: ArgumentValue) => (isList(entry) ? entry : [entry]));
  const normalise = (values: readonly ArgumentValue[], rank: number): readonly number[] =>
    values.map((value) => {
      if (typeof value !== 'number') return a.unknown('dims is not known');
      if (value < -rank || value >= rank) a.fail(axisOutOfRange(value, rank));
      return value < 0 ? value + rank : value;
    });
  if (lists.length !== 2 || lists[0].length !== lists[1].length) {
    a.fail(invalidArgument(a.operatorName, 'both dimension lists should have the same length'));
  }
  return [normalise(lists[0], leftRank), normalise(lists[1], rightRank)];
}

/** Over the last axis of both; with a scalar it is a product. */
export const inner = {
  name: 'inner',
  signature: 'input, other',
  functions: ['torch.inner'],
  methods: ['inner'],
  infer: (a) => {
    const [left, right] = [a.tensor('input'), a.tensor('other')];
    const dtype = productType(a, left, right);
    if (left.shape.length === 0 || right.shape.length === 0)
      return { result: { shape: [...left.shape, ...right.shape], dtype } };
    const [rows, columns] = [left.shape.slice(0, -1), right.shape.slice(0, -1)];
    const width = left.shape[left.shape.length - 1];
    requireInner(a, left.shape, right.shape, width, right.shape[right.shape.length - 1]);
    return {
      result: { shape: [...rows, ...columns], dtype },
      // Two vectors: a `dot`, which is not counted.
      macs: rows.length + columns.length === 0 ? 0 : macsOf(product(rows), width, product(columns)),
      window: 'global',
    };
  },
} as const satisfies Operator;

/** Sizes multiply, axis by axis, aligned at the last one. */
export const kron = {
  name: 'kron',
  signature: 'input, other',
  functions: ['torch.kron'],
  methods: ['kron'],
  infer: (a) => {
    const [left, right] = [a.tensor('input'), a.tensor('other')];
    const rank = Math.max(left.shape.length, right.shape.length);
    const at = (shape: readonly Dim[], axis: number): Dim => shape[axis - rank + shape.length] ?? 1;
    const shape = Array.from({ length: rank }, (_, axis) => multiply(at(left.shape, axis), at(right.shape, axis)));
    return {
      result: {
        shape,
        dtype: resultType([left, right].map(({ dtype }) => ({ dtype, priority: 'tensor' }))),
      },
      window: 'global',
    };
  },
} as const satisfies Operator;

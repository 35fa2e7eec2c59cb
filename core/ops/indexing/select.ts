// Elements chosen along axes: select, narrow, index_select, gather, take (torch.gather, torch.index_select).
import { add, certainlyDiffer, compareDims, dimBounds, isSymbolic, product } from '../../shape/dim';
import { broadcastShapes } from '../../shape/broadcast';
import { elementCount, formatShape, withDim, withoutAxis } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { gather as gatherElements } from '../data';
import type { Operator, TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { requireIndex } from './index-items';

const select = {
  name: 'select',
  signature: 'input, dim, index',
  functions: ['torch.select'],
  methods: ['select'],
  infer: (a) => {
    const input = a.tensor('input');
    if (input.shape.length === 0) a.fail(wrongRank(a.operatorName, '1 or more', input.shape));
    const axis = a.axis('dim', input.shape.length);
    const index = a.dim('index');
    requireIndex(a, index, input.shape[axis], axis);
    const shape = withoutAxis(input.shape, axis);
    if (isSymbolic(index)) return { result: { shape, dtype: input.dtype }, free: true };
    const at = index < 0 ? add(input.shape[axis], index) : index;
    const result = gatherElements(input, shape, (c) => [...c.slice(0, axis), Number(at), ...c.slice(axis)]);
    return { result, free: true };
  },
} as const satisfies Operator;

const narrow = {
  name: 'narrow',
  signature: 'input, dim, start, length',
  functions: ['torch.narrow'],
  methods: ['narrow', 'narrow_copy'],
  infer: (a) => {
    const input = a.tensor('input');
    const axis = a.axis('dim', input.shape.length);
    const size = input.shape[axis];
    const start = a.dim('start');
    const length = a.dim('length');
    if (compareDims(length, 0) === -1) a.fail(invalidArgument(a.operatorName, 'narrow(): length must be non-negative'));
    const from = dimBounds(start).upper < 0 ? add(start, size) : start;
    if (compareDims(add(from, length), size) === 1 || compareDims(from, 0) === -1) {
      const reason = `start (${String(start)}) + length (${String(length)}) exceeds dimension size (${String(size)})`;
      a.fail(
        invalidArgument(a.operatorName, reason, {
          expected: `at most ${String(size)}`,
          actual: String(add(from, length)),
        }),
      );
    }
    const shape = withDim(input.shape, axis, length);
    const result = isSymbolic(from)
      ? { shape, dtype: input.dtype }
      : gatherElements(input, shape, (c) => c.map((x, i) => (i === axis ? x + from : x)));
    return { result, free: true };
  },
} as const satisfies Operator;

const indexSelect = {
  name: 'index_select',
  signature: 'input, dim, index',
  functions: ['torch.index_select'],
  methods: ['index_select'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const axis = a.axis('dim', shape.length);
    const index = a.tensor('index');
    if (index.shape.length > 1) a.fail(wrongRank(`${a.operatorName} index`, '1 or fewer', index.shape));
    requireIntegers(a, index, ['int32', 'int64']);
    const result = withDim(shape, axis, elementCount(index.shape));
    const { data } = index;
    if (data === undefined) return { result: { shape: result, dtype } };
    for (const at of data) requireIndex(a, at, shape[axis] ?? 1, axis);
    return { result: gatherElements(a.tensor('input'), result, (c) => c.map((x, i) => (i === axis ? data[x] : x))) };
  },
} as const satisfies Operator;

/** The result has the index's shape, which may not exceed the input's except along `dim`. */
const gather = {
  name: 'gather',
  signature: 'input, dim, index, *, sparse_grad=False',
  functions: ['torch.gather'],
  methods: ['gather'],
  infer: (a) => {
    const input = a.tensor('input');
    const index = a.tensor('index');
    const axis = a.axis('dim', input.shape.length);
    requireIntegers(a, index, ['int32', 'int64']);
    requireSameRank(a, input, index);
    index.shape.forEach((d, i) => {
      if (i !== axis && compareDims(d, input.shape[i]) === 1) tooLarge(a, index, input, i);
    });
    return { result: { shape: index.shape, dtype: input.dtype } };
  },
} as const satisfies Operator;

const takeAlongDim = {
  name: 'take_along_dim',
  signature: 'input, indices, dim=None',
  functions: ['torch.take_along_dim'],
  methods: ['take_along_dim'],
  infer: (a) => {
    const input = a.tensor('input');
    const indices = a.tensor('indices');
    requireIntegers(a, indices, ['int32', 'int64']);
    if (a.raw('dim') === null) return { result: { shape: [elementCount(indices.shape)], dtype: input.dtype } };
    requireSameRank(a, input, indices);
    const axis = a.axis('dim', input.shape.length);
    const outcome = broadcastShapes([withDim(input.shape, axis, 1), withDim(indices.shape, axis, 1)]);
    if (outcome.kind === 'wrong') return a.fail(outcome.problem);
    if (outcome.kind === 'unknown') return a.unknown(outcome.reason);
    return { result: { shape: withDim(outcome.value, axis, indices.shape[axis]), dtype: input.dtype } };
  },
} as const satisfies Operator;

const take = {
  name: 'take',
  signature: 'input, index',
  functions: ['torch.take'],
  methods: ['take'],
  infer: (a) => {
    const index = a.tensor('index');
    requireIntegers(a, index, ['int64']);
    return { result: { shape: index.shape, dtype: a.tensor('input').dtype } };
  },
} as const satisfies Operator;

/** scatter and its relatives keep the input's shape. */
const scatter = <const Name extends string>(name: Name, signature: string, methods: readonly string[]) =>
  ({
    name,
    signature,
    functions: [`torch.${name}`],
    methods,
    infer: (a) => {
      const input = a.tensor('input');
      const index = a.tensor('index');
      const axis = a.axis('dim', input.shape.length);
      requireIntegers(a, index, ['int32', 'int64']);
      requireSameRank(a, input, index);
      index.shape.forEach((d, i) => {
        if (i !== axis && compareDims(d, input.shape[i]) === 1) tooLarge(a, index, input, i);
      });
      return { result: { shape: input.shape, dtype: input.dtype } };
    },
  }) as const satisfies Operator;

/** index_add, index_copy and index_fill keep the input's shape. */
const indexed = <const Name extends string>(name: Name, signature: string) =>
  ({
    name,
    signature,
    functions: [`torch.${name}`],
    methods: [name, `${name}_`],
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      const axis = a.axis('dim', shape.length);
      const index = a.tensor('index');
      requireIntegers(a, index, ['int32', 'int64']);
      if (index.shape.length > 1) a.fail(wrongRank(`${a.operatorName} index`, '1 or fewer', index.shape));
      if (a.has('source')) {
        const source = a.tensor('source').shape;
        const count = elementCount(index.shape);
        if (source.length > 0 && shape.length > 0 && certainlyDiffer(source[axis] ?? 1, count)) {
          const reason = `number of indices (${String(count)}) should be equal to source.size(${axis}) (${String(source[axis])})`;
          a.fail(invalidArgument(a.operatorName, reason));
        }
      }
      return { result: { shape, dtype } };
    },
  }) as const satisfies Operator;

const maskedSelect = {
  name: 'masked_select',
  signature: 'input, mask',
  functions: ['torch.masked_select'],
  methods: ['masked_select'],
  infer: (a) => {
    const { data } = a.tensor('mask');
    if (!data) return a.unknown('the number of true elements of a mask is known at run time alone');
    return { result: { shape: [countTrue(data)], dtype: a.tensor('input').dtype } };
  },
} as const satisfies Operator;

const nonzero = {
  name: 'nonzero',
  signature: 'input, *, as_tuple=False',
  functions: ['torch.nonzero', 'torch.argwhere'],
  methods: ['nonzero', 'argwhere'],
  infer: (a) => {
    const { data, shape } = a.tensor('input');
    if (!data) return a.unknown('the number of non-zero elements is known at run time alone');
    const count = countTrue(data);
    if (!a.boolean('as_tuple')) return { result: { shape: [count, shape.length], dtype: 'int64' } };
    const found = data.flatMap((x, i) => (x === 0 ? [] : [i]));
    const along = shape.map((size, axis) => {
      const step = shape.slice(axis + 1).reduce<number>((n, d) => n * Number(d), 1);
      return found.map((i) => Math.floor(i / step) % Number(size));
    });
    return { result: { tuple: along.map((each) => ({ shape: [count], dtype: 'int64', data: each })) } };
  },
} as const satisfies Operator;

/** As many rows as are asked for, whatever the elements are. */
const nonzeroStatic = {
  name: 'nonzero_static',
  signature: 'input, *, size, fill_value=-1',
  functions: ['torch.nonzero_static'],
  methods: ['nonzero_static'],
  infer: (a) => ({ result: { shape: [a.dim('size'), a.tensor('input').shape.length], dtype: 'int64' } }),
} as const satisfies Operator;

const countTrue = (data: readonly number[]): number => data.filter((x) => x !== 0).length;

/** What depends on the elements has no shape before the run. */
const dataDependent = <const Name extends string>(name: Name, signature: string) =>
  ({
    name,
    signature,
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => a.unknown(`the size of the result of ${name} is known at run time alone`),
  }) as const satisfies Operator;

export function requireIntegers(a: OperatorArguments, index: TensorType, allowed: readonly string[]): void {
  if (allowed.includes(index.dtype)) return;
  a.fail(
    invalidArgument(a.operatorName, `expected an index of dtype ${allowed.join(' or ')}`, { actual: index.dtype }),
  );
}

function requireSameRank(a: OperatorArguments, input: TensorType, index: TensorType): void {
  if (index.shape.length === input.shape.length || product(index.shape) === 0) return;
  if (Math.max(index.shape.length, 1) === Math.max(input.shape.length, 1)) return;
  a.fail(
    invalidArgument(a.operatorName, 'index tensor must have the same number of dimensions as the input tensor', {
      expected: `${input.shape.length} dimensions`,
      actual: formatShape(index.shape),
    }),
  );
}

function tooLarge(a: OperatorArguments, index: TensorType, input: TensorType, axis: number): never {
  const reason = `the index ${formatShape(index.shape)} exceeds the input ${formatShape(input.shape)} in dimension ${axis}`;
  return a.fail(invalidArgument(a.operatorName, reason));
}

const maskedScatter = {
  name: 'masked_scatter',
  signature: 'input, mask, source',
  functions: ['torch.masked_scatter'],
  methods: ['masked_scatter', 'masked_scatter_'],
  infer: (a) => {
    const input = a.tensor('input');
    const outcome = broadcastShapes([input.shape, a.tensor('mask').shape]);
    if (outcome.kind === 'wrong') return a.fail(outcome.problem);
    if (outcome.kind === 'unknown') return a.unknown(outcome.reason);
    return { result: { shape: outcome.value, dtype: input.dtype } };
  },
} as const satisfies Operator;

/** `x.index_put_((rows, columns), values)`: positions replaced, the shape kept. */
const indexPut = {
  name: 'index_put',
  signature: 'input, indices, values, accumulate=False',
  functions: ['torch.index_put', 'torch.index_put_'],
  methods: ['index_put', 'index_put_'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    return { result: { shape, dtype } };
  },
} as const satisfies Operator;

export const selections = [
  maskedScatter,
  indexPut,
  select,
  narrow,
  indexSelect,
  gather,
  takeAlongDim,
  take,
  scatter('scatter', 'input, dim, index, src=None, *, value=None, reduce=None', ['scatter', 'scatter_']),
  scatter('scatter_add', 'input, dim, index, src', ['scatter_add', 'scatter_add_']),
  scatter('scatter_reduce', 'input, dim, index, src, reduce, *, include_self=True', [
    'scatter_reduce',
    'scatter_reduce_',
  ]),
  indexed('index_add', 'input, dim, index, source, *, alpha=1'),
  indexed('index_copy', 'input, dim, index, source'),
  indexed('index_fill', 'input, dim, index, value'),
  maskedSelect,
  nonzero,
  nonzeroStatic,
  dataDependent('bincount', 'input, weights=None, minlength=0'),
] as const;

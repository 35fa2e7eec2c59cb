// Questions about tensors as wholes: equal, allclose, dist, trace, quantile (torch.equal, torch.quantile).
import { certainlyDiffer, dimEquals } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import type { Inference, Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isIntegral, resultType, toFloating } from '../promotion';
import { isTensor } from '../values';
import { inference, readReduction } from './reduce';

/** A Python bool, where the elements (or shapes that differ) tell it. */
const equal = {
  name: 'equal',
  signature: 'input, other',
  functions: ['torch.equal'],
  methods: ['equal'],
  infer: (a) => {
    const [left, right] = [a.tensor('input'), a.tensor('other')];
    const sameRank = left.shape.length === right.shape.length;
    if (!sameRank || left.shape.some((d, i) => certainlyDiffer(d, right.shape[i]))) return answer(false);
    const { data } = left;
    if (!data || !right.data || !left.shape.every((d, i) => dimEquals(d, right.shape[i]))) return unknownElements(a);
    return answer(data.every((x, i) => x === right.data?.[i]));
  },
} as const satisfies Operator;

const allclose = {
  name: 'allclose',
  signature: 'input, other, rtol=1e-05, atol=1e-08, equal_nan=False',
  functions: ['torch.allclose'],
  methods: ['allclose'],
  infer: (a) => {
    const [left, right] = [a.tensor('input'), a.tensor('other')];
    broadcast(a, [left.shape, right.shape]);
    const { data } = left;
    if (!data || data.length !== right.data?.length) return unknownElements(a);
    const [rtol, atol] = [a.number('rtol'), a.number('atol')];
    return answer(right.data.every((y, i) => Math.abs(data[i] - y) <= atol + rtol * Math.abs(y)));
  },
} as const satisfies Operator;

const answer = (value: boolean): Inference => ({ result: { scalar: value } });
const unknownElements = (a: OperatorArguments): never =>
  a.unknown('the elements of the tensors are known at run time alone');

const dist = {
  name: 'dist',
  signature: 'input, other, p=2',
  functions: ['torch.dist'],
  methods: ['dist'],
  infer: (a) => {
    const tensors = [a.tensor('input'), a.tensor('other')];
    broadcast(
      a,
      tensors.map((t) => t.shape),
    );
    const dtype = resultType(tensors.map((t) => ({ dtype: t.dtype, priority: 'tensor' })));
    return { result: { shape: [], dtype }, window: 'global' };
  },
} as const satisfies Operator;

const trace = {
  name: 'trace',
  signature: 'input',
  functions: ['torch.trace'],
  methods: ['trace'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length !== 2) a.fail(wrongRank(a.operatorName, '2', shape));
    return { result: { shape: [], dtype: isIntegral(dtype) ? 'int64' : dtype }, window: 'global' };
  },
} as const satisfies Operator;

/** One quantile, or (a vector of them) one more axis in front. */
const quantile = <const Name extends string>(name: Name) =>
  ({
    name,
    signature: "input, q, dim=None, keepdim=False, *, interpolation='linear'",
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => {
      const given = readReduction(a, { singleAxis: true });
      const q = a.raw('q');
      const { dtype } = given.input;
      if (dtype !== 'float32' && dtype !== 'float64') {
        a.fail(invalidArgument(a.operatorName, 'the input must be either float or double', { actual: dtype }));
      }
      const lead = isTensor(q) ? q.shape : [];
      return inference(given, { shape: [...lead, ...given.shape], dtype: toFloating(dtype) });
    },
  }) as const satisfies Operator;

/** Where values would stand in a sorted sequence. */
const search = <const Name extends string>(name: Name, signature: string, values: string) =>
  ({
    name,
    signature,
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => {
      const raw = a.raw(values);
      const shape = isTensor(raw) ? raw.shape : [];
      return { result: { shape, dtype: a.boolean('out_int32') ? 'int32' : 'int64' } };
    },
  }) as const satisfies Operator;

const isin = {
  name: 'isin',
  signature: 'elements, test_elements, *, assume_unique=False, invert=False',
  functions: ['torch.isin'],
  methods: [],
  infer: (a) => {
    const raw = a.raw('elements');
    return { result: { shape: isTensor(raw) ? raw.shape : [], dtype: 'bool' } };
  },
} as const satisfies Operator;

export const wholes = [
  equal,
  allclose,
  dist,
  trace,
  quantile('quantile'),
  quantile('nanquantile'),
  search('searchsorted', 'sorted_sequence, input, *, out_int32=False, right=False, side=None, sorter=None', 'input'),
  search('bucketize', 'input, boundaries, *, out_int32=False, right=False', 'input'),
  isin,
] as const;

// max, min and their relatives: of everything, along an axis (values and indices), or of two tensors
// (https://docs.pytorch.org/docs/stable/generated/torch.max.html).
import type { OperatorArguments } from '../arguments';
import { elementwiseResult, operand } from '../elementwise/operands';
import type { Inference, Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isTensor } from '../values';
import { inference, readReduction, reduced, reducedShape, requireElements } from './reduce';

const extremum = <const Name extends string>(name: Name, pick: (...values: number[]) => number) =>
  ({
    name,
    signature: 'input, dim=None, keepdim=False, *, other=None',
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => inferExtremum(a, pick),
  }) as const satisfies Operator;

function inferExtremum(a: OperatorArguments, pick: (...values: number[]) => number): Inference {
  const second = isTensor(a.raw('dim')) ? 'dim' : a.has('other') ? 'other' : undefined;
  if (second) return elementwiseResult(a, [operand(a, 'input'), operand(a, second)], { compute: pick });
  const given = readReduction(a, { singleAxis: true });
  requireElements(a, given);
  const values = reduced(given, given.input.dtype, (group) => pick(...group));
  if (a.raw('dim') === null) return inference(given, values);
  const indices = reduced(given, 'int64', (group) => group.indexOf(pick(...group)));
  return inference(given, { tuple: [values, indices], names: ['values', 'indices'] });
}

/** Of all elements, or values and indices along an axis. */
const middle = <const Name extends string>(name: Name, wholeAllowed: boolean) =>
  ({
    name,
    signature: wholeAllowed ? 'input, dim=None, keepdim=False' : 'input, dim=-1, keepdim=False',
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => {
      const given = readReduction(a, { singleAxis: true });
      requireElements(a, given);
      if (given.input.dtype === 'bool' && wholeAllowed) {
        a.fail(invalidArgument(a.operatorName, 'not implemented for bool', { actual: 'bool' }));
      }
      const values = reduced(given, given.input.dtype);
      if (a.raw('dim') === null) return inference(given, values);
      return inference(given, { tuple: [values, reduced(given, 'int64')], names: ['values', 'indices'] });
    },
  }) as const satisfies Operator;

const position = <const Name extends string>(name: Name, pick: (...values: number[]) => number) =>
  ({
    name,
    signature: 'input, dim=None, keepdim=False',
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => {
      const given = readReduction(a, { singleAxis: true });
      requireElements(a, given);
      if (given.input.dtype === 'bool')
        a.fail(invalidArgument(a.operatorName, 'does not support bool input', { actual: 'bool' }));
      return inference(
        given,
        reduced(given, 'int64', (group) => group.indexOf(pick(...group))),
      );
    },
  }) as const satisfies Operator;

const aminmax = {
  name: 'aminmax',
  signature: 'input, *, dim=None, keepdim=False',
  functions: ['torch.aminmax'],
  methods: ['aminmax'],
  infer: (a) => {
    const given = readReduction(a);
    const result = reduced(given, given.input.dtype);
    return inference(given, { tuple: [result, result], names: ['min', 'max'] });
  },
} as const satisfies Operator;

const kthvalue = {
  name: 'kthvalue',
  signature: 'input, k, dim=-1, keepdim=False',
  functions: ['torch.kthvalue'],
  methods: ['kthvalue'],
  infer: (a) => {
    const input = a.tensor('input');
    if (input.shape.length === 0) a.fail(wrongRank(a.operatorName, '1 or more', input.shape));
    const axis = a.axis('dim', input.shape.length);
    const shape = reducedShape(input.shape, [axis], a.boolean('keepdim'));
    return {
      result: {
        tuple: [
          { shape, dtype: input.dtype },
          { shape, dtype: 'int64' },
        ],
        names: ['values', 'indices'],
      },
      window: 'global',
    };
  },
} as const satisfies Operator;

export const extrema = [
  extremum('max', Math.max),
  extremum('min', Math.min),
  middle('median', true),
  middle('nanmedian', true),
  middle('mode', false),
  position('argmax', Math.max),
  position('argmin', Math.min),
  aminmax,
  kthvalue,
] as const;

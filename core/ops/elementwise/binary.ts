// Functions of two operands, element by element, with broadcasting and type promotion. Either operand may be a Python scalar,
// so `2 - x` is `sub(2, x)`.
import type { DType } from '../../shape/dtype';
import type { Operator } from '../operator';
import type { OperatorArguments } from '../arguments';
import { promoteTypes, toFloating } from '../promotion';
import { type ElementwiseRule, elementwiseResult, operand } from './operands';

interface BinaryOptions extends ElementwiseRule {
  readonly aliases?: readonly string[];
  readonly signature?: string;
  /** Python's special methods without underscores: `add` for `__add__`, `__radd__` and `__iadd__`. */
  readonly special?: string;
  /** The rule for this call, where arguments change it. */
  readonly choose?: (a: OperatorArguments) => ElementwiseRule;
}

const binary = <const Name extends string>(name: Name, options: BinaryOptions = {}) => {
  const names = [name, ...(options.aliases ?? [])];
  const special = options.special;
  return {
    name,
    signature: options.signature ?? 'input, other',
    functions: names.map((n) => `torch.${n}`),
    methods: [
      ...names.filter((n) => !n.includes('.')).flatMap((n) => [n, `${n}_`]),
      ...(special ? [`__${special}__`, `__i${special}__`] : []),
    ],
    infer: (a) =>
      elementwiseResult(a, [operand(a, 'input'), operand(a, 'other')], { ...options, ...options.choose?.(a) }),
  } as const satisfies Operator;
};

const isOne = (a: OperatorArguments): boolean => a.number('alpha') === 1;

const floorModulo = (x: number, y: number): number => (y === 0 ? NaN : x - y * Math.floor(x / y));

const arithmetic = [
  binary('add', {
    special: 'add',
    signature: 'input, other, *, alpha=1',
    choose: (a) => (isOne(a) ? { compute: (x, y) => x + y } : {}),
  }),
  binary('sub', {
    special: 'sub',
    aliases: ['subtract'],
    signature: 'input, other, *, alpha=1',
    refuses: ['bool'],
    choose: (a) => (isOne(a) ? { compute: (x, y) => x - y } : {}),
  }),
  binary('rsub', { signature: 'input, other, *, alpha=1', refuses: ['bool'] }),
  binary('mul', { special: 'mul', aliases: ['multiply'], compute: (x, y) => x * y }),
  binary('true_divide', {
    special: 'truediv',
    aliases: ['div', 'divide'],
    signature: 'input, other, *, rounding_mode=None',
    choose: (a) => {
      if (a.raw('rounding_mode') === null) return { dtype: toFloating, compute: (x, y) => x / y };
      return a.string('rounding_mode') === 'floor'
        ? { compute: (x, y) => Math.floor(x / y) }
        : { compute: (x, y) => Math.trunc(x / y) };
    },
  }),
  binary('floor_divide', { special: 'floordiv', compute: (x, y) => Math.floor(x / y), refuses: ['complex'] }),
  binary('remainder', { special: 'mod', compute: floorModulo, refuses: ['complex', 'bool'] }),
  binary('fmod', { compute: (x, y) => (y === 0 ? NaN : x % y), refuses: ['complex', 'bool'] }),
  {
    ...binary('pow', { special: 'pow', compute: (x, y) => x ** y, refuses: ['bool'] }),
    signature: 'input, exponent',
    infer: (a: OperatorArguments) =>
      elementwiseResult(a, [operand(a, 'input'), operand(a, 'exponent')], {
        compute: (x, y) => x ** y,
        refuses: ['bool'],
      }),
  },
  {
    ...binary('float_power'),
    signature: 'input, exponent',
    infer: (a: OperatorArguments) =>
      elementwiseResult(a, [operand(a, 'input'), operand(a, 'exponent')], {
        dtype: (d) => (d.startsWith('complex') ? 'complex128' : 'float64'),
      }),
  },
] as const;

const bitwise = <const Name extends string>(name: Name, special: string, compute?: (x: number, y: number) => number) =>
  binary(name, { special, refuses: ['floating', 'complex'], ...(compute ? { compute } : {}) });

/** Exact in JavaScript for numbers of 32 bits alone. */
const small = (compute: (x: number, y: number) => number) => (x: number, y: number) =>
  (x | 0) === x && (y | 0) === y ? compute(x, y) : NaN;

const bitwiseOperators = [
  bitwise(
    'bitwise_and',
    'and',
    small((x, y) => x & y),
  ),
  bitwise(
    'bitwise_or',
    'or',
    small((x, y) => x | y),
  ),
  bitwise(
    'bitwise_xor',
    'xor',
    small((x, y) => x ^ y),
  ),
  bitwise('bitwise_left_shift', 'lshift'),
  bitwise('bitwise_right_shift', 'rshift'),
] as const;

const comparison = <const Name extends string>(
  name: Name,
  compute: (x: number, y: number) => boolean,
  aliases: readonly string[] = [],
) => binary(name, { special: name, aliases, dtype: () => 'bool', compute: (x, y) => Number(compute(x, y)) });

const comparisons = [
  comparison('eq', (x, y) => x === y),
  comparison('ne', (x, y) => x !== y, ['not_equal']),
  comparison('lt', (x, y) => x < y, ['less']),
  comparison('le', (x, y) => x <= y, ['less_equal']),
  comparison('gt', (x, y) => x > y, ['greater']),
  comparison('ge', (x, y) => x >= y, ['greater_equal']),
  binary('isclose', {
    signature: 'input, other, rtol=1e-05, atol=1e-08, equal_nan=False',
    dtype: () => 'bool',
  }),
] as const;

const logical = <const Name extends string>(name: Name, compute: (x: boolean, y: boolean) => boolean) =>
  binary(name, { dtype: () => 'bool', compute: (x, y) => Number(compute(x !== 0, y !== 0)) });

const logicalOperators = [
  logical('logical_and', (x, y) => x && y),
  logical('logical_or', (x, y) => x || y),
  logical('logical_xor', (x, y) => x !== y),
] as const;

const floating = <const Name extends string>(
  name: Name,
  compute?: (x: number, y: number) => number,
  aliases: readonly string[] = [],
) => binary(name, { dtype: toFloating, aliases, ...(compute ? { compute } : {}) });

const ldexpType = (dtype: DType): DType => promoteTypes(toFloating(dtype), 'float32');

const furtherFunctions = [
  binary('maximum', { compute: Math.max, refuses: ['complex'] }),
  binary('minimum', { compute: Math.min, refuses: ['complex'] }),
  binary('fmax', { compute: Math.max, refuses: ['complex'] }),
  binary('fmin', { compute: Math.min, refuses: ['complex'] }),
  floating('atan2', Math.atan2, ['arctan2']),
  binary('hypot', { compute: Math.hypot, refuses: ['bool', 'integer'] }),
  floating('copysign'),
  binary('nextafter', { refuses: ['bool', 'integer', 'complex'] }),
  binary('logaddexp', { refuses: ['bool', 'integer'] }),
  binary('logaddexp2', { refuses: ['bool', 'integer'] }),
  floating('xlogy', undefined, ['special.xlogy']),
  binary('ldexp', { dtype: ldexpType }),
  binary('gcd', { refuses: ['bool', 'floating', 'complex'] }),
  binary('lcm', { refuses: ['bool', 'floating', 'complex'] }),
] as const;

export const binaryOperators = [
  ...arithmetic,
  ...bitwiseOperators,
  ...comparisons,
  ...logicalOperators,
  ...furtherFunctions,
] as const;

// Functions of two operands, element by element, with broadcasting and type promotion. Of those that Python's operators call,
// either operand may be a Python scalar, so `2 - x` is `sub(2, x)`; the others take tensors alone.
import type { OperatorArguments } from '../arguments';
import type { Operator } from '../operator';
import { invalidArgument } from '../problems';
import { isFloating, promoteTypes, toFloating } from '../promotion';
import { type ElementwiseRule, elementwiseResult, type Operand, operand, tensorOperand } from './operands';

interface BinaryOptions extends ElementwiseRule {
  readonly aliases?: readonly string[];
  readonly signature?: string;
  /** The name of the second parameter. */
  readonly second?: string;
  /** Python's special methods without underscores: `add` for `__add__`, `__radd__` and `__iadd__`. */
  readonly special?: string;
  /** Tensors alone, and no form in place, unless said otherwise. */
  readonly tensorsOnly?: boolean;
  readonly inPlace?: boolean;
  /** The rule for this call, where arguments change it. */
  readonly choose?: (a: OperatorArguments, operands: readonly Operand[]) => ElementwiseRule;
}

const binary = <const Name extends string>(name: Name, options: BinaryOptions = {}) => {
  const { special, second = 'other' } = options;
  const names = [name, ...(options.aliases ?? [])];
  const inPlace = options.inPlace ?? !options.tensorsOnly;
  return {
    name,
    signature: options.signature ?? `input, ${second}`,
    functions: names.map((n) => `torch.${n}`),
    methods: [
      ...names.filter((n) => !n.includes('.')).flatMap((n) => (inPlace ? [n, `${n}_`] : [n])),
      ...(special ? [`__${special}__`, ...(inPlace ? [`__i${special}__`] : [])] : []),
    ],
    infer: (a) => {
      const operands = options.tensorsOnly
        ? [tensorOperand(a.tensor('input')), tensorOperand(a.tensor(second))]
        : [operand(a, 'input'), operand(a, second)];
      return elementwiseResult(a, operands, { ...options, ...options.choose?.(a, operands) });
    },
  } as const satisfies Operator;
};

const floorModulo = (x: number, y: number): number => (y === 0 ? NaN : x - y * Math.floor(x / y));

/** Subtraction of truth values is refused even where the other operand would promote them. */
const subtraction =
  (compute: (x: number, y: number) => number) =>
  (a: OperatorArguments, operands: readonly Operand[]): ElementwiseRule => {
    if (operands.some((o) => o.dtype === 'bool')) {
      a.fail(
        invalidArgument(a.operatorName, 'subtraction with a bool tensor is not supported', {
          actual: 'bool',
          hint: 'To invert a mask, use ~ or logical_not().',
        }),
      );
    }
    return a.number('alpha') === 1 ? { compute } : {};
  };

const withAlpha = 'input, other, *, alpha=1';

const arithmetic = [
  binary('add', {
    special: 'add',
    signature: withAlpha,
    choose: (a) => (a.number('alpha') === 1 ? { compute: (x, y) => x + y } : {}),
  }),
  binary('sub', {
    special: 'sub',
    aliases: ['subtract'],
    signature: withAlpha,
    choose: subtraction((x, y) => x - y),
  }),
  // Called in reverse by Python, so not as a method of its own.
  { ...binary('rsub', { signature: withAlpha, choose: subtraction((x, y) => y - x) }), methods: ['__rsub__'] },
  binary('mul', { special: 'mul', aliases: ['multiply'], compute: (x, y) => x * y }),
  binary('true_divide', {
    special: 'truediv',
    aliases: ['div', 'divide'],
    signature: 'input, other, *, rounding_mode=None',
    choose: (a) => {
      if (a.raw('rounding_mode') === null) return { dtype: toFloating, compute: (x, y) => x / y };
      const floor = a.string('rounding_mode') === 'floor';
      return { compute: floor ? (x, y) => Math.floor(x / y) : (x, y) => Math.trunc(x / y) };
    },
  }),
  binary('floor_divide', {
    special: 'floordiv',
    compute: (x, y) => Math.floor(x / y),
    refuses: ['complex', 'bool'],
  }),
  binary('remainder', { special: 'mod', compute: floorModulo, refuses: ['complex', 'bool'] }),
  binary('fmod', { compute: (x, y) => (y === 0 ? NaN : x % y), refuses: ['complex', 'bool'] }),
  binary('pow', {
    special: 'pow',
    second: 'exponent',
    compute: (x, y) => x ** y,
    choose: (_, operands) => (operands.some((o) => o.priority === 'scalar') ? {} : { refuses: ['bool'] }),
  }),
  binary('float_power', {
    second: 'exponent',
    dtype: (d) => (d.startsWith('complex') ? 'complex128' : 'float64'),
  }),
] as const;

const bitwise = <const Name extends string>(
  name: Name,
  special: string,
  options: Pick<BinaryOptions, 'compute' | 'refuses'> = {},
) => binary(name, { special, refuses: ['floating', 'complex'], ...options });

/** Exact in JavaScript for numbers of 32 bits alone. */
const small = (compute: (x: number, y: number) => number) => (x: number, y: number) =>
  (x | 0) === x && (y | 0) === y ? compute(x, y) : NaN;

const bitwiseOperators = [
  bitwise('bitwise_and', 'and', { compute: small((x, y) => x & y) }),
  bitwise('bitwise_or', 'or', { compute: small((x, y) => x | y) }),
  bitwise('bitwise_xor', 'xor', { compute: small((x, y) => x ^ y) }),
  bitwise('bitwise_left_shift', 'lshift', { refuses: ['bool', 'floating', 'complex'] }),
  bitwise('bitwise_right_shift', 'rshift', { refuses: ['bool', 'floating', 'complex'] }),
] as const;

const comparison = <const Name extends string>(
  name: Name,
  compute: (x: number, y: number) => boolean,
  aliases: readonly string[] = [],
) => {
  const made = binary(name, { aliases, dtype: () => 'bool', compute: (x, y) => Number(compute(x, y)) });
  return { ...made, methods: [...made.methods, `__${name}__`] };
};

const comparisons = [
  comparison('eq', (x, y) => x === y),
  comparison('ne', (x, y) => x !== y, ['not_equal']),
  comparison('lt', (x, y) => x < y, ['less']),
  comparison('le', (x, y) => x <= y, ['less_equal']),
  comparison('gt', (x, y) => x > y, ['greater']),
  comparison('ge', (x, y) => x >= y, ['greater_equal']),
  binary('isclose', {
    signature: 'input, other, rtol=1e-05, atol=1e-08, equal_nan=False',
    tensorsOnly: true,
    dtype: () => 'bool',
    choose: (a, [left, right]) =>
      left.dtype === right.dtype
        ? {}
        : a.fail(invalidArgument(a.operatorName, `${left.dtype} did not match ${right.dtype}`)),
  }),
] as const;

const logical = <const Name extends string>(name: Name, compute: (x: boolean, y: boolean) => boolean) =>
  binary(name, {
    tensorsOnly: true,
    inPlace: true,
    dtype: () => 'bool',
    compute: (x, y) => Number(compute(x !== 0, y !== 0)),
  });

const logicalOperators = [
  logical('logical_and', (x, y) => x && y),
  logical('logical_or', (x, y) => x || y),
  logical('logical_xor', (x, y) => x !== y),
] as const;

/** Of two tensors. */
const tensors = <const Name extends string>(name: Name, options: BinaryOptions = {}) =>
  binary(name, { tensorsOnly: true, ...options });

const furtherFunctions = [
  tensors('maximum', { compute: Math.max, refuses: ['complex'] }),
  tensors('minimum', { compute: Math.min, refuses: ['complex'] }),
  tensors('fmax', { compute: Math.max, refuses: ['complex'] }),
  tensors('fmin', { compute: Math.min, refuses: ['complex'] }),
  tensors('atan2', { dtype: toFloating, compute: Math.atan2, aliases: ['arctan2'], inPlace: true }),
  tensors('hypot', { compute: Math.hypot, refuses: ['bool', 'integer'], inPlace: true }),
  binary('copysign', { dtype: toFloating }),
  tensors('nextafter', { refuses: ['bool', 'integer', 'complex'], inPlace: true }),
  tensors('logaddexp', { refuses: ['bool', 'integer'] }),
  tensors('logaddexp2', { refuses: ['bool', 'integer'] }),
  binary('xlogy', { dtype: toFloating, aliases: ['special.xlogy'] }),
  tensors('ldexp', {
    dtype: (d) => promoteTypes(toFloating(d), 'float32'),
    inPlace: true,
    choose: (a, [base, exponent]) =>
      exponent.dtype === 'bool' && isFloating(base.dtype)
        ? a.fail(invalidArgument(a.operatorName, 'not implemented for bool'))
        : {},
  }),
  tensors('gcd', { refuses: ['bool', 'floating', 'complex'], inPlace: true }),
  tensors('lcm', { refuses: ['bool', 'floating', 'complex'], inPlace: true }),
  tensors('heaviside', {
    inPlace: true,
    refuses: ['complex'],
    choose: (a, [left, right]) =>
      left.dtype === right.dtype
        ? {}
        : a.fail(invalidArgument(a.operatorName, 'heaviside is not yet implemented for tensors with different dtypes')),
  }),
] as const;

export const binaryOperators = [
  ...arithmetic,
  ...bitwiseOperators,
  ...comparisons,
  ...logicalOperators,
  ...furtherFunctions,
] as const;

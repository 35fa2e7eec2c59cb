// Functions of one tensor, element by element (https://docs.pytorch.org/docs/stable/torch.html#pointwise-ops): the shape stays.
import type { DType } from '../../shape/dtype';
import type { OperatorArguments } from '../arguments';
import type { Operator } from '../operator';
import { type Category, isComplex, isFloating, toFloating } from '../promotion';
import { type ElementwiseRule, elementwiseResult, operand } from './operands';

/** What torch has in place as a method alone. */
const METHODS_ALONE = new Set(['erfinv', 'lgamma', 'digamma', 'absolute', 'sign', 'sgn', 'bitwise_not', 'logical_not']);

const unary = <const Name extends string>(
  name: Name,
  rule: ElementwiseRule & {
    readonly aliases?: readonly string[];
    readonly signature?: string;
    readonly inPlace?: boolean;
    /** Python's special method without underscores. */
    readonly special?: string;
  } = {},
) =>
  ({
    name,
    signature: rule.signature ?? 'input',
    functions: [name, ...(rule.aliases ?? [])].flatMap((n) =>
      rule.inPlace === false || n.includes('.') || METHODS_ALONE.has(n)
        ? [`torch.${n}`]
        : [`torch.${n}`, `torch.${n}_`],
    ),
    methods: [
      ...[name, ...(rule.aliases ?? []).filter((n) => !n.includes('.'))].flatMap((n) =>
        rule.inPlace === false ? [n] : [n, `${n}_`],
      ),
      ...(rule.special ? [`__${rule.special}__`] : []),
    ],
    infer: (a) => elementwiseResult(a, [operand(a, 'input')], rule),
  }) as const satisfies Operator;

/** Integers become floating. */
const floating = <const Name extends string>(
  name: Name,
  compute?: (x: number) => number,
  aliases: readonly string[] = [],
  refuses: readonly Category[] = [],
) => unary(name, { dtype: toFloating, aliases, refuses, ...(compute ? { compute } : {}) });

/** A question about each element. */
const predicate = <const Name extends string>(
  name: Name,
  compute: (x: number) => number,
  refuses: readonly Category[] = [],
) => unary(name, { dtype: () => 'bool', compute, refuses, inPlace: name === 'logical_not' });

const realPart = (dtype: DType): DType =>
  dtype === 'complex64' ? 'float32' : dtype === 'complex128' ? 'float64' : dtype;

const roundHalfToEven = (x: number): number => {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
};

const floatingFunctions = [
  floating('sqrt', Math.sqrt),
  floating('rsqrt', (x) => 1 / Math.sqrt(x)),
  floating('exp', Math.exp),
  floating('exp2', (x) => 2 ** x, ['special.exp2']),
  floating('expm1', Math.expm1, ['special.expm1']),
  floating('log', Math.log),
  floating('log2', Math.log2),
  floating('log10', Math.log10),
  floating('log1p', Math.log1p, ['special.log1p']),
  floating('sin', Math.sin),
  floating('cos', Math.cos),
  floating('tan', Math.tan),
  floating('asin', Math.asin, ['arcsin']),
  floating('acos', Math.acos, ['arccos']),
  floating('atan', Math.atan, ['arctan']),
  floating('sinh', Math.sinh),
  floating('cosh', Math.cosh),
  floating('asinh', Math.asinh, ['arcsinh']),
  floating('acosh', Math.acosh, ['arccosh']),
  floating('atanh', Math.atanh, ['arctanh']),
  floating('erf', undefined, ['special.erf'], ['complex']),
  floating('erfc', undefined, ['special.erfc'], ['complex']),
  floating('erfinv', undefined, ['special.erfinv'], ['complex']),
  floating('lgamma', undefined, ['special.gammaln'], ['complex']),
  floating('digamma', undefined, ['special.digamma', 'special.psi'], ['complex']),
  floating('reciprocal', (x) => 1 / x),
  floating('deg2rad', undefined, [], ['complex']),
  floating('rad2deg', undefined, [], ['complex']),
  floating('i0', undefined, ['special.i0'], ['complex']),
  floating('sinc', undefined, ['special.sinc']),
  unary('logit', { dtype: toFloating, refuses: ['complex'], signature: 'input, eps=None', aliases: ['special.logit'] }),
] as const;

const rounding = unary('round', {
  signature: 'input, *, decimals=0',
  refuses: ['bool', 'complex'],
  aliases: ['special.round'],
});

/** Halves to even; with decimals of the number scaled by a power of ten. */
const round = {
  ...rounding,
  infer: (a: OperatorArguments) => {
    const scale = 10 ** a.int('decimals');
    const compute = (x: number): number => roundHalfToEven(x * scale) / scale;
    return elementwiseResult(a, [operand(a, 'input')], { refuses: ['bool', 'complex'], compute });
  },
};

const inverting = unary('bitwise_not', { special: 'invert', refuses: ['floating', 'complex'] });

/** Of truth values the opposite, of integers -1 - x. */
const bitwiseNot = {
  ...inverting,
  infer: (a: OperatorArguments) => {
    const given = operand(a, 'input');
    const compute =
      given.dtype === 'bool'
        ? (x: number) => 1 - x
        : given.dtype === 'uint8'
          ? (x: number) => 255 - x
          : (x: number) => -1 - x;
    return elementwiseResult(a, [given], { refuses: ['floating', 'complex'], compute });
  },
};

const sameTypeFunctions = [
  unary('neg', { special: 'neg', compute: (x) => -x, refuses: ['bool'], aliases: ['negative'] }),
  unary('positive', { special: 'pos', compute: (x) => x, refuses: ['bool'], inPlace: false }),
  unary('abs', { special: 'abs', dtype: realPart, compute: Math.abs, refuses: ['bool'], aliases: ['absolute'] }),
  unary('sign', { compute: Math.sign, refuses: ['complex'] }),
  unary('sgn'),
  unary('square', { dtype: (d) => (d === 'bool' ? 'int64' : d), compute: (x) => x * x }),
  unary('floor', { compute: Math.floor, refuses: ['bool', 'complex'] }),
  unary('ceil', { compute: Math.ceil, refuses: ['bool', 'complex'] }),
  unary('trunc', { compute: Math.trunc, refuses: ['bool', 'complex'], aliases: ['fix'] }),
  round,
  unary('frac', { refuses: ['bool', 'integer', 'complex'] }),
  unary('nan_to_num', { signature: 'input, nan=0.0, posinf=None, neginf=None' }),
  bitwiseNot,
  unary('conj_physical'),
  unary('conj', { aliases: ['resolve_conj', 'resolve_neg'], inPlace: false }),
] as const;

const predicates = [
  predicate('isnan', (x) => Number(Number.isNaN(x))),
  predicate('isinf', (x) => Number(Math.abs(x) === Infinity)),
  predicate('isfinite', (x) => Number(Number.isFinite(x))),
  predicate('isposinf', (x) => Number(x === Infinity), ['complex']),
  predicate('isneginf', (x) => Number(x === -Infinity), ['complex']),
  predicate('signbit', (x) => Number(x < 0 || Object.is(x, -0)), ['complex']),
  predicate('isreal', () => 1),
  predicate('logical_not', (x) => Number(x === 0)),
] as const;

/** The angle of each element, and the parts of complex numbers. */
const complexFunctions = [
  unary('angle', { dtype: (d) => (isComplex(d) || isFloating(d) ? realPart(d) : 'float32'), inPlace: false }),
] as const;

export const unaryOperators = [...floatingFunctions, ...sameTypeFunctions, ...predicates, ...complexFunctions] as const;

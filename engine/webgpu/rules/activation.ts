// Element-wise functions of one tensor with their derivatives, the same as in engine/layers/activation.ts: a is the operand, y the
// result.
import { numberOf, text } from '../../layers/attributes';
import type { GpuContext, GpuRule } from '../context';
import { literal } from '../kernel';
import { elementwise } from './elementwise';

const unary = (make: (c: GpuContext) => readonly [value: string, slope: string]): GpuRule =>
  elementwise(['input'], (c) => {
    const [value, slope] = make(c);
    return { value, slopes: [slope] };
  });

const fixed = (value: string, slope: string): GpuRule => unary(() => [value, slope]);

/** Of those whose derivative the result tells: they go along with the operation before them. */
const ofResult = (make: (c: GpuContext) => readonly [value: string, slope: string]): GpuRule => ({
  ...unary(make),
  activation(c) {
    const [value, slope] = make(c);
    return { value, slope: slope.replace(/\ba\b/g, 'y') };
  },
});

const hardtanh = (low: string, high: string): readonly [string, string] => [
  `clamp(a, ${low}, ${high})`,
  `select(0.0, 1.0, a > ${low} && a < ${high})`,
];

const elu = (alpha: string, scale: string): readonly [string, string] => [
  `${scale} * select(${alpha} * expm1(a), a, a > 0.0)`,
  `${scale} * select(${alpha} * exp(a), 1.0, a > 0.0)`,
];

const GELU_TANH = literal(Math.sqrt(2 / Math.PI));
const inner = `hyperbolic(${GELU_TANH} * (a + 0.044715 * a * a * a))`;
const cumulative = `(0.5 * (1.0 + error_function(a * ${literal(Math.SQRT1_2)})))`;

const clamp: GpuRule = {
  ...unary((c) => {
    const [low, high] = [literal(numberOf(c, 'min', -Infinity)), literal(numberOf(c, 'max', Infinity))];
    return [
      `select(select(a, ${high}, a > ${high}), ${low}, a < ${low})`,
      `select(0.0, 1.0, a >= ${low} && a <= ${high})`,
    ];
  }),
  refuses: (c) => (c.hasInput('min') || c.hasInput('max') ? 'bounds that are tensors' : null),
};

export const activations: Readonly<Record<string, GpuRule>> = {
  relu: ofResult(() => ['select(a, 0.0, a <= 0.0)', 'select(0.0, 1.0, y > 0.0)']),
  relu6: ofResult(() => hardtanh('0.0', '6.0')),
  hardtanh: ofResult((c) => hardtanh(literal(numberOf(c, 'min_val', -1)), literal(numberOf(c, 'max_val', 1)))),
  leaky_relu: unary((c) => {
    const slope = literal(numberOf(c, 'negative_slope', 0.01));
    return [`select(a * ${slope}, a, a > 0.0)`, `select(${slope}, 1.0, a > 0.0)`];
  }),
  elu: unary((c) => elu(literal(numberOf(c, 'alpha', 1)), '1.0')),
  selu: unary(() => elu(literal(1.6732632423543772), literal(1.0507009873554805))),
  celu: unary((c) => {
    const alpha = literal(numberOf(c, 'alpha', 1));
    return [`select(${alpha} * expm1(a / ${alpha}), a, a > 0.0)`, `select(exp(a / ${alpha}), 1.0, a > 0.0)`];
  }),
  silu: fixed('a * sigmoid(a)', 'sigmoid(a) * (1.0 + a * (1.0 - sigmoid(a)))'),
  mish: fixed(
    'a * hyperbolic(softplus(a))',
    'hyperbolic(softplus(a)) + a * (1.0 - hyperbolic(softplus(a)) * hyperbolic(softplus(a))) * sigmoid(a)',
  ),
  gelu: unary((c) =>
    text(c, 'approximate', 'none') === 'tanh'
      ? [
          `0.5 * a * (1.0 + ${inner})`,
          `0.5 * (1.0 + ${inner}) + 0.5 * a * (1.0 - ${inner} * ${inner}) * ${GELU_TANH} * (1.0 + 0.134145 * a * a)`,
        ]
      : [`a * ${cumulative}`, `${cumulative} + a * exp(-0.5 * a * a) * ${literal(1 / Math.sqrt(2 * Math.PI))}`],
  ),
  hardswish: fixed('a * clamp(a + 3.0, 0.0, 6.0) / 6.0', 'select(select(1.0, a / 3.0 + 0.5, a < 3.0), 0.0, a <= -3.0)'),
  hardsigmoid: fixed('clamp(a + 3.0, 0.0, 6.0) / 6.0', `select(0.0, ${literal(1 / 6)}, a > -3.0 && a < 3.0)`),
  sigmoid: fixed('sigmoid(a)', 'y * (1.0 - y)'),
  logsigmoid: fixed('-softplus(-a)', 'sigmoid(-a)'),
  tanh: fixed('hyperbolic(a)', '1.0 - y * y'),
  softplus: unary((c) => {
    const [beta, threshold] = [literal(numberOf(c, 'beta', 1)), literal(numberOf(c, 'threshold', 20))];
    return [
      `select(softplus(a * ${beta}) / ${beta}, a, a * ${beta} > ${threshold})`,
      `select(sigmoid(a * ${beta}), 1.0, a * ${beta} > ${threshold})`,
    ];
  }),
  softsign: fixed('a / (1.0 + abs(a))', '1.0 / ((1.0 + abs(a)) * (1.0 + abs(a)))'),
  threshold: unary((c) => {
    const [bound, value] = [literal(numberOf(c, 'threshold', 0)), literal(numberOf(c, 'value', 0))];
    return [`select(a, ${value}, a <= ${bound})`, `select(0.0, 1.0, a > ${bound})`];
  }),
  clamp,
  clamp_min: clamp,
  clamp_max: clamp,
  neg: fixed('-a', '-1.0'),
  abs: fixed('abs(a)', 'sign(a)'),
  exp: fixed('exp(a)', 'y'),
  log: fixed('log(a)', '1.0 / a'),
  log1p: fixed('log1p(a)', '1.0 / (1.0 + a)'),
  sqrt: fixed('sqrt(a)', '0.5 / y'),
  rsqrt: fixed('1.0 / sqrt(a)', '-0.5 * y * y * y'),
  reciprocal: fixed('1.0 / a', '-y * y'),
  square: fixed('a * a', '2.0 * a'),
  sin: fixed('sin(a)', 'cos(a)'),
  cos: fixed('cos(a)', '-sin(a)'),
  floor: elementwise(['input'], () => ({ value: 'floor(a)' })),
  ceil: elementwise(['input'], () => ({ value: 'ceil(a)' })),
  round: elementwise(['input'], (c) => {
    const scale = literal(10 ** numberOf(c, 'decimals', 0));
    return { value: `round(a * ${scale}) / ${scale}` };
  }),
  sign: elementwise(['input'], () => ({ value: 'sign(a)' })),
  tanhshrink: fixed('a - hyperbolic(a)', 'hyperbolic(a) * hyperbolic(a)'),
  hardshrink: unary((c) => {
    const bound = literal(numberOf(c, 'lambd', 0.5));
    return [`select(0.0, a, abs(a) > ${bound})`, `select(0.0, 1.0, abs(a) > ${bound})`];
  }),
  softshrink: unary((c) => {
    const bound = literal(numberOf(c, 'lambd', 0.5));
    return [`sign(a) * max(0.0, abs(a) - ${bound})`, `select(0.0, 1.0, abs(a) > ${bound})`];
  }),
  erf: fixed('error_function(a)', `${literal(2 / Math.sqrt(Math.PI))} * exp(-a * a)`),
};

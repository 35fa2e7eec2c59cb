// Element-wise functions of one tensor, each with its derivative. Formulas: torch.nn.functional's documentation.
// A derivative is given by x and y = f(x); where x suffices, y is not kept, and the reverse.
import { numberOf, text } from './attributes';
import { erf } from './erf';
import type { LayerRule, ShapeContext } from './rule';

type Attributes = Pick<ShapeContext, 'attribute'>;

interface Unary {
  readonly f: (x: number) => number;
  /** df/dx. */
  readonly slope: (x: number, y: number) => number;
}

/** Which of x and y the derivative reads. */
type Reads = 'input' | 'output';

export const unary = (reads: Reads, make: (c: Attributes) => Unary, input = 'input'): LayerRule => ({
  reads: reads === 'input' ? { inputs: [input] } : { outputs: true },
  forward(c) {
    const [x, y] = [c.input(input).data, c.output().data];
    const { f } = make(c);
    for (let i = 0; i < x.length; i++) y[i] = f(x[i]);
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient(input)?.data;
    if (!dy || !dx) return;
    const { slope } = make(c);
    if (reads === 'input') {
      const x = c.input(input).data;
      for (let i = 0; i < x.length; i++) dx[i] += dy[i] * slope(x[i], NaN);
    } else {
      const y = c.output().data;
      for (let i = 0; i < y.length; i++) dx[i] += dy[i] * slope(NaN, y[i]);
    }
  },
});

export const sigmoidOf = (x: number): number => 1 / (1 + Math.exp(-x));
const softplusOf = (x: number): number => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
const clampOf = (x: number, low: number, high: number): number => (x < low ? low : x > high ? high : x);

/** relu6 and hardtanh: the gradient passes strictly inside; `clamp` passes it at its bounds as well. */
const hardtanh = (low: number, high: number): Unary => ({
  f: (x) => clampOf(x, low, high),
  slope: (x) => (x > low && x < high ? 1 : 0),
});

const leaky = (slope: number): Unary => ({ f: (x) => (x > 0 ? x : x * slope), slope: (x) => (x > 0 ? 1 : slope) });

const elu = (alpha: number, scale: number): Unary => ({
  f: (x) => scale * (x > 0 ? x : alpha * Math.expm1(x)),
  slope: (x) => scale * (x > 0 ? 1 : alpha * Math.exp(x)),
});

/** Halves go to the even neighbour. */
const roundToEven = (x: number): number => {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
};

const GELU_TANH = Math.sqrt(2 / Math.PI);

function gelu(approximate: string): Unary {
  if (approximate === 'tanh') {
    const inner = (x: number): number => Math.tanh(GELU_TANH * (x + 0.044715 * x ** 3));
    return {
      f: (x) => 0.5 * x * (1 + inner(x)),
      slope(x) {
        const t = inner(x);
        return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * GELU_TANH * (1 + 3 * 0.044715 * x * x);
      },
    };
  }
  const cumulative = (x: number): number => 0.5 * (1 + erf(x * Math.SQRT1_2));
  return {
    f: (x) => x * cumulative(x),
    slope: (x) => cumulative(x) + (x * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI),
  };
}

/** PyTorch's constants (torch.nn.functional.selu). */
const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

export const activations: Readonly<Record<string, LayerRule>> = {
  relu: unary('output', () => ({ f: (x) => (x <= 0 ? 0 : x), slope: (_, y) => (y > 0 ? 1 : 0) })),
  relu6: unary('input', () => hardtanh(0, 6)),
  hardtanh: unary('input', (c) => hardtanh(numberOf(c, 'min_val', -1), numberOf(c, 'max_val', 1))),
  leaky_relu: unary('input', (c) => leaky(numberOf(c, 'negative_slope', 0.01))),
  elu: unary('input', (c) => elu(numberOf(c, 'alpha', 1), 1)),
  selu: unary('input', () => elu(SELU.alpha, SELU.scale)),
  celu: unary('input', (c) => {
    const alpha = numberOf(c, 'alpha', 1);
    return {
      f: (x) => (x > 0 ? x : alpha * Math.expm1(x / alpha)),
      slope: (x) => (x > 0 ? 1 : Math.exp(x / alpha)),
    };
  }),
  silu: unary('input', () => ({
    f: (x) => x * sigmoidOf(x),
    slope: (x) => sigmoidOf(x) * (1 + x * (1 - sigmoidOf(x))),
  })),
  mish: unary('input', () => ({
    f: (x) => x * Math.tanh(softplusOf(x)),
    slope: (x) => {
      const t = Math.tanh(softplusOf(x));
      return t + x * (1 - t * t) * sigmoidOf(x);
    },
  })),
  gelu: unary('input', (c) => gelu(text(c, 'approximate', 'none'))),
  hardswish: unary('input', () => ({
    f: (x) => (x * clampOf(x + 3, 0, 6)) / 6,
    slope: (x) => (x <= -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1),
  })),
  hardsigmoid: unary('input', () => ({
    f: (x) => clampOf(x + 3, 0, 6) / 6,
    slope: (x) => (x > -3 && x < 3 ? 1 / 6 : 0),
  })),
  sigmoid: unary('output', () => ({ f: sigmoidOf, slope: (_, y) => y * (1 - y) })),
  logsigmoid: unary('input', () => ({ f: (x) => -softplusOf(-x), slope: (x) => sigmoidOf(-x) })),
  tanh: unary('output', () => ({ f: Math.tanh, slope: (_, y) => 1 - y * y })),
  softplus: unary('input', (c) => {
    const [beta, threshold] = [numberOf(c, 'beta', 1), numberOf(c, 'threshold', 20)];
    return {
      f: (x) => (x * beta > threshold ? x : softplusOf(x * beta) / beta),
      slope: (x) => (x * beta > threshold ? 1 : sigmoidOf(x * beta)),
    };
  }),
  softsign: unary('input', () => ({ f: (x) => x / (1 + Math.abs(x)), slope: (x) => 1 / (1 + Math.abs(x)) ** 2 })),
  threshold: unary('input', (c) => {
    const [bound, value] = [numberOf(c, 'threshold', 0), numberOf(c, 'value', 0)];
    return { f: (x) => (x <= bound ? value : x), slope: (x) => (x > bound ? 1 : 0) };
  }),
  neg: unary('input', () => ({ f: (x) => -x, slope: () => -1 })),
  abs: unary('input', () => ({ f: Math.abs, slope: Math.sign })),
  exp: unary('output', () => ({ f: Math.exp, slope: (_, y) => y })),
  log: unary('input', () => ({ f: Math.log, slope: (x) => 1 / x })),
  log1p: unary('input', () => ({ f: Math.log1p, slope: (x) => 1 / (1 + x) })),
  sqrt: unary('output', () => ({ f: Math.sqrt, slope: (_, y) => 0.5 / y })),
  rsqrt: unary('output', () => ({ f: (x) => 1 / Math.sqrt(x), slope: (_, y) => -0.5 * y ** 3 })),
  reciprocal: unary('output', () => ({ f: (x) => 1 / x, slope: (_, y) => -y * y })),
  square: unary('input', () => ({ f: (x) => x * x, slope: (x) => 2 * x })),
  sin: unary('input', () => ({ f: Math.sin, slope: Math.cos })),
  cos: unary('input', () => ({ f: Math.cos, slope: (x) => -Math.sin(x) })),
  floor: unary('input', () => ({ f: Math.floor, slope: () => 0 })),
  ceil: unary('input', () => ({ f: Math.ceil, slope: () => 0 })),
  round: unary('input', (c) => {
    const scale = 10 ** numberOf(c, 'decimals', 0);
    return { f: (x) => roundToEven(x * scale) / scale, slope: () => 0 };
  }),
  sign: unary('input', () => ({ f: Math.sign, slope: () => 0 })),
  tanhshrink: unary('input', () => ({ f: (x) => x - Math.tanh(x), slope: (x) => Math.tanh(x) ** 2 })),
  hardshrink: unary('input', (c) => {
    const bound = numberOf(c, 'lambd', 0.5);
    return { f: (x) => (Math.abs(x) > bound ? x : 0), slope: (x) => (Math.abs(x) > bound ? 1 : 0) };
  }),
  softshrink: unary('input', (c) => {
    const bound = numberOf(c, 'lambd', 0.5);
    return { f: (x) => Math.sign(x) * Math.max(0, Math.abs(x) - bound), slope: (x) => (Math.abs(x) > bound ? 1 : 0) };
  }),
  erf: unary('input', () => ({ f: erf, slope: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) })),
};

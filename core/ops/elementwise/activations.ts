// Activation functions (https://docs.pytorch.org/docs/stable/nn.functional.html#non-linear-activation-functions): the shape
// stays; most have no kernel for integers.
import { certainlyDiffer } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator } from '../operator';
import { wrongChannels } from '../problems';
import { type Category, toFloating } from '../promotion';
import { type ElementwiseRule, elementwiseResult, operand } from './operands';

interface ActivationOptions extends ElementwiseRule {
  /** Beyond `torch.nn.functional`. */
  readonly functions?: readonly string[];
  readonly methods?: readonly string[];
  /** `F.relu_` exists beside `F.relu`. */
  readonly inPlace?: boolean;
}

const activation = <const Name extends string>(name: Name, signature: string, options: ActivationOptions = {}) =>
  ({
    name,
    signature,
    functions: [F(name), ...(options.inPlace ? [F(`${name}_`)] : []), ...(options.functions ?? [])],
    methods: options.methods ?? [],
    infer: (a) => elementwiseResult(a, [operand(a, 'input')], options),
  }) as const satisfies Operator;

const FLOATING_ONLY: readonly Category[] = ['bool', 'integer'];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

export const prelu = {
  name: 'prelu',
  signature: 'input, weight',
  functions: [F('prelu'), 'torch.prelu'],
  methods: ['prelu'],
  infer: inferPrelu,
} as const satisfies Operator;

export const activations = [
  activation('relu', 'input, inplace=False', {
    functions: ['torch.relu', 'torch.relu_'],
    methods: ['relu', 'relu_'],
    inPlace: true,
    compute: (x) => Math.max(x, 0),
    refuses: ['bool', 'complex'],
  }),
  activation('relu6', 'input, inplace=False', { refuses: ['bool', 'complex'] }),
  activation('leaky_relu', 'input, negative_slope=0.01, inplace=False', { inPlace: true, refuses: FLOATING_ONLY }),
  prelu,
  activation('rrelu', 'input, lower=0.125, upper=0.3333333333333333, training=False, inplace=False', {
    functions: ['torch.rrelu', 'torch.rrelu_'],
    inPlace: true,
    refuses: FLOATING_ONLY,
  }),
  activation('elu', 'input, alpha=1.0, inplace=False', { inPlace: true, refuses: FLOATING_ONLY }),
  activation('selu', 'input, inplace=False', {
    functions: ['torch.selu', 'torch.selu_'],
    inPlace: true,
    refuses: FLOATING_ONLY,
  }),
  activation('celu', 'input, alpha=1.0, inplace=False', {
    functions: ['torch.celu', 'torch.celu_'],
    inPlace: true,
    refuses: FLOATING_ONLY,
  }),
  activation('gelu', "input, approximate='none'", { refuses: FLOATING_ONLY }),
  activation('silu', 'input, inplace=False', { refuses: FLOATING_ONLY }),
  activation('mish', 'input, inplace=False', { refuses: FLOATING_ONLY }),
  activation('hardswish', 'input, inplace=False', { refuses: FLOATING_ONLY }),
  activation('hardsigmoid', 'input, inplace=False', { refuses: FLOATING_ONLY }),
  activation('hardtanh', 'input, min_val=-1.0, max_val=1.0, inplace=False', { inPlace: true, refuses: ['bool'] }),
  activation('sigmoid', 'input', {
    functions: ['torch.sigmoid', 'torch.sigmoid_', 'torch.special.expit'],
    methods: ['sigmoid', 'sigmoid_'],
    dtype: toFloating,
    compute: sigmoid,
  }),
  activation('logsigmoid', 'input', { refuses: FLOATING_ONLY }),
  activation('tanh', 'input', {
    functions: ['torch.tanh', 'torch.tanh_'],
    methods: ['tanh', 'tanh_'],
    dtype: toFloating,
    compute: Math.tanh,
  }),
  activation('softplus', 'input, beta=1, threshold=20', { refuses: FLOATING_ONLY }),
  activation('softsign', 'input', { dtype: toFloating, refuses: ['bool'] }),
  activation('softshrink', 'input, lambd=0.5', { refuses: FLOATING_ONLY }),
  activation('hardshrink', 'input, lambd=0.5', {
    functions: ['torch.hardshrink'],
    methods: ['hardshrink'],
    refuses: FLOATING_ONLY,
  }),
  activation('tanhshrink', 'input', { dtype: toFloating, refuses: ['bool'] }),
  activation('threshold', 'input, threshold, value, inplace=False', {
    functions: ['torch.threshold', 'torch.threshold_'],
    inPlace: true,
    refuses: ['bool'],
  }),
] as const;

/** One weight, or one for each channel (dimension 1). */
function inferPrelu(a: OperatorArguments): Inference {
  const input = a.tensor('input');
  const weight = a.tensor('weight');
  const count = weight.shape.length === 0 ? 1 : weight.shape[0];
  const channels = input.shape[1] ?? 1;
  if (count !== 1 && certainlyDiffer(count, channels)) {
    a.fail(wrongChannels(a.operatorName, count, channels, `Set num_parameters to ${String(channels)}, or to 1.`));
  }
  return elementwiseResult(a, [operand(a, 'input')], { refuses: FLOATING_ONLY });
}

// batch_norm and instance_norm (https://docs.pytorch.org/docs/stable/generated/torch.nn.BatchNorm2d.html): the shape stays;
// the statistics and the affine parameters hold one number for each channel (dimension 1).
import { certainlyDiffer, certainlyLess, compareDims, type Dim, product } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator, type TensorType } from '../operator';
import { invalidArgument, tooFewValues, wrongFeatures, wrongRank } from '../problems';
import { isFloating, isIntegral } from '../promotion';

export const batchNorm = {
  name: 'batch_norm',
  signature:
    'input, running_mean=None, running_var=None, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05',
  functions: [F('batch_norm')],
  methods: [],
  infer: inferBatchNorm,
} as const satisfies Operator;

function inferBatchNorm(a: OperatorArguments): Inference {
  const input = requireChannels(a, 2);
  const training = a.boolean('training');
  if (training) requireSeveralValues(a, [input.shape[0], ...input.shape.slice(2)], input);
  else if (!a.has('running_mean') || !a.has('running_var')) {
    a.fail(invalidArgument(a.operatorName, 'running_mean and running_var are needed in evaluation mode'));
  }
  requireFloating(a, input);
  return {
    result: { shape: input.shape, dtype: input.dtype },
    attributes: { training, momentum: a.optionalNumber('momentum'), eps: a.number('eps') },
  };
}

export const instanceNorm = {
  name: 'instance_norm',
  signature:
    'input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05',
  functions: [F('instance_norm')],
  methods: [],
  infer: (a) => {
    const input = requireChannels(a, 3);
    if (a.boolean('use_input_stats')) requireSeveralValues(a, input.shape.slice(2), input);
    requireFloating(a, input);
    return {
      result: { shape: input.shape, dtype: input.dtype },
      window: 'global',
      attributes: {
        use_input_stats: a.boolean('use_input_stats'),
        momentum: a.optionalNumber('momentum'),
        eps: a.number('eps'),
      },
    };
  },
} as const satisfies Operator;

/** One number a channel in every statistic and parameter. */
function requireChannels(a: OperatorArguments, leastRank: number): TensorType {
  const input = a.tensor('input');
  if (input.shape.length < leastRank) a.fail(wrongRank(a.operatorName, `${leastRank} or more`, input.shape));
  const channels = input.shape[1];
  for (const name of ['running_mean', 'running_var', 'weight', 'bias']) {
    const tensor = a.optionalTensor(name);
    if (tensor === null) continue;
    const count = product(tensor.shape);
    if (certainlyDiffer(count, channels)) {
      a.fail(wrongFeatures(a.operatorName, count, channels, `Set num_features to ${String(channels)}.`));
    }
  }
  return input;
}

function requireSeveralValues(a: OperatorArguments, reduced: readonly Dim[], input: TensorType): void {
  if (certainlyLess(product(reduced), 2) && compareDims(product(reduced), 0) !== 0) {
    a.fail(tooFewValues(a.operatorName, input.shape));
  }
}

function requireFloating(a: OperatorArguments, input: TensorType): void {
  if (isFloating(input.dtype) || !isIntegral(input.dtype)) return;
  a.fail(invalidArgument(a.operatorName, `not implemented for ${input.dtype}`, { actual: input.dtype }));
}

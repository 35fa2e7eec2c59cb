// group_norm: channels (dimension 1) in `num_groups` groups, each normalised over its channels and positions
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.group_norm.html).
import { certainlyDiffer, floorDivide, isSymbolic, product } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { nearestGroups } from '../convolution/groups';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument, tooFewValues, wrongFeatures, wrongRank } from '../problems';

export const groupNorm = {
  name: 'group_norm',
  signature: 'input, num_groups, weight=None, bias=None, eps=1e-05, cudnn_enabled=True',
  functions: [F('group_norm'), 'torch.group_norm'],
  methods: [],
  infer: inferGroupNorm,
} as const satisfies Operator;

function inferGroupNorm(a: OperatorArguments): Inference {
  const { shape, dtype } = a.tensor('input');
  const groups = a.int('num_groups');
  if (shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', shape));
  const channels = shape[1];
  if (groups <= 0) a.fail(invalidArgument(a.operatorName, 'num_groups must be positive', { actual: String(groups) }));
  if (!isSymbolic(channels) && channels % groups !== 0) {
    const hint = `Nearest legal num_groups: ${nearestGroups(groups, channels).join(', ')}.`;
    a.fail(
      invalidArgument(a.operatorName, `${channels} channels are not divisible by num_groups = ${groups}`, {
        expected: `a divisor of ${channels}`,
        actual: String(groups),
        hint,
      }),
    );
  }
  const values = product([shape[0], floorDivide(channels, groups), ...shape.slice(2)]);
  if (values === 1) a.fail(tooFewValues(a.operatorName, shape));
  for (const name of ['weight', 'bias']) {
    const parameter = a.optionalTensor(name);
    if (parameter && certainlyDiffer(product(parameter.shape), channels)) {
      a.fail(
        wrongFeatures(a.operatorName, product(parameter.shape), channels, `Set num_channels to ${String(channels)}.`),
      );
    }
  }
  return { result: { shape, dtype }, window: 'global', attributes: { num_groups: groups, eps: a.number('eps') } };
}

// Dropout and its relatives (https://docs.pytorch.org/docs/stable/nn.functional.html#dropout-functions): the shape stays.
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isIntegral } from '../promotion';

const dropout = <const Name extends string>(
  name: Name,
  options: { readonly torch?: boolean; readonly ranks?: readonly number[]; readonly training?: boolean } = {},
) =>
  ({
    name,
    signature: `input, p=0.5, training=${options.training === false ? 'False' : 'True'}, inplace=False`,
    functions: [
      ...(name === 'feature_dropout' ? [] : [F(name)]),
      ...(options.torch ? [`torch.${name}`, `torch.${name}_`] : []),
    ],
    methods: [],
    infer: (a) => inferDropout(a, options.ranks),
  }) as const satisfies Operator;

function inferDropout(a: OperatorArguments, ranks: readonly number[] | undefined): Inference {
  const { shape, dtype } = a.tensor('input');
  const p = a.number('p');
  const training = a.boolean('training');
  if (p < 0 || p > 1) {
    const reason = `dropout probability has to be between 0 and 1, but got ${p}`;
    a.fail(invalidArgument(a.operatorName, reason, { expected: 'from 0 to 1', actual: String(p) }));
  }
  if (ranks && !ranks.includes(shape.length)) a.fail(wrongRank(a.operatorName, ranks.join(', '), shape));
  if (training && p > 0 && p < 1 && isIntegral(dtype)) {
    a.fail(invalidArgument(a.operatorName, `not implemented for ${dtype}`, { actual: dtype }));
  }
  return { result: { shape, dtype }, attributes: { p, training } };
}

export const dropouts = [
  dropout('dropout', { torch: true }),
  dropout('dropout1d', { ranks: [2, 3] }),
  dropout('dropout2d'),
  dropout('dropout3d'),
  dropout('alpha_dropout', { torch: true, training: false }),
  dropout('feature_alpha_dropout', { torch: true, training: false }),
  dropout('feature_dropout', { torch: true }),
] as const;

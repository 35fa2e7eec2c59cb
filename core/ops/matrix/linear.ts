// linear: y = x·Wᵀ + b over the last axis (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.linear.html).
// MACs: input elements × out_features; a weight of one dimension is a product with a vector, which flop_counter leaves out.
import { certainlyDiffer, product } from '../../shape/dim';
import { formatShape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { requireFloatingInput } from '../convolution/checks';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument, wrongFeatures, wrongRank } from '../problems';

export const linear = {
  name: 'linear',
  signature: 'input, weight, bias=None',
  functions: [F('linear')],
  methods: [],
  infer: inferLinear,
} as const satisfies Operator;

function inferLinear(a: OperatorArguments): Inference {
  const input = a.tensor('input');
  const weight = a.tensor('weight');
  const bias = a.optionalTensor('bias');
  if (weight.shape.length !== 1 && weight.shape.length !== 2)
    a.fail(wrongRank('linear weight', '1 or 2', weight.shape));
  if (input.shape.length === 0) a.fail(wrongRank(a.operatorName, '1 or more', input.shape));
  if (weight.shape.length === 1 && bias) {
    a.fail(
      invalidArgument(a.operatorName, 'a bias needs a weight of 2 dimensions', { actual: formatShape(weight.shape) }),
    );
  }
  const features = input.shape[input.shape.length - 1];
  const expected = weight.shape[weight.shape.length - 1];
  if (certainlyDiffer(features, expected)) {
    a.fail(wrongFeatures(a.operatorName, expected, features, `Set in_features to ${String(features)}.`));
  }
  const outputs = weight.shape.length === 2 ? [weight.shape[0]] : [];
  if (bias && outputs.length === 1 && bias.shape.length > 0) {
    const last = bias.shape[bias.shape.length - 1];
    if (last !== 1 && certainlyDiffer(last, outputs[0])) {
      a.fail(
        invalidArgument(a.operatorName, `bias must be of shape ${String(outputs[0])}`, {
          expected: String(outputs[0]),
          actual: formatShape(bias.shape),
        }),
      );
    }
  }
  requireFloatingInput(a, input, weight);
  const shape = [...input.shape.slice(0, -1), ...outputs];
  return {
    result: { shape, dtype: input.dtype },
    macs: outputs.length === 1 ? product([...shape, features]) : 0,
  };
}

/** y = x1ᵀ·A·x2 + b, for each output feature. flop_counter does not count it. */
export const bilinear = {
  name: 'bilinear',
  signature: 'input1, input2, weight, bias=None',
  functions: [F('bilinear'), 'torch.bilinear'],
  methods: [],
  infer: (a) => {
    const [left, right, weight] = [a.tensor('input1'), a.tensor('input2'), a.tensor('weight')];
    if (weight.shape.length !== 3) a.fail(wrongRank('bilinear weight', '3', weight.shape));
    if (left.shape.length !== right.shape.length) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `input dimensions do not match: ${formatShape(left.shape)} and ${formatShape(right.shape)}`,
        ),
      );
    }
    [left, right].forEach(({ shape }, i) => {
      const [features, expected] = [shape[shape.length - 1], weight.shape[i + 1]];
      if (certainlyDiffer(features, expected)) a.fail(wrongFeatures(a.operatorName, expected, features));
    });
    const lead = left.shape.slice(0, -1);
    const conflict = lead.findIndex((d, i) => certainlyDiffer(d, right.shape[i]));
    if (conflict >= 0) {
      a.fail(invalidArgument(a.operatorName, `input batch dimensions do not match at dim ${conflict}`));
    }
    return { result: { shape: [...lead, weight.shape[0]], dtype: left.dtype } };
  },
} as const satisfies Operator;

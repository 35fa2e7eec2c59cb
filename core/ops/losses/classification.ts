// Losses of classes: cross_entropy, nll_loss and margins
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.cross_entropy.html): classes stand in dimension 1, or
// in dimension 0 without a batch; targets are class indices, or (cross_entropy) probabilities of the input's shape.
import { certainlyDiffer } from '../../shape/dim';
import { formatShape, type Shape, withoutAxis } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator, type TensorType } from '../operator';
import { invalidArgument, wrongFeatures, wrongRank } from '../problems';
import { isFloating } from '../promotion';
import { LOSS_OPTIONS, lossOf } from './reduction';

const crossEntropy = {
  name: 'cross_entropy',
  signature:
    "input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean', label_smoothing=0.0",
  functions: [F('cross_entropy')],
  methods: [],
  infer: (a) => {
    const [input, target] = [a.tensor('input'), a.tensor('target')];
    const smoothing = a.number('label_smoothing');
    if (smoothing < 0 || smoothing > 1) {
      a.fail(invalidArgument(a.operatorName, `label_smoothing must be between 0.0 and 1.0, got ${smoothing}`));
    }
    const attributes = { label_smoothing: smoothing, ignore_index: a.int('ignore_index') };
    if (isFloating(target.dtype) && target.shape.length === input.shape.length && input.shape.length > 0) {
      requireShape(a, input.shape, target, input.shape);
      return lossOf(a, withoutAxis(input.shape, classAxis(input.shape)), input.dtype, attributes);
    }
    return indexedLoss(a, input, target, attributes);
  },
} as const satisfies Operator;

const nllLoss = {
  name: 'nll_loss',
  signature: "input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction='mean'",
  functions: [F('nll_loss')],
  methods: [],
  infer: (a) => indexedLoss(a, a.tensor('input'), a.tensor('target'), { ignore_index: a.int('ignore_index') }),
} as const satisfies Operator;

const classAxis = (shape: Shape): number => (shape.length === 1 ? 0 : 1);

function indexedLoss(
  a: OperatorArguments,
  input: TensorType,
  target: TensorType,
  attributes: Readonly<Record<string, unknown>>,
): Inference {
  const { shape } = input;
  if (shape.length === 0) a.fail(wrongRank(a.operatorName, '1 or more', shape));
  const expected = withoutAxis(shape, classAxis(shape));
  requireShape(a, expected, target, shape);
  if (target.dtype !== 'int64' && target.dtype !== 'uint8') {
    const reason = `expected class indices of dtype int64, but got ${target.dtype}`;
    a.fail(
      invalidArgument(a.operatorName, reason, {
        expected: 'int64',
        actual: target.dtype,
        hint: 'Convert the target with .long().',
      }),
    );
  }
  const weight = a.optionalTensor('weight');
  const classes = shape[classAxis(shape)];
  if (weight && certainlyDiffer(weight.shape[0] ?? 1, classes)) {
    a.fail(wrongFeatures(`${a.operatorName} weight`, classes, weight.shape[0] ?? 1));
  }
  return lossOf(a, expected, input.dtype, attributes);
}

function requireShape(a: OperatorArguments, expected: Shape, target: TensorType, input: Shape): void {
  if (target.shape.length === expected.length && !target.shape.some((d, i) => certainlyDiffer(d, expected[i]))) return;
  a.fail(
    invalidArgument(
      a.operatorName,
      `a target of shape ${formatShape(target.shape)} does not fit an input of shape ${formatShape(input)}`,
      {
        expected: formatShape(expected),
        actual: formatShape(target.shape),
      },
    ),
  );
}

/** One loss a sample: input N×C (or C), target N or N×C. */
const marginLoss = <const Name extends string>(name: Name, signature: string) =>
  ({
    name,
    signature,
    functions: [F(name)],
    methods: [],
    infer: (a) => {
      const [input, target] = [a.tensor('input'), a.tensor('target')];
      if (input.shape.length > 2) a.fail(wrongRank(a.operatorName, '1 or 2', input.shape));
      const batch = input.shape.slice(0, -1);
      if (name === 'multi_margin_loss') requireShape(a, batch, target, input.shape);
      else requireShape(a, input.shape, target, input.shape);
      return lossOf(a, batch, input.dtype);
    },
  }) as const satisfies Operator;

/** Connectionist temporal classification (Graves et al. 2006): log_probs T×N×C, one loss a sample. */
const ctcLoss = {
  name: 'ctc_loss',
  signature:
    "log_probs, targets, input_lengths, target_lengths, blank=0, reduction='mean', zero_infinity=False, size_average=None, reduce=None",
  functions: [F('ctc_loss')],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('log_probs');
    if (shape.length !== 2 && shape.length !== 3) a.fail(wrongRank(a.operatorName, '2 or 3', shape));
    return lossOf(a, shape.length === 3 ? [shape[1]] : [], dtype);
  },
} as const satisfies Operator;

export const classificationLosses = [
  crossEntropy,
  nllLoss,
  marginLoss('multi_margin_loss', `input, target, p=1, margin=1.0, weight=None, ${LOSS_OPTIONS}`),
  marginLoss('multilabel_margin_loss', `input, target, ${LOSS_OPTIONS}`),
  marginLoss('multilabel_soft_margin_loss', `input, target, weight=None, ${LOSS_OPTIONS}`),
  ctcLoss,
] as const;

// Losses of each element, and of pairs and triples of vectors
// (https://docs.pytorch.org/docs/stable/nn.functional.html#loss-functions).
import { certainlyDiffer } from '../../shape/dim';
import { formatShape, type Shape, withoutAxis } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import { F, type Operator, type TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { resultType } from '../promotion';
import { LOSS_OPTIONS, lossOf } from './reduction';

interface ElementLoss {
  readonly signature?: string;
  /** Sizes must be equal: no broadcasting. */
  readonly exact?: boolean;
}

const elementLoss = <const Name extends string>(name: Name, options: ElementLoss = {}) =>
  ({
    name,
    signature: options.signature ?? `input, target, ${LOSS_OPTIONS}`,
    functions: [F(name)],
    methods: [],
    infer: (a) => {
      const tensors = [a.tensor('input'), a.tensor('target')];
      const shape = broadcast(
        a,
        tensors.map((t) => t.shape),
      );
      if (options.exact) requireEqual(a, tensors[0], tensors[1]);
      return lossOf(a, shape, promoted(tensors));
    },
  }) as const satisfies Operator;

const promoted = (tensors: readonly TensorType[]): TensorType['dtype'] =>
  resultType(tensors.map(({ dtype, shape }) => ({ dtype, priority: shape.length === 0 ? 'zeroDim' : 'tensor' })));

function requireEqual(a: OperatorArguments, input: TensorType, target: TensorType): void {
  const { shape } = input;
  if (target.shape.length === shape.length && !target.shape.some((d, i) => certainlyDiffer(d, shape[i]))) return;
  a.fail(
    invalidArgument(
      a.operatorName,
      `target size ${formatShape(target.shape)} must be the same as input size ${formatShape(shape)}`,
      {
        expected: formatShape(shape),
        actual: formatShape(target.shape),
      },
    ),
  );
}

/** Losses of several tensors whose last axis is reduced: `anchor, positive, negative`, `input1, input2, target`. */
const vectorLoss = <const Name extends string>(
  name: Name,
  signature: string,
  names: readonly string[],
  reduced: (shape: Shape) => Shape,
) =>
  ({
    name,
    signature,
    functions: [F(name)],
    methods: [],
    infer: (a) => {
      const tensors = names.map((n) => a.tensor(n));
      return lossOf(
        a,
        reduced(
          broadcast(
            a,
            tensors.map((t) => t.shape),
          ),
        ),
        promoted(tensors),
      );
    },
  }) as const satisfies Operator;

const withoutLast = (shape: Shape): Shape => shape.slice(0, -1);

export const regressionLosses = [
  elementLoss('mse_loss', { signature: `input, target, ${LOSS_OPTIONS}, weight=None` }),
  elementLoss('l1_loss', { signature: `input, target, ${LOSS_OPTIONS}, weight=None` }),
  elementLoss('smooth_l1_loss', { signature: `input, target, ${LOSS_OPTIONS}, beta=1.0` }),
  elementLoss('huber_loss', {
    signature: "input, target, reduction='mean', delta=1.0, weight=None, size_average=None, reduce=None",
  }),
  elementLoss('kl_div', { signature: `input, target, ${LOSS_OPTIONS}, log_target=False` }),
  elementLoss('poisson_nll_loss', {
    signature: "input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction='mean'",
  }),
  elementLoss('soft_margin_loss'),
  elementLoss('hinge_embedding_loss', {
    signature: "input, target, margin=1.0, size_average=None, reduce=None, reduction='mean'",
  }),
  elementLoss('binary_cross_entropy', {
    signature: "input, target, weight=None, size_average=None, reduce=None, reduction='mean'",
    exact: true,
  }),
  elementLoss('binary_cross_entropy_with_logits', {
    signature: "input, target, weight=None, size_average=None, reduce=None, reduction='mean', pos_weight=None",
    exact: true,
  }),
  elementLoss('gaussian_nll_loss', {
    signature: "input, target, var, full=False, eps=1e-06, reduction='mean', size_average=None, reduce=None",
  }),
  vectorLoss(
    'margin_ranking_loss',
    `input1, input2, target, margin=0, ${LOSS_OPTIONS}`,
    ['input1', 'input2', 'target'],
    (shape) => shape,
  ),
  vectorLoss(
    'cosine_embedding_loss',
    `input1, input2, target, margin=0, ${LOSS_OPTIONS}`,
    ['input1', 'input2'],
    (shape) => withoutAxis(shape, shape.length - 1),
  ),
  vectorLoss(
    'triplet_margin_loss',
    'anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, ' + LOSS_OPTIONS,
    ['anchor', 'positive', 'negative'],
    withoutLast,
  ),
  vectorLoss(
    'triplet_margin_with_distance_loss',
    "anchor, positive, negative, distance_function=None, margin=1.0, swap=False, reduction='mean', size_average=None, reduce=None",
    ['anchor', 'positive', 'negative'],
    withoutLast,
  ),
] as const;

// Similarity and distance of vectors (https://docs.pytorch.org/docs/stable/nn.functional.html#distance-functions).
import { certainlyDiffer, floorDivide, multiply, subtract } from '../../shape/dim';
import { withoutAxis } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import { F, type Operator, type TensorType } from '../operator';
import { wrongFeatures, wrongRank } from '../problems';
import { resultType, toFloating } from '../promotion';

const promoted = (tensors: readonly TensorType[]): TensorType['dtype'] =>
  toFloating(resultType(tensors.map(({ dtype }) => ({ dtype, priority: 'tensor' }))));

const cosineSimilarity = {
  name: 'cosine_similarity',
  signature: 'x1, x2, dim=1, eps=1e-08',
  functions: [F('cosine_similarity'), 'torch.cosine_similarity'],
  methods: [],
  infer: (a) => {
    const tensors = pair(a);
    const shape = broadcast(
      a,
      tensors.map((t) => t.shape),
    );
    return { result: { shape: withoutAxis(shape, a.axis('dim', shape.length)), dtype: promoted(tensors) } };
  },
} as const satisfies Operator;

/** Over the last axis. */
const pairwiseDistance = {
  name: 'pairwise_distance',
  signature: 'x1, x2, p=2.0, eps=1e-06, keepdim=False',
  functions: [F('pairwise_distance'), 'torch.pairwise_distance'],
  methods: [],
  infer: (a) => {
    const tensors = pair(a);
    const shape = broadcast(
      a,
      tensors.map((t) => t.shape),
    );
    const lead = shape.slice(0, -1);
    return {
      result: { shape: a.boolean('keepdim') && shape.length > 0 ? [...lead, 1] : lead, dtype: promoted(tensors) },
    };
  },
} as const satisfies Operator;

const pair = (a: OperatorArguments): readonly TensorType[] => [a.tensor('x1'), a.tensor('x2')];

/** B×P×M and B×R×M to B×P×R. flop_counter does not count it. */
const cdist = {
  name: 'cdist',
  signature: "x1, x2, p=2.0, compute_mode='use_mm_for_euclid_dist_if_necessary'",
  functions: ['torch.cdist', 'torch.functional.cdist'],
  methods: [],
  infer: (a) => {
    const [left, right] = pair(a);
    for (const t of [left, right]) if (t.shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', t.shape));
    const [p, m] = left.shape.slice(-2);
    const [r, n] = right.shape.slice(-2);
    if (certainlyDiffer(m, n)) a.fail(wrongFeatures(a.operatorName, m, n));
    const batch = broadcast(a, [left.shape.slice(0, -2), right.shape.slice(0, -2)]);
    return { result: { shape: [...batch, p, r], dtype: promoted([left, right]) }, window: 'global' };
  },
} as const satisfies Operator;

/** The upper triangle of the distances between rows: n·(n - 1)/2. */
const pdist = {
  name: 'pdist',
  signature: 'input, p=2.0',
  functions: [F('pdist'), 'torch.pdist'],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length !== 2) a.fail(wrongRank(a.operatorName, '2', shape));
    return { result: { shape: [floorDivide(multiply(shape[0], subtract(shape[0], 1)), 2)], dtype }, window: 'global' };
  },
} as const satisfies Operator;

export const distances = [cosineSimilarity, pairwiseDistance, cdist, pdist] as const;

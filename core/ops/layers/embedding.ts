// Look-ups: embedding, embedding_bag, one_hot (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html).
import { subtract } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator, type TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';

function requireIndices(a: OperatorArguments, input: TensorType): void {
  if (input.dtype === 'int64' || input.dtype === 'int32') return;
  a.fail(
    invalidArgument(a.operatorName, `indices must be int64 or int32, but got ${input.dtype}`, {
      expected: 'int64 or int32',
      actual: input.dtype,
      hint: 'Convert the indices with .long().',
    }),
  );
}

const embedding = {
  name: 'embedding',
  signature: 'input, weight, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False',
  functions: [F('embedding')],
  methods: [],
  infer: (a) => {
    const [input, weight] = [a.tensor('input'), a.tensor('weight')];
    if (weight.shape.length !== 2) a.fail(wrongRank('embedding weight', '2', weight.shape));
    requireIndices(a, input);
    const [rows, width] = weight.shape;
    for (const index of input.data ?? []) {
      if (typeof rows !== 'number' || (index >= 0 && index < rows)) continue;
      a.fail(
        invalidArgument(a.operatorName, `index ${index} is out of range for ${rows} embeddings`, {
          actual: String(index),
        }),
      );
    }
    return { result: { shape: [...input.shape, width], dtype: weight.dtype } };
  },
} as const satisfies Operator;

const embeddingBag = {
  name: 'embedding_bag',
  signature:
    "input, weight, offsets=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, per_sample_weights=None, include_last_offset=False, padding_idx=None",
  functions: [F('embedding_bag')],
  methods: [],
  infer: inferEmbeddingBag,
} as const satisfies Operator;

/** Bags are the rows of a matrix of indices, or start at `offsets` in a vector of them. */
function inferEmbeddingBag(a: OperatorArguments): Inference {
  const [input, weight, offsets] = [a.tensor('input'), a.tensor('weight'), a.optionalTensor('offsets')];
  requireIndices(a, input);
  if (input.shape.length === 2) {
    if (offsets) a.fail(invalidArgument(a.operatorName, 'if input is 2D, then offsets has to be None'));
    return { result: { shape: [input.shape[0], weight.shape[1]], dtype: weight.dtype } };
  }
  if (input.shape.length !== 1) a.fail(wrongRank(a.operatorName, '1 or 2', input.shape));
  if (!offsets) return a.fail(invalidArgument(a.operatorName, 'offsets has to be a 1D Tensor but got None'));
  if (offsets.shape.length !== 1) a.fail(wrongRank('embedding_bag offsets', '1', offsets.shape));
  const count = a.boolean('include_last_offset') ? subtract(offsets.shape[0], 1) : offsets.shape[0];
  return { result: { shape: [count, weight.shape[1]], dtype: weight.dtype } };
}

const oneHot = {
  name: 'one_hot',
  signature: 'input, num_classes=-1',
  functions: [F('one_hot')],
  methods: [],
  infer: (a) => {
    const { shape, dtype, data } = a.tensor('input');
    if (dtype !== 'int64') {
      a.fail(
        invalidArgument(a.operatorName, `one_hot is only applicable to index tensors of type int64, got ${dtype}`, {
          expected: 'int64',
          actual: dtype,
        }),
      );
    }
    const given = a.dim('num_classes');
    if (given !== -1) return { result: { shape: [...shape, given], dtype: 'int64' } };
    if (!data || data.length === 0) return a.unknown('the largest class is known at run time alone');
    return { result: { shape: [...shape, Math.max(...data) + 1], dtype: 'int64' } };
  },
} as const satisfies Operator;

export const embeddings = [embedding, embeddingBag, oneHot] as const;

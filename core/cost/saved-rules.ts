// What each operator's autograd node saves, after PyTorch's derivatives.yaml, by the names of the operator's parameters. Measured
// over all of them in test/golden/cost/memory.json. An operator that is not here is unknown.
import type { Operation } from '../graph/graph';
import { multiply, product, type Dim } from '../shape/dim';
import { keptByAttention } from './saved-attention';
import { keptByEinsum, keptByLinear, keptByProduct } from './products';
import { savedNames } from './saved-names';
import { recurrentRules } from './saved-recurrent';
import type { SavedItem, SavingFacts } from './saving-facts';
import { INDEX, indexing } from './saved-indexing';

type Rule = (f: SavingFacts, operation: Operation<Dim>) => readonly SavedItem[] | null;

const FLOAT = 4;

const nothing: Rule = () => [];
const result: Rule = (f) => f.result();
/** The input; where the operation overwrites it, a copy. */
const input: Rule = (f) => (f.inPlace ? f.copy('input') : f.input('input'));
/** The input, or the result where the in-place form has a formula of its own. */
const inputOrResult: Rule = (f) => (f.inPlace ? f.result() : f.input('input'));
const elements = (shape: readonly Dim[], bytes: number): Dim => multiply(product(shape), bytes);
/** One index for each element of a result. */
const indices =
  (at = 0): Rule =>
  (f) => [elements(f.resultShape(at), INDEX)];
const both =
  (...rules: readonly Rule[]): Rule =>
  (f, operation) =>
    rules.flatMap((rule) => rule(f, operation) ?? []);

/** Each factor is kept for the other's gradient. */
const factors =
  (left: string, right: string): Rule =>
  (f) => [
    ...(f.needsGradient(right) ? (f.inPlace ? f.copy(left) : f.input(left)) : []),
    ...(f.needsGradient(left) ? f.input(right) : []),
  ];

/** Of a division: the divisor always, the dividend for the divisor's gradient. A number divides without a trace. */
const division: Rule = (f) => {
  const divisor = f.input('other');
  if (f.needsGradient('other')) return [...(f.inPlace ? f.copy('input') : f.input('input')), ...divisor];
  return divisor;
};

const power: Rule = (f, { attributes }) => {
  const { exponent } = attributes;
  if (exponent === 0) return [];
  return f.input('exponent').length === 0
    ? input(f, {} as Operation<Dim>)
    : [...f.input('input'), ...f.input('exponent'), ...f.result()];
};

const convolution: Rule = (f) => [...f.input('input'), ...f.input('weight')];

/** Two statistics for each channel, or for each group of each sample. */
const statistics =
  (count: (f: SavingFacts, operation: Operation<Dim>) => Dim): Rule =>
  (f, operation) => [
    ...f.input('input'),
    ...f.input('weight'),
    multiply(count(f, operation), 2 * f.elementBytes('input')),
  ];

const normalisedRows = (f: SavingFacts, { attributes }: Operation<Dim>): Dim => {
  const axes = Array.isArray(attributes.normalized_shape) ? attributes.normalized_shape.length : 1;
  const shape = f.shape('input');
  return product(shape.slice(0, shape.length - axes));
};

/** Weights and running statistics are repeated for every sample. */
const instanceNorm: Rule = (f) => {
  const [samples, channels] = f.shape('input');
  const count = multiply(samples, channels);
  const element = f.elementBytes('input');
  const repeated = (f.input('weight').length > 0 ? 1 : 0) + (f.input('running_mean').length > 0 ? 2 : 0);
  return [...f.input('input'), multiply(count, (2 + repeated) * element)];
};

/** x / rms(x), which with weights is kept for their gradient. */
const rootMeanSquare: Rule = (f, operation) => [
  ...(f.needsGradient('input')
    ? [...f.input('input'), ...f.input('weight'), multiply(normalisedRows(f, operation), f.elementBytes('input'))]
    : []),
  ...(f.needsGradient('weight') ? f.copy('input') : []),
];

/** Of two tensors both are kept; of everything the input and the result; along an axis the positions. */
const extremum: Rule = (f) => {
  const second = [...f.input('other'), ...f.input('dim')];
  if (second.length > 0) return [...f.input('input'), ...second];
  return f.resultShape().length === 0 ? [...f.input('input'), ...f.result()] : f.result(1);
};

/** A noise of the input's size and type; nothing is dropped at p = 0. */
const dropout: Rule = (f, { attributes }) => (attributes.p === 0 ? [] : f.copy('input'));
const channelDropout: Rule = (f, { attributes }) =>
  attributes.p === 0 ? [] : [elements(f.shape('input').slice(0, 2), f.elementBytes('input'))];

/** A 1×1 result is a mean, which keeps nothing. */
const adaptiveAverage: Rule = (f) =>
  f
    .resultShape()
    .slice(2)
    .every((size) => size === 1)
    ? []
    : f.input('input');

const matrixProduct =
  (left: string, right: string): Rule =>
  (f) =>
    keptByProduct(f.each(left)[0], f.each(right)[0]);

const linear: Rule = (f) => keptByLinear(f.each('input')[0], f.each('weight')[0]);

/** log_softmax's result, the targets, and the sum of the weights. */
const crossEntropy: Rule = (f) => [...f.copy('input'), ...f.input('target'), ...f.input('weight'), FLOAT];

/** x / max(‖x‖, eps): the norm and its maximum, one number a row, beside the input. */
const normalisedVectors: Rule = (f, { attributes }) => {
  const { dim } = attributes;
  const shape = f.shape('input');
  const axes = (Array.isArray(dim) ? dim : [dim]).map((axis) => (Number(axis) + shape.length) % shape.length);
  const rows = product(shape.filter((_, axis) => !axes.includes(axis)));
  return [...f.input('input'), multiply(rows, 2 * f.elementBytes('input'))];
};

/** A transform of real numbers keeps them, cut or padded to the lengths asked for: a copy of which only its node knows. */
const realTransform: Rule = (f, { attributes }) => {
  if (f.isComplex('input')) return [];
  return (attributes.n ?? attributes.s ?? null) === null ? f.input('input') : null;
};

/** One rule for several operators, their names separated by spaces. */
const each = (names: string, rule: Rule): Readonly<Record<string, Rule>> =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, rule]),
  );

/** What one word of `savedNames` keeps. */
const named = (f: SavingFacts, name: string): readonly SavedItem[] => {
  if (name === 'result' || name === 'indices') return f.result(name === 'result' ? 0 : 1);
  return name === 'input' && f.inPlace ? f.copy('input') : f.input(name);
};

const selections = savedNames.reduce<Readonly<Record<string, Rule>>>((all, [kept, names]) => {
  const parts = kept.split('|').filter((part) => part !== '');
  return { ...all, ...each(names, (f) => parts.flatMap((part) => named(f, part))) };
}, {});

const rules: Readonly<Record<string, Rule>> = {
  ...selections,
  ...recurrentRules,
  ...each(
    `
      conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d
    `,
    convolution,
  ),
  linear,
  matmul: matrixProduct('input', 'other'),
  mm: matrixProduct('input', 'mat2'),
  bmm: matrixProduct('input', 'mat2'),
  mv: factors('input', 'vec'),
  dot: factors('input', 'tensor'),
  outer: factors('input', 'vec2'),
  addmm: factors('mat1', 'mat2'),
  baddbmm: factors('batch1', 'batch2'),
  scaled_dot_product_attention: keptByAttention,

  batch_norm: statistics((f) => f.shape('input')[1]),
  group_norm: statistics((f, { attributes }) =>
    multiply(f.shape('input')[0], typeof attributes.num_groups === 'number' ? attributes.num_groups : 1),
  ),
  layer_norm: statistics(normalisedRows),
  instance_norm: instanceNorm,
  rms_norm: rootMeanSquare,

  relu: result,
  relu6: input,
  hardtanh: input,
  leaky_relu: inputOrResult,
  elu: inputOrResult,
  selu: inputOrResult,
  celu: inputOrResult,
  threshold: input,
  sigmoid: result,
  tanh: result,
  softmax: result,
  log_softmax: result,
  exp: result,
  expm1: result,
  exp2: result,
  sqrt: result,
  rsqrt: result,
  reciprocal: result,
  logsumexp: both(input, result),
  logsigmoid: both(input, (f) => f.copy('input')),
  softsign: both(input, (f) => f.copy('input')),
  l1_loss: (f) => f.copy('input'),
  prelu: (f) => [...f.input('input'), ...f.input('weight')],
  clamp: input,
  clamp_min: input,
  clamp_max: input,

  mul: factors('input', 'other'),
  div: division,
  true_divide: division,
  pow: power,
  addcmul: (f) => factors('tensor1', 'tensor2')(f, {} as Operation<Dim>),
  maximum: both(
    (f) => f.input('input'),
    (f) => f.input('other'),
  ),
  minimum: both(
    (f) => f.input('input'),
    (f) => f.input('other'),
  ),
  where: (f) => f.input('condition'),
  tensor_where: (f) => f.input('condition'),
  masked_fill: (f) => f.input('mask'),
  lerp: (f) => (f.input('weight').length === 0 ? [] : [...f.input('input'), ...f.input('end'), ...f.input('weight')]),

  max_pool2d: both(input, indices()),
  max_pool3d: both(input, indices()),
  max_pool1d: both(input, indices()),
  max_pool1d_with_indices: both(input, (f) => f.result(1)),
  max_pool2d_with_indices: both(input, (f) => f.result(1)),
  max_pool3d_with_indices: both(input, (f) => f.result(1)),
  avg_pool1d: input,
  avg_pool2d: input,
  avg_pool3d: input,
  adaptive_avg_pool1d: adaptiveAverage,
  adaptive_avg_pool2d: adaptiveAverage,
  adaptive_avg_pool3d: adaptiveAverage,
  adaptive_max_pool1d: both(input, indices()),
  adaptive_max_pool2d: both(input, indices()),
  adaptive_max_pool3d: both(input, indices()),

  dropout,
  alpha_dropout: dropout,
  dropout1d: channelDropout,
  dropout2d: channelDropout,
  dropout3d: channelDropout,
  embedding: (f) => f.input('input'),

  max: extremum,
  min: extremum,
  amax: both(input, result),
  amin: both(input, result),
  normalize: normalisedVectors,
  ...each('fft_fft fft_ifft fft_rfft fft_rfft2 fft_rfftn', realTransform),
  var: input,
  std: both(input, result),
  norm: both(input, result),
  prod: both(input, result),
  sort: (f) => f.result(1),
  topk: (f) => f.result(1),
  gather: both(input, (f) => f.input('index')),
  index_select: (f) => f.input('index'),
  take_along_dim: (f) => f.input('indices'),
  pad: (f, { attributes }) =>
    attributes.mode === 'reflect' || attributes.mode === 'replicate' ? f.input('input') : [],
  grid_sample: (f) => [...f.input('input'), ...f.input('grid')],

  cross_entropy: crossEntropy,
  nll_loss: (f) => [...f.input('input'), ...f.input('target'), ...f.input('weight'), FLOAT],
  mse_loss: (f) => [...f.input('input'), ...f.input('target')],
  smooth_l1_loss: (f) => [...f.input('input'), ...f.input('target')],
  huber_loss: (f) => [...f.input('input'), ...f.input('target')],
  binary_cross_entropy: (f) => [...f.input('input'), ...f.input('target'), ...f.input('weight')],
  binary_cross_entropy_with_logits: (f) => [...f.input('input'), ...f.input('target'), ...f.input('weight')],

  ...each(
    `
      add sub rsub neg positive mean sum cumsum trace flatten view view_as reshape reshape_as unflatten ravel
      permute transpose swapaxes swapdims movedim t T mT squeeze unsqueeze expand expand_as broadcast_to chunk
      split split_with_sizes tensor_split unbind select narrow cat stack hstack vstack repeat tile clone
      contiguous alias requires_grad_ to type type_as to_float to_double to_half to_bfloat16 cpu cuda flip copy
      fliplr flipud roll rot90 tril triu interpolate upsample upsample_nearest upsample_bilinear pixel_shuffle
      pixel_unshuffle channel_shuffle unfold tensor_unfold fold diagonal real imag
      view_as_real view_as_complex fft_irfft fft_irfft2 fft_irfftn fft_fft2 fft_ifft2 fft_fftn fft_ifftn fft_fftshift fft_ifftshift
    `,
    nothing,
  ),
};

/** null: not modelled. */
export function savedBy(operation: Operation<Dim>, f: SavingFacts): readonly SavedItem[] | null {
  if (operation.operator === 'getitem' || operation.operator === 'setitem')
    return indexing(f, operation.attributes.index);
  if (operation.operator === 'einsum') return keptByEinsum(operation, f.each('operands'));
  return rules[operation.operator]?.(f, operation) ?? null;
}

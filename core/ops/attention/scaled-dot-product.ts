// scaled_dot_product_attention (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.scaled_dot_product_attention.html):
//
//     query …×L×E, key …×S×E, value …×S×E_v  →  …×L×E_v
//
// MACs: batch · heads · L · S · (E + E_v), a causal mask or not.
import { add, certainlyDiffer, isSymbolic, product } from '../../shape/dim';
import { formatShape, withDim, type Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument, wrongFeatures, wrongRank } from '../problems';

export const scaledDotProductAttention = {
  name: 'scaled_dot_product_attention',
  signature: 'query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, scale=None, enable_gqa=False',
  functions: [F('scaled_dot_product_attention'), 'torch._C._nn.scaled_dot_product_attention'],
  methods: [],
  infer: inferAttention,
} as const satisfies Operator;

function inferAttention(a: OperatorArguments): Inference {
  const query = a.tensor('query');
  const [key, value] = [a.tensor('key').shape, a.tensor('value').shape];
  for (const shape of [query.shape, key, value])
    if (shape.length < 2) a.fail(wrongRank(a.operatorName, '2 or more', shape));
  const [length, width] = query.shape.slice(-2);
  const [keys, keyWidth] = key.slice(-2);
  const [values, valueWidth] = value.slice(-2);
  if (certainlyDiffer(width, keyWidth)) a.fail(wrongFeatures(`${a.operatorName} key`, width, keyWidth));
  if (certainlyDiffer(keys, values)) {
    a.fail(invalidArgument(a.operatorName, `key has ${String(keys)} positions, value ${String(values)}`));
  }
  const heads = a.boolean('enable_gqa')
    ? (shape: Shape) => groupedHeads(a, shape, query.shape)
    : (shape: Shape) => shape;
  const batch = broadcast(
    a,
    [query.shape, heads(key), heads(value)].map((shape) => shape.slice(0, -2)),
  );
  const mask = a.optionalTensor('attn_mask');
  if (mask) {
    const scores = [...batch, length, keys];
    const meets = broadcast(a, [scores, mask.shape]);
    if (meets.length !== scores.length || meets.some((d, i) => certainlyDiffer(d, scores[i]))) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `the mask ${formatShape(mask.shape)} does not broadcast to ${formatShape(scores)}`,
        ),
      );
    }
  }
  return {
    result: { shape: [...batch, length, valueWidth], dtype: query.dtype },
    macs: product([...batch, length, keys, add(width, valueWidth)]),
    window: 'global',
    attributes: {
      dropout_p: a.number('dropout_p'),
      is_causal: a.boolean('is_causal'),
      scale: a.optionalNumber('scale'),
      enable_gqa: a.boolean('enable_gqa'),
    },
  };
}

/** Grouped-query attention repeats the heads of key and value to those of the query. */
function groupedHeads(a: OperatorArguments, shape: Shape, query: Shape): Shape {
  const axis = shape.length - 3;
  const [own, wanted] = [shape[axis], query[query.length - 3]];
  if (!isSymbolic(own) && !isSymbolic(wanted) && wanted % own !== 0) {
    a.fail(invalidArgument(a.operatorName, `${wanted} query heads are not a multiple of ${own} key heads`));
  }
  return withDim(shape, axis, wanted);
}

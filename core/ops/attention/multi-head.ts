// multi_head_attention_forward: what nn.MultiheadAttention calls (Vaswani et al. 2017, section 3.2.2):
//
//     query L×N×E, key S×N×E_k, value S×N×E_v  →  L×N×E and, if asked for, the weights N×L×S
//
// MACs: the three projections, L·S·E twice for each sample, and the output projection.
import { add, certainlyDiffer, type Dim, isSymbolic, multiply, product, sum } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument, wrongFeatures, wrongRank } from '../problems';

export const multiHeadAttention = {
  name: 'multi_head_attention_forward',
  signature:
    'query, key, value, embed_dim_to_check, num_heads, in_proj_weight, in_proj_bias, bias_k, bias_v, add_zero_attn, dropout_p, out_proj_weight, out_proj_bias, training=True, key_padding_mask=None, need_weights=True, attn_mask=None, use_separate_proj_weight=False, q_proj_weight=None, k_proj_weight=None, v_proj_weight=None, static_k=None, static_v=None, average_attn_weights=True, is_causal=False',
  functions: [F('multi_head_attention_forward')],
  methods: [],
  infer: inferMultiHead,
} as const satisfies Operator;

function inferMultiHead(a: OperatorArguments): Inference {
  const query = a.tensor('query');
  const [key, value] = [a.tensor('key'), a.tensor('value')];
  const rank = query.shape.length;
  if (rank !== 2 && rank !== 3) a.fail(wrongRank(a.operatorName, '2 or 3', query.shape));
  for (const { shape } of [key, value]) {
    if (shape.length !== rank) a.fail(wrongRank(`${a.operatorName} key or value`, String(rank), shape));
  }
  const heads = a.int('num_heads');
  const width = query.shape[rank - 1];
  const expected = a.dim('embed_dim_to_check');
  if (certainlyDiffer(width, expected)) a.fail(wrongFeatures(a.operatorName, expected, width));
  if (!isSymbolic(width) && width % heads !== 0) {
    a.fail(invalidArgument(a.operatorName, `embed_dim ${width} is not divisible by num_heads ${heads}`));
  }
  const batch = rank === 3 ? query.shape[1] : 1;
  const [length, given] = [query.shape[0], key.shape[0]];
  const extra = (a.has('bias_k') ? 1 : 0) + (a.boolean('add_zero_attn') ? 1 : 0);
  const keys = add(given, extra);
  const projection = (positions: Dim, inputs: Dim): Dim => product([batch, positions, inputs, width]);
  const output = { shape: query.shape, dtype: query.dtype };
  const scores = a.boolean('average_attn_weights') ? [length, keys] : [heads, length, keys];
  const weights = { shape: rank === 3 ? [batch, ...scores] : scores, dtype: query.dtype };
  return {
    result: { tuple: [output, a.boolean('need_weights') ? weights : { scalar: null }] },
    macs: sum([
      projection(length, width),
      projection(given, key.shape[rank - 1]),
      projection(given, value.shape[rank - 1]),
      multiply(2, product([batch, length, keys, width])),
      projection(length, width),
    ]),
    window: 'global',
    attributes: { num_heads: heads, dropout_p: a.number('dropout_p'), need_weights: a.boolean('need_weights') },
  };
}

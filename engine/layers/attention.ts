// Scaled dot-product attention (Vaswani et al. 2017; torch.nn.functional.scaled_dot_product_attention) over [..., L, E]:
//     P = softmax(Q Kᵀ · scale + mask)      Y = P V
//     dV = Pᵀ dY      dS = P ∘ (dY Vᵀ − Σ over keys of P ∘ dY Vᵀ)      dQ = dS K · scale      dK = dSᵀ Q · scale
// A boolean mask lets through where it is true, a floating one is added. Dropout multiplies P by a mask D, and dY Vᵀ as well:
//     Y = (P ∘ D) V      dV = (P ∘ D)ᵀ dY      dP = dY Vᵀ ∘ D
import { flag, numberOf, optionalNumber } from './attributes';
import { broadcastStrides, eachElement } from './broadcast';
import { gradientOf } from './compare';
import { drawDropout, drawnItems } from './dropout';
import type { LayerRule, RuleContext, ShapeContext, View } from './rule';

interface Problem {
  readonly queries: number;
  readonly keys: number;
  readonly width: number;
  readonly valueWidth: number;
  readonly scale: number;
  readonly causal: boolean;
  /** Element offsets of each head. */
  readonly heads: readonly {
    readonly q: number;
    readonly k: number;
    readonly v: number;
    readonly y: number;
    readonly mask: number;
  }[];
  readonly maskRow: number;
  readonly maskColumn: number;
}

function problemOf(c: RuleContext): Problem {
  const [q, k, v, y] = [c.input('query').shape, c.input('key').shape, c.input('value').shape, c.output().shape];
  const [queries, width] = q.slice(-2);
  const [keys, valueWidth] = v.slice(-2);
  const batch = y.slice(0, -2);
  const mask = c.optional('attn_mask');
  const maskStrides = mask ? broadcastStrides(mask.shape, [...batch, queries, keys]) : [...batch, 0, 0].map(() => 0);
  const scaledBy = (shape: readonly number[], size: number): readonly number[] =>
    broadcastStrides(shape.slice(0, -2), batch).map((stride) => stride * size);
  const heads: Problem['heads'][number][] = [];
  const strides = [
    scaledBy(q, queries * width),
    scaledBy(k, keys * width),
    scaledBy(v, keys * valueWidth),
    maskStrides.slice(0, -2),
  ];
  eachElement(batch, strides, (at, [qAt, kAt, vAt, maskAt]) => {
    heads.push({ q: qAt, k: kAt, v: vAt, mask: maskAt, y: at * queries * valueWidth });
  });
  return {
    queries,
    keys,
    width,
    valueWidth,
    scale: optionalNumber(c, 'scale') ?? 1 / Math.sqrt(width),
    causal: flag(c, 'is_causal', false),
    heads,
    maskRow: maskStrides[batch.length],
    maskColumn: maskStrides[batch.length + 1],
  };
}

/** Row `i` of P for one head. */
function probabilities(
  p: Problem,
  head: Problem['heads'][number],
  i: number,
  q: Float32Array,
  k: Float32Array,
  mask: View | null,
  boolean: boolean,
): Float64Array {
  const row = new Float64Array(p.keys);
  for (let j = 0; j < p.keys; j++) {
    let dot = 0;
    for (let e = 0; e < p.width; e++) dot += q[head.q + i * p.width + e] * k[head.k + j * p.width + e];
    const given = mask ? mask.data[head.mask + i * p.maskRow + j * p.maskColumn] : 0;
    const hidden = (p.causal && j > i) || (boolean && given === 0);
    row[j] = hidden ? -Infinity : dot * p.scale + (boolean ? 0 : given);
  }
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let j = 0; j < p.keys; j++) sum += row[j] = Math.exp(row[j] - largest);
  for (let j = 0; j < p.keys; j++) row[j] /= sum;
  return row;
}

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

export const dropsAttention = (c: Pick<ShapeContext, 'attribute'>): boolean => numberOf(c, 'dropout_p', 0) > 0;

export const refusesAttention = (c: ShapeContext): string | null =>
  !c.training && dropsAttention(c)
    ? 'an attention that drops in evaluation too'
    : flag(c, 'enable_gqa', false)
      ? 'grouped heads'
      : null;

export const scaledDotProductAttention: LayerRule = {
  reads: { inputs: ['query', 'key', 'value', 'attn_mask'] },
  draws: dropsAttention,
  saves: (c) => ({
    drops: {
      elements: dropsAttention(c) ? product([...c.outputShape().slice(0, -1), c.shape('key').slice(-2)[0]]) : 0,
      type: 'float32',
    },
  }),
  refuses: refusesAttention,
  forward(c) {
    const p = problemOf(c);
    const drops = dropsAttention(c) ? c.saved('drops') : null;
    if (drops) drawDropout(c, numberOf(c, 'dropout_p', 0), drawnItems(c), drops);
    const [q, k, v, y] = [c.input('query').data, c.input('key').data, c.input('value').data, c.output().data];
    const [mask, boolean] = [c.optional('attn_mask'), c.isBoolean('attn_mask')];
    for (const [index, head] of p.heads.entries())
      for (let i = 0; i < p.queries; i++) {
        const row = probabilities(p, head, i, q, k, mask, boolean);
        const from = (index * p.queries + i) * p.keys;
        for (let j = 0; drops && j < p.keys; j++) row[j] *= drops[from + j];
        for (let e = 0; e < p.valueWidth; e++) {
          let sum = 0;
          for (let j = 0; j < p.keys; j++) sum += row[j] * v[head.v + j * p.valueWidth + e];
          y[head.y + i * p.valueWidth + e] = sum;
        }
      }
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    const p = problemOf(c);
    const [q, k, v] = [c.input('query').data, c.input('key').data, c.input('value').data];
    const [mask, boolean] = [c.optional('attn_mask'), c.isBoolean('attn_mask')];
    const drops = dropsAttention(c) ? c.saved('drops') : null;
    const [dq, dk, dv, dMask] = ['query', 'key', 'value', 'attn_mask'].map((name) => gradientOf(c.inputGradient(name)));
    for (const [index, head] of p.heads.entries())
      for (let i = 0; i < p.queries; i++) {
        const row = probabilities(p, head, i, q, k, mask, boolean);
        const from = (index * p.queries + i) * p.keys;
        const slope = new Float64Array(p.keys);
        let mean = 0;
        for (let j = 0; j < p.keys; j++) {
          for (let e = 0; e < p.valueWidth; e++) {
            const g = dy[head.y + i * p.valueWidth + e];
            slope[j] += g * v[head.v + j * p.valueWidth + e];
            dv?.add(head.v + j * p.valueWidth + e, row[j] * (drops ? drops[from + j] : 1) * g);
          }
          if (drops) slope[j] *= drops[from + j];
          mean += row[j] * slope[j];
        }
        for (let j = 0; j < p.keys; j++) {
          const score = row[j] * (slope[j] - mean);
          dMask?.add(head.mask + i * p.maskRow + j * p.maskColumn, score);
          for (let e = 0; e < p.width; e++) {
            dq?.add(head.q + i * p.width + e, score * k[head.k + j * p.width + e] * p.scale);
            dk?.add(head.k + j * p.width + e, score * q[head.q + i * p.width + e] * p.scale);
          }
        }
      }
    for (const gradient of [dq, dk, dv, dMask]) gradient?.store();
  },
};

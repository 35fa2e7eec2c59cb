// Scaled dot-product attention as matrix products around a softmax; engine/layers/attention.ts has the formulas. The probabilities
// are kept for the backward pass.
import { dropsAttention, refusesAttention } from '../../layers/attention';
import { flag, numberOf, optionalNumber } from '../../layers/attributes';
import { broadcastStrides } from '../../layers/broadcast';
import { drawDropout } from '../../layers/dropout';
import type { GpuContext, GpuRule, Target } from '../context';
import { literal, type Ref, type StoredRef } from '../kernel';
import type { Strided } from '../nest';
import { softmaxKernels, lines } from './lines';
import { multiply, offsetOf, operandGradient, transposed, type Matrices } from './product';
import { repetition } from './strides';

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

function partsOf(c: GpuContext) {
  const [q, k, v, y] = [c.input('query'), c.input('key'), c.input('value'), c.output()];
  const [queries, width] = q.shape.slice(-2);
  const [keys, valueWidth] = v.shape.slice(-2);
  const batch = y.shape.slice(0, -2);
  const heads = product(batch);
  const matrices = (ref: StoredRef): Matrices => {
    const [rows, columns] = ref.shape.slice(-2);
    const strides = broadcastStrides(ref.shape.slice(0, -2), batch).map((stride) => stride * rows * columns);
    return { ref, begin: offsetOf(batch, strides), row: columns, column: 1 };
  };
  const whole = (ref: StoredRef, rows: number, columns: number): Matrices => ({
    ref,
    begin: `n * ${rows * columns}u`,
    row: columns,
    column: 1,
  });
  const probabilities = c.saved('p', heads * queries * keys);
  const dropping = dropsAttention(c);
  return {
    batch,
    heads,
    queries,
    keys,
    width,
    valueWidth,
    scale: optionalNumber(c, 'scale') ?? 1 / Math.sqrt(width),
    q: matrices(q),
    k: matrices(k),
    v: matrices(v),
    out: (ref: StoredRef) => whole(ref, queries, valueWidth),
    square: (ref: StoredRef) => whole(ref, queries, keys),
    own: (ref: StoredRef) => ({ own: ref.shape.slice(0, -2), all: batch }),
    probabilities,
    /** What is multiplied by what is dropped, and the mask; without dropout the probabilities themselves. */
    dropped: dropping ? c.saved('dropped', heads * queries * keys) : probabilities,
    drops: dropping
      ? c.mask(heads * queries * keys, (run, mask) => drawDropout(run, numberOf(c, 'dropout_p', 0), null, mask))
      : null,
  };
}

export const scaledDotProductAttention: GpuRule = {
  forward(c) {
    const p = partsOf(c);
    const { heads, queries, keys } = p;
    const mask = c.optional('attn_mask');
    const whole = [...p.batch, queries, keys];
    const at = mask
      ? offsetOf(whole, broadcastStrides(mask.shape, whole), `((n * ${queries}u + i) * ${keys}u + j)`)
      : '';
    const given = mask ? `ld_mask(${at})` : '0.0';
    const boolean = c.isBoolean('attn_mask');
    const hidden = [...(flag(c, 'is_causal', false) ? ['j > i'] : []), ...(mask && boolean ? [`${given} == 0.0`] : [])];
    const score = `s * ${literal(p.scale)}${mask && !boolean ? ` + ${given}` : ''}`;
    multiply(
      c,
      { batch: heads, rows: queries, inner: p.width, columns: keys },
      p.q,
      transposed(p.k),
      { out: p.probabilities, add: false },
      {
        finish: hidden.length > 0 ? `select(${score}, -infinity(), ${hidden.join(' || ')})` : score,
        ...(mask && { refs: { mask } }),
      },
    );
    softmaxKernels(c, lines([heads * queries, keys, 1]), p.probabilities, p.probabilities, 'softmax');
    const shape = { batch: heads, rows: queries, inner: keys, columns: p.valueWidth };
    if (p.drops) through(c, p.probabilities, p.drops, p.dropped);
    multiply(c, shape, p.square(p.dropped), p.v, { out: c.output(), add: false });
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const p = partsOf(c);
    const { heads, queries, keys, width, valueWidth } = p;
    const g = p.out(dy);
    const dv = c.inputGradient('value');
    if (dv)
      operandGradient(
        c,
        { batch: heads, rows: keys, inner: queries, columns: valueWidth },
        transposed(p.square(p.dropped)),
        g,
        dv,
        p.own(dv.out),
      );
    const slopes = scoreGradient(c, p, g);
    const finish = `s * ${literal(p.scale)}`;
    const dq = c.inputGradient('query');
    if (dq)
      operandGradient(
        c,
        { batch: heads, rows: queries, inner: keys, columns: width },
        p.square(slopes),
        p.k,
        dq,
        p.own(dq.out),
        finish,
      );
    const dk = c.inputGradient('key');
    if (dk)
      operandGradient(
        c,
        { batch: heads, rows: keys, inner: queries, columns: width },
        transposed(p.square(slopes)),
        p.q,
        dk,
        p.own(dk.out),
        finish,
      );
    const dMask = c.inputGradient('attn_mask');
    if (dMask) maskGradient(c, [...p.batch, queries, keys], slopes, dMask);
  },
  refuses: refusesAttention,
};

/** target = x · mask, element by element. */
function through(c: GpuContext, x: StoredRef, mask: Ref, target: StoredRef): void {
  const reads = { x: { ref: x, strides: [1] }, k: { ref: mask, strides: [1] } };
  c.nest({ shape: [x.size], reads, results: [{ out: target, value: 'x * k' }] });
}

/** P ∘ (dY Vᵀ − Σ over keys of P ∘ dY Vᵀ) */
function scoreGradient(c: GpuContext, p: ReturnType<typeof partsOf>, g: Matrices): StoredRef {
  const { heads, queries, keys, valueWidth, probabilities } = p;
  const rows = heads * queries;
  const [slopes, dots] = [c.scratch(rows * keys), c.scratch(rows)];
  const shape = { batch: heads, rows: queries, inner: valueWidth, columns: keys };
  multiply(c, shape, g, transposed(p.v), { out: slopes, add: false });
  if (p.drops) through(c, slopes, p.drops, slopes);
  const whole = (ref: StoredRef): Strided => ({ ref, strides: [keys, 1] });
  const reads = { p: whole(probabilities), x: whole(slopes) };
  c.nest({ shape: [rows], reduce: [keys], reads, results: [{ out: dots, value: 'p * x' }] });
  c.nest({
    shape: [rows, keys],
    reads: { ...reads, d: { ref: dots, strides: [1, 0] } },
    results: [{ out: slopes, value: 'p * (x - d)' }],
  });
  return slopes;
}

function maskGradient(c: GpuContext, whole: readonly number[], slopes: StoredRef, target: Target): void {
  const { kept, terms, stridesOf } = repetition(target.out.shape, whole);
  const reads = { g: { ref: slopes, strides: stridesOf(whole) } };
  c.nest({ shape: kept, reduce: terms, reads, results: [{ ...target, value: 'g' }] });
}

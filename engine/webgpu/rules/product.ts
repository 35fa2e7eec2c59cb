// Linear layers and matrix products (engine/layers/{linear,matmul,combined}.ts): strided matrices, multiplied in one shape.
import { numberOf } from '../../layers/attributes';
import { broadcastStrides } from '../../layers/broadcast';
import type { GpuContext, GpuRule, Target } from '../context';
import { literal, type StoredRef } from '../kernel';
import { repetition } from './strides';

/** A batch of matrices in memory: WGSL of the matrix number n for where it begins, and strides of its rows and columns. */
export interface Matrices {
  readonly ref: StoredRef;
  readonly begin: string;
  readonly row: number;
  readonly column: number;
}

export const transposed = ({ row, column, ...rest }: Matrices): Matrices => ({ ...rest, row: column, column: row });

export interface Shape {
  readonly batch: number;
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

export function multiply(
  c: GpuContext,
  { batch, rows, inner, columns }: Shape,
  a: Matrices,
  b: Matrices,
  target: Target,
  extra: { readonly finish?: string; readonly refs?: Readonly<Record<string, StoredRef>>; readonly at?: string } = {},
): void {
  c.product({
    batch,
    rows,
    columns,
    inner,
    refs: { a: a.ref, b: b.ref, ...extra.refs },
    a: `return ld_a(${a.begin} + i * ${a.row}u + k * ${a.column}u);`,
    b: `return ld_b(${b.begin} + k * ${b.row}u + j * ${b.column}u);`,
    aRuns: a.column === 1 ? 'k' : 'i',
    bRuns: b.column === 1 ? 'j' : 'k',
    ...target,
    at: extra.at,
    finish: extra.finish,
  });
}

/** y = x Wᵀ + b over the last axis; W is [outputs, inputs], or one row. */
export const linear: GpuRule = {
  forward(c) {
    const { x, w, rows, inputs, outputs } = linearParts(c);
    const bias = c.optional('bias');
    const y = c.output();
    const extra = bias ? { refs: { bias }, finish: 's + ld_bias(j)' } : {};
    multiply(c, { batch: 1, rows, inner: inputs, columns: outputs }, x, transposed(w), { out: y, add: false }, extra);
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const { x, w, rows, inputs, outputs } = linearParts(c);
    const g: Matrices = { ref: dy, begin: '0u', row: outputs, column: 1 };
    const [dx, dw, db] = [c.inputGradient('input'), c.inputGradient('weight'), c.inputGradient('bias')];
    if (dx) multiply(c, { batch: 1, rows, inner: outputs, columns: inputs }, g, w, dx);
    if (dw) multiply(c, { batch: 1, rows: outputs, inner: rows, columns: inputs }, transposed(g), x, dw);
    if (db)
      c.nest({
        shape: [outputs],
        reduce: [rows],
        reads: { g: { ref: dy, strides: [1, outputs] } },
        results: [{ ...db, value: 'g' }],
      });
  },
};

function linearParts(c: GpuContext) {
  const [x, w] = [c.input('input'), c.input('weight')];
  const [outputs, inputs] = w.shape.length === 1 ? [1, w.shape[0]] : w.shape;
  return {
    x: { ref: x, begin: '0u', row: inputs, column: 1 },
    w: { ref: w, begin: '0u', row: inputs, column: 1 },
    rows: x.size / inputs,
    inputs,
    outputs,
  };
}

const asMatrix = (shape: readonly number[], as: 'row' | 'column'): readonly number[] =>
  shape.length > 1 ? shape : as === 'row' ? [1, shape[0]] : [shape[0], 1];

interface BatchedProduct extends Shape {
  readonly batchShape: readonly number[];
  readonly a: Matrices;
  readonly b: Matrices;
  readonly y: (ref: StoredRef) => Matrices;
  /** Batches of the operands, for gradients of those that are repeated. */
  readonly batchA: readonly number[];
  readonly batchB: readonly number[];
}

/** WGSL of n, the number in row-major order over `shape`, for the offset with these strides. */
export function offsetOf(shape: readonly number[], strides: readonly number[], variable = 'n'): string {
  const parts: string[] = [];
  let below = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (strides[axis] !== 0 && shape[axis] > 1)
      parts.push(`${variable} / ${below}u % ${shape[axis]}u * ${strides[axis]}u`);
    below *= shape[axis];
  }
  return parts.length > 0 ? `(${parts.join(' + ')})` : '0u';
}

function batched(c: GpuContext, left: string, right: string): BatchedProduct {
  const [aRef, bRef] = [c.input(left), c.input(right)];
  const [a, b] = [asMatrix(aRef.shape, 'row'), asMatrix(bRef.shape, 'column')];
  const [rows, inner] = a.slice(-2);
  const columns = b[b.length - 1];
  const [batchA, batchB] = [a.slice(0, -2), b.slice(0, -2)];
  const rank = Math.max(batchA.length, batchB.length);
  const at = (shape: readonly number[], i: number): number => shape[i - rank + shape.length] ?? 1;
  const batchShape = Array.from({ length: rank }, (_, i) => Math.max(at(batchA, i), at(batchB, i)));
  const begins = (shape: readonly number[], size: number): string =>
    offsetOf(
      batchShape,
      broadcastStrides(shape, batchShape).map((stride) => stride * size),
    );
  return {
    batch: batchShape.reduce((p, q) => p * q, 1),
    rows,
    inner,
    columns,
    batchShape,
    batchA,
    batchB,
    a: { ref: aRef, begin: begins(batchA, rows * inner), row: inner, column: 1 },
    b: { ref: bRef, begin: begins(batchB, inner * columns), row: columns, column: 1 },
    y: (ref) => ({ ref, begin: `n * ${rows * columns}u`, row: columns, column: 1 }),
  };
}

/** The gradient of an operand whose matrices may be repeated over the batch: products first, then the sum over repetitions. */
export function operandGradient(
  c: GpuContext,
  shape: Shape,
  a: Matrices,
  b: Matrices,
  target: Target,
  batches: { readonly own: readonly number[]; readonly all: readonly number[] },
  finish?: string,
): void {
  const each = [shape.rows, shape.columns];
  const whole = [...batches.all, ...each];
  const own = [...batches.own, ...each];
  const size = (list: readonly number[]): number => list.reduce((p, q) => p * q, 1);
  if (size(own) === size(whole)) return multiply(c, shape, a, b, target, { finish });
  const all = c.scratch(size(whole));
  multiply(c, shape, a, b, { out: all, add: false }, { finish });
  const { kept, terms, stridesOf } = repetition(own, whole);
  c.nest({
    shape: kept,
    reduce: terms,
    reads: { g: { ref: all, strides: stridesOf(whole) } },
    results: [{ ...target, value: 'g' }],
  });
}

function gradients(c: GpuContext, left: string, right: string, dy: StoredRef, finish?: string): void {
  const p = batched(c, left, right);
  const g = p.y(dy);
  const { batch, rows, inner, columns, batchShape: all } = p;
  const da = c.inputGradient(left);
  if (da)
    operandGradient(
      c,
      { batch, rows, inner: columns, columns: inner },
      g,
      transposed(p.b),
      da,
      { own: p.batchA, all },
      finish,
    );
  const db = c.inputGradient(right);
  if (db)
    operandGradient(
      c,
      { batch, rows: inner, inner: rows, columns },
      transposed(p.a),
      g,
      db,
      { own: p.batchB, all },
      finish,
    );
}

export const matrixProduct = (left: string, right: string): GpuRule => ({
  forward(c) {
    const p = batched(c, left, right);
    multiply(c, p, p.a, p.b, { out: c.output(), add: false });
  },
  backward(c) {
    const dy = c.outputGradient();
    if (dy) gradients(c, left, right, dy);
  },
});

/** β · input + α · left @ right (torch.addmm, torch.baddbmm). */
export const addedProduct = (left: string, right: string): GpuRule => ({
  forward(c) {
    const p = batched(c, left, right);
    const [bias, y] = [c.input('input'), c.output()];
    const [beta, alpha] = [literal(numberOf(c, 'beta', 1)), literal(numberOf(c, 'alpha', 1))];
    const strides = broadcastStrides(bias.shape, y.shape);
    const place = offsetOf(y.shape, strides, `((n * ${p.rows}u + i) * ${p.columns}u + j)`);
    multiply(
      c,
      p,
      p.a,
      p.b,
      { out: y, add: false },
      {
        refs: { bias },
        finish: `${beta} * ld_bias(${place}) + ${alpha} * s`,
      },
    );
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const [beta, alpha] = [literal(numberOf(c, 'beta', 1)), literal(numberOf(c, 'alpha', 1))];
    const bias = c.inputGradient('input');
    if (bias) {
      const { kept, terms, stridesOf } = repetition(bias.out.shape, dy.shape);
      c.nest({
        shape: kept,
        reduce: terms,
        reads: { g: { ref: dy, strides: stridesOf(dy.shape) } },
        results: [{ ...bias, value: `${beta} * g` }],
      });
    }
    gradients(c, left, right, dy, `${alpha} * s`);
  },
});

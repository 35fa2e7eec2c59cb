// Elements by positions: windows as columns and back, parts that are replaced, rows of a table by an index tensor
// (engine/layers/fold.ts, getitem.ts). Where positions are known before the step they are tables that the plain rules' own walks fill:
//     out[plane][i] = Σ_k x[plane][table[i][k]]          −1: no term
import { axisOf, numberOf } from '../../layers/attributes';
import { eachElement, rowMajorStrides } from '../../layers/broadcast';
import { eachColumn } from '../../layers/fold';
import { eachReplaced, isMasked, rowsByTensor, staticPlaces } from '../../layers/getitem';
import type { ShapeContext } from '../../layers/rule';
import type { GpuContext, GpuRule, Target } from '../context';
import { literal, tableOf, type StoredRef } from '../kernel';

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** Which input elements each output element sums, by plane. */
interface Terms {
  readonly planes: number;
  readonly inside: number;
  readonly outside: number;
  readonly pairs: readonly (readonly [outside: number, inside: number])[];
}

const reversed = ({ planes, inside, outside, pairs }: Terms): Terms => ({
  planes,
  inside: outside,
  outside: inside,
  pairs: pairs.map(([a, b]) => [b, a]),
});

function sumTerms(c: GpuContext, x: StoredRef, target: Target, { planes, inside, outside, pairs }: Terms): void {
  const counts = new Int32Array(outside);
  for (const [to] of pairs) counts[to]++;
  const width = counts.reduce((most, count) => Math.max(most, count), 1);
  const table = new Float32Array(outside * width).fill(-1);
  counts.fill(0);
  for (const [to, from] of pairs) table[to * width + counts[to]++] = from;
  c.nest({
    shape: [planes, outside],
    reduce: [width],
    uses: { x, t: tableOf(table) },
    inner: `let place = ld_t(o1 * ${width}u + r0); if (place < 0.0) { continue; }`,
    results: [{ ...target, value: `ld_x(o0 * ${inside}u + u32(place))` }],
  });
}

/** @param terms from the input to the output */
const linearRule = (termsOf: (c: GpuContext) => Terms): GpuRule => ({
  forward: (c) => sumTerms(c, c.input('input'), { out: c.output(), add: false }, termsOf(c)),
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (dx) sumTerms(c, dy, dx, reversed(termsOf(c)));
  },
});

function columns(c: GpuContext, image: readonly number[], whole: StoredRef): Terms {
  const plane = image.slice(-2);
  const planes = product(image.slice(0, -2));
  const pairs: [number, number][] = [];
  eachColumn(c, [1, ...plane], (column, offset) => pairs.push([column, offset]));
  return { planes, inside: product(plane), outside: whole.size / planes, pairs };
}

export const unfold = linearRule((c) => columns(c, c.input('input').shape, c.output()));
export const fold = linearRule((c) => reversed(columns(c, c.output().shape, c.input('input'))));

/** Positions that lists of numbers tell, or windows along an axis: item by item where the first axis is not touched. */
export const gathered = linearRule((c) => {
  const { items, pairs } = staticPlaces(c);
  const [x, y] = [c.input('input'), c.output()];
  return { planes: items, inside: x.size / items, outside: y.size / items, pairs };
});

/** Windows of `size` along an axis, `step` apart, as a new last axis. */
export const axisWindows = linearRule((c) => {
  const [x, y] = [c.input('input'), c.output()];
  const axis = axisOf(numberOf(c, 'dimension', 0), x.shape.length);
  const planes = axis === 0 ? 1 : x.shape[0];
  const strides = rowMajorStrides(x.shape);
  const apart = strides.map((stride, i) => (i === axis ? stride * numberOf(c, 'step', 1) : stride));
  const shape = [y.shape[0] / planes, ...y.shape.slice(1)];
  const pairs: [number, number][] = [];
  eachElement(shape, [[...apart, strides[axis]]], (at, [offset]) => pairs.push([at, offset]));
  return { planes, inside: x.size / planes, outside: y.size / planes, pairs };
});

/** table[index]: as an embedding. */
export const rows: GpuRule = {
  forward(c) {
    const [index, table, out] = [c.list('index')[0], c.input('input'), c.output()];
    const [count, width] = [table.shape[0], table.size / table.shape[0]];
    c.nest({
      shape: [index.size, width],
      uses: { index, table },
      before: `let given = i32(ld_index(o0)); let row = u32(select(given, given + ${count}, given < 0));`,
      results: [{ out, value: `ld_table(row * ${width}u + o1)` }],
    });
  },
  backward(c) {
    const dy = c.outputGradient();
    const target = dy && c.inputGradient('input');
    if (!target) return;
    const index = c.list('index')[0];
    const [count, width] = [target.out.shape[0], target.out.size / target.out.shape[0]];
    c.nest({
      shape: [count, width],
      reduce: [index.size],
      uses: { index },
      reads: { g: { ref: dy, strides: [0, 1, width] } },
      inner: `let given = i32(ld_index(r0)); if (select(given, given + ${count}, given < 0) != i32(o0)) { continue; }`,
      results: [{ ...target, value: 'g' }],
    });
  },
};

/** x with some elements replaced. */
export const setitem: GpuRule = {
  forward(c) {
    const [x, out, value] = [c.input('input'), c.output(), c.optional('value')];
    const number = literal(c.attribute('value') === true ? 1 : numberOf(c, 'value', 0));
    if (isMasked(c.shapes)) {
      const mask = c.list('index')[0];
      const run = x.size / mask.size;
      const reads = {
        x: { ref: x, strides: [run, 1] },
        m: { ref: mask, strides: [1, 0] },
        ...(value && { v: { ref: value, strides: [0, 0] } }),
      };
      const chosen = value ? 'v' : number;
      return c.nest({ shape: [mask.size, run], reads, results: [{ out, value: `select(x, ${chosen}, m != 0.0)` }] });
    }
    const replaced = replacedBy(c, out.size);
    const kept = `select(x, ${value ? '0.0' : number}, t >= 0.0)`;
    const reads = { x: { ref: x, strides: [1] }, t: { ref: tableOf(replaced), strides: [1] } };
    c.nest({ shape: [x.size], reads, results: [{ out, value: kept }] });
    if (value) sumTerms(c, value, { out, add: true }, valueTerms(replaced, value.size));
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const [dx, dValue] = [c.inputGradient('input'), c.inputGradient('value')];
    if (isMasked(c.shapes)) {
      const mask = c.list('index')[0];
      const run = dy.size / mask.size;
      const reads = { g: { ref: dy, strides: [run, 1] }, m: { ref: mask, strides: [1, 0] } };
      const shape = [mask.size, run];
      if (dx) c.nest({ shape, reads, results: [{ ...dx, value: 'select(g, 0.0, m != 0.0)' }] });
      if (dValue)
        c.nest({
          shape: [1],
          reduce: shape,
          reads: shifted(reads),
          results: [{ ...dValue, value: 'select(0.0, g, m != 0.0)' }],
        });
      return;
    }
    const replaced = replacedBy(c, dy.size);
    const reads = { g: { ref: dy, strides: [1] }, t: { ref: tableOf(replaced), strides: [1] } };
    if (dx) c.nest({ shape: [dy.size], reads, results: [{ ...dx, value: 'select(g, 0.0, t >= 0.0)' }] });
    if (dValue) sumTerms(c, dy, dValue, reversed(valueTerms(replaced, dValue.out.size)));
  },
  refuses: (c) => (isMasked(c) || c.listShapes('index').length === 0 ? null : 'positions that tensors tell'),
};

/** The same reads over one output and the former axes as terms. */
const shifted = <T extends { readonly ref: StoredRef; readonly strides: readonly number[] }>(
  reads: Readonly<Record<string, T>>,
): Record<string, T> =>
  Object.fromEntries(Object.entries(reads).map(([name, read]) => [name, { ...read, strides: [0, ...read.strides] }]));

/** Of every element, which of the value's it becomes; −1: it stays. */
function replacedBy(c: GpuContext, size: number): Float32Array {
  const from = new Float32Array(size).fill(-1);
  eachReplaced(c, (at, source) => void (from[at] = source));
  return from;
}

function valueTerms(replaced: Float32Array, inside: number): Terms {
  const pairs: [number, number][] = [];
  replaced.forEach((source, at) => source >= 0 && pairs.push([at, source]));
  return { planes: 1, inside, outside: replaced.length, pairs };
}

/** How `getitem` goes by positions; null: it only moves elements. */
export function gatheringRule(c: ShapeContext): GpuRule | null {
  if (rowsByTensor(c)) return rows;
  return c.listShapes('index').length === 0 ? gathered : null;
}

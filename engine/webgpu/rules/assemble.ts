// Operators that put tensors together or choose from them: cat, stack, embedding, glu, prelu, einsum, interpolate.
import { axisOf, numberOf, optionalNumber, text } from '../../layers/attributes';
import { rowMajorStrides } from '../../layers/broadcast';
import { lettersOf } from '../../layers/einsum';
import { tapsOf } from '../../layers/upsample';
import type { GpuContext, GpuRule, Target } from '../context';
import type { StoredRef } from '../kernel';
import type { Strided } from '../nest';
import { mapAxes, transposedAxis, type Axis } from './axes';

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** Calls `visit` for every part with its run length and where it begins in a row of the output. */
function eachPart(
  c: GpuContext,
  joined: boolean,
  visit: (index: number, outer: number, length: number, row: number, begin: number) => void,
): void {
  const { shape } = c.output();
  const axis = axisOf(numberOf(c, 'dim', 0), shape.length);
  const inner = product(shape.slice(axis + 1));
  const outer = product(shape.slice(0, axis));
  let begin = 0;
  c.list('tensors').forEach((part, index) => {
    // torch.cat lets an empty one-dimensional tensor join anything.
    if (part.size === 0) return;
    const length = (joined ? part.shape[axis] : 1) * inner;
    visit(index, outer, length, shape[axis] * inner, begin);
    begin += length;
  });
}

const joining = (joined: boolean): GpuRule => ({
  forward(c) {
    const parts = c.list('tensors');
    const out = c.output();
    eachPart(c, joined, (index, outer, length, row, begin) =>
      c.nest({
        shape: [outer, length],
        reads: { x: { ref: parts[index], strides: [length, 1] } },
        results: [{ out, value: 'x' }],
        at: `o0 * ${row}u + o1 + ${begin}u`,
      }),
    );
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    eachPart(c, joined, (index, outer, length, row, begin) => {
      const target = c.listGradient('tensors', index);
      if (!target) return;
      const reads = { g: { ref: dy, strides: [row, 1], offset: begin } };
      c.nest({ shape: [outer, length], reads, results: [{ ...target, value: 'g' }] });
    });
  },
});

export const cat = joining(true);
export const stack = joining(false);

/** Rows of a table by index; each row of the gradient looks for its indices. */
export const embedding: GpuRule = {
  forward(c) {
    const [indices, table, out] = [c.input('input'), c.input('weight'), c.output()];
    const width = table.shape[1];
    c.nest({
      shape: [indices.size, width],
      uses: { indices, table },
      results: [{ out, value: `ld_table(u32(ld_indices(o0)) * ${width}u + o1)` }],
    });
  },
  backward(c) {
    const dy = c.outputGradient();
    const target = dy && c.inputGradient('weight');
    if (!target) return;
    const [indices, [rows, width]] = [c.input('input'), target.out.shape];
    const padding = optionalNumber(c, 'padding_idx');
    const kept = padding === null ? '' : ` || o0 == ${padding}u`;
    c.nest({
      shape: [rows, width],
      reduce: [indices.size],
      uses: { indices },
      reads: { g: { ref: dy, strides: [0, 1, width] } },
      inner: `if (u32(ld_indices(r0)) != o0${kept}) { continue; }`,
      results: [{ ...target, value: 'g' }],
    });
  },
};

/** The first half along an axis times the sigmoid of the second. */
export const glu: GpuRule = {
  forward(c) {
    const { x, outer, run, half } = gate(c);
    c.nest({
      shape: [outer, run],
      reads: { a: half(x, 0), b: half(x, run) },
      results: [{ out: c.output(), value: 'a * sigmoid(b)' }],
    });
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (!dx) return;
    const { x, outer, run, half } = gate(c);
    const reads = { a: half(x, 0), b: half(x, run), g: { ref: dy, strides: [run, 1] } };
    for (const [begin, value] of [
      [0, 'g * sigmoid(b)'],
      [run, 'g * a * sigmoid(b) * (1.0 - sigmoid(b))'],
    ] as const)
      c.nest({
        shape: [outer, run],
        reads,
        results: [{ ...dx, value }],
        at: `o0 * ${2 * run}u + o1 + ${begin}u`,
      });
  },
};

function gate(c: GpuContext) {
  const [x, { shape, size }] = [c.input('input'), c.output()];
  const run = product(shape.slice(axisOf(optionalNumber(c, 'dim') ?? -1, shape.length)));
  const half = (ref: StoredRef, offset: number): Strided => ({ ref, strides: [2 * run, 1], offset });
  return { x, outer: size / run, run, half };
}

/** x where x > 0, else weight · x; one weight, or one a channel. */
export const prelu: GpuRule = {
  forward(c) {
    const [x, weight] = [c.input('input'), c.input('weight')];
    const { shape, whole, byWeight } = channels(x, weight);
    const reads = { x: whole(x), w: byWeight(weight) };
    c.nest({ shape, reads, results: [{ out: c.output(), value: 'select(w * x, x, x > 0.0)' }] });
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const [x, weight] = [c.input('input'), c.input('weight')];
    const { shape, whole, byWeight } = channels(x, weight);
    const dx = c.inputGradient('input');
    const reads = { x: whole(x), g: whole(dy), w: byWeight(weight) };
    if (dx) c.nest({ shape, reads, results: [{ ...dx, value: 'select(w * g, g, x > 0.0)' }] });
    const dw = c.inputGradient('weight');
    if (!dw) return;
    const [batch, count, area] = shape;
    const terms = (ref: StoredRef): Strided => ({ ref, strides: [area, count * area, 1] });
    c.nest({
      shape: [count],
      reduce: [batch, area],
      reads: { x: terms(x), g: terms(dy) },
      results: [{ ...dw, value: 'select(g * x, 0.0, x > 0.0)' }],
    });
  },
};

/** x over items, weights, positions. */
function channels(x: StoredRef, weight: StoredRef) {
  const single = weight.size === 1;
  const area = single ? x.size : product(x.shape.slice(2));
  const shape = [single ? 1 : x.size / (weight.size * area), weight.size, area];
  return {
    shape,
    whole: (ref: StoredRef): Strided => ({ ref, strides: rowMajorStrides(shape) }),
    byWeight: (ref: StoredRef): Strided => ({ ref, strides: [0, 1, 0] }),
  };
}

/** Sums of products over the letters that the target lacks. */
export const einsum: GpuRule = {
  forward(c) {
    const { operands, output } = lettersOf(text(c, 'equation', ''));
    const named = c.list('operands').map((ref, i) => ({ ref, letters: operands[i] }));
    contract(c, named, { out: c.output(), add: false }, output);
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const { operands, output } = lettersOf(text(c, 'equation', ''));
    const named = c.list('operands').map((ref, i) => ({ ref, letters: operands[i] }));
    named.forEach(({ letters }, i) => {
      const target = c.listGradient('operands', i);
      const others = named.filter((_, k) => k !== i);
      if (target) contract(c, [{ ref: dy, letters: output }, ...others], target, letters);
    });
  },
  // A letter twice in one operand is a diagonal: its gradient is not a sum of products over the other letters.
  refuses: (c) =>
    lettersOf(text(c, 'equation', '')).operands.some((letters) => new Set(letters).size < letters.length)
      ? 'a letter that stands twice in one operand'
      : null,
};

function contract(
  c: GpuContext,
  operands: readonly { readonly ref: StoredRef; readonly letters: string }[],
  target: Target,
  letters: string,
): void {
  const extents = new Map<string, number>();
  for (const { ref, letters: own } of [...operands, { ref: target.out, letters }])
    [...own].forEach((letter, axis) => extents.set(letter, Math.max(ref.shape[axis], extents.get(letter) ?? 1)));
  const kept = [...letters];
  const terms = [...extents.keys()].filter((letter) => !kept.includes(letter));
  const reads = Object.fromEntries(
    operands.map(({ ref, letters: own }, k): [string, Strided] => {
      const strides = rowMajorStrides(ref.shape);
      const strideOf = (letter: string): number => {
        const axis = own.indexOf(letter);
        return axis < 0 || ref.shape[axis] === 1 ? 0 : strides[axis];
      };
      return [`x${k}`, { ref, strides: [...kept, ...terms].map(strideOf) }];
    }),
  );
  c.nest({
    shape: kept.map((letter) => extents.get(letter) ?? 1),
    reduce: terms.map((letter) => extents.get(letter) ?? 1),
    reads,
    results: [{ ...target, value: Object.keys(reads).join(' * ') }],
  });
}

export const interpolate: GpuRule = {
  forward(c) {
    const { planes, axes } = resampled(c);
    mapAxes(c, c.input('input'), { out: c.output(), add: false }, planes, axes);
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (!dx) return;
    const { planes, axes } = resampled(c);
    mapAxes(c, dy, dx, planes, axes.map(transposedAxis));
  },
};

function resampled(c: GpuContext): { readonly planes: number; readonly axes: readonly Axis[] } {
  const [x, y] = [c.input('input').shape, c.output().shape];
  const axes = x.slice(2).map((input, axis) => ({ input, taps: tapsOf(c, axis, input, y[axis + 2]) }));
  return { planes: product(x.slice(0, 2)), axes };
}

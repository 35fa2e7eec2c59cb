// Operators that only move elements: each output element is one input element (or a constant), so the gradient moves back the
// same way. A rule gives the map (move.ts).
import { axisOf, numberOf, optionalList, optionalNumber, text, tuple } from './attributes';
import { rowMajorStrides } from './broadcast';
import { eachRun, eachSource, fillOf, type Move, type MoveRule } from './move';
import type { AxisContext, LayerRule, RuleContext } from './rule';

type MoveOf = MoveRule['of'];

/** A rule for one input, by name, and any number of outputs. */
export const moving = (moveOf: MoveOf, batchAxis: NonNullable<LayerRule['batchAxis']>, input = 'input'): LayerRule => ({
  move: { input, of: moveOf },
  forward(c) {
    const x = c.input(input).data;
    for (let output = 0; output < c.outputCount; output++) {
      const y = c.output(output).data;
      const move = moveOf(c, output);
      if (move.kind === 'identity') y.set(x);
      else if (move.kind === 'strided')
        eachRun(move, (at, source, step, count) => {
          for (let i = 0, from = source; i < count; i++, from += step) y[at + i] = x[from];
        });
      else eachSource(move, (at, source) => void (y[at] = source < 0 ? fillOf(move) : x[source]));
    }
  },
  backward(c) {
    const dx = c.inputGradient(input)?.data;
    if (!dx) return;
    for (let output = 0; output < c.outputCount; output++) {
      const dy = c.outputGradient(output)?.data;
      if (!dy) continue;
      const move = moveOf(c, output);
      if (move.kind === 'identity') for (let i = 0; i < dx.length; i++) dx[i] += dy[i];
      else if (move.kind === 'strided')
        eachRun(move, (at, source, step, count) => {
          for (let i = 0, to = source; i < count; i++, to += step) dx[to] += dy[at + i];
        });
      else
        eachSource(move, (at, source) => {
          if (source >= 0) dx[source] += dy[at];
        });
    }
  },
  batchAxis,
});

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const sameAxis = (c: AxisContext): number | null => c.axis;

/** Output element with index o is input element with offset `offset` + Σ o[axis] · stride[axis]. */
export const strided = (shape: readonly number[], strides: readonly number[], offset = 0): Move => ({
  kind: 'strided',
  shape,
  strides,
  offset,
});

const IDENTITY: Move = { kind: 'identity' };

/**
 * view, reshape, flatten, ...: elements stay in order, so as many elements are faster than the batch as before; it is in the
 * first axis that is not slower.
 */
export const reshape = moving(
  () => IDENTITY,
  ({ axis, within, inputShape, outputShape }) => {
    if (axis === null) return null;
    const inner = within * inputShape.slice(axis + 1).reduce((a, b) => a * b, 1);
    let rest = outputShape.reduce((a, b) => a * b, 1);
    for (let i = 0; i < outputShape.length; i++) {
      rest /= outputShape[i];
      if (rest <= inner) return { axis: i, within: inner / rest };
    }
    return null;
  },
);

/** The same elements, but no gradient passes. */
export const detached: LayerRule = { move: reshape.move, forward: (c) => reshape.forward(c), batchAxis: (c) => c.axis };

/** The new order of the axes: output axis i is input axis order[i]. */
const reordering = (orderOf: (c: Pick<RuleContext, 'attribute'>, rank: number) => readonly number[]): LayerRule =>
  moving(
    (c) => {
      const strides = rowMajorStrides(c.input('input').shape);
      return strided(
        c.output().shape,
        orderOf(c, strides.length).map((axis) => strides[axis]),
      );
    },
    (c) => (c.axis === null ? null : orderOf(c, c.inputRank).indexOf(c.axis)),
  );

/** permute, transpose, T, movedim, ...: all are recorded as an order of axes. */
export const permute = reordering((c, rank) => (optionalList(c, 'dims') ?? []).map((axis) => axisOf(axis, rank)));

const expanding = (input: string): LayerRule =>
  moving(
    (c) => {
      const [shape, output] = [c.input(input).shape, c.output().shape];
      const strides = rowMajorStrides(shape).map((stride, i) => (shape[i] === 1 ? 0 : stride));
      return strided(output, [...Array<number>(output.length - shape.length).fill(0), ...strides]);
    },
    ({ axis, inputRank, outputShape }) => (axis === null ? null : axis + outputShape.length - inputRank),
    input,
  );

/** Repeats along axes of extent 1 and along new leading axes. */
export const expand = expanding('input');

/** `copy_`: nothing is left of what the elements were. */
export const copy = expanding('src');

/** Output element o of a part along `dim` is input element o + the extents of the parts before. */
const parts = (input: string): LayerRule =>
  moving(
    (c, output) => {
      const shape = c.input(input).shape;
      const axis = axisOf(numberOf(c, 'dim', 0), shape.length);
      const strides = rowMajorStrides(shape);
      let before = 0;
      for (let i = 0; i < output; i++) before += c.output(i).shape[axis];
      return strided(c.output(output).shape, strides, before * strides[axis]);
    },
    sameAxis,
    input,
  );

export const split = parts('tensor');
export const chunk = parts('input');

/** Every index along `dim` by itself; the axis goes. */
export const unbind = moving(
  (c, output) => {
    const shape = c.input('input').shape;
    const axis = axisOf(numberOf(c, 'dim', 0), shape.length);
    const strides = rowMajorStrides(shape);
    return strided(
      c.output(output).shape,
      strides.filter((_, i) => i !== axis),
      output * strides[axis],
    );
  },
  (c) => withoutAxis(c),
);

/** Where the batch axis is once the axis `dim` has gone. */
function withoutAxis(c: AxisContext): number | null {
  const axis = axisOf(numberOf(c, 'dim', 0), c.inputRank);
  return c.axis === null || c.axis === axis ? null : c.axis - (c.axis > axis ? 1 : 0);
}

/** One index along `dim`; the axis goes. */
export const select = moving((c) => {
  const shape = c.input('input').shape;
  const axis = axisOf(numberOf(c, 'dim', 0), shape.length);
  const strides = rowMajorStrides(shape);
  const offset = axisOf(numberOf(c, 'index', 0), shape[axis]) * strides[axis];
  return strided(
    c.output().shape,
    strides.filter((_, i) => i !== axis),
    offset,
  );
}, withoutAxis);

/** `length` elements from `start` on along `dim`. */
export const narrow = moving((c) => {
  const shape = c.input('input').shape;
  const axis = axisOf(numberOf(c, 'dim', 0), shape.length);
  const strides = rowMajorStrides(shape);
  return strided(c.output().shape, strides, axisOf(numberOf(c, 'start', 0), shape[axis]) * strides[axis]);
}, sameAxis);

/** [N, C·r², H, W] → [N, C, H·r, W·r] (Shi et al. 2016), and back. */
export const pixelShuffle = moving((c) => {
  const [[channels, height, width], factor] = [c.input('input').shape.slice(-3), numberOf(c, 'upscale_factor', 1)];
  const planes = sizeOf(c.input('input').shape) / (channels * height * width);
  const [area, r] = [height * width, factor];
  const shape = [planes, channels / (r * r), height, r, width, r];
  return strided(shape, [channels * area, r * r * area, width, r * area, 1, area]);
}, sameAxis);

export const pixelUnshuffle = moving((c) => {
  const [[channels, height, width], r] = [c.input('input').shape.slice(-3), numberOf(c, 'downscale_factor', 1)];
  const planes = sizeOf(c.input('input').shape) / (channels * height * width);
  const shape = [planes, channels, r, r, height / r, width / r];
  return strided(shape, [channels * height * width, height * width, width, 1, r * width, r]);
}, sameAxis);

/** [N, g·k, ...] → [N, k·g, ...]: channels of the groups interleaved (Zhang et al. 2017). */
export const channelShuffle = moving((c) => {
  const [shape, groups] = [c.input('input').shape, numberOf(c, 'groups', 1)];
  const area = shape.slice(2).reduce((a, b) => a * b, 1);
  const each = shape[1] / groups;
  return strided([shape[0], each, groups, area], [shape[1] * area, area, each * area, 1]);
}, sameAxis);

/** The source index along one axis of a padded tensor, or −1. */
function paddedIndex(mode: string, index: number, extent: number): number {
  if (index >= 0 && index < extent) return index;
  if (mode === 'replicate') return index < 0 ? 0 : extent - 1;
  if (mode === 'circular') return (index + extent) % extent;
  if (mode === 'reflect') return index < 0 ? -index : 2 * (extent - 1) - index;
  return -1;
}

/** torch.nn.functional.pad: pairs (before, after) from the last axis on; negative pads crop. */
export const pad = moving((c) => {
  const [shape, output] = [c.input('input').shape, c.output().shape];
  const pairs = optionalList(c, 'pad') ?? [];
  const mode = text(c, 'mode', 'constant');
  return byAxes(
    output,
    rowMajorStrides(shape),
    (axis, i) => paddedIndex(mode, i - (pairs[2 * (shape.length - 1 - axis)] ?? 0), shape[axis]),
    numberOf(c, 'value', 0),
  );
}, sameAxis);

/** The order of elements along some axes is reversed. */
export const flip = moving((c) => {
  const shape = c.input('input').shape;
  // Given one by one, or as one tuple.
  const axes = [c.attribute('dims')].flat(2).map((axis) => axisOf(Number(axis), shape.length));
  const strides = rowMajorStrides(shape);
  const offset = axes.reduce((sum, axis) => sum + strides[axis] * (shape[axis] - 1), 0);
  return strided(
    shape,
    strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    offset,
  );
}, sameAxis);

/** The whole tensor again and again along every axis; new axes come in front. */
export const repeat = moving(
  (c) => {
    const [shape, output] = [c.input('input').shape, c.output().shape];
    const aligned = [...Array<number>(output.length - shape.length).fill(1), ...shape];
    return byAxes(c.output().shape, rowMajorStrides(aligned), (axis, i) => i % aligned[axis]);
  },
  ({ axis, inputRank, outputShape }) => (axis === null ? null : axis + outputShape.length - inputRank),
);

/** Each index along `dim` so many times in a row; without `dim` each element. */
export const repeatInterleave: LayerRule = {
  ...moving(
    (c) => {
      const [shape, output] = [c.input('input').shape, c.output().shape];
      const dim = optionalNumber(c, 'dim');
      const own = dim === null ? [sizeOf(shape)] : shape;
      const [axis, times] = [axisOf(dim ?? 0, own.length), numberOf(c, 'repeats', 1)];
      return byAxes(output, rowMajorStrides(own), (at, i) => (at === axis ? Math.floor(i / times) : i));
    },
    (c) => {
      const { axis, within, inputShape } = c;
      const [dim, times] = [optionalNumber(c, 'dim'), numberOf(c, 'repeats', 1)];
      if (dim === null) return axis === 0 ? { axis, within: within * sizeOf(inputShape.slice(1)) * times } : null;
      return axis === null ? null : { axis, within: within * (axisOf(dim, c.inputRank) === axis ? times : 1) };
    },
  ),
  refuses: (c) => (c.hasInput('repeats') ? 'numbers of repeats that differ' : null),
};

/** Elements that leave at one end come back at the other. */
export const roll = moving((c) => {
  const shape = c.input('input').shape;
  const shifts = tuple(c, 'shifts', 1, 0);
  const dims = optionalList(c, 'dims');
  const flat = dims === null || dims.length === 0;
  const extents = flat ? [shape.reduce((a, b) => a * b, 1)] : shape;
  const shiftOf = (axis: number): number =>
    shifts.reduce((sum, shift, i) => sum + (flat || axisOf(dims[i], shape.length) === axis ? shift : 0), 0);
  const wrapped = (i: number, extent: number): number => ((i % extent) + extent) % extent;
  return byAxes(extents, rowMajorStrides(extents), (axis, i) => wrapped(i - shiftOf(axis), extents[axis]));
}, sameAxis);

/** Each axis has its own map from output to input positions; −1 where there is none. */
const byAxes = (
  shape: readonly number[],
  strides: readonly number[],
  source: (axis: number, i: number) => number,
  fill = 0,
): Move => ({
  kind: 'axes',
  shape,
  strides,
  sources: shape.map((extent, axis) => Array.from({ length: extent }, (_, i) => source(axis, i))),
  fill,
});

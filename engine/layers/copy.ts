// Operators that only move elements: each output element is one input element (or a constant), so the gradient moves back the
// same way. A rule gives the map: for every output element, in order, the offset of its source; −1 where there is none.
import { axisOf, numberOf, optionalList, optionalNumber, text, tuple } from './attributes';
import { eachElement, rowMajorStrides } from './broadcast';
import type { AxisContext, LayerRule, RuleContext } from './rule';

interface Move {
  /** Whether the elements stay in order, one to one. */
  readonly identity: boolean;
  readonly eachSource: (visit: (at: number, source: number) => void) => void;
  /** What stands where there is no source. */
  readonly fill: number;
}

type MoveOf = (c: RuleContext, output: number) => Move;

/** A rule for one input and any number of outputs. */
export const moving = (
  moveOf: MoveOf,
  batchAxis: (c: AxisContext) => number | null,
  outputs: (c: RuleContext) => number = () => 1,
): LayerRule => ({
  forward(c) {
    const x = c.input('input').data;
    for (let output = 0; output < outputs(c); output++) {
      const y = c.output(output).data;
      const { identity, eachSource, fill } = moveOf(c, output);
      if (identity) y.set(x);
      else eachSource((at, source) => void (y[at] = source < 0 ? fill : x[source]));
    }
  },
  backward(c) {
    const dx = c.inputGradient('input')?.data;
    if (!dx) return;
    for (let output = 0; output < outputs(c); output++) {
      const dy = c.outputGradient(output)?.data;
      if (!dy) continue;
      const { identity, eachSource } = moveOf(c, output);
      if (identity) for (let i = 0; i < dx.length; i++) dx[i] += dy[i];
      else
        eachSource((at, source) => {
          if (source >= 0) dx[source] += dy[at];
        });
    }
  },
  batchAxis,
});

const sameAxis = (c: AxisContext): number | null => c.axis;

/** Output element with index o is input element with offset `offset` + Σ o[axis] · stride[axis]. */
const strided = (shape: readonly number[], strides: readonly number[], offset = 0): Move => ({
  identity: false,
  fill: 0,
  eachSource: (visit) => eachElement(shape, [strides], (at, [source]) => visit(at, source + offset)),
});

const IDENTITY: Move = { identity: true, fill: 0, eachSource: () => undefined };

/** view, reshape, flatten, ...: elements stay in order. The batch axis is the one with as many elements after it as before. */
export const reshape = moving(
  () => IDENTITY,
  ({ axis, inputShape, outputShape }) => {
    if (axis === null) return null;
    const after = inputShape.slice(axis + 1).reduce((a, b) => a * b, 1);
    for (let i = 0, rest = outputShape.reduce((a, b) => a * b, 1); i < outputShape.length; i++) {
      rest /= outputShape[i];
      if (rest <= after) return i;
    }
    return null;
  },
);

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

export const permute = reordering((c, rank) => (optionalList(c, 'dims') ?? []).map((axis) => axisOf(axis, rank)));

export const transpose = reordering((c, rank) => {
  const order = Array.from({ length: rank }, (_, i) => i);
  const [a, b] =
    rank < 2 ? [0, 0] : [axisOf(numberOf(c, 'dim0', rank - 2), rank), axisOf(numberOf(c, 'dim1', rank - 1), rank)];
  [order[a], order[b]] = [order[b], order[a]];
  return order;
});

/** Repeats along axes of extent 1 and along new leading axes. */
export const expand = moving(
  (c) => {
    const [shape, output] = [c.input('input').shape, c.output().shape];
    const strides = rowMajorStrides(shape).map((stride, i) => (shape[i] === 1 ? 0 : stride));
    return strided(output, [...Array<number>(output.length - shape.length).fill(0), ...strides]);
  },
  ({ axis, inputRank, outputShape }) => (axis === null ? null : axis + outputShape.length - inputRank),
);

/** Output element o of a chunk along `dim` is input element o + the extents of the chunks before. */
const chunks = moving(
  (c, output) => {
    const shape = c.input('input').shape;
    const axis = axisOf(numberOf(c, 'dim', 0), shape.length);
    const strides = rowMajorStrides(shape);
    let before = 0;
    for (let i = 0; i < output; i++) before += c.output(i).shape[axis];
    return strided(c.output(output).shape, strides, before * strides[axis]);
  },
  sameAxis,
  (c) => c.outputCount,
);
export const split = chunks;

/** One index along `dim`; the axis goes. */
export const select = moving(
  (c) => {
    const shape = c.input('input').shape;
    const axis = axisOf(numberOf(c, 'dim', 0), shape.length);
    const strides = rowMajorStrides(shape);
    const offset = axisOf(numberOf(c, 'index', 0), shape[axis]) * strides[axis];
    return strided(
      c.output().shape,
      strides.filter((_, i) => i !== axis),
      offset,
    );
  },
  (c) => {
    const axis = axisOf(numberOf(c, 'dim', 0), c.inputRank);
    return c.axis === null || c.axis === axis ? null : c.axis - (c.axis > axis ? 1 : 0);
  },
);

/** Elements start, start + step, ... along `dim`. */
export const slice = moving((c) => {
  const shape = c.input('input').shape;
  const axis = axisOf(numberOf(c, 'dim', 0), shape.length);
  const strides = rowMajorStrides(shape);
  const start = optionalNumber(c, 'start') ?? 0;
  const first = Math.min(Math.max(start < 0 ? start + shape[axis] : start, 0), shape[axis]);
  const step = numberOf(c, 'step', 1);
  return strided(
    c.output().shape,
    strides.map((stride, i) => (i === axis ? stride * step : stride)),
    first * strides[axis],
  );
}, sameAxis);

/** [N, C·r², H, W] → [N, C, H·r, W·r] (Shi et al. 2016), and back. */
export const pixelShuffle = moving((c) => {
  const [[channels, height, width], factor] = [c.input('input').shape.slice(-3), numberOf(c, 'upscale_factor', 1)];
  const planes = c.input('input').data.length / (channels * height * width);
  const [area, r] = [height * width, factor];
  const shape = [planes, channels / (r * r), height, r, width, r];
  return strided(shape, [channels * area, r * r * area, width, r * area, 1, area]);
}, sameAxis);

export const pixelUnshuffle = moving((c) => {
  const [[channels, height, width], r] = [c.input('input').shape.slice(-3), numberOf(c, 'downscale_factor', 1)];
  const planes = c.input('input').data.length / (channels * height * width);
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
  const strides = rowMajorStrides(shape);
  const sources = output.map((extent, axis) => {
    const before = pairs[2 * (shape.length - 1 - axis)] ?? 0;
    return Array.from({ length: extent }, (_, i) => paddedIndex(mode, i - before, shape[axis]));
  });
  const index = rowMajorStrides(output);
  const size = output.reduce((a, b) => a * b, 1);
  return {
    identity: false,
    fill: numberOf(c, 'value', 0),
    eachSource(visit) {
      for (let at = 0; at < size; at++) {
        let source = 0;
        for (let axis = 0; axis < output.length && source >= 0; axis++) {
          const from = sources[axis][Math.floor(at / index[axis]) % output[axis]];
          source = from < 0 ? -1 : source + from * strides[axis];
        }
        visit(at, source);
      }
    },
  };
}, sameAxis);

/** The order of elements along some axes is reversed. */
export const flip = moving((c) => {
  const shape = c.input('input').shape;
  const axes = tuple(c, 'dims', 1, 0).map((axis) => axisOf(axis, shape.length));
  const strides = rowMajorStrides(shape);
  const offset = axes.reduce((sum, axis) => sum + strides[axis] * (shape[axis] - 1), 0);
  return strided(
    shape,
    strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)),
    offset,
  );
}, sameAxis);

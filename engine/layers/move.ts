// Operators that only move elements, as data: each output element is one input element (or a constant). The plain rules and the
// device's kernels both follow it.
import type { AttributeValue } from '../../core/graph/graph';
import { eachElement, rowMajorStrides } from './broadcast';

export type Move =
  /** The elements stay in order, one to one. */
  | { readonly kind: 'identity' }
  /** Output element with index o in `shape` is input element `offset` + Σ o[axis] · strides[axis]. */
  | {
      readonly kind: 'strided';
      readonly shape: readonly number[];
      readonly strides: readonly number[];
      readonly offset: number;
    }
  /** Each axis has its own map from output to input positions; −1 where there is none, and `fill` stands. */
  | {
      readonly kind: 'axes';
      readonly shape: readonly number[];
      /** Of the input. */
      readonly strides: readonly number[];
      readonly sources: readonly (readonly number[])[];
      readonly fill: number;
    };

/** Shapes and attributes: all that tells where elements go. */
export interface MoveContext {
  input(name: string): { readonly shape: readonly number[] };
  output(index?: number): { readonly shape: readonly number[] };
  attribute(name: string): AttributeValue<number> | undefined;
}

export interface MoveRule {
  /** The input's name. */
  readonly input: string;
  readonly of: (c: MoveContext, output: number) => Move;
}

/** What stands where there is no source. */
export const fillOf = (move: Move): number => (move.kind === 'axes' ? move.fill : 0);

/** Visits every output element in order with the offset of its source; −1 where there is none. */
export function eachSource(
  move: Exclude<Move, { kind: 'identity' }>,
  visit: (at: number, source: number) => void,
): void {
  if (move.kind === 'strided')
    return eachElement(move.shape, [move.strides], (at, [source]) => visit(at, source + move.offset));
  const { shape, strides, sources } = move;
  const index = rowMajorStrides(shape);
  const size = shape.reduce((a, b) => a * b, 1);
  for (let at = 0; at < size; at++) {
    let offset = 0;
    for (let axis = 0; axis < shape.length && offset >= 0; axis++) {
      const from = sources[axis][Math.floor(at / index[axis]) % shape[axis]];
      offset = from < 0 ? -1 : offset + from * strides[axis];
    }
    visit(at, offset);
  }
}

/** Axes of which one goes on where the next one ends, as one. */
function merged(shape: readonly number[], strides: readonly number[]): { extent: number; stride: number }[] {
  const axes: { extent: number; stride: number }[] = [];
  shape.forEach((extent, i) => {
    const last = axes[axes.length - 1];
    if (extent === 1) return;
    if (last?.stride === strides[i] * extent) [last.extent, last.stride] = [last.extent * extent, strides[i]];
    else axes.push({ extent, stride: strides[i] });
  });
  return axes.length > 0 ? axes : [{ extent: 1, stride: 1 }];
}

/**
 * Calls `run` for every stretch of a strided move: output elements from `at` on are the input's from `source` on, `step` apart.
 */
export function eachRun(
  { shape, strides, offset }: Extract<Move, { kind: 'strided' }>,
  run: (at: number, source: number, step: number, count: number) => void,
): void {
  if (shape.includes(0)) return;
  const axes = merged(shape, strides);
  const inner = axes[axes.length - 1];
  const outer = axes.slice(0, -1);
  const count = outer.reduce((product, { extent }) => product * extent, 1);
  const index = outer.map(() => 0);
  let source = offset;
  for (let i = 0; i < count; i++) {
    run(i * inner.extent, source, inner.stride, inner.extent);
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const { extent, stride } = outer[axis];
      source += stride;
      if (++index[axis] < extent) break;
      index[axis] = 0;
      source -= stride * extent;
    }
  }
}

/** The extents of the input that a move by axes reads: strides are row-major over them. */
export function eachAxis(
  { strides, sources }: Extract<Move, { kind: 'axes' }>,
  elements: number,
): readonly { readonly input: number; readonly sources: readonly number[] }[] {
  return sources.map((each, axis) => ({
    input: (axis === 0 ? elements : strides[axis - 1]) / strides[axis],
    sources: each,
  }));
}

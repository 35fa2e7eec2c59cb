// Operators that only move elements. Where each element goes is told by the plain rules (`Move` in engine/layers/move.ts); here
// it becomes strides, or tables by axis.
import { eachAxis, type Move, type MoveRule } from '../../layers/move';
import type { GpuContext, GpuRule, Target } from '../context';
import type { StoredRef } from '../kernel';
import { filled } from '../nest';
import { mapAxes, transposedAxis, type Axis } from './axes';

const size = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

const axesOf = (move: Extract<Move, { kind: 'axes' }>, elements: number): readonly Axis[] =>
  eachAxis(move, elements).map(({ input, sources }) => ({
    input,
    taps: sources.map((at) => (at < 0 ? [] : [{ at, weight: 1 }])),
  }));

function forwardMove(c: GpuContext, move: Move, x: StoredRef, y: StoredRef): void {
  switch (move.kind) {
    case 'identity':
      return c.nest({ shape: [y.size], reads: { x: { ref: x, strides: [1] } }, results: [{ out: y, value: 'x' }] });
    case 'strided':
      return c.nest({
        shape: move.shape,
        reads: { x: { ref: x, strides: move.strides, offset: move.offset } },
        results: [{ out: y, value: 'x' }],
      });
    case 'axes':
      return mapAxes(c, x, { out: y, add: false }, 1, axesOf(move, x.size), { fill: move.fill });
  }
}

/** Axes along which elements are repeated become terms of a sum; the others say where it goes. */
function stridedBack(
  c: GpuContext,
  { shape, strides, offset }: Extract<Move, { kind: 'strided' }>,
  dy: StoredRef,
  target: Target,
): void {
  const own: number[] = [];
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    own[axis] = stride;
    stride *= shape[axis];
  }
  const axes = shape.map((_, axis) => axis);
  const [kept, repeated] = [axes.filter((a) => strides[a] !== 0), axes.filter((a) => strides[a] === 0)];
  const at = kept.map((axis, k) => `i32(o${k}) * ${strides[axis]}`);
  c.nest({
    shape: kept.map((axis) => shape[axis]),
    reduce: repeated.map((axis) => shape[axis]),
    reads: { g: { ref: dy, strides: [...kept, ...repeated].map((axis) => own[axis]) } },
    results: [{ ...target, value: 'g' }],
    at: kept.length > 0 ? `u32(${[...at, String(offset)].join(' + ')})` : `${offset}u`,
  });
}

const covers = (move: Move, elements: number): boolean =>
  move.kind !== 'strided' || size(move.shape.filter((_, axis) => move.strides[axis] !== 0)) === elements;

export const movingRule = ({ input, of }: MoveRule, differentiable: boolean): GpuRule => ({
  forward(c) {
    const x = c.input(input);
    for (let output = 0; output < c.outputCount; output++) forwardMove(c, of(c, output), x, c.output(output));
  },
  ...(differentiable && {
    backward(c: GpuContext) {
      const parts = Array.from({ length: c.outputCount }, (_, output) => ({
        move: of(c, output),
        dy: c.outputGradient(output),
      })).flatMap(({ move, dy }) => (dy ? [{ move, dy }] : []));
      if (parts.length === 0) return;
      const target = c.inputGradient(input);
      if (!target) return;
      let { add } = target;
      if (!add && !covers(parts[0].move, target.out.size)) {
        c.nest(filled(target.out, 0));
        add = true;
      }
      for (const { move, dy } of parts) {
        const to = { out: target.out, add };
        if (move.kind === 'identity')
          c.nest({ shape: [dy.size], reads: { g: { ref: dy, strides: [1] } }, results: [{ ...to, value: 'g' }] });
        else if (move.kind === 'strided') stridedBack(c, move, dy, to);
        else mapAxes(c, dy, to, 1, axesOf(move, target.out.size).map(transposedAxis));
        add = true;
      }
    },
  }),
});

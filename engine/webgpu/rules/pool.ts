// Pools over 1, 2 or 3 spatial axes: windows are those of the plain rules (engine/layers/pool.ts), axis by axis.
import { numberOf } from '../../layers/attributes';
import { triple, type Triple } from '../../layers/geometry';
import { adaptiveWindows, slidingWindows, type WindowsOf } from '../../layers/pool';
import type { GpuContext, GpuRule } from '../context';
import { literal, type StoredRef } from '../kernel';
import { mapAxes, tapLoops, transposedAxis, type Axis } from './axes';

interface Pool {
  readonly x: StoredRef;
  readonly y: StoredRef;
  readonly planes: number;
  readonly axes: readonly Axis[];
  /** Of one plane. */
  readonly inputs: number;
  readonly outputs: number;
  /** What an average multiplies by, beside the weights. */
  readonly scale: number;
}

const size = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** @param average whether taps weigh by the size of their window */
function poolOf(c: GpuContext, rank: number, windowsOf: WindowsOf, average: boolean): Pool {
  const [x, y] = [c.input('input'), c.output()];
  const input = triple(x.shape.slice(x.shape.length - rank), 1);
  const output = triple(y.shape.slice(y.shape.length - rank), 1);
  const windowAt = windowsOf(c, input, output);
  const at = (axis: number, i: number): Triple =>
    triple(
      [0, 1, 2].map((each) => (each === axis ? i : 0)),
      0,
    );
  // The sizes of windows are products over the axes, so what an axis contributes shows along it.
  const corner = windowAt([0, 0, 0]).divisor;
  const axes = input.map((extent, axis): Axis => ({
    input: extent,
    taps: Array.from({ length: output[axis] }, (_, i) => {
      const { from, to, step, divisor } = windowAt(at(axis, i));
      const taps: { at: number; weight: number }[] = [];
      for (let p = from[axis]; p < to[axis]; p += step[axis])
        taps.push({ at: p, weight: average ? corner / divisor : 1 });
      return taps;
    }),
  }));
  return { x, y, planes: x.size / size(input), axes, inputs: size(input), outputs: size(output), scale: 1 / corner };
}

const average = (rank: number, windowsOf: WindowsOf): GpuRule => ({
  forward(c) {
    const { x, y, planes, axes, scale } = poolOf(c, rank, windowsOf, true);
    mapAxes(c, x, { out: y, add: false }, planes, axes, { scale });
  },
  backward(c) {
    const [dy, dx] = [c.outputGradient(), c.inputGradient('input')];
    if (!dx) return;
    const { planes, axes, scale } = poolOf(c, rank, windowsOf, true);
    if (dy) mapAxes(c, dy, dx, planes, axes.map(transposedAxis), { scale });
  },
});

/** Keeps, for every output, which input of its plane was the largest: whole numbers are exact below 2^24. */
const maximum = (rank: number, windowsOf: WindowsOf): GpuRule => ({
  forward(c) {
    const { x, y, planes, axes, inputs } = poolOf(c, rank, windowsOf, false);
    const loops = tapLoops(planes, axes);
    const chosen = c.saved('chosen', y.size);
    c.nest({
      shape: loops.shape,
      uses: { x, ...loops.uses },
      before: `var best = 0.0; var place = -1.0;
  ${loops.around(
    `let v = ld_x(o0 * ${inputs}u + input); if (place < 0.0 || v > best || is_nan(v)) { best = v; place = f32(input); }`,
  )}`,
      results: [
        { out: y, value: 'best' },
        { out: chosen, value: 'place' },
      ],
      at: 'i + 0u * o0',
    });
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (!dx) return;
    const { planes, axes, outputs, inputs } = poolOf(c, rank, windowsOf, false);
    const loops = tapLoops(planes, axes.map(transposedAxis));
    const chosen = c.saved('chosen', planes * outputs);
    c.nest({
      shape: loops.shape,
      uses: { g: dy, chosen, ...loops.uses },
      before: `var total = 0.0; let own = f32(i - o0 * ${inputs}u);
  ${loops.around(`let at = o0 * ${outputs}u + input; if (ld_chosen(at) == own) { total += ld_g(at); }`)}`,
      results: [{ ...dx, value: 'total' }],
    });
  },
});

/** (Σ |x|ᵖ)^(1/p) over the window. */
export const lpPool = (rank: number): GpuRule => ({
  forward(c) {
    const { x, y, planes, axes, inputs } = poolOf(c, rank, slidingWindows(rank), false);
    const p = numberOf(c, 'norm_type', 2);
    const loops = tapLoops(planes, axes);
    c.nest({
      shape: loops.shape,
      uses: { x, ...loops.uses },
      before: `var total = 0.0; ${loops.around(`total += power(ld_x(o0 * ${inputs}u + input), ${literal(p)});`)}`,
      results: [{ out: y, value: `power(total, ${literal(1 / p)})` }],
    });
  },
  backward(c) {
    const dy = c.outputGradient();
    const dx = dy && c.inputGradient('input');
    if (!dx) return;
    const { x, y, planes, axes, outputs } = poolOf(c, rank, slidingWindows(rank), false);
    const p = numberOf(c, 'norm_type', 2);
    const loops = tapLoops(planes, axes.map(transposedAxis));
    c.nest({
      shape: loops.shape,
      uses: { x, y, g: dy, ...loops.uses },
      before: `var total = 0.0; let own = power(ld_x(i), ${literal(p - 1)});
  ${loops.around(
    `let at = o0 * ${outputs}u + input; let v = ld_y(at); if (v != 0.0) { total += ld_g(at) * own * power(v, ${literal(1 - p)}); }`,
  )}`,
      results: [{ ...dx, value: 'total' }],
    });
  },
});

export const maxPool = (rank: number): GpuRule => maximum(rank, slidingWindows(rank));
export const averagePool = (rank: number): GpuRule => average(rank, slidingWindows(rank));
export const adaptiveMaxPool = (rank: number): GpuRule => maximum(rank, adaptiveWindows);
export const adaptiveAveragePool = (rank: number): GpuRule => average(rank, adaptiveWindows);

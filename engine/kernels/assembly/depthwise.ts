// Depthwise convolutions of any kernel, stride and dilation over one block of channels of one padded image, by tables: the
// general case beside depthwise3.ts, forward and (by classes of positions, see geometry in TypeScript) backward.
import { lower, madd, raise } from './simd';

/** target[targets[p]] = clamp(bias + Σ_t source[sources[p] + taps[t]] · w[t]). Offsets in bytes; w and bias are rows of 8; bounds: see gemm. */
export function depthwise(
  source: usize, sources: usize, taps: usize, tapCount: i32, w: usize, bias: usize,
  target: usize, targets: usize, positions: i32, bounds: usize,
): void {
  let first0 = f32x4.splat(0), first1 = f32x4.splat(0);
  if (bias) {
    first0 = v128.load(bias);
    first1 = v128.load(bias, 16);
  }
  for (let p: usize = 0; p < <usize>positions << 2; p += 4) {
    const x = source + <usize>load<i32>(sources + p);
    let sum0 = first0, sum1 = first1;
    let weights = w;
    for (let t: usize = 0; t < <usize>tapCount << 2; t += 4) {
      const at = x + <usize>load<i32>(taps + t);
      sum0 = madd(v128.load(at), v128.load(weights), sum0);
      sum1 = madd(v128.load(at, 16), v128.load(weights, 16), sum1);
      weights += 32;
    }
    if (bounds) {
      const low = v128.load32_splat(bounds);
      sum0 = raise(sum0, low), sum1 = raise(sum1, low);
      if (load<f32>(bounds, 4) != Infinity) {
        const high = v128.load32_splat(bounds, 4);
        sum0 = lower(sum0, high), sum1 = lower(sum1, high);
      }
    }
    const to = target + <usize>load<i32>(targets + p);
    v128.store(to, sum0);
    v128.store(to, sum1, 16);
  }
}

/** dw[t] += Σ dy[row][column] · source[sources[p] + taps[t]], p counting positions row by row; dy's rows are `dyRow` apart. */
export function depthwiseWeights(
  source: usize, sources: usize, taps: usize, tapCount: i32, dy: usize, dyRow: usize, rows: i32, columns: i32, dw: usize,
): void {
  for (let t: usize = 0; t < <usize>tapCount << 2; t += 4) {
    const tap = source + <usize>load<i32>(taps + t);
    let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0);
    let p = sources;
    for (let row = 0; row < rows; row++) {
      let g = dy + <usize>row * dyRow;
      for (const end = g + (<usize>columns << 5); g < end; g += 32, p += 4) {
        const at = tap + <usize>load<i32>(p);
        sum0 = madd(v128.load(at), v128.load(g), sum0);
        sum1 = madd(v128.load(at, 16), v128.load(g, 16), sum1);
      }
    }
    v128.store(dw, f32x4.add(v128.load(dw), sum0));
    v128.store(dw, f32x4.add(v128.load(dw, 16), sum1), 16);
    dw += 32;
  }
}

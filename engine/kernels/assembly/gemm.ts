// The matrix product behind every dense convolution and linear layer, gathered by tables:
//     y[o][p][8] = bias + Σ_tap Σ_k a[k][source(p) + tap] · w[o][tap][k][8]
// A tile is 6 positions × 8 output channels: per k two vectors of weights, six splat loads, twelve multiply-adds, all in
// registers (twelve sums, two weights, one splat: fifteen of the sixteen that x64 has). Weights are packed so that they are
// read in order. The last tile overlaps the one before: what it makes again is the same.
import { lower, madd, raise } from './simd';

/**
 * @param a blocks of input channels, `aBlock` bytes apart; all 8 channels of a block are used
 * @param sources byte offsets of the positions in a block (0: 32 bytes apart); `taps` byte offsets added to each
 * @param half whether half a block of 4 channels follows the `kBlocks` whole ones
 * @param w packed weights; a block of output channels has tapCount · (kBlocks · 8 + half · 4) rows of 8
 * @param y blocks of output channels, `yBlock` bytes apart; `targets` as `sources`
 * @param bias 8 numbers a block, or 0
 * @param bounds two numbers between which the results are clamped, or 0
 * @param chunk positions handled before the next block of output channels, so that they stay in the first-level cache
 */
export function gemm(
  a: usize, aBlock: usize, sources: usize, taps: usize, tapCount: i32, kBlocks: i32, half: bool,
  w: usize, y: usize, yBlock: usize, targets: usize, bias: usize, positions: i32, blocks: i32, chunk: i32,
  bounds: usize,
): void {
  const panel = <usize>tapCount * ((<usize>kBlocks << 8) + (half ? 128 : 0));
  for (let begin = 0; begin < positions; begin += chunk) {
    const end = min(begin + chunk, positions);
    let weights = w;
    let out = y;
    let offset = bias;
    for (let block = 0; block < blocks; block++) {
      let p = begin;
      if (end - begin >= 6)
        for (; p < end; p += 6)
          tile6(a, aBlock, sources, taps, tapCount, kBlocks, half, weights, out, targets, offset, bounds, min(p, end - 6));
      for (; p < end; p++)
        tile1(a, aBlock, sources, taps, tapCount, kBlocks, half, weights, out, targets, offset, bounds, p);
      weights += panel;
      out += yBlock;
      if (offset) offset += 32;
    }
  }
}

// @ts-ignore: decorator
@inline
function offsetOf(table: usize, p: i32): usize {
  return table ? <usize>load<i32>(table + (<usize>p << 2)) : <usize>p << 5;
}

// @ts-ignore: decorator
@inline
function store2(at: usize, low: v128, high: v128): void {
  v128.store(at, low);
  v128.store(at, high, 16);
}

// @ts-ignore: decorator
@inline
function tile6(
  a: usize, aBlock: usize, sources: usize, taps: usize, tapCount: i32, kBlocks: i32, half: bool,
  w: usize, y: usize, targets: usize, bias: usize, bounds: usize, p: i32,
): void {
  const s0 = a + offsetOf(sources, p), s1 = a + offsetOf(sources, p + 1), s2 = a + offsetOf(sources, p + 2);
  const s3 = a + offsetOf(sources, p + 3), s4 = a + offsetOf(sources, p + 4), s5 = a + offsetOf(sources, p + 5);
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  if (bias) {
    c00 = v128.load(bias);
    c01 = v128.load(bias, 16);
  }
  let c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01, c40 = c00, c41 = c01, c50 = c00, c51 = c01;
  for (let t = 0; t < tapCount; t++) {
    const tap = taps ? <usize>load<i32>(taps + (<usize>t << 2)) : 0;
    let a0 = s0 + tap, a1 = s1 + tap, a2 = s2 + tap, a3 = s3 + tap, a4 = s4 + tap, a5 = s5 + tap;
    let w0: v128, w1: v128, s: v128;
    for (let k = 0; k < kBlocks; k++) {
      w0 = v128.load(w); w1 = v128.load(w, 16);
      s = v128.load32_splat(a0); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 32); w1 = v128.load(w, 48);
      s = v128.load32_splat(a0, 4); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 4); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 4); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 4); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 4); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 4); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 64); w1 = v128.load(w, 80);
      s = v128.load32_splat(a0, 8); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 8); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 8); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 8); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 8); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 8); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 96); w1 = v128.load(w, 112);
      s = v128.load32_splat(a0, 12); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 12); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 12); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 12); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 12); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 12); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 128); w1 = v128.load(w, 144);
      s = v128.load32_splat(a0, 16); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 16); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 16); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 16); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 16); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 16); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 160); w1 = v128.load(w, 176);
      s = v128.load32_splat(a0, 20); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 20); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 20); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 20); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 20); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 20); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 192); w1 = v128.load(w, 208);
      s = v128.load32_splat(a0, 24); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 24); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 24); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 24); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 24); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 24); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 224); w1 = v128.load(w, 240);
      s = v128.load32_splat(a0, 28); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 28); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 28); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 28); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 28); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 28); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w += 256;
      a0 += aBlock, a1 += aBlock, a2 += aBlock, a3 += aBlock, a4 += aBlock, a5 += aBlock;
    }
    if (half) {
      w0 = v128.load(w); w1 = v128.load(w, 16);
      s = v128.load32_splat(a0); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 32); w1 = v128.load(w, 48);
      s = v128.load32_splat(a0, 4); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 4); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 4); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 4); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 4); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 4); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 64); w1 = v128.load(w, 80);
      s = v128.load32_splat(a0, 8); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 8); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 8); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 8); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 8); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 8); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w0 = v128.load(w, 96); w1 = v128.load(w, 112);
      s = v128.load32_splat(a0, 12); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1, 12); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2, 12); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3, 12); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4, 12); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5, 12); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
      w += 128;
    }
  }
  if (bounds) {
    const low = v128.load32_splat(bounds);
    c00 = raise(c00, low), c01 = raise(c01, low), c10 = raise(c10, low), c11 = raise(c11, low);
    c20 = raise(c20, low), c21 = raise(c21, low), c30 = raise(c30, low), c31 = raise(c31, low);
    c40 = raise(c40, low), c41 = raise(c41, low), c50 = raise(c50, low), c51 = raise(c51, low);
    if (load<f32>(bounds, 4) != Infinity) {
      const high = v128.load32_splat(bounds, 4);
      c00 = lower(c00, high), c01 = lower(c01, high), c10 = lower(c10, high), c11 = lower(c11, high);
      c20 = lower(c20, high), c21 = lower(c21, high), c30 = lower(c30, high), c31 = lower(c31, high);
      c40 = lower(c40, high), c41 = lower(c41, high), c50 = lower(c50, high), c51 = lower(c51, high);
    }
  }
  store2(y + offsetOf(targets, p), c00, c01);
  store2(y + offsetOf(targets, p + 1), c10, c11);
  store2(y + offsetOf(targets, p + 2), c20, c21);
  store2(y + offsetOf(targets, p + 3), c30, c31);
  store2(y + offsetOf(targets, p + 4), c40, c41);
  store2(y + offsetOf(targets, p + 5), c50, c51);
}

// @ts-ignore: decorator
@inline
function tile1(
  a: usize, aBlock: usize, sources: usize, taps: usize, tapCount: i32, kBlocks: i32, half: bool,
  w: usize, y: usize, targets: usize, bias: usize, bounds: usize, p: i32,
): void {
  const s0 = a + offsetOf(sources, p);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
  if (bias) {
    c0 = v128.load(bias);
    c1 = v128.load(bias, 16);
  }
  // Two chains for each vector, or the additions would wait for each other.
  let d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  for (let t = 0; t < tapCount; t++) {
    let a0 = s0 + (taps ? <usize>load<i32>(taps + (<usize>t << 2)) : 0);
    for (let quad = half ? 2 * kBlocks + 1 : 2 * kBlocks, q = 0; q < quad; q++) {
      let s = v128.load32_splat(a0);
      c0 = madd(s, v128.load(w), c0);
      c1 = madd(s, v128.load(w, 16), c1);
      s = v128.load32_splat(a0, 4);
      d0 = madd(s, v128.load(w, 32), d0);
      d1 = madd(s, v128.load(w, 48), d1);
      s = v128.load32_splat(a0, 8);
      c0 = madd(s, v128.load(w, 64), c0);
      c1 = madd(s, v128.load(w, 80), c1);
      s = v128.load32_splat(a0, 12);
      d0 = madd(s, v128.load(w, 96), d0);
      d1 = madd(s, v128.load(w, 112), d1);
      w += 128;
      // The second half of a block, or the next block.
      a0 += q & 1 ? aBlock - 16 : 16;
    }
  }
  c0 = f32x4.add(c0, d0), c1 = f32x4.add(c1, d1);
  if (bounds) {
    const low = v128.load32_splat(bounds);
    c0 = raise(c0, low), c1 = raise(c1, low);
    if (load<f32>(bounds, 4) != Infinity) {
      const high = v128.load32_splat(bounds, 4);
      c0 = lower(c0, high), c1 = lower(c1, high);
    }
  }
  store2(y + offsetOf(targets, p), c0, c1);
}

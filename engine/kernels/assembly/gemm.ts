// The matrix product behind every dense convolution and linear layer, gathered by tables:
//     y[o][p][8] = bias + Σ_tap Σ_k a[k][source(p) + tap] · w[o][tap][k][8]
// A tile is 4 positions × 8 output channels: per k two vectors of weights, four splat loads, eight multiply-adds, all in
// registers. Weights are packed so that they are read in order.
import { madd } from './simd';

/**
 * @param a blocks of input channels, `aBlock` bytes apart; 4 · `quads` channels of a block are used
 * @param sources byte offsets of the positions in a block (0: 32 bytes apart); `taps` byte offsets added to each
 * @param w packed weights; a block of output channels has tapCount · kBlocks · quads · 4 rows of 8
 * @param y blocks of output channels, `yBlock` bytes apart; `targets` as `sources`
 * @param bias 8 numbers a block, or 0
 * @param chunk positions handled before the next block of output channels, so that they stay in the first-level cache
 */
export function gemm(
  a: usize, aBlock: usize, sources: usize, taps: usize, tapCount: i32, kBlocks: i32, quads: i32,
  w: usize, y: usize, yBlock: usize, targets: usize, bias: usize,
  positions: i32, blocks: i32, chunk: i32, accumulate: bool,
): void {
  const panel = <usize>(tapCount * kBlocks * quads) * 128;
  for (let begin = 0; begin < positions; begin += chunk) {
    const end = min(begin + chunk, positions);
    let weights = w;
    let out = y;
    let offset = bias;
    for (let block = 0; block < blocks; block++) {
      let p = begin;
      for (; p + 4 <= end; p += 4)
        tile4(a, aBlock, sources, taps, tapCount, kBlocks, quads, weights, out, targets, offset, p, accumulate);
      for (; p < end; p++)
        tile1(a, aBlock, sources, taps, tapCount, kBlocks, quads, weights, out, targets, offset, p, accumulate);
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
function store2(at: usize, low: v128, high: v128, accumulate: bool): void {
  if (accumulate) {
    low = f32x4.add(low, v128.load(at));
    high = f32x4.add(high, v128.load(at, 16));
  }
  v128.store(at, low);
  v128.store(at, high, 16);
}

// @ts-ignore: decorator
@inline
function tile4(
  a: usize, aBlock: usize, sources: usize, taps: usize, tapCount: i32, kBlocks: i32, quads: i32,
  w: usize, y: usize, targets: usize, bias: usize, p: i32, accumulate: bool,
): void {
  const s0 = a + offsetOf(sources, p), s1 = a + offsetOf(sources, p + 1);
  const s2 = a + offsetOf(sources, p + 2), s3 = a + offsetOf(sources, p + 3);
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  if (bias) {
    c00 = v128.load(bias);
    c01 = v128.load(bias, 16);
  }
  let c10 = c00, c11 = c01, c20 = c00, c21 = c01, c30 = c00, c31 = c01;
  const jump = aBlock - (<usize>quads << 4);
  for (let t = 0; t < tapCount; t++) {
    const tap = taps ? <usize>load<i32>(taps + (<usize>t << 2)) : 0;
    let a0 = s0 + tap, a1 = s1 + tap, a2 = s2 + tap, a3 = s3 + tap;
    for (let k = 0; k < kBlocks; k++) {
      for (let q = 0; q < quads; q++) {
        let w0 = v128.load(w), w1 = v128.load(w, 16);
        let s = v128.load32_splat(a0);
        c00 = madd(s, w0, c00);
        c01 = madd(s, w1, c01);
        s = v128.load32_splat(a1);
        c10 = madd(s, w0, c10);
        c11 = madd(s, w1, c11);
        s = v128.load32_splat(a2);
        c20 = madd(s, w0, c20);
        c21 = madd(s, w1, c21);
        s = v128.load32_splat(a3);
        c30 = madd(s, w0, c30);
        c31 = madd(s, w1, c31);
        w0 = v128.load(w, 32);
        w1 = v128.load(w, 48);
        s = v128.load32_splat(a0, 4);
        c00 = madd(s, w0, c00);
        c01 = madd(s, w1, c01);
        s = v128.load32_splat(a1, 4);
        c10 = madd(s, w0, c10);
        c11 = madd(s, w1, c11);
        s = v128.load32_splat(a2, 4);
        c20 = madd(s, w0, c20);
        c21 = madd(s, w1, c21);
        s = v128.load32_splat(a3, 4);
        c30 = madd(s, w0, c30);
        c31 = madd(s, w1, c31);
        w0 = v128.load(w, 64);
        w1 = v128.load(w, 80);
        s = v128.load32_splat(a0, 8);
        c00 = madd(s, w0, c00);
        c01 = madd(s, w1, c01);
        s = v128.load32_splat(a1, 8);
        c10 = madd(s, w0, c10);
        c11 = madd(s, w1, c11);
        s = v128.load32_splat(a2, 8);
        c20 = madd(s, w0, c20);
        c21 = madd(s, w1, c21);
        s = v128.load32_splat(a3, 8);
        c30 = madd(s, w0, c30);
        c31 = madd(s, w1, c31);
        w0 = v128.load(w, 96);
        w1 = v128.load(w, 112);
        s = v128.load32_splat(a0, 12);
        c00 = madd(s, w0, c00);
        c01 = madd(s, w1, c01);
        s = v128.load32_splat(a1, 12);
        c10 = madd(s, w0, c10);
        c11 = madd(s, w1, c11);
        s = v128.load32_splat(a2, 12);
        c20 = madd(s, w0, c20);
        c21 = madd(s, w1, c21);
        s = v128.load32_splat(a3, 12);
        c30 = madd(s, w0, c30);
        c31 = madd(s, w1, c31);
        w += 128;
        a0 += 16;
        a1 += 16;
        a2 += 16;
        a3 += 16;
      }
      a0 += jump;
      a1 += jump;
      a2 += jump;
      a3 += jump;
    }
  }
  store2(y + offsetOf(targets, p), c00, c01, accumulate);
  store2(y + offsetOf(targets, p + 1), c10, c11, accumulate);
  store2(y + offsetOf(targets, p + 2), c20, c21, accumulate);
  store2(y + offsetOf(targets, p + 3), c30, c31, accumulate);
}

// @ts-ignore: decorator
@inline
function tile1(
  a: usize, aBlock: usize, sources: usize, taps: usize, tapCount: i32, kBlocks: i32, quads: i32,
  w: usize, y: usize, targets: usize, bias: usize, p: i32, accumulate: bool,
): void {
  const s0 = a + offsetOf(sources, p);
  let c0 = f32x4.splat(0), c1 = f32x4.splat(0);
  if (bias) {
    c0 = v128.load(bias);
    c1 = v128.load(bias, 16);
  }
  // Two chains for each vector, or the additions would wait for each other.
  let d0 = f32x4.splat(0), d1 = f32x4.splat(0);
  const jump = aBlock - (<usize>quads << 4);
  for (let t = 0; t < tapCount; t++) {
    let a0 = s0 + (taps ? <usize>load<i32>(taps + (<usize>t << 2)) : 0);
    for (let k = 0; k < kBlocks; k++) {
      for (let q = 0; q < quads; q++) {
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
        a0 += 16;
      }
      a0 += jump;
    }
  }
  store2(y + offsetOf(targets, p), f32x4.add(c0, d0), f32x4.add(c1, d1), accumulate);
}

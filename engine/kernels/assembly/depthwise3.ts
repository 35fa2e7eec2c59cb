// Depthwise 3×3 convolutions with stride 1 over one block of channels of some padded images. With a dilation d, every d-th column
// belongs together: d interleaved walks over a row. A tile is four (or three) outputs of such a walk; its columns of input are
// loaded once a row and serve up to three outputs each.
//
//     column   0   1   2   3   4   5
//     output 0 └───┴───┘               output 1 begins at column 1, 2 at 2, 3 at 3
import { lower, madd, raise } from './simd';

/**
 * @param w nine rows of 8
 * @param bias 8 numbers with which the sums begin
 * @param bounds two numbers between which the results are clamped, or 0
 * @param source padded: images of (rows + 2d) × (columns + 2d); images are `sourceImage` and `targetImage` bytes apart
 */
export function depthwise3(
  source: usize, sourceRow: usize, sourceImage: usize, target: usize, targetRow: usize, targetImage: usize, images: i32,
  w: usize, rows: i32, columns: i32, dilation: i32, bias: usize, bounds: usize,
): void {
  const gap = <usize>dilation * sourceRow;
  const step = <usize>dilation << 5;
  for (let phase = 0; phase < dilation; phase++) {
    const count = (columns - phase + dilation - 1) / dilation;
    // As many tiles of three as make the rest one of fours.
    const fours = count - 3 * (-count & 3);
    for (let image = 0; image < images; image++) {
      let x = source + <usize>image * sourceImage + (<usize>phase << 5);
      let y = target + <usize>image * targetImage + (<usize>phase << 5);
      for (let row = 0; row < rows; row++) {
        let n = 0;
        for (; n < fours; n += 4) tile4(x + <usize>n * step, gap, step, w, y + <usize>n * step, bias, bounds);
        if (count >= 3)
          for (; n < count; n += 3) {
            // Where five are left, the last tile makes one again.
            const at = <usize>min(n, count - 3) * step;
            tile3(x + at, gap, step, w, y + at, bias, bounds);
          }
        for (; n < count; n++) tile1(x + <usize>n * step, gap, step, w, y + <usize>n * step, bias, bounds);
        x += sourceRow;
        y += targetRow;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function tile4(x: usize, gap: usize, step: usize, w: usize, y: usize, bias: usize, bounds: usize): void {
  let x0 = x, x1 = x0 + step, x2 = x1 + step, x3 = x2 + step, x4 = x3 + step, x5 = x4 + step;
  let w0: v128, w1: v128, w2: v128, v: v128;
  let a0: v128, a1: v128, a2: v128, a3: v128, b0: v128, b1: v128, b2: v128, b3: v128;
  let first = v128.load(bias);
  w0 = v128.load(w), w1 = v128.load(w, 32), w2 = v128.load(w, 64);
  v = v128.load(x0); a0 = madd(w0, v, first);
  v = v128.load(x1); a1 = madd(w0, v, first), a0 = madd(w1, v, a0);
  v = v128.load(x2); a2 = madd(w0, v, first), a1 = madd(w1, v, a1), a0 = madd(w2, v, a0);
  v = v128.load(x3); a3 = madd(w0, v, first), a2 = madd(w1, v, a2), a1 = madd(w2, v, a1);
  v = v128.load(x4); a3 = madd(w1, v, a3), a2 = madd(w2, v, a2);
  v = v128.load(x5); a3 = madd(w2, v, a3);
  first = v128.load(bias, 16);
  w0 = v128.load(w, 16), w1 = v128.load(w, 48), w2 = v128.load(w, 80);
  v = v128.load(x0, 16); b0 = madd(w0, v, first);
  v = v128.load(x1, 16); b1 = madd(w0, v, first), b0 = madd(w1, v, b0);
  v = v128.load(x2, 16); b2 = madd(w0, v, first), b1 = madd(w1, v, b1), b0 = madd(w2, v, b0);
  v = v128.load(x3, 16); b3 = madd(w0, v, first), b2 = madd(w1, v, b2), b1 = madd(w2, v, b1);
  v = v128.load(x4, 16); b3 = madd(w1, v, b3), b2 = madd(w2, v, b2);
  v = v128.load(x5, 16); b3 = madd(w2, v, b3);
  x0 += gap, x1 += gap, x2 += gap, x3 += gap, x4 += gap, x5 += gap;
  w0 = v128.load(w, 96), w1 = v128.load(w, 128), w2 = v128.load(w, 160);
  v = v128.load(x0); a0 = madd(w0, v, a0);
  v = v128.load(x1); a1 = madd(w0, v, a1), a0 = madd(w1, v, a0);
  v = v128.load(x2); a2 = madd(w0, v, a2), a1 = madd(w1, v, a1), a0 = madd(w2, v, a0);
  v = v128.load(x3); a3 = madd(w0, v, a3), a2 = madd(w1, v, a2), a1 = madd(w2, v, a1);
  v = v128.load(x4); a3 = madd(w1, v, a3), a2 = madd(w2, v, a2);
  v = v128.load(x5); a3 = madd(w2, v, a3);
  w0 = v128.load(w, 112), w1 = v128.load(w, 144), w2 = v128.load(w, 176);
  v = v128.load(x0, 16); b0 = madd(w0, v, b0);
  v = v128.load(x1, 16); b1 = madd(w0, v, b1), b0 = madd(w1, v, b0);
  v = v128.load(x2, 16); b2 = madd(w0, v, b2), b1 = madd(w1, v, b1), b0 = madd(w2, v, b0);
  v = v128.load(x3, 16); b3 = madd(w0, v, b3), b2 = madd(w1, v, b2), b1 = madd(w2, v, b1);
  v = v128.load(x4, 16); b3 = madd(w1, v, b3), b2 = madd(w2, v, b2);
  v = v128.load(x5, 16); b3 = madd(w2, v, b3);
  x0 += gap, x1 += gap, x2 += gap, x3 += gap, x4 += gap, x5 += gap;
  w0 = v128.load(w, 192), w1 = v128.load(w, 224), w2 = v128.load(w, 256);
  v = v128.load(x0); a0 = madd(w0, v, a0);
  v = v128.load(x1); a1 = madd(w0, v, a1), a0 = madd(w1, v, a0);
  v = v128.load(x2); a2 = madd(w0, v, a2), a1 = madd(w1, v, a1), a0 = madd(w2, v, a0);
  v = v128.load(x3); a3 = madd(w0, v, a3), a2 = madd(w1, v, a2), a1 = madd(w2, v, a1);
  v = v128.load(x4); a3 = madd(w1, v, a3), a2 = madd(w2, v, a2);
  v = v128.load(x5); a3 = madd(w2, v, a3);
  w0 = v128.load(w, 208), w1 = v128.load(w, 240), w2 = v128.load(w, 272);
  v = v128.load(x0, 16); b0 = madd(w0, v, b0);
  v = v128.load(x1, 16); b1 = madd(w0, v, b1), b0 = madd(w1, v, b0);
  v = v128.load(x2, 16); b2 = madd(w0, v, b2), b1 = madd(w1, v, b1), b0 = madd(w2, v, b0);
  v = v128.load(x3, 16); b3 = madd(w0, v, b3), b2 = madd(w1, v, b2), b1 = madd(w2, v, b1);
  v = v128.load(x4, 16); b3 = madd(w1, v, b3), b2 = madd(w2, v, b2);
  v = v128.load(x5, 16); b3 = madd(w2, v, b3);
  if (bounds) {
    const low = v128.load32_splat(bounds);
    a0 = raise(a0, low), a1 = raise(a1, low), a2 = raise(a2, low), a3 = raise(a3, low);
    b0 = raise(b0, low), b1 = raise(b1, low), b2 = raise(b2, low), b3 = raise(b3, low);
    if (load<f32>(bounds, 4) != Infinity) {
      const high = v128.load32_splat(bounds, 4);
      a0 = lower(a0, high), a1 = lower(a1, high), a2 = lower(a2, high), a3 = lower(a3, high);
      b0 = lower(b0, high), b1 = lower(b1, high), b2 = lower(b2, high), b3 = lower(b3, high);
    }
  }
  v128.store(y, a0), v128.store(y, b0, 16);
  v128.store(y + step, a1), v128.store(y + step, b1, 16);
  v128.store(y + 2 * step, a2), v128.store(y + 2 * step, b2, 16);
  v128.store(y + 3 * step, a3), v128.store(y + 3 * step, b3, 16);
}

// @ts-ignore: decorator
@inline
function tile3(x: usize, gap: usize, step: usize, w: usize, y: usize, bias: usize, bounds: usize): void {
  let x0 = x, x1 = x0 + step, x2 = x1 + step, x3 = x2 + step, x4 = x3 + step;
  let w0: v128, w1: v128, w2: v128, v: v128;
  let a0: v128, a1: v128, a2: v128, b0: v128, b1: v128, b2: v128;
  let first = v128.load(bias);
  w0 = v128.load(w), w1 = v128.load(w, 32), w2 = v128.load(w, 64);
  v = v128.load(x0); a0 = madd(w0, v, first);
  v = v128.load(x1); a1 = madd(w0, v, first), a0 = madd(w1, v, a0);
  v = v128.load(x2); a2 = madd(w0, v, first), a1 = madd(w1, v, a1), a0 = madd(w2, v, a0);
  v = v128.load(x3); a2 = madd(w1, v, a2), a1 = madd(w2, v, a1);
  v = v128.load(x4); a2 = madd(w2, v, a2);
  first = v128.load(bias, 16);
  w0 = v128.load(w, 16), w1 = v128.load(w, 48), w2 = v128.load(w, 80);
  v = v128.load(x0, 16); b0 = madd(w0, v, first);
  v = v128.load(x1, 16); b1 = madd(w0, v, first), b0 = madd(w1, v, b0);
  v = v128.load(x2, 16); b2 = madd(w0, v, first), b1 = madd(w1, v, b1), b0 = madd(w2, v, b0);
  v = v128.load(x3, 16); b2 = madd(w1, v, b2), b1 = madd(w2, v, b1);
  v = v128.load(x4, 16); b2 = madd(w2, v, b2);
  x0 += gap, x1 += gap, x2 += gap, x3 += gap, x4 += gap;
  w0 = v128.load(w, 96), w1 = v128.load(w, 128), w2 = v128.load(w, 160);
  v = v128.load(x0); a0 = madd(w0, v, a0);
  v = v128.load(x1); a1 = madd(w0, v, a1), a0 = madd(w1, v, a0);
  v = v128.load(x2); a2 = madd(w0, v, a2), a1 = madd(w1, v, a1), a0 = madd(w2, v, a0);
  v = v128.load(x3); a2 = madd(w1, v, a2), a1 = madd(w2, v, a1);
  v = v128.load(x4); a2 = madd(w2, v, a2);
  w0 = v128.load(w, 112), w1 = v128.load(w, 144), w2 = v128.load(w, 176);
  v = v128.load(x0, 16); b0 = madd(w0, v, b0);
  v = v128.load(x1, 16); b1 = madd(w0, v, b1), b0 = madd(w1, v, b0);
  v = v128.load(x2, 16); b2 = madd(w0, v, b2), b1 = madd(w1, v, b1), b0 = madd(w2, v, b0);
  v = v128.load(x3, 16); b2 = madd(w1, v, b2), b1 = madd(w2, v, b1);
  v = v128.load(x4, 16); b2 = madd(w2, v, b2);
  x0 += gap, x1 += gap, x2 += gap, x3 += gap, x4 += gap;
  w0 = v128.load(w, 192), w1 = v128.load(w, 224), w2 = v128.load(w, 256);
  v = v128.load(x0); a0 = madd(w0, v, a0);
  v = v128.load(x1); a1 = madd(w0, v, a1), a0 = madd(w1, v, a0);
  v = v128.load(x2); a2 = madd(w0, v, a2), a1 = madd(w1, v, a1), a0 = madd(w2, v, a0);
  v = v128.load(x3); a2 = madd(w1, v, a2), a1 = madd(w2, v, a1);
  v = v128.load(x4); a2 = madd(w2, v, a2);
  w0 = v128.load(w, 208), w1 = v128.load(w, 240), w2 = v128.load(w, 272);
  v = v128.load(x0, 16); b0 = madd(w0, v, b0);
  v = v128.load(x1, 16); b1 = madd(w0, v, b1), b0 = madd(w1, v, b0);
  v = v128.load(x2, 16); b2 = madd(w0, v, b2), b1 = madd(w1, v, b1), b0 = madd(w2, v, b0);
  v = v128.load(x3, 16); b2 = madd(w1, v, b2), b1 = madd(w2, v, b1);
  v = v128.load(x4, 16); b2 = madd(w2, v, b2);
  if (bounds) {
    const low = v128.load32_splat(bounds);
    a0 = raise(a0, low), a1 = raise(a1, low), a2 = raise(a2, low), b0 = raise(b0, low);
    b1 = raise(b1, low), b2 = raise(b2, low);
    if (load<f32>(bounds, 4) != Infinity) {
      const high = v128.load32_splat(bounds, 4);
      a0 = lower(a0, high), a1 = lower(a1, high), a2 = lower(a2, high), b0 = lower(b0, high);
      b1 = lower(b1, high), b2 = lower(b2, high);
    }
  }
  v128.store(y, a0), v128.store(y, b0, 16);
  v128.store(y + step, a1), v128.store(y + step, b1, 16);
  v128.store(y + 2 * step, a2), v128.store(y + 2 * step, b2, 16);
}

// @ts-ignore: decorator
@inline
function tile1(x: usize, gap: usize, step: usize, w: usize, y: usize, bias: usize, bounds: usize): void {
  let a = v128.load(bias), b = v128.load(bias, 16);
  for (let row = 0; row < 3; row++) {
    a = madd(v128.load(w), v128.load(x), a), b = madd(v128.load(w, 16), v128.load(x, 16), b);
    a = madd(v128.load(w, 32), v128.load(x + step), a), b = madd(v128.load(w, 48), v128.load(x + step, 16), b);
    a = madd(v128.load(w, 64), v128.load(x + 2 * step), a), b = madd(v128.load(w, 80), v128.load(x + 2 * step, 16), b);
    x += gap;
    w += 96;
  }
  if (bounds) {
    const low = v128.load32_splat(bounds);
    a = raise(a, low), b = raise(b, low);
    if (load<f32>(bounds, 4) != Infinity) {
      const high = v128.load32_splat(bounds, 4);
      a = lower(a, high), b = lower(b, high);
    }
  }
  v128.store(y, a), v128.store(y, b, 16);
}

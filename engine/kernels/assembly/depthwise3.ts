// Depthwise 3×3 convolutions with stride 1 over one block of channels of one padded image. Along a row, each column of three
// inputs is loaded once and serves three outputs: three partial sums rotate. With a dilation d, every d-th column belongs
// together: d interleaved walks.
//
//     column   0   1   2   3            output 0 = w·0 column 0 + w·1 column 1 + w·2 column 2
//              p0 ─┴── out              output 1 starts at column 1, output 2 at column 2
import { madd } from './simd';

/** @param w nine rows of 8. `source` is padded: (rows + 2d) × (columns + 2d). */
export function depthwise3(
  source: usize, sourceRow: usize, target: usize, targetRow: usize, w: usize, rows: i32, columns: i32, dilation: i32,
): void {
  const gap = <usize>dilation * sourceRow;
  const step = <usize>dilation << 5;
  for (let half: usize = 0; half < 32; half += 16) {
    const w00 = v128.load(w + half), w01 = v128.load(w + half, 32), w02 = v128.load(w + half, 64);
    const w10 = v128.load(w + half, 96), w11 = v128.load(w + half, 128), w12 = v128.load(w + half, 160);
    const w20 = v128.load(w + half, 192), w21 = v128.load(w + half, 224), w22 = v128.load(w + half, 256);
    for (let row = 0; row < rows; row++) {
      for (let phase = 0; phase < dilation; phase++) {
        let x = source + half + <usize>row * sourceRow + (<usize>phase << 5);
        let to = target + half + <usize>row * targetRow + (<usize>phase << 5);
        let n = (columns - phase + dilation - 1) / dilation;
        let x0 = v128.load(x), x1 = v128.load(x + gap), x2 = v128.load(x + 2 * gap);
        let p0 = madd(w20, x2, madd(w10, x1, f32x4.mul(w00, x0)));
        x += step;
        x0 = v128.load(x);
        x1 = v128.load(x + gap);
        x2 = v128.load(x + 2 * gap);
        p0 = madd(w21, x2, madd(w11, x1, madd(w01, x0, p0)));
        let p1 = madd(w20, x2, madd(w10, x1, f32x4.mul(w00, x0)));
        x += step;
        for (; n >= 3; n -= 3) {
          x0 = v128.load(x);
          x1 = v128.load(x + gap);
          x2 = v128.load(x + 2 * gap);
          v128.store(to, madd(w22, x2, madd(w12, x1, madd(w02, x0, p0))));
          p1 = madd(w21, x2, madd(w11, x1, madd(w01, x0, p1)));
          let p2 = madd(w20, x2, madd(w10, x1, f32x4.mul(w00, x0)));
          x += step;
          to += step;
          x0 = v128.load(x);
          x1 = v128.load(x + gap);
          x2 = v128.load(x + 2 * gap);
          v128.store(to, madd(w22, x2, madd(w12, x1, madd(w02, x0, p1))));
          p2 = madd(w21, x2, madd(w11, x1, madd(w01, x0, p2)));
          p0 = madd(w20, x2, madd(w10, x1, f32x4.mul(w00, x0)));
          x += step;
          to += step;
          x0 = v128.load(x);
          x1 = v128.load(x + gap);
          x2 = v128.load(x + 2 * gap);
          v128.store(to, madd(w22, x2, madd(w12, x1, madd(w02, x0, p2))));
          p0 = madd(w21, x2, madd(w11, x1, madd(w01, x0, p0)));
          p1 = madd(w20, x2, madd(w10, x1, f32x4.mul(w00, x0)));
          x += step;
          to += step;
        }
        for (; n > 0; n--) {
          x0 = v128.load(x);
          x1 = v128.load(x + gap);
          x2 = v128.load(x + 2 * gap);
          v128.store(to, madd(w22, x2, madd(w12, x1, madd(w02, x0, p0))));
          p0 = madd(w21, x2, madd(w11, x1, madd(w01, x0, p1)));
          p1 = madd(w20, x2, madd(w10, x1, f32x4.mul(w00, x0)));
          x += step;
          to += step;
        }
      }
    }
  }
}

/**
 * The gradient of the nine weights: dw[i][j] += Σ dy[row][column] · x[row + i·d][column + j·d]. The same walk: a column of
 * three inputs meets the three gradients of the outputs that it serves.
 */
export function depthwise3Weights(
  source: usize, sourceRow: usize, dy: usize, dyRow: usize, dw: usize, rows: i32, columns: i32, dilation: i32,
): void {
  const gap = <usize>dilation * sourceRow;
  const step = <usize>dilation << 5;
  const zero = f32x4.splat(0);
  for (let half: usize = 0; half < 32; half += 16) {
    let c00 = zero, c01 = zero, c02 = zero, c10 = zero, c11 = zero, c12 = zero, c20 = zero, c21 = zero, c22 = zero;
    for (let row = 0; row < rows; row++) {
      for (let phase = 0; phase < dilation; phase++) {
        let x = source + half + <usize>row * sourceRow + (<usize>phase << 5);
        let g = dy + half + <usize>row * dyRow + (<usize>phase << 5);
        let before = zero, last = zero;
        for (let n = (columns - phase + dilation - 1) / dilation; n > 0; n--) {
          const next = v128.load(g);
          const x0 = v128.load(x), x1 = v128.load(x + gap), x2 = v128.load(x + 2 * gap);
          c00 = madd(x0, next, c00);
          c10 = madd(x1, next, c10);
          c20 = madd(x2, next, c20);
          c01 = madd(x0, last, c01);
          c11 = madd(x1, last, c11);
          c21 = madd(x2, last, c21);
          c02 = madd(x0, before, c02);
          c12 = madd(x1, before, c12);
          c22 = madd(x2, before, c22);
          before = last;
          last = next;
          x += step;
          g += step;
        }
        let x0 = v128.load(x), x1 = v128.load(x + gap), x2 = v128.load(x + 2 * gap);
        c01 = madd(x0, last, c01);
        c11 = madd(x1, last, c11);
        c21 = madd(x2, last, c21);
        c02 = madd(x0, before, c02);
        c12 = madd(x1, before, c12);
        c22 = madd(x2, before, c22);
        x += step;
        x0 = v128.load(x);
        x1 = v128.load(x + gap);
        x2 = v128.load(x + 2 * gap);
        c02 = madd(x0, last, c02);
        c12 = madd(x1, last, c12);
        c22 = madd(x2, last, c22);
      }
    }
    const at = dw + half;
    v128.store(at, f32x4.add(v128.load(at), c00));
    v128.store(at, f32x4.add(v128.load(at, 32), c01), 32);
    v128.store(at, f32x4.add(v128.load(at, 64), c02), 64);
    v128.store(at, f32x4.add(v128.load(at, 96), c10), 96);
    v128.store(at, f32x4.add(v128.load(at, 128), c11), 128);
    v128.store(at, f32x4.add(v128.load(at, 160), c12), 160);
    v128.store(at, f32x4.add(v128.load(at, 192), c20), 192);
    v128.store(at, f32x4.add(v128.load(at, 224), c21), 224);
    v128.store(at, f32x4.add(v128.load(at, 256), c22), 256);
  }
}

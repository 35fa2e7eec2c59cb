// The gradient of the nine weights of depthwise3.ts, over the same walks: a tile is four (or three)
// gradients that meet the columns of input around them.
//     dw[i][j] += Σ dy[row][column] · x[row + i·d][column + j·d]
import { madd } from './simd';

/** @param source padded: images of (rows + 2d) × (columns + 2d); images are `sourceImage` and `dyImage` bytes apart */
export function depthwise3Weights(
  source: usize, sourceRow: usize, sourceImage: usize, dy: usize, dyRow: usize, dyImage: usize, images: i32,
  dw: usize, rows: i32, columns: i32, dilation: i32,
): void {
  for (let half: usize = 0; half < 32; half += 16)
    sums(
      source + half, sourceRow, sourceImage, dy + half, dyRow, dyImage, images, dw + half, rows, columns, dilation,
    );
}

function sums(
  source: usize, sourceRow: usize, sourceImage: usize, dy: usize, dyRow: usize, dyImage: usize, images: i32,
  at: usize, rows: i32, columns: i32, dilation: i32,
): void {
  const gap = <usize>dilation * sourceRow;
  const step = <usize>dilation << 5;
  const zero = f32x4.splat(0);
  let c00 = zero, c01 = zero, c02 = zero, c10 = zero, c11 = zero, c12 = zero, c20 = zero, c21 = zero, c22 = zero;
  let v: v128;
  for (let phase = 0; phase < dilation; phase++) {
    const count = (columns - phase + dilation - 1) / dilation;
    // As many in tiles of three as make the rest one of fours; where there are fewer than that, none are in fours.
    const threes = min(3 * (-count & 3), count);
    for (let image = 0; image < images; image++) {
      let from = source + <usize>image * sourceImage + (<usize>phase << 5);
      let gradient = dy + <usize>image * dyImage + (<usize>phase << 5);
      for (let row = 0; row < rows; row++) {
        let x = from, g = gradient;
        let n = count;
        for (; n > threes; n -= 4) {
          const g0 = v128.load(g), g1 = v128.load(g + step), g2 = v128.load(g + 2 * step), g3 = v128.load(g + 3 * step);
          let x0 = x, x1 = x + step, x2 = x1 + step, x3 = x2 + step, x4 = x3 + step, x5 = x4 + step;
          x = x4;
          g += 4 * step;
          v = v128.load(x0); c00 = madd(v, g0, c00);
          v = v128.load(x1); c00 = madd(v, g1, c00), c01 = madd(v, g0, c01);
          v = v128.load(x2); c00 = madd(v, g2, c00), c01 = madd(v, g1, c01), c02 = madd(v, g0, c02);
          v = v128.load(x3); c00 = madd(v, g3, c00), c01 = madd(v, g2, c01), c02 = madd(v, g1, c02);
          v = v128.load(x4); c01 = madd(v, g3, c01), c02 = madd(v, g2, c02);
          v = v128.load(x5); c02 = madd(v, g3, c02);
          x0 += gap, x1 += gap, x2 += gap, x3 += gap, x4 += gap, x5 += gap;
          v = v128.load(x0); c10 = madd(v, g0, c10);
          v = v128.load(x1); c10 = madd(v, g1, c10), c11 = madd(v, g0, c11);
          v = v128.load(x2); c10 = madd(v, g2, c10), c11 = madd(v, g1, c11), c12 = madd(v, g0, c12);
          v = v128.load(x3); c10 = madd(v, g3, c10), c11 = madd(v, g2, c11), c12 = madd(v, g1, c12);
          v = v128.load(x4); c11 = madd(v, g3, c11), c12 = madd(v, g2, c12);
          v = v128.load(x5); c12 = madd(v, g3, c12);
          x0 += gap, x1 += gap, x2 += gap, x3 += gap, x4 += gap, x5 += gap;
          v = v128.load(x0); c20 = madd(v, g0, c20);
          v = v128.load(x1); c20 = madd(v, g1, c20), c21 = madd(v, g0, c21);
          v = v128.load(x2); c20 = madd(v, g2, c20), c21 = madd(v, g1, c21), c22 = madd(v, g0, c22);
          v = v128.load(x3); c20 = madd(v, g3, c20), c21 = madd(v, g2, c21), c22 = madd(v, g1, c22);
          v = v128.load(x4); c21 = madd(v, g3, c21), c22 = madd(v, g2, c22);
          v = v128.load(x5); c22 = madd(v, g3, c22);
        }
        for (; n >= 3; n -= 3) {
          const g0 = v128.load(g), g1 = v128.load(g + step), g2 = v128.load(g + 2 * step);
          let x0 = x, x1 = x + step, x2 = x1 + step, x3 = x2 + step, x4 = x3 + step;
          x = x3;
          g += 3 * step;
          v = v128.load(x0); c00 = madd(v, g0, c00);
          v = v128.load(x1); c00 = madd(v, g1, c00), c01 = madd(v, g0, c01);
          v = v128.load(x2); c00 = madd(v, g2, c00), c01 = madd(v, g1, c01), c02 = madd(v, g0, c02);
          v = v128.load(x3); c01 = madd(v, g2, c01), c02 = madd(v, g1, c02);
          v = v128.load(x4); c02 = madd(v, g2, c02);
          x0 += gap, x1 += gap, x2 += gap, x3 += gap, x4 += gap;
          v = v128.load(x0); c10 = madd(v, g0, c10);
          v = v128.load(x1); c10 = madd(v, g1, c10), c11 = madd(v, g0, c11);
          v = v128.load(x2); c10 = madd(v, g2, c10), c11 = madd(v, g1, c11), c12 = madd(v, g0, c12);
          v = v128.load(x3); c11 = madd(v, g2, c11), c12 = madd(v, g1, c12);
          v = v128.load(x4); c12 = madd(v, g2, c12);
          x0 += gap, x1 += gap, x2 += gap, x3 += gap, x4 += gap;
          v = v128.load(x0); c20 = madd(v, g0, c20);
          v = v128.load(x1); c20 = madd(v, g1, c20), c21 = madd(v, g0, c21);
          v = v128.load(x2); c20 = madd(v, g2, c20), c21 = madd(v, g1, c21), c22 = madd(v, g0, c22);
          v = v128.load(x3); c21 = madd(v, g2, c21), c22 = madd(v, g1, c22);
          v = v128.load(x4); c22 = madd(v, g2, c22);
        }
        for (; n > 0; n--) {
          const g0 = v128.load(g), next = x + step;
          c00 = madd(v128.load(x), g0, c00);
          c01 = madd(v128.load(x + step), g0, c01);
          c02 = madd(v128.load(x + 2 * step), g0, c02);
          x += gap;
          c10 = madd(v128.load(x), g0, c10);
          c11 = madd(v128.load(x + step), g0, c11);
          c12 = madd(v128.load(x + 2 * step), g0, c12);
          x += gap;
          c20 = madd(v128.load(x), g0, c20);
          c21 = madd(v128.load(x + step), g0, c21);
          c22 = madd(v128.load(x + 2 * step), g0, c22);
          x = next;
          g += step;
        }
        from += sourceRow;
        gradient += dyRow;
      }
    }
  }
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

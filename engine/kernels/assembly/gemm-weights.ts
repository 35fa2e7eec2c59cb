// The gradient of a dense convolution's weights for one tap:
//     dw[o][k][8] += Σ_rows Σ_columns a[k][row][column] · dy[o][row][column][8]
// A tile is 4 input channels × 8 output channels; its sum over the call is made in registers and then added, so that a long
// training batch is summed in two levels.
import { madd } from './simd';

/**
 * @param a blocks of input channels, `aBlock` bytes apart; `quads` groups of 4 channels; positions `aStep`, rows `aRow` apart
 * @param dy blocks of output channels, `dyBlock` apart; positions 32 bytes, rows `dyRow` apart
 * @param dw rows of 8, 32 bytes apart; a block of output channels `dwBlock` apart
 */
export function gemmWeights(
  a: usize, aBlock: usize, aRow: usize, aStep: usize, quads: i32,
  dy: usize, dyBlock: usize, dyRow: usize, blocks: i32, rows: i32, columns: i32, dw: usize, dwBlock: usize,
): void {
  for (let block = 0; block < blocks; block++) {
    let out = dw;
    for (let quad = 0; quad < quads; quad++) {
      tile(a + <usize>(quad >> 1) * aBlock + (<usize>(quad & 1) << 4), aRow, aStep, dy, dyRow, rows, columns, out);
      out += 128;
    }
    dy += dyBlock;
    dw += dwBlock;
  }
}

// @ts-ignore: decorator
@inline
function tile(a: usize, aRow: usize, aStep: usize, dy: usize, dyRow: usize, rows: i32, columns: i32, dw: usize): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0), c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0), c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  let g0: v128, g1: v128, s: v128;
  for (let row = 0; row < rows; row++) {
    let x = a, g = dy;
    let column = columns;
    for (; column >= 8; column -= 8) {
      g0 = v128.load(g), g1 = v128.load(g, 16);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g0 = v128.load(g, 32), g1 = v128.load(g, 48);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g0 = v128.load(g, 64), g1 = v128.load(g, 80);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g0 = v128.load(g, 96), g1 = v128.load(g, 112);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g0 = v128.load(g, 128), g1 = v128.load(g, 144);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g0 = v128.load(g, 160), g1 = v128.load(g, 176);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g0 = v128.load(g, 192), g1 = v128.load(g, 208);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g0 = v128.load(g, 224), g1 = v128.load(g, 240);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g += 256;
    }
    for (; column > 0; column--) {
      g0 = v128.load(g), g1 = v128.load(g, 16);
      s = v128.load32_splat(x);
      c00 = madd(s, g0, c00), c01 = madd(s, g1, c01);
      s = v128.load32_splat(x, 4);
      c10 = madd(s, g0, c10), c11 = madd(s, g1, c11);
      s = v128.load32_splat(x, 8);
      c20 = madd(s, g0, c20), c21 = madd(s, g1, c21);
      s = v128.load32_splat(x, 12);
      c30 = madd(s, g0, c30), c31 = madd(s, g1, c31);
      x += aStep;
      g += 32;
    }
    a += aRow;
    dy += dyRow;
  }
  v128.store(dw, f32x4.add(v128.load(dw), c00));
  v128.store(dw, f32x4.add(v128.load(dw, 16), c01), 16);
  v128.store(dw, f32x4.add(v128.load(dw, 32), c10), 32);
  v128.store(dw, f32x4.add(v128.load(dw, 48), c11), 48);
  v128.store(dw, f32x4.add(v128.load(dw, 64), c20), 64);
  v128.store(dw, f32x4.add(v128.load(dw, 80), c21), 80);
  v128.store(dw, f32x4.add(v128.load(dw, 96), c30), 96);
  v128.store(dw, f32x4.add(v128.load(dw, 112), c31), 112);
}

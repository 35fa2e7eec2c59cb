// Products of row-major matrices, for tensors that are no images:
//     c[i][j] = bias[j] + alpha · Σ_k a[i][k] · b[k][j]
// Strides are free on the left, so that a transposed operand is one as well; the right one is packed in panels of 8 columns.
// A tile is 6 rows × 8 columns, as in gemm.ts; a long sum is the caller's to cut, by adding.
import { madd } from './simd';

/** @param target [columns / 8][depth][8], zeros past the last column; strides in bytes */
export function packColumns(b: usize, bRow: usize, bColumn: usize, depth: i32, columns: i32, target: usize): void {
  for (let j = 0; j < columns; j += 8, b += bColumn << 3) {
    const count = min(8, columns - j);
    let from = b;
    if (count == 8 && bColumn == 4)
      for (let k = 0; k < depth; k++, from += bRow, target += 32) {
        v128.store(target, v128.load(from));
        v128.store(target, v128.load(from, 16), 16);
      }
    else
      for (let k = 0; k < depth; k++, from += bRow, target += 32) {
        let at = from;
        let l: i32 = 0;
        for (; l < count; l++, at += bColumn) store<f32>(target + (<usize>l << 2), load<f32>(at));
        for (; l < 8; l++) store<f32>(target + (<usize>l << 2), 0);
      }
  }
}

/** As `packColumns`, in panels of 6: a transposed left operand, whose tiles are then read in order. Its columns lie side by side. */
export function packLeft(a: usize, aRow: usize, depth: i32, columns: i32, target: usize): void {
  for (let j = 0; j < columns; j += 6, a += 24) {
    const count = min(6, columns - j);
    let from = a;
    for (let k = 0; k < depth; k++, from += aRow, target += 24) {
      if (count == 6) {
        v128.store(target, v128.load(from));
        store<f64>(target + 16, load<f64>(from + 16));
      } else for (let l = 0; l < 6; l++) store<f32>(target + (<usize>l << 2), l < count ? load<f32>(from + (<usize>l << 2)) : 0);
    }
  }
}

/**
 * @param a tiles `aTile` bytes a row apart, their rows `aRow`, terms `aStep` bytes apart
 * @param b as `packColumns` packs it
 * @param c rows `cRow` bytes apart; added to where `add`
 * @param bias a number a column, or 0
 * @param chunk rows that stay in a cache while all panels go over them; a multiple of 6
 */
export function multiplyRows(
  a: usize, aTile: usize, aRow: usize, aStep: usize, b: usize, depth: i32, c: usize, cRow: usize, rows: i32, columns: i32,
  alpha: f32, add: bool, bias: usize, chunk: i32,
): void {
  for (let begin = 0; begin < rows; begin += chunk) {
    const end = min(begin + chunk, rows);
    let panel = b;
    for (let j = 0; j < columns; j += 8, panel += <usize>depth << 5) {
      const to = c + (<usize>j << 2);
      const offset = bias ? bias + (<usize>j << 2) : 0;
      const count = min(8, columns - j);
      for (let p = begin; p < end; p += 6)
        tile(a + <usize>p * aTile, aRow, aStep, panel, depth, to + <usize>p * cRow, cRow, min(6, end - p), count, alpha, add, offset);
    }
  }
}

// @ts-ignore: decorator
@inline
function lane(at: usize, value: f32, l: i32, alpha: f32, add: bool, bias: usize): void {
  const offset = <usize>l << 2;
  let result = value * alpha;
  if (bias) result += load<f32>(bias + offset);
  if (add) result += load<f32>(at + offset);
  store<f32>(at + offset, result);
}

/** The first `count` of 8 numbers. */
function put(at: usize, low: v128, high: v128, count: i32, alpha: f32, add: bool, bias: usize): void {
  if (count == 8) {
    const factor = f32x4.splat(alpha);
    low = f32x4.mul(low, factor), high = f32x4.mul(high, factor);
    if (bias) low = f32x4.add(low, v128.load(bias)), high = f32x4.add(high, v128.load(bias, 16));
    if (add) low = f32x4.add(low, v128.load(at)), high = f32x4.add(high, v128.load(at, 16));
    v128.store(at, low);
    v128.store(at, high, 16);
    return;
  }
  lane(at, f32x4.extract_lane(low, 0), 0, alpha, add, bias);
  if (count > 1) lane(at, f32x4.extract_lane(low, 1), 1, alpha, add, bias);
  if (count > 2) lane(at, f32x4.extract_lane(low, 2), 2, alpha, add, bias);
  if (count > 3) lane(at, f32x4.extract_lane(low, 3), 3, alpha, add, bias);
  if (count > 4) lane(at, f32x4.extract_lane(high, 0), 4, alpha, add, bias);
  if (count > 5) lane(at, f32x4.extract_lane(high, 1), 5, alpha, add, bias);
  if (count > 6) lane(at, f32x4.extract_lane(high, 2), 6, alpha, add, bias);
}

/** Where fewer than 6 rows are left, the last is computed again and not stored. */
function tile(
  a: usize, aRow: usize, aStep: usize, w: usize, depth: i32, c: usize, cRow: usize, rows: i32, count: i32,
  alpha: f32, add: bool, bias: usize,
): void {
  const zero = f32x4.splat(0);
  let a0 = a;
  let a1 = rows > 1 ? a0 + aRow : a0;
  let a2 = rows > 2 ? a1 + aRow : a1;
  let a3 = rows > 3 ? a2 + aRow : a2;
  let a4 = rows > 4 ? a3 + aRow : a3;
  let a5 = rows > 5 ? a4 + aRow : a4;
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero;
  let c30 = zero, c31 = zero, c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  let w0: v128, w1: v128, s: v128;
  let k = depth;
  if (aStep == 4) {
    for (; k >= 4; k -= 4) {
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
      a0 += 16, a1 += 16, a2 += 16, a3 += 16, a4 += 16, a5 += 16;
    }
  }
  for (; k > 0; k--) {
      w0 = v128.load(w); w1 = v128.load(w, 16);
      s = v128.load32_splat(a0); c00 = madd(s, w0, c00), c01 = madd(s, w1, c01);
      s = v128.load32_splat(a1); c10 = madd(s, w0, c10), c11 = madd(s, w1, c11);
      s = v128.load32_splat(a2); c20 = madd(s, w0, c20), c21 = madd(s, w1, c21);
      s = v128.load32_splat(a3); c30 = madd(s, w0, c30), c31 = madd(s, w1, c31);
      s = v128.load32_splat(a4); c40 = madd(s, w0, c40), c41 = madd(s, w1, c41);
      s = v128.load32_splat(a5); c50 = madd(s, w0, c50), c51 = madd(s, w1, c51);
    w += 32;
    a0 += aStep, a1 += aStep, a2 += aStep, a3 += aStep, a4 += aStep, a5 += aStep;
  }
  let to = c;
  put(to, c00, c01, count, alpha, add, bias);
  if (rows > 1) put((to += cRow), c10, c11, count, alpha, add, bias);
  if (rows > 2) put((to += cRow), c20, c21, count, alpha, add, bias);
  if (rows > 3) put((to += cRow), c30, c31, count, alpha, add, bias);
  if (rows > 4) put((to += cRow), c40, c41, count, alpha, add, bias);
  if (rows > 5) put((to += cRow), c50, c51, count, alpha, add, bias);
}

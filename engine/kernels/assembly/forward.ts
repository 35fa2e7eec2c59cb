// What stands between two convolutions on the way forward: batch norm as one scale and shift, an activation that clamps (ReLU,
// ReLU6, none), a 2×2 maximum; and the sums from which batch norm takes its statistics. One block of channels a call.
//
//     coefficients of a block: scale[8] shift[8] mean[8], 96 bytes
import { clamp, flush, FLUSH, madd, windowRows } from './simd';

/** target = clamp(source · scale + shift), row by row. */
export function affine(
  source: usize, sourceRow: usize, target: usize, targetRow: usize, rows: i32, columns: i32,
  coefficients: usize, low: f32, high: f32,
): void {
  const scale0 = v128.load(coefficients), scale1 = v128.load(coefficients, 16);
  const shift0 = v128.load(coefficients, 32), shift1 = v128.load(coefficients, 48);
  const lows = f32x4.splat(low), highs = f32x4.splat(high);
  for (let row = 0; row < rows; row++) {
    let from = source, to = target;
    for (const end = source + (<usize>columns << 5); from < end; from += 32, to += 32) {
      v128.store(to, clamp(madd(v128.load(from), scale0, shift0), lows, highs));
      v128.store(to, clamp(madd(v128.load(from, 16), scale1, shift1), lows, highs), 16);
    }
    source += sourceRow;
    target += targetRow;
  }
}

/** The same, then the largest of each 2×2 window. `rows` and `columns` are the target's. */
export function affinePool(
  source: usize, sourceRow: usize, target: usize, targetRow: usize, rows: i32, columns: i32,
  coefficients: usize, low: f32, high: f32,
): void {
  const lows = f32x4.splat(low), highs = f32x4.splat(high);
  const rowsAtOnce = windowRows(columns);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const last = min(first + rowsAtOnce, rows);
    for (let half: usize = 0; half < 32; half += 16) {
      const scale = v128.load(coefficients + half), shift = v128.load(coefficients + half, 32);
      for (let row = first; row < last; row++) {
        let from = source + half + <usize>(2 * row) * sourceRow;
        let to = target + half + <usize>row * targetRow;
        for (const end = to + (<usize>columns << 5); to < end; to += 32, from += 64) {
          const below = from + sourceRow;
          let top = madd(v128.load(from), scale, shift);
          let bottom = madd(v128.load(below), scale, shift);
          top = f32x4.pmax(top, madd(v128.load(from, 32), scale, shift));
          bottom = f32x4.pmax(bottom, madd(v128.load(below, 32), scale, shift));
          v128.store(to, clamp(f32x4.pmax(top, bottom), lows, highs));
        }
      }
    }
  }
}

/** Rows copied between different row strides. */
export function copyRows(
  source: usize, sourceRow: usize, target: usize, targetRow: usize, rows: i32, columns: i32,
): void {
  const bytes = <usize>columns << 5;
  for (let row = 0; row < rows; row++) {
    // A runtime's own copy is a call out of the kernels: worth it for long rows alone.
    if (bytes > 4096) memory.copy(target, source, bytes);
    else
      for (let at: usize = 0; at < bytes; at += 32) {
        const low = v128.load(source + at), high = v128.load(source + at, 16);
        v128.store(target + at, low);
        v128.store(target + at, high, 16);
      }
    source += sourceRow;
    target += targetRow;
  }
}

/** sums += Σ (x − shift), Σ (x − shift)²: 8 and 8 float64. The shift, near the mean, keeps the squares small. */
export function moments(source: usize, count: i32, shift: usize, sums: usize): void {
  const shift0 = v128.load(shift), shift1 = v128.load(shift, 16);
  while (count > 0) {
    const part = min(count, FLUSH);
    let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0), square0 = f32x4.splat(0), square1 = f32x4.splat(0);
    for (const end = source + (<usize>part << 5); source < end; source += 32) {
      const x0 = f32x4.sub(v128.load(source), shift0), x1 = f32x4.sub(v128.load(source, 16), shift1);
      sum0 = f32x4.add(sum0, x0);
      sum1 = f32x4.add(sum1, x1);
      square0 = madd(x0, x0, square0);
      square1 = madd(x1, x1, square1);
    }
    flush(sums, sum0);
    flush(sums + 32, sum1);
    flush(sums + 64, square0);
    flush(sums + 96, square1);
    count -= part;
  }
}

/** target += source, row by row. */
export function addRows(
  source: usize, sourceRow: usize, target: usize, targetRow: usize, rows: i32, columns: i32,
): void {
  for (let row = 0; row < rows; row++) {
    let from = source, to = target;
    for (const end = source + (<usize>columns << 5); from < end; from += 32, to += 32) {
      v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
      v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
    }
    source += sourceRow;
    target += targetRow;
  }
}

/** target[image][8] = mean over the `count` positions of each image of clamp(source · scale + shift). */
export function affineMean(
  source: usize, images: i32, count: i32, target: usize, coefficients: usize, low: f32, high: f32,
): void {
  const scale0 = v128.load(coefficients), scale1 = v128.load(coefficients, 16);
  const shift0 = v128.load(coefficients, 32), shift1 = v128.load(coefficients, 48);
  const lows = f32x4.splat(low), highs = f32x4.splat(high);
  const share = f32x4.splat(1 / <f32>count);
  for (const stop = target + (<usize>images << 5); target < stop; target += 32) {
    let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0);
    for (const end = source + (<usize>count << 5); source < end; source += 32) {
      sum0 = f32x4.add(sum0, clamp(madd(v128.load(source), scale0, shift0), lows, highs));
      sum1 = f32x4.add(sum1, clamp(madd(v128.load(source, 16), scale1, shift1), lows, highs));
    }
    v128.store(target, f32x4.mul(sum0, share));
    v128.store(target, f32x4.mul(sum1, share), 16);
  }
}

/** target = clamp(left · scale + shift + right · scale′ + shift′). */
export function affineAdd(
  left: usize, right: usize, target: usize, count: i32, leftCoefficients: usize, rightCoefficients: usize,
  low: f32, high: f32,
): void {
  const lows = f32x4.splat(low), highs = f32x4.splat(high);
  for (let half: usize = 0; half < 32; half += 16) {
    const scale = v128.load(leftCoefficients + half), scaleRight = v128.load(rightCoefficients + half);
    const shift = f32x4.add(v128.load(leftCoefficients + half, 32), v128.load(rightCoefficients + half, 32));
    for (let at = half, end = half + (<usize>count << 5); at < end; at += 32) {
      const sum = madd(v128.load(left + at), scale, madd(v128.load(right + at), scaleRight, shift));
      v128.store(target + at, clamp(sum, lows, highs));
    }
  }
}

// The way back between two convolutions. With z = y · scale + shift the output of a batch norm, a clamping activation lets a
// gradient pass where low < z < high; the batch norm then needs Σ g and Σ g · (y − mean) over the batch before it can give
//     dy = A · g + B · (y − mean) + C
//
//     coefficients of a block   forward: scale[8] shift[8] mean[8]     backward: A[8] B[8] C[8] mean[8]
import { flush, FLUSH, madd, windowRows } from './simd';

/** g = gradient where the activation let pass, else 0; sums += Σ g, Σ g · (y − mean): 8 and 8 float64. */
export function maskStatistics(
  gradient: usize, gradientRow: usize, y: usize, yRow: usize, g: usize, gRow: usize, rows: i32, columns: i32,
  coefficients: usize, low: f32, high: f32, sums: usize,
): void {
  const lows = f32x4.splat(low), highs = f32x4.splat(high);
  const scale0 = v128.load(coefficients), scale1 = v128.load(coefficients, 16);
  const shift0 = v128.load(coefficients, 32), shift1 = v128.load(coefficients, 48);
  const mean0 = v128.load(coefficients, 64), mean1 = v128.load(coefficients, 80);
  let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0), product0 = f32x4.splat(0), product1 = f32x4.splat(0);
  let pending = 0;
  for (let row = 0; row < rows; row++) {
    let from = gradient, at = y, to = g;
    for (const end = from + (<usize>columns << 5); from < end; from += 32, at += 32, to += 32) {
      const y0 = v128.load(at), y1 = v128.load(at, 16);
      const z0 = madd(y0, scale0, shift0), z1 = madd(y1, scale1, shift1);
      const g0 = v128.and(v128.load(from), v128.and(f32x4.gt(z0, lows), f32x4.lt(z0, highs)));
      const g1 = v128.and(v128.load(from, 16), v128.and(f32x4.gt(z1, lows), f32x4.lt(z1, highs)));
      v128.store(to, g0);
      v128.store(to, g1, 16);
      sum0 = f32x4.add(sum0, g0);
      sum1 = f32x4.add(sum1, g1);
      product0 = madd(g0, f32x4.sub(y0, mean0), product0);
      product1 = madd(g1, f32x4.sub(y1, mean1), product1);
    }
    gradient += gradientRow;
    y += yRow;
    g += gRow;
    pending += columns;
    if (pending >= FLUSH || row == rows - 1) {
      flush(sums, sum0);
      flush(sums + 32, sum1);
      flush(sums + 64, product0);
      flush(sums + 96, product1);
      sum0 = sum1 = product0 = product1 = f32x4.splat(0);
      pending = 0;
    }
  }
}

/** As above behind a 2×2 maximum: the gradient, and g, are those of the windows; `rows` and `columns` count windows. */
export function maskStatisticsPool(
  gradient: usize, gradientRow: usize, y: usize, yRow: usize, g: usize, gRow: usize, rows: i32, columns: i32,
  coefficients: usize, low: f32, high: f32, sums: usize,
): void {
  const lows = f32x4.splat(low), highs = f32x4.splat(high);
  const rowsAtOnce = windowRows(columns);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const last = min(first + rowsAtOnce, rows);
    for (let half: usize = 0; half < 32; half += 16) {
      const scale = v128.load(coefficients + half), shift = v128.load(coefficients + half, 32);
      const mean = v128.load(coefficients + half, 64);
      let sum = f32x4.splat(0), product = f32x4.splat(0);
      let pending = 0;
      for (let row = first; row < last; row++) {
        let from = gradient + half + <usize>row * gradientRow;
        let at = y + half + <usize>(2 * row) * yRow;
        let to = g + half + <usize>row * gRow;
        for (const end = from + (<usize>columns << 5); from < end; from += 32, at += 64, to += 32) {
          let chosen = v128.load(at);
          let z = madd(chosen, scale, shift);
          let other = v128.load(at, 32);
          let value = madd(other, scale, shift);
          let greater = f32x4.gt(value, z);
          chosen = v128.bitselect(other, chosen, greater);
          z = v128.bitselect(value, z, greater);
          other = v128.load(at + yRow);
          value = madd(other, scale, shift);
          greater = f32x4.gt(value, z);
          chosen = v128.bitselect(other, chosen, greater);
          z = v128.bitselect(value, z, greater);
          other = v128.load(at + yRow, 32);
          value = madd(other, scale, shift);
          greater = f32x4.gt(value, z);
          chosen = v128.bitselect(other, chosen, greater);
          z = v128.bitselect(value, z, greater);
          const passed = v128.and(v128.load(from), v128.and(f32x4.gt(z, lows), f32x4.lt(z, highs)));
          v128.store(to, passed);
          sum = f32x4.add(sum, passed);
          product = madd(passed, f32x4.sub(chosen, mean), product);
        }
        pending += columns;
        if (pending >= FLUSH || row == last - 1) {
          flush(sums + 2 * half, sum);
          flush(sums + 2 * half + 64, product);
          sum = product = f32x4.splat(0);
          pending = 0;
        }
      }
    }
  }
}

/** dy = A · g + B · (y − mean) + C, row by row. */
export function normGradient(
  g: usize, gRow: usize, y: usize, yRow: usize, target: usize, targetRow: usize, rows: i32, columns: i32,
  coefficients: usize,
): void {
  const a0 = v128.load(coefficients), a1 = v128.load(coefficients, 16);
  const b0 = v128.load(coefficients, 32), b1 = v128.load(coefficients, 48);
  const c0 = v128.load(coefficients, 64), c1 = v128.load(coefficients, 80);
  const mean0 = v128.load(coefficients, 96), mean1 = v128.load(coefficients, 112);
  for (let row = 0; row < rows; row++) {
    let from = g, at = y, to = target;
    for (const end = from + (<usize>columns << 5); from < end; from += 32, at += 32, to += 32) {
      const centred0 = f32x4.sub(v128.load(at), mean0), centred1 = f32x4.sub(v128.load(at, 16), mean1);
      v128.store(to, madd(v128.load(from), a0, madd(centred0, b0, c0)));
      v128.store(to, madd(v128.load(from, 16), a1, madd(centred1, b1, c1)), 16);
    }
    g += gRow;
    y += yRow;
    target += targetRow;
  }
}

/** As above behind a 2×2 maximum: g is that of the windows and goes to the first of the largest; counts are windows. */
export function normGradientPool(
  g: usize, gRow: usize, y: usize, yRow: usize, target: usize, targetRow: usize, rows: i32, columns: i32,
  coefficients: usize, forward: usize,
): void {
  const zero = f32x4.splat(0);
  const rowsAtOnce = windowRows(columns);
  for (let first = 0; first < rows; first += rowsAtOnce) {
    const last = min(first + rowsAtOnce, rows);
    for (let half: usize = 0; half < 32; half += 16) {
      const a = v128.load(coefficients + half), b = v128.load(coefficients + half, 32);
      const c = v128.load(coefficients + half, 64), mean = v128.load(coefficients + half, 96);
      const scale = v128.load(forward + half), shift = v128.load(forward + half, 32);
      for (let row = first; row < last; row++) {
        let from = g + half + <usize>row * gRow;
        let at = y + half + <usize>(2 * row) * yRow;
        let to = target + half + <usize>(2 * row) * targetRow;
        for (const end = from + (<usize>columns << 5); from < end; from += 32, at += 64, to += 64) {
          const ag = f32x4.mul(v128.load(from), a);
          const y0 = v128.load(at), y1 = v128.load(at, 32), y2 = v128.load(at + yRow), y3 = v128.load(at + yRow, 32);
          let z = madd(y0, scale, shift);
          // Which of the four is the first of the largest: each later one takes over where it is greater.
          let value = madd(y1, scale, shift);
          let is1 = f32x4.gt(value, z);
          z = v128.bitselect(value, z, is1);
          value = madd(y2, scale, shift);
          let is2 = f32x4.gt(value, z);
          z = v128.bitselect(value, z, is2);
          value = madd(y3, scale, shift);
          const is3 = f32x4.gt(value, z);
          is2 = v128.andnot(is2, is3);
          is1 = v128.andnot(is1, v128.or(is2, is3));
          const is0 = v128.andnot(f32x4.eq(zero, zero), v128.or(is1, v128.or(is2, is3)));
          v128.store(to, f32x4.add(v128.and(ag, is0), madd(f32x4.sub(y0, mean), b, c)));
          v128.store(to, f32x4.add(v128.and(ag, is1), madd(f32x4.sub(y1, mean), b, c)), 32);
          v128.store(to + targetRow, f32x4.add(v128.and(ag, is2), madd(f32x4.sub(y2, mean), b, c)));
          v128.store(to + targetRow, f32x4.add(v128.and(ag, is3), madd(f32x4.sub(y3, mean), b, c)), 32);
        }
      }
    }
  }
}

/** sums += Σ x over rows: 8 float64. */
export function channelSums(source: usize, sourceRow: usize, rows: i32, columns: i32, sums: usize): void {
  for (let row = 0; row < rows; row++) {
    let sum0 = f32x4.splat(0), sum1 = f32x4.splat(0);
    let at = source;
    for (const end = source + (<usize>columns << 5); at < end; at += 32) {
      sum0 = f32x4.add(sum0, v128.load(at));
      sum1 = f32x4.add(sum1, v128.load(at, 16));
    }
    flush(sums, sum0);
    flush(sums + 32, sum1);
    source += sourceRow;
  }
}

/** target[image][position][8] = source[image][8] · factor at `count` positions of each image: how the gradient of a mean spreads. */
export function scaled(source: usize, target: usize, images: i32, count: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (const stop = source + (<usize>images << 5); source < stop; source += 32) {
    const g0 = f32x4.mul(v128.load(source), by), g1 = f32x4.mul(v128.load(source, 16), by);
    for (const end = target + (<usize>count << 5); target < end; target += 32) {
      v128.store(target, g0);
      v128.store(target, g1, 16);
    }
  }
}

/** target = gradient where low < output < high, else 0. */
export function maskByOutput(gradient: usize, output: usize, target: usize, count: i32, low: f32, high: f32): void {
  const lows = f32x4.splat(low), highs = f32x4.splat(high);
  for (const end = gradient + (<usize>count << 5); gradient < end; gradient += 16, output += 16, target += 16) {
    const y = v128.load(output);
    v128.store(target, v128.and(v128.load(gradient), v128.and(f32x4.gt(y, lows), f32x4.lt(y, highs))));
  }
}

// Row-wise functions of row-major matrices: softmax and layer norm with their gradients; products element by element. The last
// elements of a row that fill no vector go one by one through a vector's first lane.
import { exponential } from './exponential';
import { madd } from './simd';

// @ts-ignore: decorator
@inline
function total(x: v128): f32 {
  return (f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1)) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

// @ts-ignore: decorator
@inline
function exponentialOf(x: f32): f32 {
  return f32x4.extract_lane(exponential(f32x4.splat(x)), 0);
}

/** y = softmax of the first `length` elements of each row (of row i the first i + 1 where `causal`), zeros after them. */
export function softmaxRows(x: usize, y: usize, row: usize, rows: i32, length: i32, causal: bool): void {
  for (let i = 0; i < rows; i++, x += row, y += row) {
    const count = causal ? min(length, i + 1) : length;
    const whole = <usize>(count & ~3) << 2;
    const end = <usize>count << 2;
    let top = f32x4.splat(-Infinity);
    for (let at: usize = 0; at < whole; at += 16) top = f32x4.max(top, v128.load(x + at));
    let largest = max(
      max(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
      max(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)),
    );
    for (let at = whole; at < end; at += 4) largest = max(largest, load<f32>(x + at));
    const shift = f32x4.splat(largest);
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const e = exponential(f32x4.sub(v128.load(x + at), shift));
      v128.store(y + at, e);
      sums = f32x4.add(sums, e);
    }
    let sum = total(sums);
    for (let at = whole; at < end; at += 4) {
      const e = exponentialOf(load<f32>(x + at) - largest);
      store<f32>(y + at, e);
      sum += e;
    }
    const share = f32x4.splat(1 / sum);
    for (let at: usize = 0; at < whole; at += 16) v128.store(y + at, f32x4.mul(v128.load(y + at), share));
    for (let at = whole; at < end; at += 4) store<f32>(y + at, load<f32>(y + at) / sum);
    for (let at = end; at < <usize>length << 2; at += 4) store<f32>(y + at, 0);
  }
}

/** dx = scale · y ∘ (dy − Σ y ∘ dy), added to dx where `add`. */
export function softmaxGradientRows(
  y: usize, dy: usize, dx: usize, row: usize, rows: i32, length: i32, scale: f32, add: bool,
): void {
  const whole = <usize>(length & ~3) << 2;
  const end = <usize>length << 2;
  const factor = f32x4.splat(scale);
  for (let i = 0; i < rows; i++, y += row, dy += row, dx += row) {
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) sums = madd(v128.load(y + at), v128.load(dy + at), sums);
    let sum = total(sums);
    for (let at = whole; at < end; at += 4) sum += load<f32>(y + at) * load<f32>(dy + at);
    const mean = f32x4.splat(sum);
    for (let at: usize = 0; at < whole; at += 16) {
      let slope = f32x4.mul(f32x4.mul(v128.load(y + at), f32x4.sub(v128.load(dy + at), mean)), factor);
      if (add) slope = f32x4.add(slope, v128.load(dx + at));
      v128.store(dx + at, slope);
    }
    for (let at = whole; at < end; at += 4) {
      const slope = load<f32>(y + at) * (load<f32>(dy + at) - sum) * scale;
      store<f32>(dx + at, add ? load<f32>(dx + at) + slope : slope);
    }
  }
}

/** z = x ∘ y, added to z where `add`. */
export function multiplyElements(x: usize, y: usize, z: usize, count: i32, add: bool): void {
  const end = x + (<usize>count << 2);
  for (const whole = x + (<usize>(count & ~3) << 2); x < whole; x += 16, y += 16, z += 16) {
    const product = f32x4.mul(v128.load(x), v128.load(y));
    v128.store(z, add ? f32x4.add(product, v128.load(z)) : product);
  }
  for (; x < end; x += 4, y += 4, z += 4) {
    const product = load<f32>(x) * load<f32>(y);
    store<f32>(z, add ? load<f32>(z) + product : product);
  }
}

/** Mean and 1 / √(variance + eps) of each row to `statistics`, two float32 a row; y = (x − mean) · inverse · weight + bias. */
export function layerNormRows(
  x: usize, y: usize, weight: usize, bias: usize, statistics: usize, rows: i32, length: i32, eps: f32,
): void {
  const whole = <usize>(length & ~3) << 2;
  const end = <usize>length << 2;
  const share: f32 = 1 / <f32>length;
  for (let i = 0; i < rows; i++, x += end, y += end, statistics += 8) {
    let sums = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) sums = f32x4.add(sums, v128.load(x + at));
    let sum = total(sums);
    for (let at = whole; at < end; at += 4) sum += load<f32>(x + at);
    const mean = sum * share;
    const centre = f32x4.splat(mean);
    sums = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const d = f32x4.sub(v128.load(x + at), centre);
      sums = madd(d, d, sums);
    }
    sum = total(sums);
    for (let at = whole; at < end; at += 4) {
      const d = load<f32>(x + at) - mean;
      sum += d * d;
    }
    const inverse: f32 = 1 / sqrt<f32>(sum * share + eps);
    store<f32>(statistics, mean);
    store<f32>(statistics, inverse, 4);
    const factor = f32x4.splat(inverse);
    for (let at: usize = 0; at < whole; at += 16) {
      let value = f32x4.mul(f32x4.sub(v128.load(x + at), centre), factor);
      if (weight) value = f32x4.mul(value, v128.load(weight + at));
      if (bias) value = f32x4.add(value, v128.load(bias + at));
      v128.store(y + at, value);
    }
    for (let at = whole; at < end; at += 4) {
      let value: f32 = (load<f32>(x + at) - mean) * inverse;
      if (weight) value *= load<f32>(weight + at);
      if (bias) value += load<f32>(bias + at);
      store<f32>(y + at, value);
    }
  }
}

/**
 * With x̂ = (x − mean) · inverse and g = dy · weight:  dx = inverse · (g − mean(g) − x̂ · mean(g x̂)), added where `add`; dWeight gets
 * Σ dy x̂ and dBias Σ dy, added. Each may be 0: not wanted.
 */
export function layerNormGradientRows(
  x: usize, dy: usize, dx: usize, weight: usize, dWeight: usize, dBias: usize, statistics: usize, rows: i32, length: i32,
  add: bool,
): void {
  const whole = <usize>(length & ~3) << 2;
  const end = <usize>length << 2;
  const share: f32 = 1 / <f32>length;
  for (let i = 0; i < rows; i++, x += end, dy += end, statistics += 8) {
    const mean = load<f32>(statistics);
    const inverse = load<f32>(statistics, 4);
    const centre = f32x4.splat(mean);
    const factor = f32x4.splat(inverse);
    let firsts = f32x4.splat(0);
    let seconds = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), factor);
      const d = v128.load(dy + at);
      if (dWeight) v128.store(dWeight + at, madd(d, normal, v128.load(dWeight + at)));
      if (dBias) v128.store(dBias + at, f32x4.add(d, v128.load(dBias + at)));
      const g = weight ? f32x4.mul(d, v128.load(weight + at)) : d;
      firsts = f32x4.add(firsts, g);
      seconds = madd(g, normal, seconds);
    }
    let first = total(firsts);
    let second = total(seconds);
    for (let at = whole; at < end; at += 4) {
      const normal: f32 = (load<f32>(x + at) - mean) * inverse;
      const d = load<f32>(dy + at);
      if (dWeight) store<f32>(dWeight + at, load<f32>(dWeight + at) + d * normal);
      if (dBias) store<f32>(dBias + at, load<f32>(dBias + at) + d);
      const g: f32 = weight ? d * load<f32>(weight + at) : d;
      first += g;
      second += g * normal;
    }
    if (!dx) continue;
    first *= share;
    second *= share;
    const one = f32x4.splat(first);
    const two = f32x4.splat(second);
    for (let at: usize = 0; at < whole; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), centre), factor);
      const d = v128.load(dy + at);
      const g = weight ? f32x4.mul(d, v128.load(weight + at)) : d;
      let slope = f32x4.mul(factor, f32x4.sub(f32x4.sub(g, one), f32x4.mul(normal, two)));
      if (add) slope = f32x4.add(slope, v128.load(dx + at));
      v128.store(dx + at, slope);
    }
    for (let at = whole; at < end; at += 4) {
      const normal: f32 = (load<f32>(x + at) - mean) * inverse;
      const d = load<f32>(dy + at);
      const g: f32 = weight ? d * load<f32>(weight + at) : d;
      const slope: f32 = inverse * (g - first - normal * second);
      store<f32>(dx + at, add ? load<f32>(dx + at) + slope : slope);
    }
    dx += end;
  }
}

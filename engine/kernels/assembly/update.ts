// The passes of the optimisers' steps (engine/optim/arithmetic.ts has the formulas), with that file's roundings: a product that is
// added to something is exact in float64 and rounded with the sum; everything else is float32. Vectors of four elements; of the
// last one only as many are stored as there are.

// @ts-ignore: decorator
@inline
function upper(x: v128): v128 {
  return i8x16.shuffle(x, x, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}

/** a · b + c, rounded once. */
// @ts-ignore: decorator
@inline
function fused(a: v128, b: v128, c: v128): v128 {
  const low = f64x2.add(
    f64x2.mul(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(b)), f64x2.promote_low_f32x4(c),
  );
  const high = f64x2.add(
    f64x2.mul(f64x2.promote_low_f32x4(upper(a)), f64x2.promote_low_f32x4(upper(b))), f64x2.promote_low_f32x4(upper(c)),
  );
  return i8x16.shuffle(
    f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high),
    0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23,
  );
}

/** Stores the first `count` elements, or all four. */
// @ts-ignore: decorator
@inline
function put(at: usize, x: v128, count: i32): void {
  if (count >= 4) {
    v128.store(at, x);
    return;
  }
  store<f32>(at, f32x4.extract_lane(x, 0));
  if (count > 1) store<f32>(at, f32x4.extract_lane(x, 1), 4);
  if (count > 2) store<f32>(at, f32x4.extract_lane(x, 2), 8);
}

/** mean + weight · (value − mean): torch.lerp, from whichever end is nearer. */
// @ts-ignore: decorator
@inline
function towards(mean: v128, value: v128, weight: f32): v128 {
  const way = f32x4.sub(value, mean);
  if (weight < 0.5) return fused(f32x4.splat(weight), way, mean);
  return fused(f32x4.splat(-(1 - weight)), way, value);
}

/** decay · average + (weight · g) · g. */
// @ts-ignore: decorator
@inline
function squareAverage(average: v128, g: v128, decay: f32, weight: f32): v128 {
  return fused(f32x4.mul(f32x4.splat(weight), g), g, f32x4.mul(average, f32x4.splat(decay)));
}

/** target *= factor. */
export function scaleBy(target: usize, count: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (; count > 0; count -= 4, target += 16) put(target, f32x4.mul(v128.load(target), by), count);
}

/** target += factor · source. */
export function addScaled(target: usize, source: usize, count: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  for (; count > 0; count -= 4, target += 16, source += 16)
    put(target, fused(by, v128.load(source), v128.load(target)), count);
}

/** @param largest where AMSGrad keeps the largest `square`, or 0 */
export function adam(
  parameter: usize, gradient: usize, mean: usize, square: usize, largest: usize, count: i32,
  weight1: f32, decay2: f32, weight2: f32, eps: f32, stepSize: f32, correction: f32,
): void {
  for (let at: usize = 0; count > 0; count -= 4, at += 16) {
    const g = v128.load(gradient + at);
    const m = towards(v128.load(mean + at), g, weight1);
    let v = squareAverage(v128.load(square + at), g, decay2, weight2);
    put(mean + at, m, count);
    put(square + at, v, count);
    if (largest) {
      v = f32x4.max(v128.load(largest + at), v);
      put(largest + at, v, count);
    }
    const denominator = f32x4.add(f32x4.div(f32x4.sqrt(v), f32x4.splat(correction)), f32x4.splat(eps));
    const step = f32x4.div(f32x4.mul(f32x4.splat(stepSize), m), denominator);
    put(parameter + at, f32x4.add(v128.load(parameter + at), step), count);
  }
}

/** @param mean where the centred variant keeps the average of the gradients, or 0; `buffer` that of the momentum, or 0 */
export function rmsprop(
  parameter: usize, gradient: usize, square: usize, mean: usize, buffer: usize, count: i32,
  decay: f32, weight: f32, eps: f32, rate: f32, momentum: f32,
): void {
  for (let at: usize = 0; count > 0; count -= 4, at += 16) {
    const g = v128.load(gradient + at);
    let variance = squareAverage(v128.load(square + at), g, decay, weight);
    put(square + at, variance, count);
    if (mean) {
      const m = towards(v128.load(mean + at), g, weight);
      put(mean + at, m, count);
      variance = fused(f32x4.neg(m), m, variance);
    }
    const average = f32x4.add(f32x4.sqrt(variance), f32x4.splat(eps));
    const p = v128.load(parameter + at);
    if (buffer) {
      const b = f32x4.add(f32x4.mul(v128.load(buffer + at), f32x4.splat(momentum)), f32x4.div(g, average));
      put(buffer + at, b, count);
      put(parameter + at, fused(f32x4.splat(rate), b, p), count);
    } else put(parameter + at, f32x4.add(p, f32x4.div(f32x4.mul(f32x4.splat(rate), g), average)), count);
  }
}

/** Σ x², which is finite exactly where all elements are: a square of a float32 is far from the end of float64. */
export function sumOfSquares(source: usize, count: i32): f64 {
  let low = f64x2.splat(0), high = f64x2.splat(0);
  let n = count;
  for (; n >= 4; n -= 4, source += 16) {
    const x = v128.load(source);
    const a = f64x2.promote_low_f32x4(x), b = f64x2.promote_low_f32x4(upper(x));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const both = f64x2.add(low, high);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; n > 0; n--, source += 4) {
    const x = <f64>load<f32>(source);
    sum += x * x;
  }
  return sum;
}

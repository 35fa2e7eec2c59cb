// a · b + c in each lane: fused where the relaxed variant is compiled, else rounded twice.
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** max(x, low); NaN stays. */
// @ts-ignore: decorator
@inline
export function raise(x: v128, low: v128): v128 {
  return f32x4.pmax(x, low);
}

/** min(x, high); NaN stays. */
// @ts-ignore: decorator
@inline
export function lower(x: v128, high: v128): v128 {
  return f32x4.pmin(x, high);
}

/** min(max(x, low), high); NaN stays. */
// @ts-ignore: decorator
@inline
export function clamp(x: v128, low: v128, high: v128): v128 {
  return lower(raise(x, low), high);
}

/** Adds four float32 sums to four float64 sums in memory. */
// @ts-ignore: decorator
@inline
export function flush(target: usize, sum: v128): void {
  v128.store(target, f64x2.add(v128.load(target), f64x2.promote_low_f32x4(sum)));
  const high = i8x16.shuffle(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(target, f64x2.add(v128.load(target, 16), f64x2.promote_low_f32x4(high)), 16);
}

/** Positions after which float32 sums go to the float64 ones, so that long sums lose nothing. */
export const FLUSH: i32 = 512;

/**
 * Rows of 2×2 windows taken at once: their inputs and results stay in the first-level cache while first the lower and then the
 * upper four channels go through them.
 */
// @ts-ignore: decorator
@inline
export function windowRows(columns: i32): i32 {
  return max(1, 64 / max(1, columns));
}

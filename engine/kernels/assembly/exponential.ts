// eˣ, the sigmoid, tanh and the error function in four lanes, to about 2 units in the last place.
import { madd } from './simd';

/** e^x = 2^n · e^r with r = x − n ln 2, |r| ≤ ln 2 / 2, by its Taylor polynomial of degree 7. Saturates at 2^±126. */
// @ts-ignore: decorator
@inline
export function exponential(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-87.3)), f32x4.splat(87.3));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.4426950408889634)));
  // ln 2 in two parts, so that the difference is exact.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = madd(r, f32x4.splat(1.0 / 5040.0), f32x4.splat(1.0 / 720.0));
  p = madd(p, r, f32x4.splat(1.0 / 120.0));
  p = madd(p, r, f32x4.splat(1.0 / 24.0));
  p = madd(p, r, f32x4.splat(1.0 / 6.0));
  p = madd(p, r, f32x4.splat(0.5));
  p = madd(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  const result = f32x4.mul(p, power);
  // NaN stays.
  return v128.bitselect(result, value, f32x4.eq(value, value));
}

// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exponential(f32x4.neg(x))));
}

/** Near 0 by x − x³/3 + 2x⁵/15 − 17x⁷/315, else by the exponential. */
// @ts-ignore: decorator
@inline
export function hyperbolicTangent(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exponential(f32x4.mul(x, f32x4.splat(-2)));
  const far = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  const s = f32x4.mul(x, x);
  let p = madd(s, f32x4.splat(-17.0 / 315.0), f32x4.splat(2.0 / 15.0));
  p = madd(p, s, f32x4.splat(-1.0 / 3.0));
  const near = madd(f32x4.mul(p, s), x, x);
  return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.2)));
}

/**
 * 2/√π ∫ e^(−t²): for |x| < 0.7 its Taylor polynomial, else 1 − e^(−x²) · q(1 / (1 + p|x|)), Abramowitz and Stegun 7.1.26
 * (absolute error below 2e-7).
 */
// @ts-ignore: decorator
@inline
export function errorFunction(x: v128): v128 {
  return errorFunctionBy(x, exponential(f32x4.neg(f32x4.mul(x, x))));
}

/** The same, where e^(−x²) is known. */
// @ts-ignore: decorator
@inline
export function errorFunctionBy(x: v128, e: v128): v128 {
  const a = f32x4.abs(x);
  const s = f32x4.mul(x, x);
  let q = madd(s, f32x4.splat(1.0 / 75600.0), f32x4.splat(-1.0 / 9360.0));
  q = madd(q, s, f32x4.splat(1.0 / 1320.0));
  q = madd(q, s, f32x4.splat(-1.0 / 216.0));
  q = madd(q, s, f32x4.splat(1.0 / 42.0));
  q = madd(q, s, f32x4.splat(-1.0 / 10.0));
  q = madd(q, s, f32x4.splat(1.0 / 3.0));
  const near = f32x4.mul(f32x4.mul(x, f32x4.splat(1.1283791670955126)), f32x4.sub(f32x4.splat(1), f32x4.mul(q, s)));
  const t = f32x4.div(f32x4.splat(1), madd(a, f32x4.splat(0.3275911), f32x4.splat(1)));
  let p = madd(t, f32x4.splat(1.061405429), f32x4.splat(-1.453152027));
  p = madd(p, t, f32x4.splat(1.421413741));
  p = madd(p, t, f32x4.splat(-0.284496736));
  p = madd(p, t, f32x4.splat(0.254829592));
  const far = f32x4.sub(f32x4.splat(1), f32x4.mul(f32x4.mul(p, t), e));
  const sign = v128.and(x, f32x4.splat(-0.0));
  return v128.bitselect(near, v128.or(far, sign), f32x4.lt(a, f32x4.splat(0.7)));
}

// Element-wise functions that do more than clamp, and their derivatives, over `count` vectors of four elements.
import { errorFunction, errorFunctionBy, exponential, hyperbolicTangent, sigmoid } from './exponential';
import { madd } from './simd';

/** As in kernels/elementwise.ts. */
const LEAKY: i32 = 0, ELU: i32 = 1, SILU: i32 = 2, GELU: i32 = 3, HARDSWISH: i32 = 4, HARDSIGMOID: i32 = 5, SIGMOID: i32 = 6, TANH: i32 = 7;

// @ts-ignore: decorator
@inline
function clamp01(x: v128): v128 {
  return f32x4.pmin(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(1));
}

// @ts-ignore: decorator
@inline
function value(kind: i32, x: v128, a: v128): v128 {
  const zero = f32x4.splat(0);
  const sixth = f32x4.splat(1.0 / 6.0);
  const half = f32x4.splat(0.5);
  if (kind == LEAKY) return v128.bitselect(x, f32x4.mul(x, a), f32x4.gt(x, zero));
  if (kind == ELU) {
    const below = f32x4.mul(a, f32x4.sub(exponential(x), f32x4.splat(1)));
    return v128.bitselect(x, below, f32x4.gt(x, zero));
  }
  if (kind == SILU) return f32x4.mul(x, sigmoid(x));
  if (kind == GELU) {
    const cumulative = madd(half, errorFunction(f32x4.mul(x, f32x4.splat(0.7071067811865476))), half);
    return f32x4.mul(x, cumulative);
  }
  if (kind == HARDSWISH) return f32x4.mul(x, clamp01(madd(x, sixth, half)));
  if (kind == HARDSIGMOID) return clamp01(madd(x, sixth, half));
  if (kind == SIGMOID) return sigmoid(x);
  return hyperbolicTangent(x);
}

// @ts-ignore: decorator
@inline
function slope(kind: i32, x: v128, a: v128): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const half = f32x4.splat(0.5);
  const three = f32x4.splat(3);
  if (kind == LEAKY) return v128.bitselect(one, a, f32x4.gt(x, zero));
  if (kind == ELU) return v128.bitselect(one, f32x4.mul(a, exponential(x)), f32x4.gt(x, zero));
  if (kind == SILU) {
    const s = sigmoid(x);
    return f32x4.mul(s, madd(x, f32x4.sub(one, s), one));
  }
  if (kind == GELU) {
    const e = exponential(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
    const cumulative = madd(half, errorFunctionBy(f32x4.mul(x, f32x4.splat(0.7071067811865476)), e), half);
    const density = f32x4.mul(e, f32x4.splat(0.3989422804014327));
    return madd(x, density, cumulative);
  }
  if (kind == HARDSWISH) {
    const inside = madd(x, f32x4.splat(1.0 / 3.0), half);
    const upper = v128.bitselect(inside, one, f32x4.lt(x, three));
    return v128.and(upper, f32x4.gt(x, f32x4.splat(-3)));
  }
  if (kind == HARDSIGMOID) {
    const inside = v128.and(f32x4.gt(x, f32x4.splat(-3)), f32x4.lt(x, three));
    return v128.and(f32x4.splat(1.0 / 6.0), inside);
  }
  if (kind == SIGMOID) {
    const s = sigmoid(x);
    return f32x4.mul(s, f32x4.sub(one, s));
  }
  const t = hyperbolicTangent(x);
  return f32x4.sub(one, f32x4.mul(t, t));
}

/** `a`: the slope below 0 of a leaky ReLU, the alpha of an ELU. */
export function unary(kind: i32, source: usize, target: usize, count: i32, a: f32): void {
  const parameter = f32x4.splat(a);
  for (const end = source + (<usize>count << 4); source < end; source += 16, target += 16)
    v128.store(target, value(kind, v128.load(source), parameter));
}

/** target = gradient · f′(source), added to the target where `add`. */
export function unaryGradient(
  kind: i32, source: usize, gradient: usize, target: usize, count: i32, a: f32, add: bool,
): void {
  const parameter = f32x4.splat(a);
  for (const end = source + (<usize>count << 4); source < end; source += 16, gradient += 16, target += 16) {
    const result = f32x4.mul(v128.load(gradient), slope(kind, v128.load(source), parameter));
    v128.store(target, add ? f32x4.add(result, v128.load(target)) : result);
  }
}

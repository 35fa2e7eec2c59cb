// One rounding to float32 of a product and a sum, as a fused multiply-add makes it.
//
// a·b of two float32 is exact in float64. Its sum with c is rounded to 53 bits, and then to 24: the second rounding can go wrong
// only where the first one was inexact. There the float64 sum is made odd in its last bit, towards the exact value, which makes
// the second rounding right (S. Boldo, G. Melquiond, "Emulation of FMA and correctly rounded sums", IEEE TC 57, 2008).

const f = Math.fround;
const float = new Float64Array(1);
/** Low word, high word. */
const words = new Uint32Array(float.buffer);

/** a·b + c for float32 arguments, rounded once to float32. */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const sum = a * b + c;
  const rounded = f(sum);
  const rest = sum - rounded;
  // Only in the middle between two float32 can the first rounding have misled the second: then rounded + 2·rest is the other one.
  if (rest === 0 || f(sum + rest) !== sum + rest) return rounded;
  return settle(a * b, c, sum);
}

/** `sum`, which lies in the middle, moved towards what product + c really is, and rounded. */
function settle(product: number, c: number, sum: number): number {
  const part = sum - product;
  const error = product - (sum - part) + (c - part);
  if (error === 0 || error !== error) return f(sum);
  float[0] = sum;
  // A middle has a low word that ends in zeros, so neither direction carries beyond it, but downwards from 0.
  if (error > 0 === sum > 0) words[0] |= 1;
  else {
    if (words[0] === 0) words[1] -= 1;
    words[0] -= 1;
  }
  return f(float[0]);
}

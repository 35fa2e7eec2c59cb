// One rounding to float32 of a product and a sum, as a fused multiply-add makes it.
//
// a·b of two float32 is exact in float64. Its sum with c is rounded to 53 bits, and then to 24: the second rounding can go wrong
// only where the first one was inexact. There the float64 sum is made odd in its last bit, towards the exact value, which makes
// the second rounding right (S. Boldo, G. Melquiond, "Emulation of FMA and correctly rounded sums", IEEE TC 57, 2008).

const float = new Float64Array(1);
/** Low word, high word. */
const words = new Uint32Array(float.buffer);

/** a·b + c for float32 arguments, rounded once to float32. */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const part = sum - product;
  const error = product - (sum - part) + (c - part);
  if (error === 0 || error !== error) return Math.fround(sum);
  float[0] = sum;
  if ((words[0] & 1) === 0) {
    if (error > 0 === sum > 0) words[0] |= 1;
    else {
      if (words[0] === 0) words[1] -= 1;
      words[0] -= 1;
    }
  }
  return Math.fround(float[0]);
}

// Sixteen normal float32 values out of sixteen uniform ones, as PyTorch's AVX2 kernel computes them, to the bit.
//
//     radius = sqrt(−2·log(1 − u[j])),  theta = 2π·u[j + 8]      j = 0 … 7
//     out[j] = radius·cos(theta)·std + mean,  out[j + 8] = radius·sin(theta)·std + mean
//
// aten/native/cpu/DistributionTemplates.h (NormalFill16). Logarithm, sine and cosine are the polynomials of S. Moshier's Cephes
// library in single precision (logf, sinf, cosf); where a product feeds one sum, the compiled kernel fuses the two, so this does.
import { fusedMultiplyAdd as fma } from './float32';

const f = Math.fround;
const twoPi = f(2 * Math.PI);
const fourOverPi = f(1.27323954473516);
const sqrtHalf = f(Math.SQRT1_2);

/** log(1 + x) = x − x²/2 + x³·P(x), highest power first. */
const [l0, l1, l2, l3, l4, l5, l6, l7, l8] = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(f);
/** ln 2 in two parts: the high one is exact in few bits. */
const ln2High = f(0.693359375);
const ln2Low = f(-2.1219444e-4);

/** π/4 in three parts, negated. */
const [pi0, pi1, pi2] = [-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8].map(f);
const [s0, s1, s2] = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f);
const [c0, c1, c2] = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f);

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** Natural logarithm of a normal float32 in (0, 1]. */
function logarithm(value: number): number {
  float[0] = value;
  let exponent = (bits[0] >> 23) - 126;
  bits[0] = (bits[0] & 0x007fffff) | 0x3f000000;
  const mantissa = float[0];
  let x = f(mantissa - 1);
  if (mantissa < sqrtHalf) {
    exponent -= 1;
    x = f(x + mantissa);
  }
  const square = f(x * x);
  const low = fma(fma(fma(fma(l0, x, l1), x, l2), x, l3), x, l4);
  let y = f(fma(fma(fma(fma(low, x, l5), x, l6), x, l7), x, l8) * x);
  y = fma(y, square, f(exponent * ln2Low));
  y = fma(-square, 0.5, y);
  return fma(exponent, ln2High, f(x + y));
}

/** Overwrites `data[at … at + 16)`, uniform in [0, 1), by normal values. `mean` and `std` are float32 already. */
export function boxMuller16(data: Float32Array, at: number, mean: number, std: number): void {
  for (let j = at; j < at + 8; j++) {
    const radius = f(Math.sqrt(f(-2 * logarithm(f(1 - data[j])))));
    const theta = f(twoPi * data[j + 8]);

    // Cephes reduces by multiples of π/2 to [−π/4, π/4]; `octant` is even, counted in quarters of π.
    const octant = (Math.trunc(f(theta * fourOverPi)) + 1) & ~1;
    const x = fma(octant, pi2, fma(octant, pi1, fma(octant, pi0, theta)));
    const square = f(x * x);
    let even = f(fma(fma(c0, square, c1), square, c2) * square);
    even = f(fma(even, square, -f(square * 0.5)) + 1);
    const odd = fma(f(fma(fma(s0, square, s1), square, s2) * square), x, x);

    const swapped = (octant & 2) !== 0;
    const sin = (swapped ? even : odd) * ((octant & 4) === 0 ? 1 : -1);
    const cos = (swapped ? odd : even) * (((octant - 2) & 4) === 0 ? -1 : 1);
    data[j] = fma(f(radius * cos), std, mean);
    data[j + 8] = fma(f(radius * sin), std, mean);
  }
}

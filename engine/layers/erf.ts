// The error function in double precision: its Taylor series where that converges fast, else the continued fraction of its
// complement (Abramowitz and Stegun 7.1.6 and 7.1.14). Relative error below 1e-14.

const SERIES_LIMIT = 2.5;
const FRACTION_TERMS = 60;

/** (2/√π) ∫₀ˣ e^(−t²) dt */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  return Math.sign(x) * (a < SERIES_LIMIT ? series(a) : 1 - complement(a));
}

function series(a: number): number {
  let term = a;
  let sum = a;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * a * a) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-a * a) * sum;
}

function complement(a: number): number {
  let fraction = a;
  for (let n = FRACTION_TERMS; n >= 1; n--) fraction = a + n / 2 / fraction;
  return Math.exp(-a * a) / Math.sqrt(Math.PI) / fraction;
}

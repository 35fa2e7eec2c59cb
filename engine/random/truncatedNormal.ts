// `torch.nn.init.trunc_normal_` of PyTorch 2.13: rejection, not the inverse error function of older releases.
//
// Where more than 0.3 of the normal mass lies in [low, high], normal values for the whole tensor, and again for the whole tensor
// as long as any element is outside, of which only the outsiders are taken. Else uniform values on [low, high], each accepted
// with probability exp(logPdf − logPeak), and again in the same way. So the number of draws is a matter of luck.
import { normal, uniform } from './distributions';
import type { Generator } from './generator';

const f = Math.fround;

export function truncatedNormal(
  generator: Generator,
  data: Float32Array,
  mean: number,
  std: number,
  low: number,
  high: number,
): void {
  const mass = normalCdf((high - mean) / std) - normalCdf((low - mean) / std);
  if (mass > 0.3) rejectOutside(generator, data, mean, std, f(low), f(high));
  else rejectUnlikely(generator, data, mean, std, low, high);
}

function rejectOutside(
  generator: Generator,
  data: Float32Array,
  mean: number,
  std: number,
  low: number,
  high: number,
): void {
  normal(generator, data, mean, std);
  const outside = (x: number): boolean => x < low || x > high;
  let again: Float32Array | undefined;
  while (data.some(outside)) {
    again ??= new Float32Array(data.length);
    normal(generator, again, mean, std);
    for (let i = 0; i < data.length; i++) if (outside(data[i])) data[i] = again[i];
  }
}

function rejectUnlikely(
  generator: Generator,
  data: Float32Array,
  mean: number,
  std: number,
  low: number,
  high: number,
): void {
  const mode = Math.max(low, Math.min(mean, high));
  const logPeak = f(-0.5 * ((mode - mean) / std) ** 2);
  const [m, s] = [f(mean), f(std)];
  const chance = new Float32Array(data.length);
  const candidates = new Float32Array(data.length);
  const pending = new Uint8Array(data.length).fill(1);
  for (let left = data.length; left > 0;) {
    uniform(generator, candidates, low, high);
    uniform(generator, chance, 0, 1);
    for (let i = 0; i < data.length; i++) {
      if (pending[i] === 0) continue;
      data[i] = candidates[i];
      const z = f(f(candidates[i] - m) / s);
      const logPdf = f(f(f(z * z) * -0.5) - logPeak);
      if (f(Math.log(chance[i])) > logPdf) continue;
      pending[i] = 0;
      left -= 1;
    }
  }
}

const normalCdf = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;

/** The error function to double precision: its series for small arguments, the continued fraction of erfc for large ones. */
function erf(x: number): number {
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  if (a < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (-x * x) / n;
      sum += term / (2 * n + 1);
    }
    return (2 / Math.sqrt(Math.PI)) * sum;
  }
  let fraction = 0;
  for (let k = 60; k > 0; k--) fraction = k / 2 / (a + fraction);
  return Math.sign(x) * (1 - Math.exp(-a * a) / (Math.sqrt(Math.PI) * (a + fraction)));
}

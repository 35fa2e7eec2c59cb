// In-place draws, as torch.Tensor's methods on a contiguous CPU tensor: which 32-bit draws they take, in which order, and what
// they make of them (aten/native/cpu/DistributionTemplates.h, aten/core/DistributionsHelper.h).
//
//     uniform(generator, weight, -bound, bound)       // weight.uniform_(-bound, bound)
import { boxMuller16 } from './boxMuller';
import { fusedMultiplyAdd } from './float32';
import type { Generator } from './generator';

/** Where whole numbers go. */
export type Numbers = Float32Array | Float64Array | Int32Array;

/** `uniform_(low, high)`: one draw an element; equal to PyTorch's bit by bit. */
export function uniform(generator: Generator, data: Float32Array, low: number, high: number): void {
  const from = Math.fround(low);
  const to = Math.fround(high);
  const range = Math.fround(to - from);
  for (let i = 0; i < data.length; i++) {
    const value = fusedMultiplyAdd(generator.uniform24(), range, from);
    data[i] = value === to ? from : value;
  }
}

/**
 * `normal_(mean, std)`: bit by bit what PyTorch's AVX2 kernel gives for 16 elements and more (2e-6 on other processors).
 * Sixteen and more: a uniform value for each element first, then Box-Muller in blocks of sixteen; a last block that is not full
 * is drawn anew together with the elements before it. Fewer: `normalScalar` for each.
 */
export function normal(generator: Generator, data: Float32Array, mean: number, std: number): void {
  const size = data.length;
  if (size < 16) {
    for (let i = 0; i < size; i++) data[i] = normalScalar(generator, mean, std);
    return;
  }
  const [m, s] = [Math.fround(mean), Math.fround(std)];
  for (let i = 0; i < size; i++) data[i] = generator.uniform24();
  for (let i = 0; i <= size - 16; i += 16) boxMuller16(data, i, m, s);
  if (size % 16 === 0) return;
  for (let i = size - 16; i < size; i++) data[i] = generator.uniform24();
  boxMuller16(data, size - 16, m, s);
}

/** One normal value in double precision: four draws for two values, the second of which the generator keeps. */
export function normalScalar(generator: Generator, mean: number, std: number): number {
  const cached = generator.cachedNormal;
  if (cached !== null) {
    generator.cachedNormal = null;
    return cached * std + mean;
  }
  const u1 = generator.uniform53();
  const u2 = generator.uniform53();
  const radius = Math.sqrt(-2 * Math.log1p(-u2));
  const theta = 2 * Math.PI * u1;
  generator.cachedNormal = radius * Math.sin(theta);
  return radius * Math.cos(theta) * std + mean;
}

/** `bernoulli_(probability)`: two draws an element (not MKL's stream, which PyTorch takes on Intel processors alone). */
export function bernoulli(generator: Generator, data: Numbers, probability: number): void {
  for (let i = 0; i < data.length; i++) data[i] = generator.uniform53() < probability ? 1 : 0;
}

/**
 * `random_(low, high)`, `torch.randint`: integers in [low, high). One draw an element where the range is under 2²⁸, else two.
 * Bounds are safe integers; throws RangeError where the range is empty or wider than 2⁵³.
 */
export function integers(generator: Generator, data: Numbers, low: number, high: number): void {
  const range = high - low;
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(range) || range <= 0) {
    throw new RangeError(`no integers in [${low}, ${high})`);
  }
  const wide = range >= 2 ** 28;
  for (let i = 0; i < data.length; i++) {
    data[i] = low + (wide ? Number(generator.random64() % BigInt(range)) : generator.random32() % range);
  }
}

/** `torch.empty((), dtype=torch.int64).random_()`: an integer in [0, 2⁶³), of two draws. */
export const randomInt64 = (generator: Generator): bigint => generator.random64() & (2n ** 63n - 1n);

/**
 * `torch.randperm(n)`: Fisher-Yates from the front, n − 1 draws. Throws RangeError from n = 2³²/20 on, where PyTorch takes
 * another algorithm.
 */
export function permutation(generator: Generator, n: number): Int32Array<ArrayBuffer> {
  if (!(n < 0xffffffff / 20)) throw new RangeError(`a permutation of ${n} elements is not supported`);
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let i = 0; i < n - 1; i++) {
    const other = i + (generator.random32() % (n - i));
    const held = order[i];
    order[i] = order[other];
    order[other] = held;
  }
  return order;
}

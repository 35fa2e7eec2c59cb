// The passes over one parameter's arrays of which the optimisers' steps consist, in plain TypeScript: numbers are float64 between
// two roundings to float32, so that a product is exact and rounded with what it is added to. Where a backend keeps its tensors in
// WebAssembly's memory, kernels/arithmetic.ts does the same, bit by bit.

const f = Math.fround;

/** All are float32. */
export interface AdamNumbers {
  /** 1 − β₁ and 1 − β₂. */
  readonly weight1: number;
  readonly weight2: number;
  readonly decay2: number;
  readonly eps: number;
  /** −γ/(1 − β₁ᵗ). */
  readonly stepSize: number;
  /** √(1 − β₂ᵗ). */
  readonly correction: number;
}

/** All are float32. */
export interface RmspropNumbers {
  readonly decay: number;
  readonly weight: number;
  readonly eps: number;
  readonly rate: number;
  readonly momentum: number;
}

export interface Pair {
  readonly parameter: Float32Array;
  readonly gradient: Float32Array;
}

export interface AdamArrays extends Pair {
  readonly mean: Float32Array;
  readonly square: Float32Array;
  /** AMSGrad's. */
  readonly largest: Float32Array | null;
}

export interface RmspropArrays extends Pair {
  readonly square: Float32Array;
  /** The centred variant's. */
  readonly mean: Float32Array | null;
  /** The momentum's. */
  readonly buffer: Float32Array | null;
}

export interface Arithmetic {
  /** target *= factor. */
  scale(target: Float32Array, factor: number): void;
  /** target += factor · source. */
  addScaled(target: Float32Array, source: Float32Array, factor: number): void;
  adam(arrays: AdamArrays, numbers: AdamNumbers): void;
  rmsprop(arrays: RmspropArrays, numbers: RmspropNumbers): void;
  /** NaN or infinity is nowhere. */
  isFinite(numbers: Float32Array): boolean;
}

export const plainArithmetic: Arithmetic = {
  scale(target, factor) {
    const by = f(factor);
    for (let i = 0; i < target.length; i++) target[i] *= by;
  },
  addScaled(target, source, factor) {
    const by = f(factor);
    for (let i = 0; i < target.length; i++) target[i] += by * source[i];
  },
  adam({ parameter, gradient, mean, square, largest }, numbers) {
    const { weight1, weight2, decay2, eps, stepSize, correction } = numbers;
    for (let i = 0; i < parameter.length; i++) {
      const g = gradient[i];
      mean[i] = towards(mean[i], g, weight1);
      square[i] = f(square[i] * decay2) + f(weight2 * g) * g;
      if (largest) largest[i] = Math.max(largest[i], square[i]);
      const denominator = f(f(f(Math.sqrt((largest ?? square)[i])) / correction) + eps);
      parameter[i] += f(f(stepSize * mean[i]) / denominator);
    }
  },
  rmsprop({ parameter, gradient, square, mean, buffer }, { decay, weight, eps, rate, momentum }) {
    for (let i = 0; i < parameter.length; i++) {
      const g = gradient[i];
      square[i] = f(square[i] * decay) + f(weight * g) * g;
      let variance = square[i];
      if (mean) {
        mean[i] = towards(mean[i], g, weight);
        variance = f(variance - mean[i] * mean[i]);
      }
      const average = f(f(Math.sqrt(variance)) + eps);
      if (buffer) {
        buffer[i] = f(buffer[i] * momentum) + f(g / average);
        parameter[i] += rate * buffer[i];
      } else parameter[i] += f(f(rate * g) / average);
    }
  },
  isFinite(numbers) {
    // One pass, no branch: NaN and infinity survive a sum of squares.
    let sum = 0;
    for (const x of numbers) sum += x * x;
    return Number.isFinite(sum);
  },
};

/** torch.lerp: mean + weight · (value − mean), from whichever end is nearer. */
const towards = (mean: number, value: number, weight: number): number =>
  weight < 0.5 ? mean + weight * f(value - mean) : value - f(1 - weight) * f(value - mean);

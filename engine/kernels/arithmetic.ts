// The optimisers' passes as kernels, over arrays that lie in the kernels' memory.
import type { Arithmetic } from '../optim/arithmetic';
import type { KernelHolder } from './unit';

/** Where an array begins; 0: there is none. */
const at = (array: Float32Array | null): number => array?.byteOffset ?? 0;

export function wasmArithmetic(holder: KernelHolder): Arithmetic {
  const kernels = (): NonNullable<KernelHolder['kernels']> => {
    if (!holder.kernels) throw new Error('kernels are used before they exist');
    return holder.kernels;
  };
  return {
    scale: (target, factor) => kernels().scaleBy(at(target), target.length, factor),
    addScaled: (target, source, factor) => kernels().addScaled(at(target), at(source), target.length, factor),
    adam: ({ parameter, gradient, mean, square, largest }, n) =>
      kernels().adam(
        at(parameter),
        at(gradient),
        at(mean),
        at(square),
        at(largest),
        parameter.length,
        n.weight1,
        n.decay2,
        n.weight2,
        n.eps,
        n.stepSize,
        n.correction,
      ),
    rmsprop: ({ parameter, gradient, square, mean, buffer }, n) =>
      kernels().rmsprop(
        at(parameter),
        at(gradient),
        at(square),
        at(mean),
        at(buffer),
        parameter.length,
        n.decay,
        n.weight,
        n.eps,
        n.rate,
        n.momentum,
      ),
    isFinite: (numbers) => Number.isFinite(kernels().sumOfSquares(at(numbers), numbers.length)),
  };
}

// The order of a DataLoader's batches, and what making it takes from the main generator: PyTorch's with `num_workers=0`
// (torch/utils/data/dataloader.py, sampler.py). Each pass over a loader draws a base seed of 64 bits, which only worker
// processes use; a shuffling sampler then draws the 64-bit seed of a generator of its own, just before the first batch.
//
//     shuffledOrder(generator, 60000)         // one epoch of DataLoader(train, shuffle=True)
//     sequentialOrder(generator, 10000)       // one pass of DataLoader(val, shuffle=False)
import { permutation, randomInt64 } from '../random/distributions';
import { Generator } from '../random/generator';

/** Indices of one epoch with `shuffle=True`; four draws of the main generator. */
export function shuffledOrder(generator: Generator, size: number): Int32Array<ArrayBuffer> {
  randomInt64(generator);
  return permutation(new Generator(randomInt64(generator)), size);
}

/** Indices of one epoch with `shuffle=False`; two draws of the main generator. */
export function sequentialOrder(generator: Generator, size: number): Int32Array<ArrayBuffer> {
  randomInt64(generator);
  return Int32Array.from({ length: size }, (_, i) => i);
}

// What the contestants are fed: the first images of MNIST, and the engine's kernels.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const COUNT = 10240;
const noise = (length, below) => Uint8Array.from({ length }, (_, i) => ((i * 2654435761) >>> 16) % below);

function idx(folder, name, header) {
  for (const [suffix, read] of [
    ['', (bytes) => bytes],
    ['.gz', gunzipSync],
  ]) {
    const path = join(folder ?? '', name + suffix);
    if (folder && existsSync(path)) return read(readFileSync(path)).subarray(header);
  }
  return null;
}

const kernelBytes = (name) => Uint8Array.from(readFileSync(join(import.meta.dirname, '..', '..', 'dist', name)));

/** @param folder holds MNIST in IDX form (plain or .gz); without it the images are noise, which costs the same */
export const readData = (folder) => ({
  pixels: Uint8Array.from(
    (idx(folder, 'train-images-idx3-ubyte', 16) ?? noise(COUNT * 784, 256)).subarray(0, COUNT * 784),
  ),
  labels: Uint8Array.from((idx(folder, 'train-labels-idx1-ubyte', 8) ?? noise(COUNT, 10)).subarray(0, COUNT)),
  kernels: { simd: kernelBytes('kernels.wasm'), relaxed: kernelBytes('kernels-relaxed.wasm') },
});

#!/usr/bin/env node
// The kernels' rates on the shapes of the notes' network beside what the registers alone allow, measured in turns in one run.
//     node scripts/kernels.mjs && node bench/engine/kernels.mjs
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const dist = join(import.meta.dirname, '..', '..', 'dist');
const relaxedBytes = readFileSync(join(dist, 'kernels-relaxed.wasm'));
const relaxed = WebAssembly.validate(relaxedBytes);
const memory = new WebAssembly.Memory({ initial: 512, maximum: 65536 });
const bytes = relaxed ? relaxedBytes : readFileSync(join(dist, 'kernels.wasm'));
const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, abort() {} } });
const kernels = instance.exports;
new Float32Array(memory.buffer).fill(0.5);

const [A, B, C, D] = [1, 5, 9, 13].map((mebibytes) => mebibytes << 20);
const tap = 64;
new Int32Array(memory.buffer)[tap / 4] = 0;

/** Every case: name, floating-point operations a call, the call. */
const cases = [['registers alone', 256000, () => kernels.peak(1000)]];
for (const [name, positions, inside, outside] of [
  ['pointwise 28², 32 → 64', 784, 32, 64],
  ['pointwise 14², 64 → 128', 196, 64, 128],
  ['pointwise 7² ×4, 128 → 256', 196, 128, 256],
  ['pointwise 7² ×4, 256 → 128', 196, 256, 128],
]) {
  const [k, o, block] = [inside / 8, outside / 8, positions * 32];
  cases.push([
    name,
    2 * positions * inside * outside,
    () => kernels.gemm(A, block, 0, 0, 1, k, 2, B, C, block, 0, 0, positions, o, 64, 0),
  ]);
  cases.push([
    `${name}, weights`,
    2 * positions * inside * outside,
    () => kernels.gemmWeights(A, block, block, 32, inside / 4, C, block, block, o, 1, positions, D, inside * 32),
  ]);
}
for (const [size, dilation] of [
  [28, 2],
  [14, 2],
  [7, 1],
]) {
  const row = (size + 2 * dilation) * 32;
  const flops = 2 * 9 * 8 * size * size;
  cases.push([
    `depthwise ${size}², dilation ${dilation}`,
    flops,
    () => kernels.depthwise3(A, row, C, size * 32, B, size, size, dilation),
  ]);
  cases.push([
    `depthwise ${size}², dilation ${dilation}, weights`,
    flops,
    () => kernels.depthwise3Weights(A, row, C, size * 32, B, size, size, dilation),
  ]);
}

const rates = cases.map(() => []);
for (let round = -3; round < 15; round++)
  cases.forEach(([, flops, call], index) => {
    const begin = performance.now();
    let calls = 0;
    do {
      call();
      calls++;
    } while (performance.now() - begin < 10);
    const seconds = (performance.now() - begin) / 1000;
    if (round >= 0) rates[index].push((flops * calls) / seconds / 1e9);
  });

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
console.log(
  `${cpus()[0].model}, Node ${process.version}, ${relaxed ? 'relaxed SIMD' : 'SIMD'}, medians of 15 windows of 10 ms`,
);
const limit = median(rates[0]);
cases.forEach(([name], index) => {
  const rate = median(rates[index]);
  console.log(
    `${name.padEnd(36)} ${rate.toFixed(1).padStart(6)} GFLOP/s  ${((100 * rate) / limit).toFixed(0).padStart(4)}%`,
  );
});

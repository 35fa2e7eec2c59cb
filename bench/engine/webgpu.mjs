#!/usr/bin/env node
// Training and inference on a GPU: the engine's WebGPU backend under Node, WebAssembly on the same machine's processor, and PyTorch
// on the same GPU by CUDA, in turns.
//
//     node scripts/kernels.mjs
//     CONVLENS_PYTHON=python3 node bench/engine/webgpu.mjs [--networks notes,resnet18] [--windows 7] [--steps 20] [--batch N]
//                                                          [--only webgpu,wasm,pytorch] [--workers 2,8] [--profile]
//
// The package `webgpu` of the development dependencies brings the device (Dawn on Vulkan); a device in software is named as such.
// A row is left out, with a line that says so, where Python with torch and CUDA, or a device, is missing. `--profile` adds the
// milliseconds of a training step by layer, measured apart from the windows.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { nodeStarter } from './node.mjs';
import { startPython } from './python.mjs';

const { values: options } = parseArgs({
  options: {
    networks: { type: 'string', default: 'notes,resnet18' },
    windows: { type: 'string', default: '7' },
    steps: { type: 'string', default: '20' },
    batch: { type: 'string' },
    only: { type: 'string', default: 'webgpu,wasm,pytorch' },
    workers: { type: 'string', default: '2' },
    profile: { type: 'boolean', default: false },
  },
});
const [windows, steps] = [Number(options.windows), Number(options.steps)];
const batch = options.batch ? Number(options.batch) : undefined;
const wanted = options.only.split(',');
const dist = join(import.meta.dirname, '..', '..', 'dist');
const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));
const webgpu = createRequire(import.meta.url).resolve('webgpu');

/** Noise costs what images cost. */
const noise = (length, below) => Uint8Array.from({ length }, (_, i) => (Math.imul(i, 2654435761) >>> 16) % below);
const kernelBytes = (name) => Uint8Array.from(readFileSync(join(dist, name)));
const kernels = { simd: kernelBytes('kernels.wasm'), relaxed: kernelBytes('kernels-relaxed.wasm') };
const data = { pixels: noise(512 * 3 * 128 * 128, 256), labels: noise(32768, 10), kernels };
const sizes = { notes: [128, 256], resnet18: [64, 128] };

const rows = new Map();
const notes = [];
const closing = [];

async function addEngine(start, network, workers, further) {
  const engine = await start(workers, { network, batch, ...further });
  if (engine.missing) return notes.push(`WebGPU: left out (${engine.missing})`);
  const { plannedBytes, firstStepMs, variant } = engine;
  const where = engine.device ? 'WebGPU' : `WebAssembly, ${workers} workers`;
  notes.push(
    `${network}, ${where} (${engine.device ?? variant}): ${(plannedBytes / 1e6).toFixed(0)} MB, first step after ${firstStepMs.toFixed(0)} ms`,
  );
  rows.set(`${network}, engine, ${where}, training`, (count) => engine.ask('train', count));
  rows.set(`${network}, engine, ${where}, inference`, (count) => engine.ask('predict', count));
}

async function profile(start, network) {
  const flags = ['disable-dawn-features=timestamp_quantization'];
  const engine = await start(1, { network, batch, webgpu, flags, profile: true });
  if (engine.missing) return;
  await engine.ask('train', steps);
  const layers = await engine.ask('profile');
  const total = layers.reduce((sum, { forward, backward }) => sum + forward + backward, 0);
  console.log(`${network}: milliseconds of a training step on the device, ${total.toFixed(3)} in all`);
  for (const { name, forward, backward } of layers)
    console.log(`  ${name.padEnd(40)}${forward.toFixed(3).padStart(9)}${backward.toFixed(3).padStart(9)}`);
}

try {
  const start = await nodeStarter(process.execPath, folder, data, closing);
  const python = wanted.includes('pytorch') ? await startPython(null, closing, 'pytorch_gpu.py') : null;
  if (wanted.includes('pytorch'))
    notes.push(python ? `PyTorch ${python.version}` : 'PyTorch: left out (CONVLENS_PYTHON has no torch with CUDA)');
  for (const network of options.networks.split(',')) {
    if (wanted.includes('webgpu')) await addEngine(start, network, 1, { webgpu });
    if (wanted.includes('wasm'))
      for (const workers of options.workers.split(',')) await addEngine(start, network, Number(workers), {});
    if (!python) continue;
    const [train, predict] = batch ? [batch, 2 * batch] : sizes[network];
    rows.set(`${network}, PyTorch, training`, (count) => python.ask(`train ${network} ${train} ${count}`));
    rows.set(`${network}, PyTorch, inference`, (count) => python.ask(`predict ${network} ${predict} ${count}`));
  }
  const rates = new Map([...rows.keys()].map((name) => [name, []]));
  for (let window = -1; window < windows; window++)
    for (const [name, run] of rows) {
      // Where a step takes seconds, one makes a window.
      const rate = await run(name.includes('WebAssembly') && name.includes('resnet18') ? 1 : steps);
      if (window >= 0) rates.get(name).push(rate);
    }
  console.log(`${cpus()[0].model}, ${cpus().length} processors, Node ${process.version}`);
  for (const note of notes) console.log(note);
  console.log(`images per second: median of ${windows} windows of ${steps} steps (smallest, largest)`);
  for (const [name, list] of rates) {
    const sorted = list.sort((a, b) => a - b);
    const cells = [sorted[sorted.length >> 1], sorted[0], sorted[sorted.length - 1]].map((rate) => rate.toFixed(0));
    console.log(`${name.padEnd(56)}${cells[0].padStart(9)}   (${cells[1]}, ${cells[2]})`);
  }
  if (options.profile) for (const network of options.networks.split(',')) await profile(start, network);
} finally {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

#!/usr/bin/env node
// Training of networks of linear layers, attention and layer norms: the engine under this Node beside PyTorch, one thread each, in turns.
//
//     node scripts/kernels.mjs && CONVLENS_PYTHON=python3 node bench/engine/transformers.mjs [--windows 7]
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { startPython } from './python.mjs';

const { values: options } = parseArgs({ options: { windows: { type: 'string', default: '7' } } });
const root = join(import.meta.dirname, '..', '..');
const read = (name) => Uint8Array.from(readFileSync(join(root, 'dist', name)));
const kernels = { simd: read('kernels.wasm'), relaxed: read('kernels-relaxed.wasm') };

// Under the root, where the parser's grammars are found.
const outfile = join(root, 'out', 'bench-transformers.mjs');
const entryPoints = [join(import.meta.dirname, 'transformers.ts')];
await build({ entryPoints, bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
const { startNetwork } = await import(pathToFileURL(outfile).href);
const text = readFileSync(join(import.meta.dirname, 'transformers.py'), 'utf8');

const closing = [];
const python = await startPython(null, closing, 'transformers.py');
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];

try {
  for (const [model, batch, steps] of [
    ['ViT', 16, 2],
    ['ConvNeXt', 32, 3],
  ]) {
    const measure = await startNetwork(text, model, batch, kernels);
    const rows = [];
    for (let window = 0; window <= Number(options.windows); window++) {
      const row = [await measure(steps), python ? await python.ask(`${model} ${batch} ${steps}`) : NaN];
      // The first window compiles.
      if (window > 0) rows.push(row);
    }
    const [engine, torch, ratio] = [(r) => r[0], (r) => r[1], (r) => r[0] / r[1]].map((of) => median(rows.map(of)));
    const beside = python ? `PyTorch ${python.version} ${torch.toFixed(1)}, ratio ${ratio.toFixed(2)}` : 'no PyTorch';
    console.log(`${model}, batch ${batch}: ${engine.toFixed(1)} images a second; ${beside}`);
  }
} finally {
  for (const close of closing) close();
}

#!/usr/bin/env node
// How a training step grows with the batch and with the depth of the network, and how far the plan's bytes do: each row's time
// over the first one's beside the work's. One worker, under this Node, all rows in turns.
//
//     node scripts/kernels.mjs && node bench/engine/growth.mjs [--windows 9]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values: options } = parseArgs({ options: { windows: { type: 'string', default: '9' } } });
const windows = Number(options.windows);
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));
const read = (name) => Uint8Array.from(readFileSync(join(root, 'dist', name)));
const kernels = { simd: read('kernels.wasm'), relaxed: read('kernels-relaxed.wasm') };

try {
  const outfile = join(folder, 'growth.mjs');
  const entryPoints = [join(import.meta.dirname, 'growth.ts')];
  await build({ entryPoints, bundle: true, format: 'esm', outfile, logLevel: 'error' });
  const { startNotes, startDeep } = await import(pathToFileURL(outfile).href);

  const groups = [
    {
      title: "batch, the notes' network",
      unit: 'images',
      sizes: [16, 32, 64, 128, 256],
      start: (size) => startNotes(size, kernels),
    },
    {
      title: 'depth, separable blocks of 64 channels on 14×14, batch 32',
      unit: 'blocks',
      sizes: [4, 8, 16, 32],
      start: (size) => startDeep(size, kernels),
    },
  ];
  console.log(
    `${cpus()[0].model}, Node ${process.version}, medians of ${windows} windows; ${process.argv.slice(1).join(' ')}`,
  );
  for (const { title, unit, sizes, start } of groups) {
    const rows = [];
    for (const size of sizes) rows.push({ size, times: [], ...(await start(size)) });
    for (let window = -2; window < windows; window++)
      for (const row of rows) {
        const ms = await row.step(2);
        if (window >= 0) row.times.push(ms);
      }
    console.log(`\n${title}`);
    const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
    const first = rows[0];
    for (const { size, times, plannedBytes } of rows) {
      const ms = median(times);
      console.log(
        `${String(size).padStart(5)} ${unit}  ${ms.toFixed(1).padStart(7)} ms a step  ${(ms / size).toFixed(3).padStart(7)} ms each` +
          `  ×${(ms / median(first.times)).toFixed(2).padStart(5)} of ×${(size / first.size).toFixed(2).padStart(5)}` +
          `  ${(plannedBytes / 1e6).toFixed(1).padStart(6)} MB`,
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

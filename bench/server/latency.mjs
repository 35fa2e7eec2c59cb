#!/usr/bin/env node
// The language server's answers: what crossing to another thread adds to a keystroke, and whether an endless evaluation of one
// document keeps another one waiting. Both ways in turns, in one process, on this machine.
//
//     npm run build
//     node bench/server/latency.mjs [--rounds 200] FILE.py...
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '200' } },
  allowPositionals: true,
});
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));
const outfile = join(folder, 'latency.mjs');
await build({
  entryPoints: [join(import.meta.dirname, 'latency.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});
console.log(`${cpus()[0].model}, ${cpus().length} processors, Node ${process.version}`);
const examples = positionals.length > 0 ? positionals : [join(root, 'examples', 'mnist_ds_dilated_net.py')];
const { status } = spawnSync(
  process.execPath,
  [outfile, join(root, 'dist'), values.rounds, ...examples.map((file) => resolve(file))],
  { stdio: 'inherit' },
);
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);

#!/usr/bin/env node
// A whole process, from nothing to the figures of torchvision's resnet152: `convlens analyze` against Python with torch, torchvision
// and torchinfo, in turns on this machine.
//
//     npm run build
//     CONVLENS_PYTHON=python3 node bench/analyze/start.mjs [--sources DIR] [--rounds 7] [--node PATH]... [--python-prelude CODE]
//
// DIR holds the folder torchvision as text; without it Python is asked where its own lies. Each --node is measured beside this Node.
// `first` is a run with nothing kept: neither compiled code (cli/launch.ts) nor parsed programs (cli/programStore.ts); the others find
// what a run before them kept, as Python finds its own in __pycache__.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, printHead, root } from './support.mjs';

const { values: options } = parseArgs({
  options: {
    sources: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    node: { type: 'string', multiple: true, default: [] },
    'python-prelude': { type: 'string', default: '' },
  },
});
const python = process.env['CONVLENS_PYTHON'] ?? 'python3';
const prelude = options['python-prelude'];
// further certificates, which Node 20 reads at every start, are a matter of the network alone
const { NODE_EXTRA_CA_CERTS: _, ...own } = process.env;
const environment = { ...own, OMP_NUM_THREADS: '1' };

const ask = (code) =>
  execFileSync(python, ['-c', `${prelude}\n${code}`], { encoding: 'utf8', env: environment }).trim();
let versions;
try {
  versions = ask(
    "import sys, torch, torchvision, torchinfo\nprint(f'Python {sys.version.split()[0]}, torch {torch.__version__}, torchvision {torchvision.__version__}, torchinfo {torchinfo.__version__}')",
  );
} catch {
  console.log(
    `${python} has no torch, torchvision and torchinfo: nothing to compare with (CONVLENS_PYTHON names another one)`,
  );
  process.exit(1);
}
const sources =
  options.sources ?? ask('import os, torchvision\nprint(os.path.dirname(os.path.dirname(torchvision.__file__)))');

const summary = `${prelude}
import torchvision
from torchinfo import summary
print(summary(torchvision.models.resnet152(), input_size=(1, 3, 224, 224), verbose=0))`;
const analysis = [
  ...[join(root, 'dist', 'cli.js'), 'analyze', join(sources, 'torchvision', 'models', 'resnet.py')],
  ...['--model', 'resnet152()', '--input', '1x3x224x224', '--path', sources, '--json'],
];

/** Milliseconds of a process; what it wrote must be there. */
function time(command, args, env = environment) {
  const begin = performance.now();
  const { status, stdout } = spawnSync(command, args, { env, maxBuffer: 1 << 26 });
  const elapsed = performance.now() - begin;
  if (status !== 0 || stdout.length < 1000) throw new Error(`${command} ended with status ${status}`);
  return elapsed;
}

printHead(versions);
const cache = mkdtempSync(join(tmpdir(), 'convlens-bench-'));
process.once('exit', () => rmSync(cache, { recursive: true, force: true }));
const kept = { ...environment, XDG_CACHE_HOME: cache };
const nodes = [process.execPath, ...options.node].map((path) => ({
  path,
  version: execFileSync(path, ['--version'], { encoding: 'utf8' }).trim(),
  empty: [],
  first: [],
  convlens: [],
}));
const peer = [];
time(python, ['-c', summary]);
for (const { path } of nodes) time(path, analysis, kept);
for (let round = 0; round < Number(options.rounds); round++) {
  peer.push(time(python, ['-c', summary]));
  for (const node of nodes) {
    node.convlens.push(time(node.path, analysis, kept));
    node.first.push(time(node.path, analysis, { ...environment, NODE_DISABLE_COMPILE_CACHE: '1' }));
    node.empty.push(time(node.path, ['-e', "console.log(' '.repeat(1000))"]));
  }
}
const row = (name, times, note = '') =>
  console.log(`${name.padEnd(34)} ${median(times).toFixed(0).padStart(6)} ms  ${note}`);
row('Python, torchinfo.summary', peer, `(${Math.min(...peer).toFixed(0)} to ${Math.max(...peer).toFixed(0)})`);
for (const { version, convlens, first, empty } of nodes) {
  const times = (list) => `${(median(peer) / median(list)).toFixed(1)} times faster`;
  row(`convlens analyze, Node ${version}`, convlens, times(convlens));
  row('  first run, nothing kept', first, times(first));
  row('  Node itself, an empty program', empty);
}

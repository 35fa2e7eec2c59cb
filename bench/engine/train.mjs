#!/usr/bin/env node
// Training and inference of the notes' network: PyTorch and the engine (under Node, and in Chromium as a webview has it), in turns,
// on this machine. Beside the engine with two workers stand two engines of one worker each that run at once: what the machine
// gives to two threads that never wait for each other.
//
//     node scripts/kernels.mjs
//     CONVLENS_PYTHON=python3 node bench/engine/train.mjs --data DIR [--windows 9] [--steps 10] [--node PATH,PATH]
//                                                         [--only node,chromium,pytorch,webgpu]
//
// `webgpu` (not by default): the engine on Chromium's WebGPU device beside WebAssembly; a device in software is named as such.
// DIR holds MNIST in IDX form (plain or .gz); without it the images are noise, which costs the same. A row is left out, with a
// line that says so, where Python with torch or Chromium (CHROMIUM, else `chromium`) is missing.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromiumStarter } from './chromium.mjs';
import { readData } from './data.mjs';
import { nodeStarter } from './node.mjs';
import { startPython } from './python.mjs';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    windows: { type: 'string', default: '9' },
    steps: { type: 'string', default: '10' },
    node: { type: 'string', default: process.execPath },
    only: { type: 'string', default: 'node,chromium,pytorch' },
  },
});
const [windows, steps] = [Number(options.windows), Number(options.steps)];
const wanted = options.only.split(',');
const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));

const data = readData(options.data);

/** Rows of the table by name: what measures one window. */
const rows = new Map();
const notes = [];
const closing = [];
/** Where the engine runs, and the floating-point operations of an image's training. */
const places = [];

async function addPython() {
  const python = await startPython(data, closing);
  if (!python) return notes.push('PyTorch: left out (CONVLENS_PYTHON has no torch)');
  notes.push(`PyTorch ${python.version}`);
  for (const [threads, layout] of [
    [1, 'nchw'],
    [2, 'nchw'],
    [2, 'channels_last'],
  ])
    rows.set(`PyTorch ${layout}, ${threads} threads`, () => python.ask(`train ${threads} ${layout} ${steps}`));
  const name = 'PyTorch channels_last, 2 threads, inference';
  rows.set(name, () => python.ask(`predict 2 channels_last ${steps}`));
}

async function addEngine(start) {
  const [one, other, two] = [await start(1), await start(1), await start(2)];
  const { where } = one;
  for (const [workers, { variant, plannedBytes, firstStepMs }] of [
    [1, one],
    [2, two],
  ])
    notes.push(
      `${where}, ${workers} workers: ${variant}, ${(plannedBytes / 1e6).toFixed(0)} MB a worker, first step after ${firstStepMs.toFixed(0)} ms`,
    );
  notes.push(`${where}: forward of one image ${(await one.ask('one')).toFixed(2)} ms`);
  const both = async (type) => {
    const [a, b] = await Promise.all([one.ask(type, steps), other.ask(type, steps)]);
    return a + b;
  };
  const name = (what) => `engine, ${where}, ${what}`;
  rows.set(name('1 worker'), () => one.ask('train', steps));
  rows.set(name('2 workers'), () => two.ask('train', steps));
  rows.set(name('2 engines at once'), () => both('train'));
  rows.set(name('1 worker, inference'), () => one.ask('predict', steps));
  rows.set(name('2 workers, inference'), () => two.ask('predict', steps));
  rows.set(name('2 engines at once, inference'), () => both('predict'));
  rows.set(name('registers alone, 1 thread (GFLOP/s)'), () => one.ask('peak'));
  rows.set(name('registers alone, 2 threads (GFLOP/s)'), () => both('peak'));
  places.push({ name, flops: one.trainingFlops });
}

async function addDevice(start) {
  const device = await start(1);
  if (device.missing) return notes.push(`WebGPU: left out (${device.missing})`);
  const { where, variant, plannedBytes, firstStepMs } = device;
  notes.push(
    `${where}, WebGPU on ${variant}: ${(plannedBytes / 1e6).toFixed(0)} MB, first step after ${firstStepMs.toFixed(0)} ms`,
  );
  rows.set(`engine, ${where}, WebGPU`, () => device.ask('train', steps));
  rows.set(`engine, ${where}, WebGPU, inference`, () => device.ask('predict', steps));
}

/** Lines that compare medians of the table; a name that is not in it makes no line. */
function comparisons(medians) {
  const lines = [];
  const compare = (what, above, below, unit = '×') => {
    const [a, b] = [medians.get(above), medians.get(below)];
    if (a && b) lines.push([what, a / b, unit]);
  };
  for (const { name, flops } of places) {
    const [one, two] = [name('1 worker'), name('2 workers')];
    compare(`${one} / PyTorch nchw, 1 thread`, one, 'PyTorch nchw, 1 threads');
    compare(`${two} / PyTorch nchw, 2 threads`, two, 'PyTorch nchw, 2 threads');
    compare(`${two} / PyTorch channels_last, 2 threads`, two, 'PyTorch channels_last, 2 threads');
    compare(`${two} / 1 worker`, two, one);
    compare(`${name('2 engines at once')} / 1 worker`, name('2 engines at once'), one);
    for (const [row, threads] of [
      [one, '1 thread'],
      [two, '2 threads'],
    ]) {
      const limit = (1e9 * medians.get(name(`registers alone, ${threads} (GFLOP/s)`))) / flops;
      lines.push([`${row} / arithmetic limit (${limit.toFixed(0)})`, (100 * medians.get(row)) / limit, '%']);
    }
  }
  return lines.map(
    ([what, value, unit]) => `${what.padEnd(80)}${value.toFixed(unit === '%' ? 0 : 2).padStart(7)}${unit}`,
  );
}

try {
  if (wanted.includes('pytorch')) await addPython();
  for (const path of wanted.includes('node') ? options.node.split(',') : [])
    await addEngine(await nodeStarter(path, folder, data, closing));
  if (wanted.includes('chromium')) {
    const start = await chromiumStarter(folder, data, closing);
    if (start) await addEngine(start);
    else notes.push('Chromium: left out (CHROMIUM is not there)');
  }
  if (wanted.includes('webgpu')) {
    const start = await chromiumStarter(folder, data, closing, true);
    if (start) await addDevice(start);
    else notes.push('WebGPU: left out (CHROMIUM is not there)');
  }
  const rates = new Map([...rows.keys()].map((name) => [name, []]));
  for (let window = -1; window < windows; window++)
    for (const [name, run] of rows) {
      const rate = await run();
      if (window >= 0) rates.get(name).push(rate);
    }
  console.log(`${cpus()[0].model}, ${cpus().length} processors, ${process.argv.slice(1).join(' ')}`);
  for (const note of notes) console.log(note);
  console.log(
    `images per second: median of ${windows} windows of ${steps} steps (smallest, largest); batch 128, inference 256`,
  );
  const medians = new Map();
  for (const [name, list] of rates) {
    const sorted = list.sort((a, b) => a - b);
    medians.set(name, sorted[sorted.length >> 1]);
    const cells = [medians.get(name), sorted[0], sorted[sorted.length - 1]].map((rate) => rate.toFixed(0).padStart(7));
    console.log(`${name.padEnd(64)}${cells[0]}   (${cells[1]}, ${cells[2]})`);
  }
  for (const line of comparisons(medians)) console.log(line);
} finally {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

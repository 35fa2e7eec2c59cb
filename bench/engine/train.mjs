#!/usr/bin/env node
// Training and inference of the notes' network: PyTorch and the engine (under this Node, and in Chromium as a webview has it:
// no isolation, workers with memories of their own), in turns, on this machine.
//
//     node scripts/kernels.mjs
//     CONVLENS_PYTHON=python3 node bench/engine/train.mjs --data DIR [--windows 9] [--steps 10] [--only node,chromium,pytorch]
//
// DIR holds MNIST in IDX form (plain or .gz); without it the images are noise, which costs the same. A row is left out, with a
// line that says so, where Python with torch or Chromium (CHROMIUM, else `chromium`) is missing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { MessageChannel, Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    windows: { type: 'string', default: '9' },
    steps: { type: 'string', default: '10' },
    only: { type: 'string', default: 'node,chromium,pytorch' },
  },
});
const [windows, steps] = [Number(options.windows), Number(options.steps)];
const wanted = options.only.split(',');
const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));

function idx(name, header) {
  for (const [suffix, read] of [
    ['', (bytes) => bytes],
    ['.gz', gunzipSync],
  ]) {
    const path = join(options.data ?? '', name + suffix);
    if (options.data && existsSync(path)) return read(readFileSync(path)).subarray(header);
  }
  return null;
}

const COUNT = 10240;
const noise = (length, below) => Uint8Array.from({ length }, (_, i) => ((i * 2654435761) >>> 16) % below);
const pixels = (idx('train-images-idx3-ubyte', 16) ?? noise(COUNT * 784, 256)).subarray(0, COUNT * 784);
const labels = (idx('train-labels-idx1-ubyte', 8) ?? noise(COUNT, 10)).subarray(0, COUNT);
const kernels = {
  simd: Uint8Array.from(readFileSync(join(root, 'dist', 'kernels.wasm'))),
  relaxed: Uint8Array.from(readFileSync(join(root, 'dist', 'kernels-relaxed.wasm'))),
};

/** Rows of the table: name and what measures one window. */
const rows = [];
const notes = [];
const closing = [];

async function addPython() {
  const python = spawn(
    process.env.CONVLENS_PYTHON ?? 'python3',
    [join(import.meta.dirname, 'pytorch.py'), String(COUNT)],
    {
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
  python.on('error', () => undefined);
  python.stdin.on('error', () => undefined);
  python.stdin.write(pixels);
  python.stdin.write(labels);
  const { value: version } = await lines.next();
  if (!version) return notes.push('PyTorch: left out (CONVLENS_PYTHON has no torch)');
  notes.push(`PyTorch ${version}`);
  closing.push(() => python.kill());
  const ask = async (request) => {
    python.stdin.write(`${request}\n`);
    return Number((await lines.next()).value);
  };
  for (const [threads, layout] of [
    [1, 'nchw'],
    [2, 'nchw'],
    [2, 'channels_last'],
  ])
    rows.push({ name: `PyTorch ${layout}, ${threads} threads`, run: () => ask(`train ${threads} ${layout} ${steps}`) });
  rows.push({
    name: 'PyTorch channels_last, 2 threads, inference',
    run: () => ask(`predict 2 channels_last ${steps}`),
  });
}

async function bundle(entry, format) {
  const out = join(folder, `${entry}.${format}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, entry)],
    bundle: true,
    format,
    outfile: out,
    logLevel: 'error',
  });
  return out;
}

const channelOf = (port) => ({
  post: (message, transfer) => port.postMessage(message, [...transfer]),
  onMessage: (listener) => port.on('message', listener),
});

async function addNode() {
  const script = pathToFileURL(await bundle('contestant.ts', 'esm')).href;
  const { startContestant } = await import(script);
  for (const workers of [1, 2]) {
    const channels = Array.from({ length: workers - 1 }, () => {
      const { port1, port2 } = new MessageChannel();
      const code = `import { serveWorker } from ${JSON.stringify(script)};
        import { workerData } from 'node:worker_threads';
        serveWorker({ post: (m, t) => workerData.postMessage(m, [...t]), onMessage: (l) => workerData.on('message', l) });`;
      const url = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
      const worker = new Worker(url, { workerData: port2, transferList: [port2] });
      closing.push(() => worker.terminate());
      return channelOf(port1);
    });
    const contestant = await startContestant({
      pixels,
      labels,
      kernels,
      workers: channels,
      now: () => performance.now(),
    });
    addEngine(`Node ${process.version}`, workers, contestant);
  }
}

function addEngine(where, workers, contestant) {
  const { variant, plannedBytes, firstStepMs } = contestant;
  notes.push(
    `${where}, ${workers} workers: ${variant}, ${(plannedBytes / 1e6).toFixed(0)} MB a worker, first step after ${firstStepMs.toFixed(0)} ms`,
  );
  rows.push({ name: `engine, ${where}, ${workers} workers`, run: () => contestant.train(steps) });
  rows.push({ name: `engine, ${where}, ${workers} workers, inference`, run: () => contestant.predict(steps) });
}

async function addChromium() {
  const { chromium } = await import('playwright-core');
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) return notes.push(`Chromium: left out (${executablePath} is not there)`);
  const flags = [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-sync',
  ];
  const browser = await chromium.launch({ executablePath, args: flags });
  closing.push(() => browser.close());
  const page = await browser.newPage();
  const sources = {
    worker: readFileSync(await bundle('worker.ts', 'iife'), 'utf8'),
    page: readFileSync(await bundle('page.ts', 'iife'), 'utf8'),
  };
  const base64 = (bytes) => Buffer.from(bytes).toString('base64');
  const data = {
    pixels: base64(pixels),
    labels: base64(labels),
    simd: base64(kernels.simd),
    relaxed: base64(kernels.relaxed),
  };
  await page.evaluate(
    ({ sources }) => {
      const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      globalThis.urls = { worker: blob(sources.worker), leader: blob(sources.page) };
      globalThis.leaders = [];
    },
    { sources },
  );
  for (const workers of [1, 2]) {
    // The leader runs in a worker as well, as the trainer does; the page only passes requests on.
    const started = await page.evaluate(
      async ({ data, workers }) => {
        const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
        const leader = new Worker(globalThis.urls.leader);
        const ask = (message, transfer = []) =>
          new Promise((resolve) => {
            leader.onmessage = (event) => resolve(event.data);
            leader.postMessage(message, transfer);
          });
        const ports = Array.from({ length: workers - 1 }, () => {
          const { port1, port2 } = new MessageChannel();
          new Worker(globalThis.urls.worker).postMessage(port2, [port2]);
          return port1;
        });
        globalThis.leaders[workers] = ask;
        const kernels = { simd: bytes(data.simd), relaxed: bytes(data.relaxed) };
        return ask({ type: 'start', pixels: bytes(data.pixels), labels: bytes(data.labels), kernels, ports }, ports);
      },
      { data, workers },
    );
    const call = (type) =>
      page.evaluate(({ workers, type, steps }) => globalThis.leaders[workers]({ type, steps }), {
        workers,
        type,
        steps,
      });
    addEngine(`Chromium ${browser.version()}`, workers, {
      ...started,
      train: () => call('train'),
      predict: () => call('predict'),
    });
    notes.push(`Chromium, ${workers} workers: forward of one image ${(await call('one')).toFixed(2)} ms`);
  }
}

try {
  if (wanted.includes('pytorch')) await addPython();
  if (wanted.includes('node')) await addNode();
  if (wanted.includes('chromium')) await addChromium();
  const rates = rows.map(() => []);
  for (let window = -2; window < windows; window++)
    for (const [index, { run }] of rows.entries()) {
      const rate = await run();
      if (window >= 0) rates[index].push(rate);
    }
  const sorted = rates.map((list) => [...list].sort((a, b) => a - b));
  console.log(`${cpus()[0].model}, ${cpus().length} processors, ${process.argv.slice(1).join(' ')}`);
  for (const note of notes) console.log(note);
  console.log(
    `images per second: median of ${windows} windows of ${steps} steps (smallest, largest); batch 128, inference 256`,
  );
  rows.forEach(({ name }, index) => {
    const list = sorted[index];
    const cells = [list[list.length >> 1], list[0], list[list.length - 1]].map((rate) => rate.toFixed(0).padStart(7));
    console.log(`${name.padEnd(52)}${cells[0]}   (${cells[1]}, ${cells[2]})`);
  });
} finally {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

#!/usr/bin/env node
// Training of the notes' network beside jax-js, another engine of the browser: both in pages of the same Chromium, in turns.
//
//     npm install --prefix DIR @jax-js/jax
//     node scripts/kernels.mjs && node bench/engine/jax.mjs --jax DIR [--data DIR] [--windows 7]
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { chromiumStarter } from './chromium.mjs';
import { readData } from './data.mjs';

const { values: options } = parseArgs({
  options: { jax: { type: 'string' }, data: { type: 'string' }, windows: { type: 'string', default: '7' } },
});
const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));
const closing = [];
const BATCH = 128;

/** jax-js in a worker of the page: answers with what asks it for a step. */
async function startJax(page, { pixels, labels }) {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'jax-page.mjs')],
    alias: { '@jax-js/jax': join(options.jax, 'node_modules', '@jax-js', 'jax') },
    bundle: true,
    format: 'iife',
    write: false,
    logLevel: 'error',
  });
  const count = BATCH * (Number(options.windows) + 2);
  await page.evaluate(
    async ({ source, pixels, labels }) => {
      const worker = new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      globalThis.askJax = (message) =>
        new Promise((resolve) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.postMessage(message);
        });
      const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      await globalThis.askJax({ type: 'start', pixels: bytes(pixels), labels: bytes(labels) });
    },
    {
      source: outputFiles[0].text,
      pixels: Buffer.from(pixels.subarray(0, count * 784)).toString('base64'),
      labels: Buffer.from(labels.subarray(0, count)).toString('base64'),
    },
  );
  return async () => {
    const answer = await page.evaluate(() => globalThis.askJax({ type: 'step' }));
    if (answer.failed) throw new Error(answer.failed);
    return answer;
  };
}

try {
  const data = readData(options.data);
  const start = await chromiumStarter(folder, data, closing);
  if (!start) throw new Error('Chromium is not there (CHROMIUM)');
  const { version } = JSON.parse(readFileSync(join(options.jax, 'node_modules/@jax-js/jax/package.json'), 'utf8'));
  const jax = await startJax(start.page, data);
  const [one, two] = [await start(1), await start(2)];
  const first = await jax();
  const rates = { jax: [], one: [], two: [] };
  const losses = [first.loss];
  for (let window = -1; window < Number(options.windows); window++) {
    const { ms, loss } = await jax();
    const row = { jax: (1000 * BATCH) / ms, one: await one.ask('train', 10), two: await two.ask('train', 10) };
    losses.push(loss);
    if (window >= 0) for (const [name, rate] of Object.entries(row)) rates[name].push(rate);
  }
  const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
  console.log(
    `${cpus()[0].model}, ${one.where}, jax-js ${version}; images per second, medians of ${options.windows} windows`,
  );
  console.log(
    `jax-js            ${median(rates.jax).toFixed(1).padStart(7)}   first step after ${(first.ms / 1000).toFixed(1)} s`,
  );
  console.log(`                  losses ${losses.map((loss) => loss.toFixed(3)).join(' ')}`);
  for (const [name, workers] of [
    ['one', 1],
    ['two', 2],
  ])
    console.log(
      `engine, ${workers} worker${workers > 1 ? 's' : ' '} ${median(rates[name]).toFixed(1).padStart(7)}   ×${(median(rates[name]) / median(rates.jax)).toFixed(0)}`,
    );
} finally {
  for (const close of closing) await close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);

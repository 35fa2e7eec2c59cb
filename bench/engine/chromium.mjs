// Contestants of bench/engine/train.mjs in a page as a webview has it: no isolation, every worker with a memory of its own. The
// leader runs in a worker as well, as the trainer does; the page only passes requests on.
import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { bundle } from './bundle.mjs';

const flags = [
  '--no-sandbox',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
];
/** WebGPU is there in secure contexts alone; nothing is fetched from it. */
const origin = 'https://bench.invalid/';

/**
 * null where Chromium is missing. Answers with how to start a contestant with so many workers, or on the WebGPU device (`device`).
 */
export async function chromiumStarter(folder, { pixels, labels, kernels }, closing, device = false) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) return null;
  const browser = await chromium.launch({
    executablePath,
    args: [...flags, device ? '--enable-unsafe-webgpu' : '--disable-gpu'],
  });
  closing.push(() => browser.close());
  const page = await browser.newPage();
  if (device) {
    await page.route(origin, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
    await page.goto(origin);
  }
  const text = async (entry) => readFileSync(await bundle(entry, 'iife', folder), 'utf8');
  const sources = { worker: await text('worker.ts'), page: await text('page.ts') };
  const base64 = (bytes) => Buffer.from(bytes).toString('base64');
  const { simd, relaxed } = kernels;
  const data = { pixels: base64(pixels), labels: base64(labels), simd: base64(simd), relaxed: base64(relaxed) };
  await page.evaluate(
    ({ sources, data }) => {
      const blob = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      globalThis.urls = { worker: blob(sources.worker), leader: blob(sources.page) };
      globalThis.leaders = [];
      const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
      globalThis.data = Object.fromEntries(Object.entries(data).map(([name, text]) => [name, bytes(text)]));
    },
    { sources, data },
  );
  const start = async (workers) => {
    const { leader, started } = await page.evaluate(
      async ({ workers, device }) => {
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
        const { pixels, labels, simd, relaxed } = globalThis.data;
        const started = await ask({ type: 'start', pixels, labels, kernels: { simd, relaxed }, ports, device }, ports);
        return { leader: globalThis.leaders.push(ask) - 1, started };
      },
      { workers, device },
    );
    const ask = (type, steps) =>
      page.evaluate(({ leader, type, steps }) => globalThis.leaders[leader]({ type, steps }), { leader, type, steps });
    return { ...started, where: `Chromium ${browser.version()}`, ask };
  };
  return Object.assign(start, { page });
}

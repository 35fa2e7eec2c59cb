#!/usr/bin/env node
// The kernels' rates on the shapes of the notes' network beside what the registers alone allow, measured in turns in one run:
// under this Node, under further ones, and in Chromium.
//
// Two figures each: the median window, and the upper tenth. Where other work shares the processor's cores, kernels that load from
// the caches lose more than registers alone do; the upper tenth is what the code does where nothing else runs. Compiling tiers make
// no difference after the windows that come before (with V8's --no-liftoff the rates are the same, with --liftoff-only a third).
//
//     node scripts/kernels.mjs
//     node bench/engine/kernels.mjs [--node PATH,PATH] [--only node,chromium]
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: {
    node: { type: 'string', default: process.execPath },
    only: { type: 'string', default: 'node,chromium' },
    json: { type: 'boolean', default: false },
  },
});
const dist = join(import.meta.dirname, '..', '..', 'dist');
const base64 = (name) => readFileSync(join(dist, name)).toString('base64');
const bytes = { simd: base64('kernels.wasm'), relaxed: base64('kernels-relaxed.wasm') };

/** Runs wherever WebAssembly does; uses nothing from outside. Answers with the rates of each case, in GFLOP/s. */
async function measure({ simd, relaxed }) {
  const decode = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const useRelaxed = WebAssembly.validate(decode(relaxed));
  const memory = new WebAssembly.Memory({ initial: 512, maximum: 65536 });
  const { instance } = await WebAssembly.instantiate(decode(useRelaxed ? relaxed : simd), {
    env: { memory, abort() {} },
  });
  const kernels = instance.exports;
  new Float32Array(memory.buffer).fill(0.5);
  // Not at the same place of a page: stores would hold up the loads 4096 bytes apart from them.
  const [A, B, C, D] = [1, 5, 9, 13].map((mebibytes, i) => (mebibytes << 20) + 1088 * i);
  // As the engine lays blocks out: never a multiple of 4096 apart.
  const strideOf = (positions) => positions * 32 + ((positions * 32) % 4096 < 512 ? 576 : 0);
  const cases = [['registers alone', 'peak', 384000, () => kernels.peak(1000)]];
  for (const [size, images, inside, outside] of [
    [28, 1, 32, 64],
    [14, 1, 64, 128],
    [7, 4, 128, 256],
  ]) {
    const positions = size * size * images;
    const stride = strideOf(positions);
    const flops = 2 * positions * inside * outside;
    const product = (from, to) => () => {
      const chunk = Math.max(18, Math.min(252, 6 * Math.floor(16384 / (from * 24))));
      kernels.gemm(A, stride, 0, 0, 1, from / 8, 0, B, C, stride, 0, 0, positions, to / 8, chunk, 0);
    };
    const weights = () => {
      for (let p = 0; p < positions; p += 256) {
        const count = Math.min(256, positions - p);
        const [x, g] = [A + 32 * p, C + 32 * p];
        kernels.gemmWeights(x, stride, 0, 32, inside / 4, g, stride, 0, outside / 8, 1, count, D, inside * 32);
      }
    };
    const name = `pointwise ${size}²${images > 1 ? ` ×${images}` : ''}, ${inside} → ${outside}`;
    cases.push([name, 'pointwise', flops, product(inside, outside)]);
    cases.push([`${name}, input's gradient`, 'pointwise', flops, product(outside, inside)]);
    cases.push([`${name}, weights' gradient`, 'pointwise', flops, weights]);
  }
  for (const [size, images, d] of [
    [28, 1, 2],
    [14, 1, 2],
    [7, 4, 1],
  ]) {
    const row = (size + 2 * d) * 32;
    const [image, targetRow, targetImage] = [row * (size + 2 * d), size * 32, size * size * 32];
    const flops = 2 * 9 * 8 * size * size * images;
    const name = `depthwise ${size}²${images > 1 ? ` ×${images}` : ''}, dilation ${d}`;
    cases.push([
      name,
      'depthwise',
      flops,
      () => kernels.depthwise3(A, row, image, C, targetRow, targetImage, images, B, size, size, d, B, 0),
    ]);
    cases.push([
      `${name}, weights' gradient`,
      'depthwise',
      flops,
      () => kernels.depthwise3Weights(A, row, image, C, row, image, images, B, size, size, d),
    ]);
  }
  const rates = cases.map(() => []);
  for (let round = -12; round < 31; round++)
    cases.forEach(([, , flops, call], index) => {
      const begin = performance.now();
      let calls = 0;
      // A look at the clock costs as much as a small kernel.
      const batch = Math.ceil(1e7 / flops);
      do {
        for (let i = 0; i < batch; i++) call();
        calls += batch;
        // A page's clock goes in steps of 0.1 ms.
      } while (performance.now() - begin < 8);
      const seconds = (performance.now() - begin) / 1000;
      if (round >= 0) rates[index].push((flops * calls) / seconds / 1e9);
    });
  const at = (list, share) => [...list].sort((a, b) => a - b)[Math.floor(list.length * share)];
  return {
    variant: useRelaxed ? 'relaxed SIMD' : 'SIMD',
    cases: cases.map(([name, family], index) => ({
      name,
      family,
      rates: { median: at(rates[index], 0.5), high: at(rates[index], 0.9) },
    })),
  };
}

async function inChromium() {
  const { chromium } = await import('playwright-core');
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) return console.log(`Chromium: left out (${executablePath} is not there)`);
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    print(`Chromium ${browser.version()}`, await (await browser.newPage()).evaluate(measure, bytes));
  } finally {
    await browser.close();
  }
}

const bars = { pointwise: 80, depthwise: 55 };

function print(where, { variant, cases }) {
  console.log(`${cpus()[0].model}, ${where}, ${variant}: 31 windows of 8 ms, median and upper tenth, GFLOP/s`);
  const [{ rates: limit }] = cases;
  const both = (tell) => ['median', 'high'].map(tell).join('  ');
  const share = (rates, which) => `${((100 * rates[which]) / limit[which]).toFixed(0).padStart(4)}%`;
  for (const { name, rates } of cases)
    console.log(
      `${name.padEnd(48)} ${both((which) => `${rates[which].toFixed(1).padStart(6)} ${share(rates, which)}`)}`,
    );
  for (const [family, bar] of Object.entries(bars)) {
    const least = (which) =>
      Math.min(...cases.filter((each) => each.family === family).map(({ rates }) => rates[which]));
    const name = `least of ${family} (bar ${bar}%)`;
    console.log(
      `${name.padEnd(48)} ${both((which) => `${''.padStart(6)} ${share({ [which]: least(which) }, which)}`)}`,
    );
  }
}

if (options.json) {
  console.log(JSON.stringify({ version: process.version, ...(await measure(bytes)) }));
} else {
  const wanted = options.only.split(',');
  for (const node of wanted.includes('node') ? options.node.split(',') : []) {
    const result = JSON.parse(execFileSync(node, [import.meta.filename, '--json'], { encoding: 'utf8' }));
    print(`Node ${result.version}`, result);
  }
  if (wanted.includes('chromium')) await inChromium();
}

// The WebGPU backend in a page of headless Chromium, on its adapter in software: what a user's browser runs, as against Node's own
// bindings (gpu.ts). Some of the operators, one of each kind of kernel; and all rules of the optimisers. Skipped where Chromium or
// its adapter is not there.
import { existsSync } from 'node:fs';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Analyzer } from '../../core/index';
import type { Difference } from './operator-case';
import { caseOf, goldens, openAnalyzer } from './operator-goldens';
import { optimiserCases } from './optimiser-case';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** WebGPU is there in secure contexts alone; nothing is fetched from it. */
const ORIGIN = 'https://test.invalid/';

/** Models that between them have every kind of kernel (engine/webgpu/rules). */
const models =
  'Conv3x3Stride2 DepthwiseDilated TransposedStride2 Linear BatchNorm LayerNorm GroupNorm MaxPoolOverlap AvgPoolPadded ' +
  'UpBilinear GELU LogSoftmax Where Cat Slicing Pad Sums CumSum TransformerLayer Embedding ConvNorm';

interface Suite {
  hasAdapter(): Promise<boolean>;
  operator(each: unknown): Promise<readonly Difference[] | { readonly problem: { readonly code: string } }>;
  optimiser(each: unknown): Promise<readonly Difference[]>;
}

let [browser, page]: [Browser | null, Page | null] = [null, null];
let analyzer: Analyzer;

async function open(): Promise<void> {
  analyzer = await openAnalyzer();
  if (!existsSync(executablePath)) return console.warn(`WebGPU in a page is not tested: no ${executablePath}`);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--enable-unsafe-webgpu'] });
  const opened = await browser.newPage();
  await opened.route(ORIGIN, (route) => route.fulfill({ contentType: 'text/html', body: '' }));
  await opened.goto(ORIGIN);
  const { outputFiles } = await build({
    entryPoints: [new URL('page-suite.ts', import.meta.url).pathname],
    bundle: true,
    format: 'iife',
    globalName: 'suite',
    write: false,
    logLevel: 'error',
  });
  await opened.addScriptTag({ content: outputFiles[0].text });
  if (await opened.evaluate(() => (globalThis as unknown as { suite: Suite }).suite.hasAdapter())) page = opened;
  else console.warn('WebGPU in a page is not tested: there is no adapter');
}

beforeAll(open);
afterAll(() => browser?.close());

function expectClose(differences: readonly Difference[], tolerance: number): void {
  for (const { what, difference } of differences) expect(difference, what).toBeLessThan(tolerance);
}

describe('in a page', () => {
  it.each(models.split(' '))('%s', async (name) => {
    const golden = goldens.find((each) => each.name === name);
    if (!golden) throw new Error(`no model ${name}`);
    if (!page) return;
    const run = (given: unknown) => (globalThis as unknown as { suite: Suite }).suite.operator(given);
    const result = await page.evaluate(run, caseOf(analyzer, golden) as unknown);
    if ('problem' in result) throw new Error(result.problem.code);
    expectClose(result, 5e-5);
  });

  it.each(optimiserCases)('$kind $choices', async (each) => {
    if (!page) return;
    const run = (given: unknown) => (globalThis as unknown as { suite: Suite }).suite.optimiser(given);
    expectClose(await page.evaluate(run, each as unknown), 2e-5);
  });
});

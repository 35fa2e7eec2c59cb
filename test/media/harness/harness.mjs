// A stand-in for the extension: bundles the pages, serves each in a shell with the same content security policy that a webview
// panel has, with a theme's variables and a fake `acquireVsCodeApi`, and opens it in the machine's Chromium.
//
//     const harness = await startHarness();
//     const page = await harness.open('visualiser', { theme: 'light', open: { type: 'open', … } });
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { declarations, themes } from './themes.mjs';

const root = join(import.meta.dirname, '..', '..', '..');

const entries = [
  { entry: 'media/visualiser/main.ts', out: 'visualiser.js', format: 'esm' },
  { entry: 'media/trainer/main.ts', out: 'trainer.js', format: 'esm' },
  { entry: 'media/visualiser/worker.ts', out: 'visualiserWorker.js', format: 'iife' },
  { entry: 'media/visualiser/algebraWorker.ts', out: 'algebraWorker.js', format: 'iife' },
  { entry: 'test/media/harness/fakeTrainingWorker.ts', out: 'fakeTrainingWorker.js', format: 'iife' },
];

async function bundle({ entry, out, format }) {
  const result = await build({
    entryPoints: [join(root, entry)],
    outfile: join(root, 'dist', out),
    tsconfig: join(root, 'media', 'tsconfig.json'),
    bundle: true,
    write: false,
    minify: true,
    format,
    platform: 'browser',
    target: ['chrome120'],
    loader: { '.css': 'text' },
    logLevel: 'warning',
  });
  return [`/${out}`, result.outputFiles[0].text];
}

const policy = [
  "default-src 'none'",
  "script-src 'nonce-harness' 'wasm-unsafe-eval'",
  "style-src 'nonce-harness' 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  'worker-src blob:',
].join('; ');

const shell = (app, { body, variables }, open) => `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>${app}</title><link rel="icon" href="data:,">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<style nonce="harness">
:root { ${declarations(variables)} }
html { scrollbar-color: ${variables['descriptionForeground']} transparent; }
body { background: var(--vscode-editor-background); color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
  font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
</style>
<script nonce="harness">
  window.sent = [];
  let state;
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => {
      window.sent.push(message);
      if (message.type === 'ready') window.postMessage(${JSON.stringify(open).replaceAll('<', '\\u003c')}, '*');
      window.answer?.(message);
    },
    setState: (next) => { state = next; return next; },
    getState: () => state,
  });
</script></head>
<body class="${body}" role="document"><script type="module" nonce="harness" src="/${app}.js"></script></body></html>`;

export async function startHarness({ chromiumPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium' } = {}) {
  const there = entries.filter(({ entry }) => existsSync(join(root, entry)));
  const files = new Map(await Promise.all(there.map(bundle)));
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://harness').pathname;
    const text = files.get(path) ?? (path.startsWith('/dist/') ? readFileSync(join(root, path)) : undefined);
    const type = path.endsWith('.js') ? 'text/javascript' : path.endsWith('.wasm') ? 'application/wasm' : 'text/html';
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': `${type}; charset=utf-8` });
    response.end(text ?? '');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  return {
    origin,
    async open(app, { theme = 'dark', open, width = 1280, height = 900, reducedMotion = 'reduce', zoom = 1 }) {
      const context = await browser.newContext({ viewport: { width, height }, reducedMotion, deviceScaleFactor: zoom });
      const page = await context.newPage();
      page.problems = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) page.problems.push(message.text());
      });
      page.on('pageerror', (error) => page.problems.push(String(error)));
      files.set('/shell', shell(app, themes[theme], open(origin)));
      await page.goto(`${origin}/shell`);
      return page;
    },
    async stop() {
      await browser.close();
      server.close();
    },
  };
}

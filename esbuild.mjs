#!/usr/bin/env node
// Bundles every program of the product into dist/: the VS Code client, the language server, the command line, the pages of the
// webviews and their workers, with the WebAssembly files they load beside them.
//   node esbuild.mjs            minified        node esbuild.mjs --watch    readable, with source maps, again on every change
//   node esbuild.mjs --kernels  the engine's WebAssembly kernels alone
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build, context } from 'esbuild';

const root = import.meta.dirname;
const dist = join(root, 'dist');
const watch = process.argv.includes('--watch');
const require = createRequire(import.meta.url);

/** The parser's runtime and the grammars that the core reads. */
const grammars = [
  require.resolve('web-tree-sitter/web-tree-sitter.wasm'),
  ...['python', 'typescript'].map((language) =>
    join(dirname(require.resolve('@vscode/tree-sitter-wasm')), `tree-sitter-${language}.wasm`),
  ),
];

const node = {
  platform: 'node',
  target: 'node20',
  // Keeps `import.meta.url` meaningful in a CommonJS bundle.
  define: { 'import.meta.url': 'bundleUrl', 'import.meta.dirname': '__dirname' },
  banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
  format: 'cjs',
};

/** One bundle each; an entry whose source is not there is left out, with a line that says so. */
const programs = [
  { entry: 'src/extension.ts', out: 'extension.cjs', options: { ...node, external: ['vscode'] } },
  { entry: 'server/node.ts', out: 'server.cjs', options: node },
  // Threads of the language server, also of `convlens serve`.
  { entry: 'server/analysis/nodeWorker.ts', out: 'analysisWorker.cjs', options: node },
  {
    entry: 'cli/launch.ts',
    out: 'cli.js',
    options: { platform: 'node', target: 'node20', format: 'esm', banner: { js: '#!/usr/bin/env node' } },
  },
  // A script without `import()`, whose compiled code the launcher keeps: hence the parser's own CommonJS build.
  {
    entry: 'cli/main.ts',
    out: 'cliMain.cjs',
    options: {
      ...node,
      supported: { 'dynamic-import': false },
      alias: { 'web-tree-sitter': require.resolve('web-tree-sitter') },
    },
  },
  // Further threads of the command line's training.
  {
    entry: 'cli/worker.ts',
    out: 'cliWorker.js',
    options: { platform: 'node', target: 'node20', format: 'esm' },
  },
  // Workers of a webview start from a Blob URL, hence classic scripts.
  { entry: 'engine/host/browserWorker.ts', out: 'worker.js', options: { format: 'iife' } },
  { entry: 'media/visualiser/worker.ts', out: 'media/visualiserWorker.js', options: { format: 'iife' } },
  { entry: 'media/visualiser/algebraWorker.ts', out: 'media/algebraWorker.js', options: { format: 'iife' } },
  { entry: 'media/visualiser/main.ts', out: 'media/visualiser.js', options: { format: 'esm' } },
  { entry: 'media/trainer/main.ts', out: 'media/trainer.js', options: { format: 'esm' } },
];

const browser = { platform: 'browser', target: ['chrome120', 'firefox121', 'safari17'] };

/** The tsconfig of the entry's own layer decides, e.g. on decorators. */
const optionsOf = ({ entry, out, options }) => ({
  ...browser,
  entryPoints: [join(root, entry)],
  outfile: join(dist, out),
  tsconfig: join(root, entry.split('/')[0], 'tsconfig.json'),
  bundle: true,
  minify: !watch,
  sourcemap: watch ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
  loader: { '.css': 'text', '.svg': 'text', '.ttf': 'dataurl', '.woff2': 'dataurl' },
  ...options,
});

function buildKernels() {
  const script = join(root, 'scripts', 'kernels.mjs');
  if (!existsSync(script)) {
    console.log('kernels: scripts/kernels.mjs is not there, none built');
    return;
  }
  const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit', cwd: root });
  if (status !== 0) process.exit(status ?? 1);
}

function copyGrammars() {
  for (const file of grammars) copyFileSync(file, join(dist, basename(file)));
}

mkdirSync(join(dist, 'media'), { recursive: true });
if (process.argv.includes('--kernels')) {
  buildKernels();
} else {
  rmSync(join(dist, 'media'), { recursive: true, force: true });
  buildKernels();
  copyGrammars();
  const there = programs.filter(({ entry }) => {
    const exists = existsSync(join(root, entry));
    if (!exists) console.log(`${entry} is not there, skipped`);
    return exists;
  });
  if (watch) {
    const contexts = await Promise.all(there.map((program) => context(optionsOf(program))));
    await Promise.all(contexts.map((each) => each.watch()));
    console.log('watching');
  } else {
    await Promise.all(there.map((program) => build(optionsOf(program))));
    const cli = join(dist, 'cli.js');
    if (existsSync(cli)) chmodSync(cli, 0o755);
  }
}

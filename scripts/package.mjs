#!/usr/bin/env node
// Packs what `npm run build` made into dist/convlens.vsix, and refuses to make one that lacks a program or is too big to ship.
import { existsSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

const root = join(import.meta.dirname, '..');
const target = join(root, 'dist', 'convlens.vsix');
const mostBytes = 5_000_000;

const programs = [
  'extension.cjs',
  'server.cjs',
  'analysisWorker.cjs',
  'cli.js',
  'cliMain.cjs',
  'web-tree-sitter.wasm',
  'tree-sitter-python.wasm',
];
const missing = programs.filter((name) => !existsSync(join(root, 'dist', name)));
if (missing.length > 0) {
  console.error(`package: dist lacks ${missing.join(', ')}; run \`npm run build\` first`);
  process.exit(1);
}

// Made beside the target and moved there when it is whole.
const workshop = mkdtempSync(join(root, 'dist', '.package-'));
try {
  const made = join(workshop, 'convlens.vsix');
  await createVSIX({ cwd: root, packagePath: made, dependencies: false });
  const { size } = statSync(made);
  if (size > mostBytes) throw new Error(`${size} bytes are more than ${mostBytes}`);
  renameSync(made, target);
  console.log(`packaged dist/convlens.vsix, ${size} bytes`);
} catch (error) {
  console.error(`package: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  rmSync(workshop, { recursive: true, force: true });
}

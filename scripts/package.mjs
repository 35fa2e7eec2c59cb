#!/usr/bin/env node
// Packs what `npm run build` made into dist/convlens.vsix, and refuses to make one that lacks a program or is too big to ship.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

const root = join(import.meta.dirname, '..');
const target = join(root, 'dist', 'convlens.vsix');
const mostBytes = 5_000_000;

const programs = ['extension.cjs', 'server.cjs', 'cli.js', 'web-tree-sitter.wasm', 'tree-sitter-python.wasm'];
const missing = programs.filter((name) => !existsSync(join(root, 'dist', name)));
if (missing.length > 0) {
  console.error(`package: dist lacks ${missing.join(', ')}; run \`npm run build\` first`);
  process.exit(1);
}

await createVSIX({ cwd: root, packagePath: target, dependencies: false, allowMissingRepository: true });
const { size } = statSync(target);
if (size > mostBytes) {
  console.error(`package: ${target} has ${size} bytes, more than ${mostBytes}`);
  process.exit(1);
}

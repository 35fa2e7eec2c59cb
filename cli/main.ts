// Entry of the command line under Node.
import { readFileSync } from 'node:fs';
import { createNodeEnvironment } from './nodeEnvironment';
import { run } from './run';

const assets = new URL('./', import.meta.url);
const version = (): string => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', assets), 'utf8')) as { readonly version: string };
  return manifest.version;
};

// Not `process.exit`: what is written to a pipe must drain first.
process.exitCode = await run(process.argv.slice(2), createNodeEnvironment(assets, version));

// Entry of the command line under Node.
import { readFileSync } from 'node:fs';
import { createNodeEnvironment } from './nodeEnvironment';
import { run } from './run';

const assets = new URL('./', import.meta.url);
const version = (): string => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', assets), 'utf8')) as { readonly version: string };
  return manifest.version;
};

const environment = createNodeEnvironment(assets, version);

// Not `process.exit`: what is written to a pipe must drain first.
try {
  process.exitCode = await run(process.argv.slice(2), environment);
} catch (error) {
  const detail = process.env['CONVLENS_DEBUG'] && error instanceof Error ? error.stack : String(error);
  environment.error(`convlens: internal error: ${detail}\n`);
  process.exitCode = 2;
}

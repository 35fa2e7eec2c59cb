// The program behind `launch.ts`: one run of the command line under Node.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './files';
import { createNodeEnvironment } from './nodeEnvironment';
import { createProgramStore } from './programStore';
import { run } from './run';

/** The exit status. Not `process.exit`: what is written to a pipe must drain first. */
export async function main(args: readonly string[]): Promise<number> {
  const assets = new URL('./', import.meta.url);
  const store = createProgramStore(`${cacheFolder()}/programs`, fileURLToPath(new URL('cliMain.cjs', assets)));
  const version = (): string => {
    const text = readFileSync(new URL('../package.json', assets), 'utf8');
    return (JSON.parse(text) as { readonly version: string }).version;
  };
  const environment = createNodeEnvironment(assets, version, store);
  try {
    const status = await run(args, environment);
    store?.write();
    return status;
  } catch (error) {
    const detail = process.env['CONVLENS_DEBUG'] && error instanceof Error ? error.stack : String(error);
    environment.error(`convlens: internal error: ${detail}\n`);
    return 2;
  }
}

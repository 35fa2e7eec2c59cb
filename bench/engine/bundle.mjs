// Bundles the bench's TypeScript for where it runs.
import { join } from 'node:path';
import { build } from 'esbuild';

export async function bundle(entry, format, folder) {
  const outfile = join(folder, `${entry}.${format}.mjs`);
  await build({ entryPoints: [join(import.meta.dirname, entry)], bundle: true, format, outfile, logLevel: 'error' });
  return outfile;
}

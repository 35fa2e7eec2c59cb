// The command line's machine under Node.
import { createTextReader, nodeRuntime } from '../server/nodeRuntime';
import type { Environment } from './environment';

/** `assets`: the folder of the bundle and its WebAssembly files, as a URL that ends with a slash. */
export function createNodeEnvironment(assets: URL, version: () => string): Environment {
  return {
    workingFolder: process.cwd().replaceAll('\\', '/'),
    get version() {
      return version();
    },
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    readText: createTextReader(),
    createAnalyzer: (host) => nodeRuntime(assets).createAnalyzer(host),
    async serveStdio() {
      // Only here: the protocol's library is a tenth of a second to load.
      const { serveStdio } = await import('../server/stdio');
      serveStdio(assets);
      await new Promise<void>((resolve) => process.stdin.once('close', () => resolve()));
    },
  };
}

// The server and its threads under Node: files through `fs`; the parser's WebAssembly and the program of the threads lie in the
// folder of the bundle.
import { readFileSync, statSync } from 'node:fs';
import { createAnalyzer, type AnalyzerOptions } from '../core/index';
import { createParser } from '../core/syntax/parser';
import { startNodeThread } from './analysis/nodeThread';
import type { AnalysisRuntime, Runtime } from './runtime';

/** A source larger than this is no source that people write. */
const mostBytes = 5_000_000;
const mostRemembered = 1_000;

/**
 * Reads sources and remembers them until they change: imports are resolved by many looks at the same files. undefined: no such
 * file, no file at all, too large, or not permitted.
 */
export function createTextReader(): (file: string) => string | undefined {
  const remembered = new Map<string, { readonly changed: number; readonly size: number; readonly text: string }>();
  const read = (file: string): string | undefined => {
    const status = statSync(file, { throwIfNoEntry: false });
    if (!status?.isFile() || status.size > mostBytes) return undefined;
    const known = remembered.get(file);
    if (known?.changed === status.mtimeMs && known.size === status.size) return known.text;
    const text = readFileSync(file, 'utf8');
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(file, { changed: status.mtimeMs, size: status.size, text });
    return text;
  };
  return (file) => {
    try {
      return read(file);
    } catch {
      return undefined;
    }
  };
}

/** `assets`: the folder of the bundles, as a URL that ends with a slash. */
export const nodeRuntime = (assets: URL): Runtime => ({
  readText: createTextReader(),
  startThread: startNodeThread(new URL('analysisWorker.cjs', assets)),
});

/** `assets`: the folder of the `.wasm` files, as a URL that ends with a slash. */
export const nodeAnalysisRuntime = (
  assets: URL,
  options: Pick<AnalyzerOptions, 'store' | 'limits'> = {},
): AnalysisRuntime => ({
  readText: createTextReader(),
  async createAnalyzer(host) {
    const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, assets)));
    const parser = await createParser({
      wasm: bytes('web-tree-sitter.wasm'),
      python: () => bytes('tree-sitter-python.wasm'),
      typescript: () => bytes('tree-sitter-typescript.wasm'),
    });
    return createAnalyzer({ ...options, parser, host });
  },
});

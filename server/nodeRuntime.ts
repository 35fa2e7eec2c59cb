// The server under Node: files through `fs`, the parser's WebAssembly from the folder that the bundle lies in.
import { readFileSync, statSync } from 'node:fs';
import { createAnalyzer } from '../core/index';
import { createParser } from '../core/syntax/parser';
import type { Runtime } from './runtime';

/** A source larger than this is no source that people write. */
const mostBytes = 5_000_000;

/** undefined: no such file, no file at all, too large, or not permitted. */
export function readTextFile(file: string): string | undefined {
  try {
    const { size } = statSync(file);
    return size > mostBytes ? undefined : readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** `assets`: the folder of the `.wasm` files, as a URL that ends with a slash. */
export const nodeRuntime = (assets: URL): Runtime => ({
  readText: readTextFile,
  async createAnalyzer(host) {
    const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, assets)));
    const parser = await createParser({
      wasm: bytes('web-tree-sitter.wasm'),
      python: bytes('tree-sitter-python.wasm'),
      typescript: bytes('tree-sitter-typescript.wasm'),
    });
    return createAnalyzer({ parser, host });
  },
});

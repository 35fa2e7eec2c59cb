// A parser for tests, with the runtime and grammars from node_modules.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createParser, type Parser } from '../../core/syntax/parser';

const require = createRequire(import.meta.url);
const bytes = (path: string): Uint8Array => new Uint8Array(readFileSync(require.resolve(path)));
const grammar = (name: string) => (): Uint8Array => bytes(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`);

let parser: Promise<Parser> | undefined;

/** One parser for all tests of a file. */
export function loadParser(): Promise<Parser> {
  parser ??= createParser({
    wasm: bytes('web-tree-sitter/web-tree-sitter.wasm'),
    python: grammar('python'),
    typescript: grammar('typescript'),
    tsx: grammar('tsx'),
  });
  return parser;
}

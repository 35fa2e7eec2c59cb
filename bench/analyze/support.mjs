// What the benches of the evaluator share: the machine in words, the median, and the evaluator bundled from its sources.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = join(import.meta.dirname, '..', '..');
const require = createRequire(import.meta.url);

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The machine, the versions and the command: the head of every bench's output. */
export function printHead(...more) {
  const [{ model }] = cpus();
  console.log(`${model}, ${cpus().length} cores; Node ${process.version}${more.map((each) => `; ${each}`).join('')}`);
  console.log(
    `$ node ${process.argv
      .slice(1)
      .map((argument) => argument.replace(`${process.cwd()}/`, ''))
      .join(' ')}\n`,
  );
}

/** Bundles `contents`, as the product is bundled, and imports it. */
export async function load(contents) {
  const folder = mkdtempSync(join(tmpdir(), 'convlens-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'bundle.mjs');
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'warning',
    tsconfig: join(root, 'server', 'tsconfig.json'),
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return await import(pathToFileURL(outfile).href);
}

const grammar = (name) => () => readFileSync(require.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${name}.wasm`));

/** The bytes that `createParser` takes. */
export const parserBytes = {
  wasm: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
  python: grammar('python'),
  typescript: grammar('typescript'),
};

export const texts = () => {
  const known = new Map();
  return (file) => {
    if (!known.has(file)) {
      try {
        known.set(file, readFileSync(file, 'utf8'));
      } catch {
        known.set(file, undefined);
      }
    }
    return known.get(file);
  };
};

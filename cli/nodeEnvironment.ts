// The command line's machine under Node.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { defaultLimits } from '../core/eval/budget';
import type { ProgramStore } from '../core/eval/programs';
import { kernelsOf } from '../engine/host/kernels';
import { createTextReader, nodeAnalysisRuntime } from '../server/nodeRuntime';
import type { Environment } from './environment';
import { cacheFolder, writeAtomically } from './files';
import { nodeTraining } from './training/threads';

/** Nobody types meanwhile: on a machine that is busy with other things an evaluation may take its time, not more steps. */
const limits = { ...defaultLimits, milliseconds: 60_000 };

/** `assets`: the folder of the bundle and its WebAssembly files, as a URL that ends with a slash. */
export function createNodeEnvironment(assets: URL, version: () => string, store?: ProgramStore): Environment {
  return {
    workingFolder: process.cwd().replaceAll('\\', '/'),
    get version() {
      return version();
    },
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    readText: createTextReader(),
    readBytes,
    isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
    writeFile: (file, bytes) => Promise.resolve().then(() => writeAtomically(file, bytes)),
    cacheFolder: cacheFolder(),
    training: nodeTraining(new URL('cliWorker.js', assets)),
    kernels: () => kernelsOf(kernelFiles(assets)),
    onInterrupt(listener) {
      // A second time ends the process as usual.
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, listener);
    },
    createAnalyzer: (host) => nodeAnalysisRuntime(assets, { store, limits }).createAnalyzer(host),
    async serveStdio() {
      // Only here: the protocol's library is a tenth of a second to load.
      const { serveStdio } = await import('../server/stdio');
      serveStdio(assets);
      await new Promise<void>((resolve) => process.stdin.once('close', () => resolve()));
    },
  };
}

function readBytes(file: string | URL): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    return undefined;
  }
}

/** The engine's WebAssembly modules beside the bundle, by file name. */
function kernelFiles(assets: URL): Readonly<Record<string, ArrayBuffer>> {
  const names = readdirSync(assets).filter((name) => /^kernels.*\.wasm$/.test(name));
  const found = names.map((name) => [name, readBytes(new URL(name, assets))?.buffer] as const);
  return Object.fromEntries(found.filter((entry): entry is [string, ArrayBuffer] => entry[1] !== undefined));
}

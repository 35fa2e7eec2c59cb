// A machine for the command line that lies in memory.
import { gunzipSync } from 'node:zlib';
import type { FileAnalysis, ModelAnalysis } from '../../core/analysis';
import { createAnalyzer } from '../../core/index';
import { run } from '../../cli/run';
import type { Environment } from '../../cli/environment';
import { loadParser } from '../support/parser';

export interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly error: string;
  /** Files that were written, by their path. */
  readonly written: ReadonlyMap<string, Uint8Array>;
}

/** Runs the command line in `/work` over these files; `analyze` stands in for the core where a test needs a certain answer. */
export async function runIn(
  files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>,
  args: readonly string[],
  analyze?: (file: string) => FileAnalysis,
): Promise<Outcome> {
  const [out, error]: string[][] = [[], []];
  const written = new Map<string, Uint8Array>();
  const environment: Environment = {
    workingFolder: '/work',
    version: '1.2.3',
    out: (text) => void out.push(text),
    error: (text) => void error.push(text),
    readText: (file) => {
      const content = Object.hasOwn(files, file) ? files[file] : undefined;
      return typeof content === 'string' ? content : undefined;
    },
    readBytes: (file) => {
      const content = Object.hasOwn(files, file) ? files[file] : undefined;
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    isFolder: (path) => Object.keys(files).some((file) => file.startsWith(`${path}/`)),
    writeFile(file, bytes) {
      if (file.startsWith('/full/')) return Promise.reject(new Error('ENOSPC: no space left on device'));
      written.set(file, bytes);
      return Promise.resolve();
    },
    cacheFolder: '/cache',
    training: {
      now: () => performance.now(),
      breathe: () => new Promise((resolve) => setImmediate(resolve)),
      inflate: (bytes) => new Uint8Array(gunzipSync(bytes)),
    },
    kernels: () => null,
    onInterrupt: () => undefined,
    createAnalyzer: async (host) =>
      analyze ? { analyze: ({ file }) => analyze(file) } : createAnalyzer({ parser: await loadParser(), host }),
    serveStdio: () => Promise.resolve(),
  };
  const status = await run(args, environment);
  return { status, out: out.join(''), error: error.join(''), written };
}

/** An answer with one model of these totals and nothing else. */
export function modelOf(file: string, totals: Partial<ModelAnalysis['totals']>, expression = 'Net()'): FileAnalysis {
  const graph = {
    version: 1,
    expression,
    training: false,
    values: [{ shape: [1, 3, 8, 8], dtype: 'float32', source: { kind: 'input', index: 0 } }],
    inputs: [0],
    output: 0,
    parameters: [],
    initialisation: [],
    operations: [],
    calls: [],
  } as const;
  const unknown = { params: null, trainable: null, macs: null };
  const activationBytes = { inferencePeak: null, trainingSaved: null };
  return {
    file,
    models: [
      {
        expression,
        origin: 'default',
        isInputSupposed: false,
        definition: null,
        graph,
        totals: { ...unknown, activationBytes, ...totals },
        exact: true,
        unknowns: [],
      },
    ],
    diagnostics: [],
    constructions: [],
    applications: [],
  };
}

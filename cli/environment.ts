// All that the command line asks of the machine, so that tests can give it something else.
import type { AnalysisHost } from '../core/analysis';
import type { Analyzer } from '../core/index';
import type { TrainingEnvironment } from '../engine/host/environment';
import type { KernelBytes } from '../engine/types';

export interface Environment {
  /** Absolute, with forward slashes. */
  readonly workingFolder: string;
  readonly version: string;
  out(text: string): void;
  error(text: string): void;
  /** undefined: no such file, or none that can be read. */
  readText(file: string): string | undefined;
  /** undefined: no such file, or none that can be read. */
  readBytes(file: string): Uint8Array<ArrayBuffer> | undefined;
  isFolder(path: string): boolean;
  /** All or nothing: what was there stays until the new file is whole. Rejects with the system's reason. */
  writeFile(file: string, bytes: Uint8Array): Promise<void>;
  /** Where downloaded data sets lie. */
  readonly cacheFolder: string;
  readonly training: TrainingEnvironment;
  /** The engine's compiled kernels; null where they were not built. */
  kernels(): KernelBytes | null;
  /** Ctrl+C and its kin. */
  onInterrupt(listener: () => void): void;
  createAnalyzer(host: AnalysisHost): Promise<Pick<Analyzer, 'analyze'>>;
  /** Serves until the other side hangs up. */
  serveStdio(): Promise<void>;
}

/** What is to be told in one line, with exit status 2: arguments or a file that nothing can be done with. */
export class UsageError extends Error {}

/** An absolute path with forward slashes. */
export function absolute(path: string, { workingFolder }: Pick<Environment, 'workingFolder'>): string {
  const given = path.replaceAll('\\', '/');
  const joined = /^(?:\/|[A-Za-z]:\/)/.test(given) ? given : `${workingFolder}/${given}`;
  const parts: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && (part !== '' || parts.length === 0)) parts.push(part);
  }
  return parts.join('/');
}

/** The path as people at this folder would write it. */
export const relative = (path: string, { workingFolder }: Pick<Environment, 'workingFolder'>): string =>
  path.startsWith(`${workingFolder}/`) ? path.slice(workingFolder.length + 1) : path;

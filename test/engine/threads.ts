// Followers of a data-parallel engine in threads of their own, started as the command line starts them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { nodeTraining } from '../../cli/training/threads';
import type { WorkerChannel } from '../../engine/types';
import type { Followers } from './channels';

export interface Threads {
  /** They share memory, or are told to send messages. */
  start(count: number, sharesMemory: boolean): Followers & { kill(): void };
  close(): void;
}

export async function openThreads(): Promise<Threads> {
  const folder = mkdtempSync(join(tmpdir(), 'convlens-threads-'));
  const outfile = join(folder, 'worker.mjs');
  const entry = join(import.meta.dirname, '../../cli/worker.ts');
  await build({ entryPoints: [entry], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
  const { startWorker } = nodeTraining(pathToFileURL(outfile));
  if (!startWorker) throw new Error('no threads');
  return {
    start(count, sharesMemory) {
      const workers = Array.from({ length: count }, startWorker);
      const kill = (): void => workers.forEach((worker) => worker.terminate());
      return { channels: workers.map((worker): WorkerChannel => ({ ...worker, sharesMemory })), close: kill, kill };
    },
    close: () => rmSync(folder, { recursive: true }),
  };
}

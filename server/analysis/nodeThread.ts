// A thread that analyses, under Node: a worker thread that shares one integer, the id of the order that is cancelled.
import { Worker } from 'node:worker_threads';
import type { Reply, StartThread } from './messages';

/** What `nodeWorker.ts` is given. */
export interface NodeWorkerData {
  readonly cancelled: Int32Array;
}

/** User code may fill the memory of a thread, not that of the server. */
const resourceLimits = { maxOldGenerationSizeMb: 1_024 };

/** `program`: the bundle of `nodeWorker.ts`. */
export const startNodeThread =
  (program: URL): StartThread =>
  (onReply, onEnd) => {
    const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(program, { workerData: { cancelled } satisfies NodeWorkerData, resourceLimits });
    let problem: string | undefined;
    worker.on('message', (reply: Reply) => onReply(reply));
    worker.on('error', (error: unknown) => (problem = error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => onEnd(problem ?? `exit code ${code}`));
    return {
      post: (order) => worker.postMessage(order),
      cancel: (id) => void Atomics.store(cancelled, 0, id),
      terminate: () => void worker.terminate(),
    };
  };

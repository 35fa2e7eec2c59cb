// Entry of a thread that analyses, under Node.
import { parentPort, workerData } from 'node:worker_threads';
import { nodeAnalysisRuntime } from '../nodeRuntime';
import type { Order } from './messages';
import type { NodeWorkerData } from './nodeThread';
import { serveAnalysis } from './worker';

if (parentPort) {
  const port = parentPort;
  const { cancelled } = workerData as NodeWorkerData;
  serveAnalysis(
    {
      post: (reply) => port.postMessage(reply),
      onOrder: (listener) => void port.on('message', (order: Order) => listener(order)),
      isCancelled: (id) => Atomics.load(cancelled, 0) === id,
    },
    nodeAnalysisRuntime(new URL('./', import.meta.url)),
  );
}

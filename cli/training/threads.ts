// Threads of Node as the engine's worker channels, and what else a training run asks of Node.
import { gunzipSync } from 'node:zlib';
import { Worker, type MessagePort } from 'node:worker_threads';
import { deathNotice, type TrainingEnvironment } from '../../engine/host/environment';
import type { WorkerChannel } from '../../engine/types';
import type { Gpu } from '../../engine/webgpu/api';

export const channelOf = (port: MessagePort | Worker): WorkerChannel => ({
  sharesMemory: true,
  post: (message, transfer) => port.postMessage(message, [...transfer]),
  onMessage: (listener) => {
    port.on('message', listener);
    port.on('error', (error: Error) => listener(deathNotice(error.message)));
  },
});

/** Node has no WebGPU of its own: the package `webgpu` brings it, where somebody has installed it beside the command line. */
async function nodeGpu(): Promise<Gpu | null> {
  const name = 'webgpu';
  try {
    const webgpu = (await import(name)) as { create(flags: readonly string[]): Gpu };
    return webgpu.create([]);
  } catch {
    return null;
  }
}

/** `worker`: the bundle of `cli/worker.ts`. */
export const nodeTraining = (worker: URL): TrainingEnvironment => ({
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  inflate: (bytes) => new Uint8Array(gunzipSync(bytes)),
  gpu: nodeGpu,
  startWorker: () => {
    const thread = new Worker(worker);
    const channel = channelOf(thread);
    return {
      ...channel,
      onMessage(listener) {
        channel.onMessage(listener);
        thread.once('exit', (code) => listener(deathNotice(`a helper thread ended (${code})`)));
      },
      terminate: () => void thread.terminate(),
    };
  },
});

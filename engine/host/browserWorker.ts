// The worker that a webview starts from a Blob URL: serves its page's training, or, under the helper's name, another such worker.
import { serveWorker } from '../parallel/serve';
import type { WorkerChannel } from '../types';
import type { Gpu } from '../webgpu/api';
import { deathNotice, type TrainingEnvironment } from './environment';
import { serveTraining } from './trainingWorker';

/** The part of a dedicated worker's global scope that is used here. */
interface Scope extends Port {
  readonly name: string;
  readonly crossOriginIsolated: boolean;
  readonly location: { readonly href: string };
  readonly navigator: { readonly hardwareConcurrency?: number; readonly gpu?: Gpu };
  readonly performance: { now(): number };
  readonly Worker: new (url: string, options: { readonly name: string }) => Port & { terminate(): void };
  readonly MessageChannel: new () => { readonly port1: Port & { start(): void }; readonly port2: Port };
  readonly DecompressionStream: new (format: 'gzip') => object;
  readonly Response: new (body: unknown) => { readonly body: Stream | null; arrayBuffer(): Promise<ArrayBuffer> };
}

interface Port {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  addEventListener(
    type: 'message' | 'error',
    listener: (event: { readonly data?: unknown; readonly message?: string }) => void,
  ): void;
}

interface Stream {
  pipeThrough(transform: object): Stream;
}

const scope = globalThis as unknown as Scope;
const helperName = 'convlens-helper';
const mostWorkers = 16;

const channelOf = (port: Port): WorkerChannel => ({
  sharesMemory: scope.crossOriginIsolated,
  post: (message, transfer) => port.postMessage(message, transfer),
  onMessage: (listener) => {
    port.addEventListener('message', ({ data }) => listener(data));
    port.addEventListener('error', ({ message }) => listener(deathNotice(message ?? 'a helper of the worker ended')));
  },
});

/** A turn of the event loop without the four milliseconds that nested timers are held back for. */
function makeBreathe(): () => Promise<void> {
  const { port1, port2 } = new scope.MessageChannel();
  const waiting: (() => void)[] = [];
  port1.addEventListener('message', () => waiting.shift()?.());
  port1.start();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const unzipped = new scope.Response(bytes).body?.pipeThrough(new scope.DecompressionStream('gzip'));
  return new Uint8Array(await new scope.Response(unzipped).arrayBuffer());
}

if (scope.name === helperName) {
  serveWorker(channelOf(scope));
} else {
  const environment: TrainingEnvironment = {
    now: () => scope.performance.now(),
    breathe: makeBreathe(),
    inflate,
    gpu: () => Promise.resolve(scope.navigator.gpu ?? null),
    startWorker: () => {
      const worker = new scope.Worker(scope.location.href, { name: helperName });
      return { ...channelOf(worker), terminate: () => worker.terminate() };
    },
  };
  const workers = Math.min(Math.max(scope.navigator.hardwareConcurrency ?? 1, 1), mostWorkers);
  serveTraining(channelOf(scope), environment, workers);
}

// The leading worker of a page in bench/engine/train.mjs: starts the engine on request and measures windows.
import type { KernelBytes, WorkerChannel } from '../../engine/types';
import type { Gpu } from '../../engine/webgpu/api';
import { startContestant, type Contestant } from './contestant';

interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

type Request =
  | {
      readonly type: 'start';
      readonly pixels: Uint8Array;
      readonly labels: Uint8Array;
      readonly kernels: KernelBytes;
      readonly ports: readonly Port[];
      /** On the page's WebGPU device. */
      readonly device?: boolean;
    }
  | { readonly type: 'train' | 'predict' | 'one' | 'peak'; readonly steps: number };

declare const self: {
  onmessage: ((event: { data: Request }) => void) | null;
  postMessage(message: unknown): void;
};
declare const navigator: { readonly gpu?: Gpu };
declare const performance: { now(): number };

const channelOf = (port: Port): WorkerChannel => ({
  post: (message, transfer) => port.postMessage(message, [...transfer]),
  onMessage: (listener) => {
    port.onmessage = (event) => listener(event.data);
  },
});

let contestant: Contestant | null = null;

async function answer(request: Request): Promise<unknown> {
  if (request.type === 'start') {
    const { pixels, labels, kernels, ports, device = false } = request;
    const now = (): number => performance.now();
    const adapter = device ? await navigator.gpu?.requestAdapter() : null;
    if (device && !adapter) return { missing: 'no WebGPU adapter' };
    const gpu = device ? navigator.gpu : undefined;
    contestant = await startContestant({ pixels, labels, kernels, workers: ports.map(channelOf), gpu, now });
    const { variant, plannedBytes, firstStepMs, trainingFlops } = contestant;
    const info = adapter?.info;
    const name = info ? `${info.vendor} ${info.architecture} ${info.description}`.trim() : variant;
    return { variant: name, plannedBytes, firstStepMs, trainingFlops };
  }
  if (!contestant) throw new Error('not started');
  if (request.type === 'one' || request.type === 'peak') return contestant[request.type]();
  return contestant[request.type](request.steps);
}

self.onmessage = ({ data }) => void answer(data).then((result) => self.postMessage(result));

// All that a training run asks of the machine it runs on: a browser's worker and Node each give it their own.
import type { Inflate } from '../data/idx';
import type { WorkerChannel } from '../types';
import type { Gpu } from '../webgpu/api';

export interface TrainingEnvironment {
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Resolves in a later turn of the event loop, without a delay. */
  readonly breathe: () => Promise<void>;
  readonly inflate: Inflate;
  /** WebGPU, where there is some: `navigator.gpu`. */
  readonly gpu?: () => Promise<Gpu | null>;
  /** A further worker that runs `serveWorker`; absent: there are none here. */
  readonly startWorker?: () => WorkerChannel & { terminate(): void };
}

/** What the other side of a channel is told when its worker has died: `Link` (engine/parallel) fails on it. */
export const deathNotice = (reason: string): { readonly type: 'failed'; readonly message: string } => ({
  type: 'failed',
  message: reason,
});

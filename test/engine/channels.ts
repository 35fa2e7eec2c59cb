// Followers of a data-parallel engine in this very thread, each on its own message channel: what they compute does not depend on
// where they run.
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { serveWorker } from '../../engine/parallel/serve';
import type { WorkerChannel } from '../../engine/types';

const channelOf = (port: MessagePort): WorkerChannel => ({
  post: (message, transfer) => port.postMessage(message, [...transfer]),
  onMessage: (listener) => void port.on('message', listener),
});

export interface Followers {
  readonly channels: readonly WorkerChannel[];
  close(): void;
}

export function startFollowers(count: number): Followers {
  const pairs = Array.from({ length: count }, () => new MessageChannel());
  for (const { port2 } of pairs) serveWorker(channelOf(port2));
  return {
    channels: pairs.map(({ port1 }) => channelOf(port1)),
    close: () => {
      for (const { port1 } of pairs) port1.close();
    },
  };
}

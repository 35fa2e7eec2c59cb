// A follower in a worker of a page: the first message brings the channel to the leader.
import { serveWorker } from '../../engine/parallel/serve';

interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  onmessage: ((event: { data: unknown }) => void) | null;
}

declare const self: { onmessage: ((event: { data: Port }) => void) | null };

self.onmessage = ({ data: port }) =>
  serveWorker({
    post: (message, transfer) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => {
      port.onmessage = (event) => listener(event.data);
    },
  });

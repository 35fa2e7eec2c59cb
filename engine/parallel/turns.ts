// Letting messages in between two pieces of long work: a turn of the event loop. A timer would wait for a millisecond or more, and
// a promise lets nothing in. Node has `setImmediate`; a message to oneself would hold up all other messages there, since a port is
// read until it is empty. A page has just that: each message is a task of its own, in the order in which they were sent.

interface Port {
  onmessage: (() => void) | null;
  postMessage(message: null): void;
  close(): void;
}

/** What of the globals is used; neither the DOM's nor Node's types are in scope here. */
declare const setImmediate: ((done: () => void) => void) | undefined;
declare const MessageChannel: new () => { readonly port1: Port; readonly port2: Port };

type Turn = () => Promise<void>;

/** Runs `work`, which may wait for turns. */
export async function withTurns<T>(work: (turn: Turn) => Promise<T>): Promise<T> {
  if (typeof setImmediate === 'function') {
    const after = setImmediate;
    return work(() => new Promise((resolve) => after(resolve)));
  }
  const { port1, port2 } = new MessageChannel();
  const turn: Turn = () =>
    new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  try {
    return await work(turn);
  } finally {
    port1.close();
  }
}

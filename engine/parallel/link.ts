// One end of a channel between two workers: messages of each kind are taken in the order in which they came, whether they are
// awaited before or after they arrive.
import type { WorkerChannel } from '../types';
import { isMessage, type Message } from './protocol';

type Kind = Message['type'];
type Of<K extends Kind> = Extract<Message, { readonly type: K }>;

export class Link {
  private readonly channel: WorkerChannel;
  private readonly arrived: Message[] = [];
  private waiting: {
    readonly kinds: readonly Kind[];
    readonly resolve: (m: Message) => void;
    readonly reject: (e: Error) => void;
  }[] = [];
  private failure: Error | null = null;

  constructor(channel: WorkerChannel) {
    this.channel = channel;
    channel.onMessage((value) => this.receive(value));
  }

  /** Typed arrays at the top level of the message are copied by the channel unless their buffers are in `transfer`. */
  send(message: Message, transfer: readonly ArrayBuffer[] = []): void {
    this.channel.post(message, transfer);
  }

  /** The next message of one of these kinds. Rejects once the other side has failed. */
  take<K extends Kind>(...kinds: readonly K[]): Promise<Of<K>> {
    const wanted = kinds as readonly Kind[];
    const index = this.arrived.findIndex((message) => wanted.includes(message.type));
    if (index >= 0) return Promise.resolve(this.arrived.splice(index, 1)[0] as Of<K>);
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      this.waiting.push({ kinds: wanted, resolve: resolve as (m: Message) => void, reject });
    });
  }

  private receive(value: unknown): void {
    if (!isMessage(value)) return;
    if (value.type === 'failed') return this.fail(new Error(value.message));
    const index = this.waiting.findIndex(({ kinds }) => kinds.includes(value.type));
    if (index < 0) this.arrived.push(value);
    else this.waiting.splice(index, 1)[0].resolve(value);
  }

  private fail(error: Error): void {
    this.failure = error;
    for (const { reject } of this.waiting) reject(error);
    this.waiting = [];
  }
}

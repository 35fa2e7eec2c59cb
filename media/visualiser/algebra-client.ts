// The page's end of the expression field: starts the worker when it is first needed, ends it when an answer takes too long.
import { algebraReply, type AlgebraReply } from '../../protocol/algebra';
import { parse } from '../../protocol/validate';
import { workerFromUri } from '../shared/worker-from-uri';

const patience = 2_000;

export type Answer = AlgebraReply | { readonly reply: 'timeout' };

export class AlgebraClient {
  private worker: Promise<Worker> | undefined;
  private last = 0;
  private readonly uri: string;

  constructor(uri: string) {
    this.uri = uri;
  }

  /** undefined: another question was asked meanwhile. */
  async ask(expression: string, scope: Readonly<Record<string, number>>): Promise<Answer | undefined> {
    const id = ++this.last;
    this.worker ??= workerFromUri(this.uri, 'convlens-algebra');
    const worker = await this.worker;
    const answer = await new Promise<Answer>((resolve) => {
      const timer = setTimeout(() => {
        resolve({ reply: 'timeout' });
      }, patience);
      const listen = (event: MessageEvent<unknown>): void => {
        const reply = parse(algebraReply, event.data);
        if (!reply.ok || reply.value.id !== id) return;
        clearTimeout(timer);
        worker.removeEventListener('message', listen);
        resolve(reply.value);
      };
      worker.addEventListener('message', listen);
      worker.postMessage({ id, expression, scope });
    });
    if (answer.reply === 'timeout') {
      worker.terminate();
      this.worker = undefined;
    }
    return id === this.last ? answer : undefined;
  }
}

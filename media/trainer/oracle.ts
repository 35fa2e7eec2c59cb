// Questions to the engine of a run and the answers to them: single images, in the order in which they are asked.
import type { TrainingEvent, TrainingRequest } from '../../protocol/training';
import type { Oracle } from './digit-section';

type Answer = Extract<TrainingEvent, { readonly event: 'prediction' | 'sample' }>;

export class WorkerOracle implements Oracle {
  private readonly send: (request: TrainingRequest, transfer: readonly Transferable[]) => void;
  private readonly waiting = new Map<number, (answer: Answer | null) => void>();
  private asked = 0;

  constructor(send: (request: TrainingRequest, transfer: readonly Transferable[]) => void) {
    this.send = send;
  }

  async predict(image: Uint8Array<ArrayBuffer>): Promise<Extract<Answer, { readonly event: 'prediction' }> | null> {
    const answer = await this.ask((id) => {
      this.send({ request: 'predict', id, image: image.buffer, layers: true }, [image.buffer]);
    });
    return answer?.event === 'prediction' ? answer : null;
  }

  async sample(index: number): Promise<Extract<Answer, { readonly event: 'sample' }> | null> {
    const answer = await this.ask((id) => {
      this.send({ request: 'sample', id, index }, []);
    });
    return answer?.event === 'sample' ? answer : null;
  }

  receive(answer: Answer): void {
    this.waiting.get(answer.id)?.(answer);
    this.waiting.delete(answer.id);
  }

  /** The engine is gone: nobody waits any longer. */
  forget(): void {
    for (const settle of this.waiting.values()) settle(null);
    this.waiting.clear();
  }

  private ask(send: (id: number) => void): Promise<Answer | null> {
    const id = ++this.asked;
    return new Promise((settle) => {
      this.waiting.set(id, settle);
      send(id);
    });
  }
}

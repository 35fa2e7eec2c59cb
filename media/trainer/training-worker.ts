// The page's end of the channel to the training worker: events are checked, and a worker that dies or falls silent is reported once.
import { trainingEvent, type TrainingEvent, type TrainingRequest } from '../../protocol/training';
import { parse } from '../../protocol/validate';
import { lifeline, workerFromUri } from '../shared/worker-from-uri';

/** Ticks of five seconds without an event before a worker at work counts as lost. A machine asleep does not tick. */
const tick = 5_000;
const mostSilentTicks = 36;
const name = 'convlens-training';

export interface TrainingWorkerEvents {
  readonly event: (event: TrainingEvent) => void;
  readonly lost: (reason: string) => void;
  readonly silent: (seconds: number) => void;
  readonly log: (message: string) => void;
}

export class TrainingWorker {
  private readonly worker: Worker;
  private readonly events: TrainingWorkerEvents;
  private readonly timer: ReturnType<typeof setInterval>;
  private closed = false;
  private silentTicks = 0;
  /** Between a `start` and its end, pauses excepted: the worker owes events. */
  private working = false;

  /** Rejects where the script cannot be had. */
  static async start(uri: string, events: TrainingWorkerEvents): Promise<TrainingWorker> {
    const { prelude, gone } = lifeline(name);
    return new TrainingWorker(await workerFromUri(uri, name, prelude), events, gone);
  }

  private constructor(worker: Worker, events: TrainingWorkerEvents, gone: () => Promise<void>) {
    this.worker = worker;
    this.events = events;
    worker.onmessage = (message: MessageEvent<unknown>) => {
      const event = parse(trainingEvent, message.data);
      if (event.ok) this.receive(event.value, gone);
      else events.log(`refused an event of the training worker: ${event.problem}`);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.lose(event.message || 'error');
    };
    this.timer = setInterval(() => {
      if (!this.working) return;
      this.silentTicks += 1;
      if (this.silentTicks < mostSilentTicks || this.closed) return;
      this.close();
      events.silent((mostSilentTicks * tick) / 1_000);
    }, tick);
  }

  send(request: TrainingRequest, transfer: readonly Transferable[] = []): void {
    if (request.request === 'start' || request.request === 'resume') {
      this.silentTicks = 0;
      this.working = true;
    }
    this.worker.postMessage(request, [...transfer]);
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
    this.worker.terminate();
  }

  private receive(event: TrainingEvent, gone: () => Promise<void>): void {
    if (this.closed) return;
    this.silentTicks = 0;
    if (event.event === 'ready')
      void gone().then(
        () => {
          this.lose('it was ended');
        },
        () => undefined,
      );
    if (event.event === 'paused' || event.event === 'done' || event.event === 'error') this.working = false;
    this.events.event(event);
  }

  private lose(reason: string): void {
    if (this.closed) return;
    this.close();
    this.events.lost(reason);
  }
}

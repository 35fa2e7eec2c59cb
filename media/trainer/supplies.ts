// What a run needs before it starts: the kernels, which the page fetches, and the data and checkpoints, which the extension reads.
import type { TrainingDataset } from '../../protocol/training';
import type { DatasetChoice, FromTrainer, ToTrainer } from '../../protocol/trainer';
import { bytesFromUri } from '../shared/worker-from-uri';
import type { Failure } from './session';

export type OpenMessage = Extract<ToTrainer, { readonly type: 'open' }>;
export type Answer = Exclude<ToTrainer, OpenMessage>;
export type Kernels = Readonly<Record<string, ArrayBuffer>>;

interface SupplyEnvironment {
  readonly open: () => OpenMessage;
  readonly send: (message: FromTrainer) => void;
}

/** The extension did not give what was asked for. */
export class Refused extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export class Supplies {
  private readonly environment: SupplyEnvironment;
  private fetched: Promise<Kernels> | undefined;
  /** Who waits for which answer of the extension. */
  private waiting: { readonly type: 'dataset' | 'checkpoint'; readonly settle: (answer: Answer) => void } | undefined;

  constructor(environment: SupplyEnvironment) {
    this.environment = environment;
  }

  kernels(): Promise<Kernels> {
    this.fetched ??= Promise.all(
      this.environment.open().kernels.map(async ({ name, uri }) => [name, await bytesFromUri(uri, name)] as const),
    ).then((entries) => Object.fromEntries(entries));
    return this.fetched;
  }

  /** The kernels are fetched anew the next time. */
  forget(): void {
    this.fetched = undefined;
  }

  /** @throws Refused */
  async dataset(choice: DatasetChoice): Promise<TrainingDataset> {
    if (choice === 'synthetic') return { kind: 'synthetic' };
    const answer = await this.ask('dataset', { type: 'readDataset' });
    return answer.type === 'dataset' ? answer.dataset : refuse(answer);
  }

  /** Of the run that an earlier panel left unfinished. @throws Refused */
  async checkpoint(): Promise<ArrayBuffer> {
    const answer = await this.ask('checkpoint', { type: 'readCheckpoint' });
    return answer.type === 'checkpoint' ? answer.bytes : refuse(answer);
  }

  /** Whether the answer was waited for here. */
  receive(answer: Answer): boolean {
    const failure = answer.type === 'failed' && (answer.what === 'readDataset' || answer.what === 'readCheckpoint');
    if (!failure && answer.type !== 'dataset' && answer.type !== 'checkpoint') return false;
    if (failure || this.waiting?.type === answer.type) this.waiting?.settle(answer);
    return true;
  }

  private ask(type: 'dataset' | 'checkpoint', request: FromTrainer): Promise<Answer> {
    return new Promise((settle) => {
      this.waiting = { type, settle };
      this.environment.send(request);
    });
  }
}

function refuse(answer: Answer): never {
  const { message, hint } = answer.type === 'failed' ? answer : { message: answer.type, hint: null };
  throw new Refused({ message, hint, location: null });
}

/** What a dataset gives away when it is sent on. */
export const buffersOf = (dataset: TrainingDataset): readonly ArrayBuffer[] =>
  dataset.kind === 'synthetic'
    ? []
    : [dataset.trainImages, dataset.trainLabels, dataset.testImages, dataset.testLabels];

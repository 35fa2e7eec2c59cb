// One run from its start to its end: starts the worker with what it needs (supplies.ts), keeps the last checkpoint, passes best ones
// on to be saved. The page shows what `changed` reports; what goes wrong is one failure with what to do.
import type { TrainingEvent, TrainingSettings } from '../../protocol/training';
import type { DatasetChoice, FromTrainer, UnfinishedRun } from '../../protocol/trainer';
import type { Translate } from '../shared/strings';
import { LossSeries } from './loss-series';
import { WorkerOracle } from './oracle';
import type { phrases } from './phrases';
import { advanced, failed, isActive, newSession, saved, type Failure, type Preparing, type Session } from './session';
import { buffersOf, Refused, Supplies, type Answer, type OpenMessage } from './supplies';
import { TrainingWorker } from './training-worker';

export type Capabilities = Extract<TrainingEvent, { readonly event: 'ready' }>;

export interface RunEnvironment {
  readonly t: () => Translate<typeof phrases>;
  readonly open: () => OpenMessage;
  readonly send: (message: FromTrainer) => void;
  readonly log: (message: string) => void;
  readonly changed: () => void;
  /** After each epoch, for the live region. */
  readonly epochDone: (session: Session) => void;
}

export class Run {
  session: Session;
  losses = new LossSeries();
  capabilities: Capabilities | undefined;
  /** Answers about single images, while a run goes on and after it. */
  readonly oracle = new WorkerOracle((request, transfer) => {
    void this.worker?.then((worker) => {
      worker.send(request, transfer);
    });
  });
  private readonly environment: RunEnvironment;
  private worker: Promise<TrainingWorker> | undefined;
  private readonly supplies: Supplies;
  private lastCheckpoint: ArrayBuffer | undefined;
  /** The worker has served a run: it answers questions, and the next run starts a worker of its own. */
  private served = false;
  /** Grows with every start: what belongs to an earlier one is ignored. */
  private attempt = 0;

  constructor(environment: RunEnvironment, settings: TrainingSettings, dataset: DatasetChoice) {
    this.environment = environment;
    this.supplies = new Supplies(environment);
    this.session = newSession(settings, dataset);
  }

  /** Starts the worker early, so that the form knows what the engine offers. */
  async prepare(): Promise<void> {
    try {
      await this.startWorker();
    } catch (error) {
      this.fail(this.missing(error));
    }
  }

  get canResume(): boolean {
    return this.lastCheckpoint !== undefined && this.session.epochs.length > 0;
  }

  start(settings: TrainingSettings, dataset: DatasetChoice): Promise<void> {
    this.lastCheckpoint = undefined;
    this.losses = new LossSeries();
    return this.launch(newSession(settings, dataset), () => Promise.resolve(null));
  }

  /** Goes on from the last finished epoch of this run, after its worker was lost. */
  resumeLost(): Promise<void> {
    const { settings, dataset, epochs, stepsPerEpoch } = this.session;
    const checkpoint = this.lastCheckpoint;
    this.losses.truncate((epochs.at(-1)?.epoch ?? 0) * stepsPerEpoch);
    return this.launch(newSession(settings, dataset, epochs), () => Promise.resolve(checkpoint?.slice(0) ?? null));
  }

  /** Goes on from a run that an earlier panel left unfinished. */
  resumeUnfinished({ settings, dataset, epochs }: UnfinishedRun): Promise<void> {
    this.losses = new LossSeries();
    return this.launch(newSession(settings, dataset, epochs), () => this.supplies.checkpoint());
  }

  pause(): void {
    void this.worker?.then((worker) => {
      worker.send({ request: 'pause' });
    });
  }

  resume(): void {
    void this.worker?.then((worker) => {
      worker.send({ request: 'resume' });
    });
  }

  stop(): void {
    if (this.session.state === 'preparing') {
      this.attempt += 1;
      this.closeWorker();
      this.set(newSession(this.session.settings, this.session.dataset));
      return;
    }
    this.set({ ...this.session, stopping: true });
    void this.worker?.then((worker) => {
      worker.send({ request: 'stop' });
    });
  }

  /** Back to the form. */
  reset(): void {
    this.closeWorker();
    this.set(newSession(this.session.settings, this.session.dataset));
    void this.prepare();
  }

  /** What the extension answers. */
  receive(answer: Answer): void {
    if (this.supplies.receive(answer)) return;
    if (answer.type === 'saved') this.set(saved(this.session, answer.role, answer.epoch, answer.label));
    if (answer.type === 'failed' && answer.what !== 'chooseFolder')
      this.set({ ...this.session, warning: { message: answer.message, hint: answer.hint, location: null } });
  }

  private async launch(session: Session, checkpoint: () => Promise<ArrayBuffer | null>): Promise<void> {
    const attempt = ++this.attempt;
    const during = (preparing: Preparing): void => {
      if (attempt === this.attempt) this.set({ ...this.session, state: 'preparing', preparing });
    };
    this.session = session;
    if (this.served) this.closeWorker();
    try {
      during('preparingWorker');
      const [worker, kernels] = await Promise.all([this.startWorker(), this.supplies.kernels()]);
      during('preparingData');
      const dataset = await this.supplies.dataset(session.dataset);
      const resumeFrom = await checkpoint();
      if (attempt !== this.attempt) return;
      during('preparingModel');
      const { model } = this.environment.open();
      if (model === null) return;
      const { settings } = session;
      const { graph, evaluation } = model;
      worker.send({ request: 'start', graph, evaluation, settings, dataset, kernels, resumeFrom }, [
        ...buffersOf(dataset),
        ...(resumeFrom === null ? [] : [resumeFrom]),
      ]);
    } catch (error) {
      if (attempt !== this.attempt) return;
      this.fail(error instanceof Refused ? error.failure : this.missing(error));
    }
  }

  private startWorker(): Promise<TrainingWorker> {
    this.worker ??= TrainingWorker.start(this.environment.open().worker, {
      event: (event) => {
        this.onEvent(event);
      },
      lost: (reason) => {
        this.lost(this.environment.t()('workerLost', { reason }));
      },
      silent: (seconds) => {
        this.lost(this.environment.t()('workerSilent', { seconds }));
      },
      log: this.environment.log,
    });
    return this.worker;
  }

  private closeWorker(): void {
    void this.worker?.then(
      (worker) => {
        worker.close();
      },
      () => undefined,
    );
    this.worker = undefined;
    this.served = false;
    this.oracle.forget();
  }

  private onEvent(event: TrainingEvent): void {
    if (event.event === 'prediction' || event.event === 'sample') {
      this.oracle.receive(event);
      return;
    }
    if (event.event === 'ready') this.capabilities = event;
    if (event.event === 'progress') for (const { step, loss } of event.steps) this.losses.append(step, loss);
    if (event.event === 'deviceLost') this.losses.truncate(event.epoch * this.session.stepsPerEpoch);
    const before = this.session;
    this.set(advanced(before, event));
    if (event.event === 'epoch') this.environment.epochDone(this.session);
    if (event.event === 'checkpoint') this.keep(event);
    if (event.event === 'error') this.closeWorker();
    if (event.event === 'done') {
      this.served = true;
      // A run that was stopped early may be resumed later.
      if (event.reason !== 'stopped') this.environment.send({ type: 'forget' });
    }
  }

  private keep({ role, epoch, valAcc, bytes }: Extract<TrainingEvent, { readonly event: 'checkpoint' }>): void {
    if (role === 'last') this.lastCheckpoint = bytes;
    const { settings, dataset, epochs } = this.session;
    const finished = epochs.filter((record) => record.epoch <= epoch);
    if (finished.length === 0) return;
    const run: UnfinishedRun = { settings, dataset, epochs: finished };
    this.environment.send({ type: 'saveCheckpoint', role, epoch, valAcc, bytes, run });
  }

  private lost(message: string): void {
    this.worker = undefined;
    this.served = false;
    this.oracle.forget();
    if (!isActive(this.session)) {
      this.capabilities = undefined;
      return;
    }
    const t = this.environment.t();
    const epoch = this.session.epochs.at(-1)?.epoch;
    const hint =
      this.canResume && epoch !== undefined ? t('lostWithCheckpoint', { epoch: epoch + 1 }) : t('lostWithout');
    this.fail({ message, hint, location: null });
  }

  private missing(error: unknown): Failure {
    this.worker = undefined;
    this.supplies.forget();
    const t = this.environment.t();
    const reason = error instanceof Error ? error.message : String(error);
    return { message: t('workerMissing', { reason }), hint: t('openAgain'), location: null };
  }

  private fail(failure: Failure): void {
    this.attempt += 1;
    this.set(failed(this.session, failure));
  }

  private set(session: Session): void {
    const { state, place } = this.session;
    this.session = session;
    if (session.state !== state || session.place?.epoch !== place?.epoch) this.report();
    this.environment.changed();
  }

  private report(): void {
    const { state, place, settings } = this.session;
    this.environment.send({
      type: 'state',
      state: state === 'preparing' ? 'running' : state,
      epoch: place?.epoch ?? 0,
      epochs: settings.epochs,
    });
  }
}

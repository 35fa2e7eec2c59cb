// The state of one run as the page shows it, and how each event of the worker changes it. Pure: the page sends, fetches and draws.
import type { Location } from '../../core/base/location';
import type {
  CheckpointRole,
  ConfusionMatrix,
  DoneReason,
  EpochRecord,
  TrainingEvent,
  TrainingSettings,
} from '../../protocol/training';
import type { DatasetChoice } from '../../protocol/trainer';
import { secondsLeft, shareDone, type Place, type Rates, type RunSize } from './eta';

type EventNamed<Name extends TrainingEvent['event']> = Extract<TrainingEvent, { readonly event: Name }>;

export type SessionState = 'idle' | 'preparing' | 'running' | 'paused' | 'done' | 'failed';
export type Preparing = 'preparingWorker' | 'preparingData' | 'preparingModel';

export interface Failure {
  readonly message: string;
  readonly hint: string | null;
  readonly location: Location | null;
}

export interface Best {
  readonly epoch: number;
  readonly valAcc: number;
  /** Where it was saved, for people; null: on its way. */
  readonly savedTo: string | null;
}

export interface Session {
  readonly state: SessionState;
  readonly preparing: Preparing;
  readonly stopping: boolean;
  readonly settings: TrainingSettings;
  readonly dataset: DatasetChoice;
  readonly started: EventNamed<'start'> | null;
  readonly place: Place | null;
  readonly rates: Rates;
  /** Training batches an epoch; 0 before the first is known. */
  readonly stepsPerEpoch: number;
  readonly lastLoss: number | null;
  /** Steps taken over the whole run. */
  readonly steps: number;
  readonly epochs: readonly EpochRecord[];
  readonly confusion: ({ readonly epoch: number } & ConfusionMatrix) | null;
  /** Measured at the end of a run that was to. */
  readonly profile: EventNamed<'profile'> | null;
  readonly best: Best | null;
  readonly done: { readonly reason: DoneReason; readonly epochs: number } | null;
  readonly failure: Failure | null;
  /** The WebGPU device was lost on the way: the run goes on with another. */
  readonly deviceLost: EventNamed<'deviceLost'> | null;
  /** What could not be saved: the run goes on. */
  readonly warning: Failure | null;
}

export const newSession = (
  settings: TrainingSettings,
  dataset: DatasetChoice,
  finished: readonly EpochRecord[] = [],
): Session => ({
  state: 'idle',
  preparing: 'preparingWorker',
  stopping: false,
  settings,
  dataset,
  started: null,
  place: null,
  rates: { train: null, validate: null },
  stepsPerEpoch: 0,
  lastLoss: null,
  steps: 0,
  epochs: finished,
  confusion: null,
  profile: null,
  best: bestOf(finished),
  done: null,
  failure: null,
  deviceLost: null,
  warning: null,
});

/** The first epoch with the highest validation accuracy, as the script keeps it. */
export function bestOf(epochs: readonly EpochRecord[]): Best | null {
  const best = epochs.reduce<EpochRecord | null>(
    (so, each) => (so === null || each.valAcc > so.valAcc ? each : so),
    null,
  );
  return best && { epoch: best.epoch, valAcc: best.valAcc, savedTo: null };
}

export const isActive = ({ state }: Session): boolean =>
  state === 'preparing' || state === 'running' || state === 'paused';

export function advanced(session: Session, event: TrainingEvent): Session {
  switch (event.event) {
    case 'ready':
    case 'prediction':
    case 'sample':
      return session;
    case 'start':
      return { ...session, state: 'running', started: event };
    case 'progress':
      return { ...session, ...progress(session, event) };
    case 'epoch': {
      const { event: _name, ...record } = event;
      // A resumed run repeats no epoch, but a restarted worker may: the newer record counts.
      return { ...session, epochs: [...session.epochs.filter(({ epoch }) => epoch < record.epoch), record] };
    }
    case 'confusion':
      return { ...session, confusion: { epoch: event.epoch, classes: event.classes, counts: event.counts } };
    case 'profile':
      return { ...session, profile: event };
    case 'checkpoint':
      if (event.role === 'last') return session;
      return { ...session, best: { epoch: event.epoch, valAcc: event.valAcc, savedTo: null } };
    case 'deviceLost': {
      const epochs = session.epochs.filter(({ epoch }) => epoch <= event.epoch);
      return { ...session, epochs, best: bestOf(epochs), place: null, deviceLost: event };
    }
    case 'paused':
      return { ...session, state: 'paused' };
    case 'resumed':
      return { ...session, state: 'running' };
    case 'done':
      return { ...session, state: 'done', stopping: false, done: { reason: event.reason, epochs: event.epochs } };
    case 'error':
      return failed(session, { message: event.message, hint: event.hint, location: event.location });
  }
}

function progress(session: Session, event: EventNamed<'progress'>): Partial<Session> {
  const { phase, epoch, batch, batches, imagesPerSecond, steps } = event;
  const training = phase === 'train';
  const rates = imagesPerSecond === null ? session.rates : { ...session.rates, [phase]: imagesPerSecond };
  return {
    place: { phase, epoch, batch, batches },
    rates,
    stepsPerEpoch: training ? batches : session.stepsPerEpoch,
    lastLoss: steps.at(-1)?.loss ?? session.lastLoss,
    steps: steps.at(-1)?.step ?? session.steps,
  };
}

export const failed = (session: Session, failure: Failure): Session => ({
  ...session,
  state: 'failed',
  stopping: false,
  failure,
});

export const saved = (session: Session, role: CheckpointRole, epoch: number, label: string): Session =>
  role === 'best' && session.best?.epoch === epoch
    ? { ...session, best: { ...session.best, savedTo: label }, warning: null }
    : session;

const sizeOf = ({ started, settings }: Session): RunSize | undefined =>
  started === null
    ? undefined
    : { epochs: settings.epochs, trainImages: started.trainImages, valImages: started.valImages };

/** Seconds; undefined before anything was measured. */
export function timeLeft(session: Session): number | undefined {
  const size = sizeOf(session);
  if (size === undefined || session.place === null) return undefined;
  const left = secondsLeft(size, session.place, session.rates);
  const { maxSteps, batchSize } = session.settings;
  if (left === undefined || maxSteps === null || session.rates.train === null) return left;
  return Math.min(left, ((maxSteps - session.steps) * batchSize) / session.rates.train);
}

/** In [0, 1]. */
export function share(session: Session): number {
  if (session.state === 'done' && session.done?.reason !== 'stopped') return 1;
  const size = sizeOf(session);
  if (size === undefined || session.place === null) return 0;
  const { maxSteps } = session.settings;
  return Math.min(1, Math.max(shareDone(size, session.place), maxSteps === null ? 0 : session.steps / maxSteps));
}

/** Share of each class that is predicted right; null for a class without images. */
export const classAccuracies = ({ counts }: ConfusionMatrix): readonly (number | null)[] =>
  counts.map((row, actual) => {
    const all = row.reduce((sum, count) => sum + count, 0);
    return all === 0 ? null : row[actual] / all;
  });

// How much of a run is left: from what remains and from measured rates, so that a pause, a resume or a validation does not bend it.
import type { TrainingPhase } from '../../protocol/training';

export interface RunSize {
  readonly epochs: number;
  readonly trainImages: number;
  readonly valImages: number;
}

export interface Place {
  readonly phase: TrainingPhase;
  /** From 1. */
  readonly epoch: number;
  readonly batch: number;
  readonly batches: number;
}

/** Images per second; null: not measured yet. */
export interface Rates {
  readonly train: number | null;
  readonly validate: number | null;
}

/** Validation is a forward pass alone, about a third of a training step, until it is measured. */
const forwardShare = 3;

/** Seconds that an epoch's parts take, at these rates. */
function seconds(
  { trainImages, valImages }: RunSize,
  { train, validate }: Rates,
): readonly [number, number] | undefined {
  if (train === null) return undefined;
  return [trainImages / train, valImages / (validate ?? train * forwardShare)];
}

/** Seconds left, or undefined before anything was measured. */
export function secondsLeft(size: RunSize, place: Place, rates: Rates): number | undefined {
  const parts = seconds(size, rates);
  if (parts === undefined) return undefined;
  const [train, validate] = parts;
  const done = place.batches === 0 ? 0 : place.batch / place.batches;
  const ofThisEpoch = place.phase === 'train' ? (1 - done) * train + validate : (1 - done) * validate;
  return ofThisEpoch + (size.epochs - place.epoch) * (train + validate);
}

/** The share of the whole run that is done, in [0, 1]: by images, a validation image counted for what it takes. */
export function shareDone(size: RunSize, { phase, epoch, batch, batches }: Place): number {
  const train = size.trainImages;
  const validate = size.valImages / forwardShare;
  const done = batches === 0 ? 0 : batch / batches;
  const inEpoch = phase === 'train' ? done * train : train + done * validate;
  return Math.min(1, ((epoch - 1) * (train + validate) + inEpoch) / (size.epochs * (train + validate)));
}

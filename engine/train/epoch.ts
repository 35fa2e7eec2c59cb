// One pass over the training set and one over the validation set: `train_one_epoch` and `validate` of the notes' script.
import type { Location } from '../../core/base/location';
import { batches, batchesOf } from '../data/loader';
import { sequentialOrder, shuffledOrder } from '../data/order';
import { NonFiniteError, type StepResult } from '../types';
import type { Clock } from './clock';
import { Confusion } from './confusion';
import type { RunControl } from './control';
import type { TrainEvent } from './events';
import { TrainingFailure } from './failure';
import type { Run } from './prepare';

export interface EpochContext {
  readonly run: Run;
  readonly control: RunControl;
  readonly clock: Clock;
  /** Of this epoch alone: what `seconds` and `imagesPerSecond` of its event are made of. */
  readonly own: Clock;
  readonly emit: (event: TrainEvent) => void;
  /** Lets whatever waits run: messages, timers. */
  readonly breathe: () => Promise<void>;
  /** The step at which the run ends; Infinity: nowhere. */
  readonly lastStep: number;
}

/** Mean loss over the images, accuracy in percent. */
export interface Figures {
  readonly loss: number;
  readonly accuracy: number;
}

/** null: stopped, or ended by the limit of steps, before the last batch. */
export async function trainEpoch(context: EpochContext, epoch: number): Promise<Figures | null> {
  const { run, emit } = context;
  const { train } = run.data;
  const order = shuffledOrder(run.generator, train.count);
  const total = batchesOf(train.count, run.settings.batchSize);
  let [lossSum, correct, images, batch] = [0, 0, 0, 0];
  for (const items of batches(train, order, run.settings.batchSize)) {
    if (run.position.step >= context.lastStep || !(await mayGoOn(context))) return null;
    const lr = run.optimizer.groups[0]?.lr ?? 0;
    const result = await timed(context, 'train', items.count, () => stepOnce(run, items));
    run.position.step += 1;
    if (run.schedule.per === 'step') run.schedule.advance(result.loss);
    lossSum += result.loss * items.count;
    correct += result.correct;
    images += items.count;
    batch += 1;
    const { step } = run.position;
    const rate = context.own.rate('train');
    const secondsLeft = remaining(context, epoch, images, 0);
    emit({
      event: 'step',
      epoch,
      step,
      loss: result.loss,
      lr,
      batch,
      batches: total,
      imagesPerSecond: rate,
      secondsLeft,
    });
  }
  return { loss: lossSum / images, accuracy: (100 * correct) / images };
}

/** null: stopped. */
export async function validate(context: EpochContext, epoch: number): Promise<Figures | null> {
  const { run, emit } = context;
  const { validation } = run.data;
  const order = sequentialOrder(run.generator, validation.count);
  const size = run.settings.validationBatchSize;
  const total = batchesOf(validation.count, size);
  const confusion = new Confusion(validation.classes.length);
  let [lossSum, weight, correct, images, batch, predicted] = [0, 0, 0, 0, 0, 0];
  for (const items of batches(validation, order, size)) {
    if (!(await mayGoOn(context))) return null;
    const result = await timed(context, 'validate', items.count, () => run.engine.evaluate(items));
    if (!Number.isFinite(result.lossSum)) throw notFinite(run.position.step, 'loss', 'the validation');
    lossSum += result.lossSum;
    weight += result.weight;
    correct += result.correct;
    images += items.count;
    batch += 1;
    if (result.predictions?.length === items.count) {
      confusion.add(items.labels, result.predictions);
      predicted += items.count;
    }
    const rate = context.own.rate('validate');
    const secondsLeft = remaining(context, epoch, run.data.train.count, images);
    emit({ event: 'validation', epoch, batch, batches: total, imagesPerSecond: rate, secondsLeft });
  }
  if (predicted === images) emit({ event: 'confusion', epoch, classes: validation.classes, counts: confusion.counts });
  return { loss: lossSum / weight, accuracy: (100 * correct) / images };
}

/** Between two steps: hears messages, waits out a pause. False: stopped. */
async function mayGoOn({ control, emit, breathe }: EpochContext): Promise<boolean> {
  await breathe();
  if (control.isPaused) {
    emit({ event: 'paused' });
    await control.whenResumed();
    if (!control.isStopped) emit({ event: 'resumed' });
  }
  return !control.isStopped;
}

async function stepOnce(
  { engine, optimizer, position }: Run,
  batch: Parameters<Run['engine']['step']>[0],
): Promise<StepResult> {
  const step = position.step + 1;
  try {
    const result = await engine.step(batch, optimizer.step());
    if (Number.isFinite(result.loss)) return result;
  } catch (thrown) {
    if (!(thrown instanceof NonFiniteError)) throw thrown;
    const { tensor, layer, location } = thrown.place;
    throw notFinite(step, tensor, layer, location);
  }
  throw notFinite(step, 'value', 'the loss');
}

function notFinite(step: number, tensor: string, layer: string, location: Location | null = null): TrainingFailure {
  const hint = 'Lower the learning rate, or clip the gradients.';
  return new TrainingFailure({ code: 'CL3301', details: { step, tensor, layer }, hint }, location);
}

function timed<T>(
  context: EpochContext,
  phase: 'train' | 'validate',
  images: number,
  work: () => Promise<T>,
): Promise<T> {
  return context.clock.measure(phase, images, () => context.own.measure(phase, images, work));
}

/** Seconds to the end of the run, once `trained` and `validated` images of this epoch are done. */
function remaining(
  { run, clock, lastStep }: EpochContext,
  epoch: number,
  trained: number,
  validated: number,
): number | null {
  const { train, validation } = run.data;
  const epochs = Math.max(run.settings.epochs - epoch, 0);
  const whole = train.count - trained + epochs * train.count;
  const allowed = (lastStep - run.position.step) * run.settings.batchSize;
  if (allowed < whole) return clock.secondsFor(allowed, 0);
  return clock.secondsFor(whole, validation.count - validated + epochs * validation.count);
}

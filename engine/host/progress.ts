// The events of a run as messages to its page: each step is told, but at most ten messages a second carry them.
import type { TrainingEvent } from '../../protocol/training';
import type { TrainEvent } from '../train/events';

type Post = (message: TrainingEvent) => void;
type ProgressMessage = Extract<TrainingEvent, { event: 'progress' }>;

const interval = 100;

/** Hears every event of a run and posts messages; checkpoints are posted by whoever saves them. */
export function progressReporter(post: Post, now: () => number): (event: TrainEvent) => void {
  let steps: { step: number; loss: number }[] = [];
  let latest: Omit<ProgressMessage, 'event' | 'steps'> | null = null;
  let posted = -Infinity;

  const flush = (): void => {
    if (latest !== null) post({ event: 'progress', ...latest, steps });
    steps = [];
    latest = null;
    posted = now();
  };
  const note = (phase: 'train' | 'validate', event: Extract<TrainEvent, { event: 'step' | 'validation' }>): void => {
    const { epoch, batch, batches, imagesPerSecond } = event;
    if (latest !== null && latest.phase !== phase) flush();
    latest = { phase, epoch, batch, batches, imagesPerSecond };
    if (now() - posted >= interval) flush();
  };

  return (event) => {
    switch (event.event) {
      case 'step':
        steps.push({ step: event.step, loss: event.loss });
        return note('train', event);
      case 'validation':
        return note('validate', event);
      case 'checkpoint':
      case 'saveFailed':
        return;
      default:
        flush();
        post(messageOf(event));
    }
  };
}

function messageOf(
  event: Exclude<TrainEvent, { event: 'step' | 'validation' | 'checkpoint' | 'saveFailed' }>,
): TrainingEvent {
  switch (event.event) {
    case 'start': {
      const { model, params, workers, seed, trainImages, valImages, dataset, firstEpoch } = event;
      const device = event.device === 'wasm' ? `wasm (${event.variant})` : event.device;
      return { event: 'start', model, params, device, workers, seed, trainImages, valImages, dataset, firstEpoch };
    }
    case 'epoch': {
      const { lr: _, ...figures } = event;
      return figures;
    }
    case 'done': {
      const { epochs, reason } = event;
      return { event: 'done', bestValAcc: epochs === 0 ? null : event.bestValAcc, epochs, reason };
    }
    default:
      return event;
  }
}

// A training worker that trains nothing: it plays a plausible run, so that the trainer's page can be seen without the engine.
import type { TrainingEvent, TrainingRequest } from '../../../protocol/training';

const port = self as unknown as {
  postMessage: (event: TrainingEvent) => void;
  onmessage: ((event: MessageEvent<TrainingRequest>) => void) | null;
};

let paused = false;
/** Seed 3: slow enough to be paused. */
let slow = false;
let stopped = false;
const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function play({ settings, resumeFrom }: Extract<TrainingRequest, { readonly request: 'start' }>): Promise<void> {
  const batches = 60;
  slow = settings.seed === 3;
  const first = resumeFrom === null ? 1 : new DataView(resumeFrom).getUint8(0) + 1;
  port.postMessage({
    event: 'start',
    model: 'Net()',
    params: 49_290,
    device: 'wasm',
    workers: 1,
    seed: settings.seed,
    trainImages: batches * settings.batchSize,
    valImages: 2_000,
    dataset: 'synthetic digits',
    firstEpoch: first,
  });
  let best = 0;
  for (let epoch = first; epoch <= settings.epochs; epoch++) {
    const finished = await playEpoch(epoch, batches, settings.batchSize);
    if (!finished) break;
    const valAcc = 99 - 20 * Math.exp(-epoch) - (epoch % 3 === 0 ? 0.3 : 0);
    const loss = 0.04 + 0.8 * Math.exp(-epoch);
    port.postMessage({
      event: 'epoch',
      epoch,
      trainLoss: loss,
      trainAcc: 99.4 - 25 * Math.exp(-epoch),
      valLoss: loss + 0.02,
      valAcc,
      seconds: 12.3,
      imagesPerSecond: 640,
    });
    port.postMessage({ event: 'confusion', epoch, ...confusion(epoch) });
    const bytes = (): ArrayBuffer => new Uint8Array([epoch, 0, 0, 0]).buffer;
    if (valAcc > best) port.postMessage({ event: 'checkpoint', role: 'best', epoch, valAcc, bytes: bytes() });
    port.postMessage({ event: 'checkpoint', role: 'last', epoch, valAcc, bytes: bytes() });
    best = Math.max(best, valAcc);
    if (settings.seed === 666 && epoch === 2) throw new Error('out of memory');
    if (settings.seed === 667 && epoch === 2) self.close();
  }
  port.postMessage({
    event: 'done',
    bestValAcc: best,
    epochs: settings.epochs,
    reason: stopped ? 'stopped' : 'completed',
  });
}

async function playEpoch(epoch: number, batches: number, batchSize: number): Promise<boolean> {
  for (let batch = 1; batch <= batches; batch++) {
    while (paused && !stopped) await wait(10);
    if (stopped) return false;
    const step = (epoch - 1) * batches + batch;
    const loss = 0.05 + 2.2 * Math.exp(-step / 40) + 0.12 * Math.abs(Math.sin(step * 12.9898));
    const steps = [{ step, loss }];
    port.postMessage({
      event: 'progress',
      phase: 'train',
      epoch,
      batch,
      batches,
      imagesPerSecond: 5 * batchSize,
      steps,
    });
    await wait(slow ? 25 : 2);
  }
  port.postMessage({
    event: 'progress',
    phase: 'validate',
    epoch,
    batch: 4,
    batches: 8,
    imagesPerSecond: 2_400,
    steps: [],
  });
  await wait(2);
  return true;
}

function confusion(epoch: number): { classes: string[]; counts: number[][] } {
  const classes = Array.from({ length: 10 }, (_, i) => String(i));
  const counts = classes.map((_, actual) =>
    classes.map((__, predicted) => {
      if (actual === predicted) return 190 + ((actual * 7) % 10);
      return (actual * 3 + predicted * 5 + epoch) % 11 === 0 ? (actual + predicted) % 6 : 0;
    }),
  );
  return { classes, counts };
}

port.onmessage = ({ data }) => {
  if (data.request === 'start')
    void play(data).catch((error: unknown) =>
      setTimeout(() => {
        throw error;
      }),
    );
  if (data.request === 'pause') {
    paused = true;
    port.postMessage({ event: 'paused' });
  }
  if (data.request === 'resume') {
    paused = false;
    port.postMessage({ event: 'resumed' });
  }
  if (data.request === 'stop') stopped = true;
};
port.postMessage({
  event: 'ready',
  optimizers: ['adam', 'adamw', 'sgd'],
  schedulers: ['none', 'cosine'],
  devices: ['auto', 'wasm'],
  maxWorkers: 4,
});

// A training worker that trains nothing: it plays a plausible run, so that the trainer's page can be seen without the engine.
import type { LayerActivation, TrainingEvent, TrainingRequest } from '../../../protocol/training';

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

const probabilities = (): number[] => [0.002, 0.004, 0.01, 0.003, 0.001, 0.002, 0.001, 0.969, 0.003, 0.005];

/** A seven, as bytes. */
function seven(): ArrayBuffer {
  const image = new Uint8Array(784);
  for (let i = 0; i < 18; i++) image[6 * 28 + 5 + i] = image[7 * 28 + 5 + i] = 255;
  for (let i = 0; i < 15; i++) image.fill(255, (8 + i) * 28 + 20 - (i >> 1), (8 + i) * 28 + 23 - (i >> 1));
  return image.buffer;
}

/** Layers that shift and halve the image, and a vector. */
function layers(image: ArrayBuffer): readonly LayerActivation[] {
  const pixels = new Uint8Array(image);
  const map = (path: string, channels: number, size: number): LayerActivation => {
    const bytes = new Uint8Array(16 * size * size);
    for (let i = 0; i < bytes.length; i++) {
      const [channel, y, x] = [Math.floor(i / size ** 2), Math.floor(i / size) % size, i % size];
      const scale = 28 / size;
      bytes[i] = pixels[Math.floor(y * scale) * 28 + ((Math.floor(x * scale) + channel) % 28)] >> (channel % 3);
    }
    return { path, type: 'Conv2d', shape: [channels, size, size], minimum: -1.25, maximum: 3.5, bytes: bytes.buffer };
  };
  const vector = Uint8Array.from({ length: 10 }, (_, i) => (i === 7 ? 255 : 20 * i)).buffer;
  const fc = { path: 'fc', type: 'Linear', shape: [10], minimum: -4, maximum: 9.1, bytes: vector };
  return [map('stem.0', 32, 28), map('ds_block2.pointwise', 128, 14), map('ds_block3.pointwise', 256, 7), fc];
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
  if (data.request === 'predict')
    port.postMessage({ event: 'prediction', id: data.id, probabilities: probabilities(), layers: layers(data.image) });
  if (data.request === 'sample')
    port.postMessage({ event: 'sample', id: data.id, index: data.index, label: '7', image: seven() });
};
port.postMessage({
  event: 'ready',
  optimizers: ['adam', 'adamw', 'sgd'],
  schedulers: ['none', 'cosine'],
  devices: ['auto', 'wasm'],
  maxWorkers: 4,
});

// The training worker as its page sees it: requests in, events out, every one of them of the form that the page accepts.
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../engine/checkpoint/checkpoint';
import { syntheticDigits } from '../../engine/data/synthetic';
import type { TrainingEnvironment } from '../../engine/host/environment';
import { progressReporter } from '../../engine/host/progress';
import { serveTraining } from '../../engine/host/trainingWorker';
import { defaultSettings, trainingEvent, type TrainingEvent, type TrainingRequest } from '../../protocol/training';
import { problemOf } from '../../protocol/validate';
import { notesNetwork } from './models';

const environment: TrainingEnvironment = {
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  inflate: (bytes) => gunzipSync(bytes),
};

/** The IDX files of a few drawn digits. */
function dataset(): Extract<TrainingRequest, { request: 'start' }>['dataset'] {
  const { train, validation } = syntheticDigits({ train: 12, validation: 6 });
  const idx = (magic: number, sizes: readonly number[], body: Uint8Array): ArrayBuffer => {
    const bytes = new Uint8Array(4 + 4 * sizes.length + body.length);
    [magic, ...sizes].forEach((word, i) => new DataView(bytes.buffer).setUint32(4 * i, word));
    bytes.set(body, 4 + 4 * sizes.length);
    return bytes.buffer;
  };
  return {
    kind: 'idx',
    trainImages: idx(0x803, [12, 28, 28], train.images),
    trainLabels: idx(0x801, [12], train.labels),
    testImages: idx(0x803, [6, 28, 28], validation.images),
    testLabels: idx(0x801, [6], validation.labels),
  };
}

const graph = notesNetwork({ baseChannels: 1, dilation: 2 });
const settings = { ...defaultSettings, epochs: 2, batchSize: 4, device: 'reference' as const };

/** A worker whose messages are checked as the page checks them. */
class Page {
  readonly events: TrainingEvent[] = [];
  private listener: (message: unknown) => void = () => {};
  private readonly waiting: { readonly name: string; readonly resolve: () => void }[] = [];

  constructor() {
    serveTraining(
      {
        post: (message) => {
          expect(problemOf(trainingEvent, message)).toBeUndefined();
          this.events.push(message);
          this.waiting.filter(({ name }) => name === message.event).forEach(({ resolve }) => resolve());
        },
        onMessage: (listener) => (this.listener = listener),
      },
      environment,
      4,
    );
  }

  send(request: TrainingRequest): void {
    this.listener(request);
  }

  sendAnything(message: unknown): void {
    this.listener(message);
  }

  start(changes: Partial<Extract<TrainingRequest, { request: 'start' }>> = {}): void {
    const all = { graph, evaluation: null, settings, dataset: dataset(), kernels: {}, resumeFrom: null };
    this.send({ request: 'start', ...all, ...changes });
  }

  until(name: TrainingEvent['event']): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ name, resolve }));
  }

  names(): string[] {
    return this.events.map(({ event }) => event).filter((event) => event !== 'progress');
  }

  find<E extends TrainingEvent['event']>(name: E): Extract<TrainingEvent, { event: E }>[] {
    return this.events.filter((event): event is Extract<TrainingEvent, { event: E }> => event.event === name);
  }
}

describe('a worker', () => {
  it('trains, tells every step, and hands out checkpoints', { timeout: 30_000 }, async () => {
    const page = new Page();
    await page.until('ready');
    expect(page.events).toMatchObject([{ event: 'ready', maxWorkers: 4 }]);
    page.start();
    await page.until('done');
    expect(page.find('start')).toMatchObject([
      { device: 'reference', trainImages: 12, valImages: 6, dataset: 'MNIST' },
    ]);
    const steps = page.find('progress').flatMap((event) => event.steps);
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(page.find('epoch').map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(
      page
        .find('confusion')[0]
        .counts.flat()
        .reduce((a, b) => a + b),
    ).toBe(6);
    const last = page.find('checkpoint').filter(({ role }) => role === 'last');
    expect(last.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(page.find('done')).toMatchObject([{ reason: 'completed', epochs: 2 }]);

    const second = new Page();
    second.start({ resumeFrom: last[0].bytes });
    await second.until('done');
    expect(second.find('start')).toMatchObject([{ firstEpoch: 2 }]);
    const [again] = second.find('checkpoint').filter(({ role }) => role === 'last');
    const [a, b] = [last[1], again].map(({ bytes }) => readCheckpoint(new Uint8Array(bytes), 'x'));
    expect(b.model.get('fc.weight')!.read()).toEqual(a.model.get('fc.weight')!.read());
  });

  it('pauses, predicts, resumes, stops, and predicts after that', { timeout: 30_000 }, async () => {
    const page = new Page();
    page.start({ settings: { ...settings, epochs: 1000 } });
    await page.until('progress');
    page.send({ request: 'pause' });
    await page.until('paused');
    const image = (): ArrayBuffer => new ArrayBuffer(784);
    page.send({ request: 'predict', id: 7, image: image(), layers: true });
    await page.until('prediction');
    const [{ id, probabilities, layers }] = page.find('prediction');
    expect(id).toBe(7);
    expect(probabilities.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    expect(layers.map(({ path }) => path)).toEqual(graph.calls.map(({ path }) => path));
    expect(layers.map(({ shape, bytes }) => bytes.byteLength / shape.reduce((a, b) => a * b))).toEqual(
      layers.map(() => 1),
    );
    page.send({ request: 'sample', id: 1, index: 8 });
    const [sample] = page.find('sample');
    const { validation } = syntheticDigits({ train: 12, validation: 6 });
    expect(sample).toMatchObject({ id: 1, index: 2, label: String(validation.labels[2]) });
    expect(new Uint8Array(sample.image)).toEqual(validation.images.slice(2 * 784, 3 * 784));
    page.send({ request: 'resume' });
    await page.until('resumed');
    page.send({ request: 'predict', id: 8, image: image(), layers: false });
    await page.until('prediction');
    page.send({ request: 'stop' });
    await page.until('done');
    expect(page.find('done')).toMatchObject([{ reason: 'stopped' }]);
    page.send({ request: 'predict', id: 9, image: image(), layers: false });
    await page.until('prediction');
    expect(page.find('prediction').map((event) => event.id)).toEqual([7, 8, 9]);
  });

  it.each<{
    name: string;
    changes: Partial<Extract<TrainingRequest, { request: 'start' }>>;
    message: RegExp;
    code: string;
  }>([
    {
      name: 'a device that is not there',
      changes: { settings: { ...settings, device: 'wasm' } },
      message: /kernels are missing/,
      code: 'CL3302',
    },
    {
      name: 'a dataset that is none',
      changes: {
        dataset: {
          kind: 'idx',
          trainImages: new ArrayBuffer(3),
          trainLabels: new ArrayBuffer(3),
          testImages: new ArrayBuffer(3),
          testLabels: new ArrayBuffer(3),
        },
      },
      message: /train-images-idx3-ubyte is truncated/,
      code: 'CL3102',
    },
    {
      name: 'a checkpoint that is none',
      changes: { resumeFrom: new ArrayBuffer(100) },
      message: /is no checkpoint/,
      code: 'CL3201',
    },
    {
      name: 'a run without a step that is finite',
      changes: { settings: { ...settings, optimizer: 'sgd', learningRate: 1000, epochs: 200 } },
      message: /is not finite/,
      code: 'CL3301',
    },
  ])('says in one message what is wrong: $name', { timeout: 30_000 }, async ({ changes, message, code }) => {
    const page = new Page();
    page.start(changes);
    await page.until('error');
    expect(page.find('error')).toMatchObject([{ code, message: expect.stringMatching(message) as string }]);
  });

  it('refuses messages of another form, and goes on with its run', { timeout: 30_000 }, async () => {
    const page = new Page();
    await page.until('ready');
    page.sendAnything({ request: 'format the disk' });
    page.sendAnything('hello');
    page.start({ settings: { ...settings, batchSize: Number.NaN } });
    expect(page.names()).toEqual(['ready', 'error', 'error', 'error']);
    page.start({ settings: { ...settings, epochs: 1 } });
    page.sendAnything({ request: 'stop', now: true, extra: undefined });
    page.sendAnything(null);
    await page.until('done');
  });
});

describe('progress', () => {
  it('is told at most ten times a second, and every step once', () => {
    let time = 0;
    const posted: TrainingEvent[] = [];
    const report = progressReporter(
      (message) => posted.push(message),
      () => time,
    );
    for (let step = 1; step <= 100; step++) {
      time += 10;
      report({
        event: 'step',
        epoch: 1,
        step,
        loss: 1,
        lr: 1,
        batch: step,
        batches: 100,
        imagesPerSecond: 1,
        secondsLeft: 1,
      });
    }
    report({ event: 'done', bestValAcc: 0, epochs: 0, reason: 'stopped' });
    const progress = posted.flatMap((event) => (event.event === 'progress' ? [event] : []));
    expect(progress.length).toBeLessThanOrEqual(12);
    expect(progress.flatMap(({ steps }) => steps.map(({ step }) => step))).toEqual(
      Array.from({ length: 100 }, (_, i) => i + 1),
    );
    expect(posted.at(-1)).toMatchObject({ event: 'done', bestValAcc: null });
  });
});

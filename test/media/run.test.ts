// One run against a worker and an extension that the test plays: what is sent, what is kept, what is told when something breaks.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import { translator } from '../../media/shared/strings';
import { phrases } from '../../media/trainer/phrases';
import { Run } from '../../media/trainer/run';
import type { OpenMessage } from '../../media/trainer/supplies';
import { defaultSettings, trainingRequest, type TrainingEvent, type TrainingRequest } from '../../protocol/training';
import { problemOf } from '../../protocol/validate';
import { fromTrainer, type FromTrainer, type ToTrainer } from '../../protocol/trainer';

const graph: SerialisedGraph = {
  version: 1,
  expression: 'Net()',
  training: true,
  values: [],
  inputs: [],
  output: null,
  parameters: [],
  initialisation: [],
  operations: [],
  calls: [],
};

const open: OpenMessage = {
  type: 'open',
  locale: 'en',
  worker: 'https://page/worker.js',
  kernels: [{ name: 'kernels.wasm', uri: 'https://page/kernels.wasm' }],
  saveLabel: 'best_model.pth',
  settings: defaultSettings,
  folder: null,
  unfinished: null,
  model: { expression: 'Net()', file: 'net.py', params: 1, graph, evaluation: null },
  problem: null,
};

/** The worker's side, as the test plays it. */
class FakeWorker {
  static readonly all: FakeWorker[] = [];
  onmessage: ((message: { data: unknown }) => void) | undefined;
  onerror: ((event: { message: string; preventDefault: () => void }) => void) | undefined;
  readonly requests: TrainingRequest[] = [];
  ended = false;

  constructor() {
    FakeWorker.all.push(this);
  }
  postMessage(request: TrainingRequest): void {
    expect(problemOf(trainingRequest, request)).toBeUndefined();
    this.requests.push(request);
  }
  terminate(): void {
    this.ended = true;
  }
  emit(...events: readonly TrainingEvent[]): void {
    for (const data of events) this.onmessage?.({ data });
  }
}

const ready: TrainingEvent = {
  event: 'ready',
  optimizers: ['adam'],
  schedulers: ['none'],
  devices: ['auto'],
  maxWorkers: 1,
};
const started: TrainingEvent = {
  event: 'start',
  model: 'Net()',
  params: 1,
  device: 'wasm',
  workers: 1,
  seed: 0,
  trainImages: 100,
  valImages: 10,
  dataset: 'synthetic digits',
  firstEpoch: 1,
};
const epoch = (number: number): TrainingEvent => ({
  event: 'epoch',
  epoch: number,
  trainLoss: 1,
  trainAcc: 90,
  valLoss: 1,
  valAcc: 91,
  seconds: 1,
  imagesPerSecond: 100,
});
const last = (number: number): TrainingEvent => ({
  event: 'checkpoint',
  role: 'last',
  epoch: number,
  valAcc: 91,
  bytes: new Uint8Array([number]).buffer,
});

let sent: FromTrainer[];
let run: Run;
const settle = (): Promise<void> => vi.advanceTimersByTimeAsync(0).then(() => undefined);
const sentOf = (type: FromTrainer['type']): FromTrainer[] => sent.filter((message) => message.type === type);
const current = (): FakeWorker => FakeWorker.all[FakeWorker.all.length - 1];
const failure = (): string | undefined => run.session.failure?.message;

beforeEach(async () => {
  vi.useFakeTimers();
  FakeWorker.all.length = 0;
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal('fetch', (uri: string) =>
    Promise.resolve(uri.includes('missing') ? new Response('', { status: 404 }) : new Response('script')),
  );
  vi.stubGlobal('navigator', {});
  sent = [];
  run = new Run(
    {
      t: () => translator('en', phrases),
      open: () => open,
      send: (message) => {
        expect(problemOf(fromTrainer, message)).toBeUndefined();
        sent.push(message);
      },
      log: () => undefined,
      changed: () => undefined,
      epochDone: () => undefined,
    },
    defaultSettings,
    'synthetic',
  );
  await run.prepare();
  current().emit(ready);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Starts on synthetic digits and plays `events`. */
async function begin(...events: readonly TrainingEvent[]): Promise<FakeWorker> {
  void run.start(defaultSettings, 'synthetic');
  await settle();
  current().emit(started, ...events);
  return current();
}

describe('a run', () => {
  test('hands graph, settings, data and kernels to the worker that was started early', async () => {
    const worker = await begin();
    expect(FakeWorker.all).toHaveLength(1);
    expect(worker.requests[0]).toMatchObject({ request: 'start', dataset: { kind: 'synthetic' }, resumeFrom: null });
    expect(Object.keys((worker.requests[0] as { kernels: object }).kernels)).toEqual(['kernels.wasm']);
    expect(run.session.state).toBe('running');
  });

  test('passes checkpoints on with what a resume needs, once an epoch has finished', async () => {
    await begin(last(1));
    expect(sentOf('saveCheckpoint')).toHaveLength(0);
    current().emit(epoch(1), last(1));
    expect(sentOf('saveCheckpoint')[0]).toMatchObject({ role: 'last', epoch: 1, run: { dataset: 'synthetic' } });
  });

  test('forgets what was kept when it is completed, not when it was stopped', async () => {
    await begin(epoch(1), last(1), { event: 'done', bestValAcc: 91, epochs: 1, reason: 'stopped' });
    expect(sentOf('forget')).toHaveLength(0);
    expect(run.canResume).toBe(true);
    await begin(epoch(1), { event: 'done', bestValAcc: 91, epochs: 1, reason: 'completed' });
    expect(sentOf('forget')).toHaveLength(1);
  });

  test('pauses, resumes and stops through the worker', async () => {
    const worker = await begin();
    run.pause();
    run.resume();
    run.stop();
    await settle();
    expect(worker.requests.slice(1).map(({ request }) => request)).toEqual(['pause', 'resume', 'stop']);
    expect(run.session.stopping).toBe(true);
  });
});

describe('a lost worker', () => {
  test('is one message, and the run goes on from the last checkpoint in a new worker', async () => {
    const worker = await begin(epoch(1), last(1), epoch(2), last(2));
    worker.onerror?.({ message: 'out of memory', preventDefault: () => undefined });
    expect(failure()).toContain('out of memory');
    expect(run.session.failure?.hint).toContain('epoch 3');
    expect(worker.ended).toBe(true);
    void run.resumeLost();
    await settle();
    const [request] = current().requests as { resumeFrom?: ArrayBuffer }[];
    expect(current()).not.toBe(worker);
    expect([...new Uint8Array(request.resumeFrom!)]).toEqual([2]);
    expect(run.session.epochs.map((record) => record.epoch)).toEqual([1, 2]);
  });

  test('before the first epoch there is nothing to resume, and it says so', async () => {
    const worker = await begin();
    worker.onerror?.({ message: 'x', preventDefault: () => undefined });
    expect(run.canResume).toBe(false);
    expect(run.session.failure?.hint).toContain('No epoch had finished');
  });

  test('one that says nothing for long counts as lost, but not while it is paused', async () => {
    await begin({ event: 'paused' });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(run.session.state).toBe('paused');
    current().emit({ event: 'resumed' });
    run.resume();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(failure()).toContain('has not answered for 180 seconds');
  });

  test('its own error is shown as it is', async () => {
    await begin({ event: 'error', code: 'CL3001', message: 'cannot train roll', hint: 'use another', location: null });
    expect(run.session.failure).toEqual({ message: 'cannot train roll', hint: 'use another', location: null });
  });
});

describe('the extension', () => {
  test('is asked for the data of a folder; what it answers reaches the worker', async () => {
    void run.start(defaultSettings, 'folder');
    await settle();
    expect(sentOf('readDataset')).toHaveLength(1);
    const file = new ArrayBuffer(4);
    run.receive({
      type: 'dataset',
      dataset: { kind: 'idx', trainImages: file, trainLabels: file, testImages: file, testLabels: file },
    });
    await settle();
    expect(current().requests[0]).toMatchObject({ request: 'start', dataset: { kind: 'idx' } });
  });

  test('a data set that cannot be read is one message with what to do', async () => {
    void run.start(defaultSettings, 'folder');
    await settle();
    run.receive({ type: 'failed', what: 'readDataset', message: 'data lacks a file', hint: 'Choose another folder.' });
    await settle();
    expect(run.session).toMatchObject({ state: 'failed', failure: { message: 'data lacks a file' } });
    expect(current().requests).toEqual([]);
  });

  test('gives the checkpoint of an unfinished run', async () => {
    const { event: _, ...record } = epoch(4) as Extract<TrainingEvent, { event: 'epoch' }>;
    void run.resumeUnfinished({ settings: defaultSettings, dataset: 'synthetic', epochs: [record] });
    await settle();
    const answer: ToTrainer = { type: 'checkpoint', bytes: new Uint8Array([7]).buffer };
    run.receive(answer);
    await settle();
    const [request] = current().requests as { resumeFrom?: ArrayBuffer }[];
    expect([...new Uint8Array(request.resumeFrom!)]).toEqual([7]);
    expect(run.session.epochs).toEqual([record]);
  });

  test('a checkpoint that could not be saved is a warning; the run goes on', async () => {
    await begin(epoch(1), last(1));
    run.receive({ type: 'failed', what: 'saveCheckpoint', message: 'the disk is full', hint: null });
    expect(run.session).toMatchObject({ state: 'running', warning: { message: 'the disk is full' } });
  });

  test('stopping while the data is read leaves the form, and a late answer changes nothing', async () => {
    void run.start(defaultSettings, 'folder');
    await settle();
    run.stop();
    expect(run.session.state).toBe('idle');
    run.receive({ type: 'failed', what: 'readDataset', message: 'late', hint: null });
    await settle();
    expect(run.session.state).toBe('idle');
  });
});

test('an engine that cannot be loaded is one message', async () => {
  const broken = new Run(
    {
      t: () => translator('en', phrases),
      open: () => ({ ...open, worker: 'https://page/missing.js' }),
      send: () => undefined,
      log: () => undefined,
      changed: () => undefined,
      epochDone: () => undefined,
    },
    defaultSettings,
    'synthetic',
  );
  await broken.prepare();
  expect(broken.session).toMatchObject({ state: 'failed' });
  expect(broken.session.failure?.message).toContain('404');
});

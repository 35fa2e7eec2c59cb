// The training worker of a page: hears requests, runs one training at a time, answers with events. It knows its page only as an
// endpoint, so that the same code runs in a browser's worker and in a test.
import { parse } from '../../protocol/validate';
import {
  optimizers,
  schedulers,
  trainingRequest,
  type Device,
  type TrainingDataset,
  type TrainingEvent,
  type TrainingRequest,
  type TrainingSettings,
} from '../../protocol/training';
import type { DatasetPair } from '../data/dataset';
import { readMnist } from '../data/mnist';
import { syntheticDigits } from '../data/synthetic';
import { RunControl } from '../train/control';
import type { Checkpoint } from '../train/events';
import { asFailure, errorEvent, failure } from '../train/failure';
import type { Run } from '../train/prepare';
import { defaultTrainSettings, type TrainSettings } from '../train/settings';
import { requestAdapter } from '../webgpu/device';
import type { TrainingEnvironment } from './environment';
import { kernelsOf } from './kernels';
import { Predictions } from './predictions';
import { progressReporter } from './progress';
import { runTraining } from './runTraining';

export interface Endpoint {
  post(message: TrainingEvent, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}

type Start = Extract<TrainingRequest, { request: 'start' }>;

/** Serves the page until the worker ends. Requests of an unknown form are refused. */
export function serveTraining(endpoint: Endpoint, environment: TrainingEnvironment, maxWorkers: number): void {
  const post = (message: TrainingEvent): void => endpoint.post(message, []);
  let control: RunControl | null = null;
  const predictions = new Predictions((answer, transfer) => endpoint.post(answer, transfer));

  const start = async (request: Start): Promise<void> => {
    const own = (control = new RunControl());
    try {
      await run(request, own, endpoint, environment, predictions);
    } catch (thrown) {
      post(errorEvent(asFailure(thrown)));
    } finally {
      if (control === own) control = null;
    }
  };

  endpoint.onMessage((message) => {
    const parsed = parse(trainingRequest, message);
    if (!parsed.ok) {
      // A page that asks for nonsense while a run goes on must not end it.
      if (control === null)
        post(errorEvent(failure('CL3302', { setting: 'the request', value: 'taken', reason: parsed.problem })));
      return;
    }
    const request = parsed.value;
    switch (request.request) {
      case 'start':
        if (control === null) void start(request);
        return;
      case 'pause':
        return control?.pause();
      case 'resume':
        return control?.resume();
      case 'stop':
        return control?.stop();
      case 'predict':
        return predictions.ask({
          id: request.id,
          image: new Uint8Array(request.image),
          layers: request.layers,
        });
      case 'sample':
        return predictions.sample(request.id, request.index);
    }
  });

  void devicesOf(environment).then((devices) => post({ event: 'ready', optimizers, schedulers, devices, maxWorkers }));
}

/** What the form offers: WebGPU where there is an adapter. */
async function devicesOf({ gpu }: TrainingEnvironment): Promise<readonly Device[]> {
  const found = await gpu?.().catch(() => null);
  const adapter = found && (await requestAdapter(found).catch(() => null));
  return ['auto', 'wasm', ...(adapter ? (['webgpu'] as const) : []), 'reference'];
}

async function run(
  request: Start,
  control: RunControl,
  endpoint: Endpoint,
  environment: TrainingEnvironment,
  predictions: Predictions,
): Promise<void> {
  const report = progressReporter((message) => endpoint.post(message, []), environment.now);
  const breathe = async (): Promise<void> => {
    await environment.breathe();
    await predictions.serve();
  };
  await runTraining({
    graph: request.graph,
    evaluation: request.evaluation ?? undefined,
    settings: settingsOf(request.settings),
    device: request.settings.device,
    workers: request.settings.workers,
    data: await datasetOf(request.dataset, environment),
    kernels: kernelsOf(request.kernels),
    resume: request.resumeFrom === null ? null : { bytes: new Uint8Array(request.resumeFrom), file: 'the checkpoint' },
    environment: { ...environment, breathe },
    control,
    emit: (event) => {
      // While nothing is computed, whoever asks is answered at once.
      if (event.event === 'paused') predictions.rest();
      if (event.event === 'resumed') predictions.work();
      report(event);
    },
    save: (checkpoint) => Promise.resolve(send(endpoint, checkpoint)),
    saveLast: true,
    profile: request.settings.profile,
    ready: (ready: Run) => predictions.begin(ready),
  });
  predictions.rest();
}

/** The page writes the file; a state before the first finished epoch is of no use to it. */
function send(endpoint: Endpoint, checkpoint: Checkpoint): string {
  const { role, epoch, valAcc } = checkpoint;
  if (role === 'initial' || epoch === 0) return '';
  const { buffer: bytes } = checkpoint.pth();
  endpoint.post({ event: 'checkpoint', role, epoch, valAcc, bytes }, [bytes]);
  return '';
}

function settingsOf(settings: TrainingSettings): TrainSettings {
  const { epochs, batchSize, validationBatchSize, optimizer, momentum, weightDecay, seed, maxSteps, limit } = settings;
  const { nesterov, decayMatricesOnly, clipNorm, milestones } = settings;
  return {
    ...defaultTrainSettings,
    epochs,
    batchSize,
    validationBatchSize,
    lr: settings.learningRate,
    optimizer,
    momentum,
    nesterov,
    weightDecay,
    decayMatricesOnly,
    clip: clipNorm === null ? null : { kind: 'norm', max: clipNorm },
    schedule: settings.scheduler,
    milestones: milestones.length > 0 ? milestones : null,
    earlyStopPatience: settings.earlyStopPatience,
    seed,
    maxSteps,
    limit,
  };
}

function datasetOf(dataset: TrainingDataset, { inflate }: TrainingEnvironment): DatasetPair | Promise<DatasetPair> {
  if (dataset.kind === 'synthetic') return syntheticDigits();
  const { trainImages, trainLabels, testImages, testLabels } = dataset;
  return readMnist(
    {
      trainImages: new Uint8Array(trainImages),
      trainLabels: new Uint8Array(trainLabels),
      testImages: new Uint8Array(testImages),
      testLabels: new Uint8Array(testLabels),
    },
    inflate,
  );
}

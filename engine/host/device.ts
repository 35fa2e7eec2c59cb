// Which device a run computes on. `auto` takes a WebGPU adapter that is not software where a short trial of the model itself is faster
// there than WebAssembly on all the run's workers.
import type { SerialisedGraph } from '../../core/graph/graph';
import type { DatasetPair } from '../data/dataset';
import { batches } from '../data/loader';
import { dropoutSource } from '../random/dropout';
import { Generator } from '../random/generator';
import { createEngine } from '../session';
import { failure } from '../train/failure';
import type { EngineKind, EngineOptions, KernelBytes } from '../types';
import type { Gpu } from '../webgpu/api';
import { isSoftware, requestAdapter } from '../webgpu/device';
import type { TrainingEnvironment } from './environment';

export type DeviceChoice = 'auto' | 'wasm' | 'webgpu' | 'reference';

export interface DeviceOptions {
  readonly choice: DeviceChoice;
  readonly kernels: KernelBytes | null;
  readonly environment: TrainingEnvironment;
  readonly graph: SerialisedGraph;
  readonly evaluation?: SerialisedGraph;
  readonly data: DatasetPair;
  readonly batchSize: number;
  readonly workers: number;
}

export interface ChosenDevice {
  readonly device: EngineKind;
  readonly gpu?: Gpu;
}

/** What the choice comes to here. Throws TrainingFailure CL3302 for a device that there is not. */
export async function chooseDevice(options: DeviceOptions): Promise<ChosenDevice> {
  const { choice, kernels, environment } = options;
  switch (choice) {
    case 'reference':
      return { device: 'reference' };
    case 'wasm':
      if (kernels === null) throw missing('wasm', 'the WebAssembly kernels are missing');
      return { device: 'wasm' };
    case 'webgpu': {
      const gpu = (await environment.gpu?.()) ?? null;
      if (!gpu || !(await requestAdapter(gpu))) throw missing('webgpu', 'there is no WebGPU adapter here');
      return { device: 'webgpu', gpu };
    }
    case 'auto': {
      if (kernels === null) return { device: 'reference' };
      const gpu = (await environment.gpu?.()) ?? null;
      const adapter = gpu && (await requestAdapter(gpu));
      if (!gpu || !adapter || isSoftware(adapter)) return { device: 'wasm' };
      return (await isFaster(options, gpu, kernels)) ? { device: 'webgpu', gpu } : { device: 'wasm' };
    }
  }
}

const missing = (value: string, reason: string): Error => failure('CL3302', { setting: 'device', value, reason });

/** Steps of one side of the trial: the first is not counted, and a slow machine measures fewer. */
const STEPS = 6;
const MOST_MS = 1000;

/** False also where the device cannot train the model. */
async function isFaster(options: DeviceOptions, gpu: Gpu, kernels: KernelBytes): Promise<boolean> {
  const onDevice = await stepTime(options, { device: 'webgpu', gpu });
  if (onDevice === null) return false;
  const { startWorker } = options.environment;
  const helpers = Array.from({ length: startWorker ? options.workers - 1 : 0 }, () => startWorker!());
  try {
    const onProcessor = await stepTime(options, { device: 'wasm', kernels, workers: helpers });
    return onProcessor === null || onDevice < onProcessor;
  } finally {
    for (const helper of helpers) helper.terminate();
  }
}

/** Milliseconds of a step of this model, the best of a few; null: it cannot be done. */
async function stepTime(
  { graph, evaluation, data, batchSize, environment }: DeviceOptions,
  engine: Pick<EngineOptions, 'device' | 'gpu' | 'kernels' | 'workers'>,
): Promise<number | null> {
  const random = dropoutSource(new Generator(0));
  const made = await createEngine({ ...engine, graph, evaluation, batchSize, loss: { kind: 'cross_entropy' }, random });
  if (made.kind === 'refused') return null;
  const order = Int32Array.from({ length: Math.min(batchSize, data.train.count) }, (_, i) => i);
  const [batch] = batches(data.train, order, batchSize);
  try {
    let best = Infinity;
    const begin = environment.now();
    for (let step = 0; step < STEPS && environment.now() - begin < MOST_MS; step++) {
      const start = environment.now();
      await made.value.step(batch, { groups: [] });
      if (step > 0) best = Math.min(best, environment.now() - start);
    }
    return best;
  } catch {
    return null;
  } finally {
    made.value.dispose();
  }
}

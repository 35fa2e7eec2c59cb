// A whole training run on this machine, in one call: chooses the device, starts the further workers, prepares, trains, tidies up.
// The command line and the webview's worker differ only in what they do with the events and the checkpoints.
//
//     const { reason } = await runTraining({ graph, settings, device: 'auto', workers: 2, data, kernels, environment, ... });
import type { SerialisedGraph } from '../../core/graph/graph';
import type { DatasetPair } from '../data/dataset';
import type { RunControl } from '../train/control';
import type { Checkpoint, TrainEvent } from '../train/events';
import { asFailure, errorEvent } from '../train/failure';
import { prepare, type Run } from '../train/prepare';
import { profileEvent } from '../train/profile';
import type { Save } from '../train/saver';
import type { TrainSettings } from '../train/settings';
import { train, type Outcome } from '../train/train';
import type { KernelBytes } from '../types';
import { chooseDevice, type ChosenDevice, type DeviceChoice } from './device';
import type { TrainingEnvironment } from './environment';

export interface TrainingOptions {
  /** Analysed in training mode. */
  readonly graph: SerialisedGraph;
  /** The same model analysed in evaluation mode; absent: the training graph serves both. */
  readonly evaluation?: SerialisedGraph;
  readonly settings: TrainSettings;
  readonly device: DeviceChoice;
  /** This one and its helpers; as many as the environment has. */
  readonly workers: number;
  readonly data: DatasetPair;
  /** The compiled kernels, where there are some. */
  readonly kernels: KernelBytes | null;
  readonly resume: { readonly bytes: Uint8Array; readonly file: string } | null;
  readonly environment: TrainingEnvironment;
  readonly control: RunControl;
  readonly emit: (event: TrainEvent) => void;
  readonly save: Save;
  /** Also hand out the state after every epoch. */
  readonly saveLast: boolean;
  /** Called once everything is ready, before the first step: the engine serves predictions between steps. */
  readonly ready?: (run: Run) => void;
  /** Measure each layer's time, and tell it in a `profile` event before the run's end. */
  readonly profile?: boolean;
}

/**
 * Never rejects: whatever ends the run early is an `error` event and the reason `failed`. A run whose WebGPU device is lost goes on with
 * WebAssembly from the end of its last epoch, after one `deviceLost` event.
 */
export async function runTraining(options: TrainingOptions): Promise<Outcome> {
  const { graph, evaluation, settings, data, kernels, environment, emit } = options;
  try {
    const { device: choice, workers } = options;
    const { batchSize } = settings;
    const asked = { choice, kernels, environment, graph, evaluation, data, batchSize, workers };
    const chosen = await chooseDevice(asked);
    const outcome = await runOn(options, chosen, options.resume);
    if (outcome.reason !== 'deviceLost' || kernels === null) return outcome;
    const { lastState } = outcome;
    emit({ event: 'deviceLost', device: 'wasm', epoch: lastState?.epoch ?? 0 });
    const resume = lastState ? { bytes: lastState.pth(), file: 'the last epoch' } : options.resume;
    return await runOn(options, { device: 'wasm' }, resume);
  } catch (thrown) {
    emit(errorEvent(asFailure(thrown)));
    return FAILED;
  }
}

const FAILED: Outcome = { reason: 'failed', bestValAcc: 0, epochs: 0, unsaved: [] };

async function runOn(
  options: TrainingOptions,
  chosen: ChosenDevice,
  resume: TrainingOptions['resume'],
): Promise<Outcome & { readonly lastState: Checkpoint | null }> {
  const { environment, emit, save, saveLast, control, kernels } = options;
  // A WebGPU device takes the whole batch; what it holds is lost with it, so each epoch's state is kept here.
  const onDevice = chosen.device === 'webgpu';
  const { startWorker } = environment;
  const helpers = Array.from({ length: startWorker && !onDevice ? options.workers - 1 : 0 }, () => startWorker!());
  let lastState: Checkpoint | null = null;
  try {
    const run = await prepare({
      graph: options.graph,
      evaluation: options.evaluation,
      settings: options.settings,
      data: options.data,
      resume,
      engine: {
        ...chosen,
        kernels: kernels ?? undefined,
        workers: helpers,
        profile: options.profile,
        now: environment.now,
      },
    });
    options.ready?.(run);
    const { now, breathe } = environment;
    const keep = onDevice ? { keep: (state: Checkpoint) => void (lastState = state) } : {};
    const profiled = (event: TrainEvent): void => {
      if (options.profile && event.event === 'done') emit(profileEvent(run));
      emit(event);
    };
    const outcome = await train(run, control, { emit: profiled, save, saveLast, now, breathe, ...keep });
    return { ...outcome, lastState };
  } finally {
    for (const helper of helpers) helper.terminate();
  }
}

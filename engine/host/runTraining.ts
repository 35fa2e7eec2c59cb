// A whole training run on this machine, in one call: chooses the device, starts the further workers, prepares, trains, tidies up.
// The command line and the webview's worker differ only in what they do with the events and the checkpoints.
//
//     const { reason } = await runTraining({ graph, settings, device: 'auto', workers: 2, data, kernels, environment, ... });
import type { SerialisedGraph } from '../../core/graph/graph';
import type { DatasetPair } from '../data/dataset';
import type { RunControl } from '../train/control';
import type { TrainEvent } from '../train/events';
import { asFailure, errorEvent, failure } from '../train/failure';
import { prepare, type Run } from '../train/prepare';
import { profileEvent } from '../train/profile';
import type { Save } from '../train/saver';
import type { TrainSettings } from '../train/settings';
import { train, type Outcome } from '../train/train';
import type { EngineKind, KernelBytes } from '../types';
import type { TrainingEnvironment } from './environment';

export type DeviceChoice = 'auto' | 'wasm' | 'webgpu' | 'reference';

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

/** Never rejects: whatever ends the run early is an `error` event and the reason `failed`. */
export async function runTraining(options: TrainingOptions): Promise<Outcome> {
  const { environment, emit, save, saveLast, control } = options;
  const helpers = Array.from({ length: environment.startWorker ? options.workers - 1 : 0 }, () =>
    environment.startWorker!(),
  );
  try {
    const device = chooseDevice(options.device, options.kernels);
    const run = await prepare({
      graph: options.graph,
      evaluation: options.evaluation,
      settings: options.settings,
      data: options.data,
      resume: options.resume,
      engine: {
        device,
        kernels: options.kernels ?? undefined,
        workers: helpers,
        profile: options.profile,
        now: environment.now,
      },
    });
    options.ready?.(run);
    const { now, breathe } = environment;
    const profiled = (event: TrainEvent): void => {
      if (options.profile && event.event === 'done') emit(profileEvent(run));
      emit(event);
    };
    return await train(run, control, { emit: profiled, save, saveLast, now, breathe });
  } catch (thrown) {
    emit(errorEvent(asFailure(thrown)));
    return { reason: 'failed', bestValAcc: 0, epochs: 0, unsaved: [] };
  } finally {
    for (const helper of helpers) helper.terminate();
  }
}

/** What `auto` comes to here. Throws TrainingFailure CL3302 for a device that there is not. */
export function chooseDevice(choice: DeviceChoice, kernels: KernelBytes | null): EngineKind {
  if (choice === 'reference') return 'reference';
  if (choice === 'webgpu') {
    throw failure('CL3302', { setting: 'device', value: 'webgpu', reason: 'the engine has no WebGPU backend yet' });
  }
  if (kernels !== null) return 'wasm';
  if (choice === 'auto') return 'reference';
  throw failure('CL3302', { setting: 'device', value: 'wasm', reason: 'the WebAssembly kernels are missing' });
}

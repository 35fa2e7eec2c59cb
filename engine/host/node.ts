// `convlens train` without its options: a run of the engine on this machine's files, told as the command line's events. Files and
// workers are injected, so that nothing here needs Node's own modules.
import type { Location } from '../../core/base/location';
import type { SerialisedGraph } from '../../core/graph/graph';
import { syntheticDigits } from '../data/synthetic';
import { RunControl } from '../train/control';
import type { Checkpoint, TrainEvent } from '../train/events';
import { asFailure, errorEvent, failure, type FailureEvent } from '../train/failure';
import type { TrainSettings } from '../train/settings';
import type { KernelBytes } from '../types';
import type { TrainingEnvironment } from './environment';
import { datasetFromFolder, type ReadFile } from './folder';
import { runTraining, type DeviceChoice } from './runTraining';

export interface NodeEnvironment extends TrainingEnvironment {
  readonly readFile: ReadFile;
  /** Whole or not at all. Rejects with a reason for people where it cannot (a full disk, no permission). */
  readonly writeFile: (path: string, bytes: Uint8Array) => Promise<void>;
  /** Where in which file a location is, from 1; null: unknown. */
  readonly place: (
    location: Location,
  ) => { readonly file: string; readonly line: number; readonly column: number } | null;
}

export interface NodeTraining {
  readonly graph: SerialisedGraph;
  readonly settings: TrainSettings;
  readonly device: DeviceChoice;
  readonly workers: number;
  readonly kernels: KernelBytes | null;
  /** A folder of IDX files; null: digits that the engine draws. */
  readonly dataFolder: string | null;
  /** `.safetensors`: the model's state alone, in that format. */
  readonly savePath: string;
  readonly resumePath: string | null;
  /** A step event every so many steps. */
  readonly every: number;
  readonly control?: RunControl;
}

/** An event as the command line prints it: see `TrainEvent`, with the place of an error instead of its location. */
export type LineEvent =
  | Exclude<TrainEvent, FailureEvent>
  | (Omit<FailureEvent, 'location'> & {
      readonly file: string | null;
      readonly line: number | null;
      readonly column: number | null;
    });

/** The exit status: 0 where the run came to its end and its best model is on disk, else 1. Never rejects. */
export async function trainOnNode(
  training: NodeTraining,
  environment: NodeEnvironment,
  print: (event: LineEvent) => void,
): Promise<number> {
  const emit = (event: TrainEvent): void => {
    if (event.event === 'step' && event.step % training.every !== 0) return;
    if (event.event === 'validation') return;
    print(event.event === 'error' ? withPlace(event, environment) : event);
  };
  try {
    const { dataFolder, resumePath, savePath } = training;
    const outcome = await runTraining({
      graph: training.graph,
      settings: training.settings,
      device: training.device,
      workers: training.workers,
      kernels: training.kernels,
      data:
        dataFolder === null
          ? syntheticDigits()
          : await datasetFromFolder(dataFolder, environment.readFile, environment.inflate),
      resume: resumePath === null ? null : { bytes: await fileFrom(resumePath, environment), file: resumePath },
      environment,
      control: training.control ?? new RunControl(),
      emit,
      save: async (checkpoint) => {
        await environment.writeFile(savePath, encoded(checkpoint, savePath));
        return savePath;
      },
      saveLast: false,
    });
    return outcome.reason === 'failed' || outcome.unsaved.length > 0 ? 1 : 0;
  } catch (thrown) {
    emit(errorEvent(asFailure(thrown)));
    return 1;
  }
}

const encoded = (checkpoint: Checkpoint, path: string): Uint8Array =>
  path.endsWith('.safetensors') ? checkpoint.safetensors() : checkpoint.pth();

async function fileFrom(path: string, { readFile }: NodeEnvironment): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (bytes === null) throw failure('CL3101', { file: path });
  return bytes;
}

function withPlace({ location, ...event }: FailureEvent, { place }: NodeEnvironment): LineEvent {
  const found = location === null ? null : place(location);
  return { ...event, file: found?.file ?? null, line: found?.line ?? null, column: found?.column ?? null };
}

// Messages between the client and the trainer's page, and their checks at both ends.
import type { Location } from '../core/base/location';
import type { SerialisedGraph } from '../core/graph/graph';
import { serialisedGraph } from './graph';
import {
  checkpointBytes,
  checkpointRoles,
  epochFields,
  trainingDataset,
  trainingSettings,
  type CheckpointRole,
  type EpochRecord,
  type TrainingDataset,
  type TrainingSettings,
} from './training';
import { finite, integer, list, nullable, object, oneOf, tagged, text, type Check } from './validate';
import {
  type Locale,
  type CopyMessage,
  type SaveFileMessage,
  type LogMessage,
  uri,
  sentence,
  open,
  copy,
  saveFile,
  log,
  reveal,
  ready,
} from './webview';

// ── trainer ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The model to train, from the analysis of the source. */
export interface TrainableModel {
  /** `DSDilatedNet(base_channels=16)` */
  readonly expression: string;
  /** The file's name without folders. */
  readonly file: string;
  readonly params: number | null;
  /** In training mode. */
  readonly graph: SerialisedGraph;
  /** In evaluation mode; null: it could not be told, and the training graph serves both. */
  readonly evaluation: SerialisedGraph | null;
}

/** A run that ended before its last epoch (closed panel, reload, crash), with its last checkpoint kept by the extension. */
export interface UnfinishedRun {
  readonly settings: TrainingSettings;
  readonly dataset: DatasetChoice;
  /** Finished epochs, in order; at least one. */
  readonly epochs: readonly EpochRecord[];
}

export type DatasetChoice = 'synthetic' | 'folder';

/** What a folder holds of the four IDX files. */
export interface DatasetFolder {
  /** For people: its path as they know it. */
  readonly label: string;
  /** Names of the files that are missing; empty: usable. */
  readonly missing: readonly string[];
}

export type ToTrainer =
  | {
      readonly type: 'open';
      readonly locale: Locale;
      /** URI of `dist/worker.js`. */
      readonly worker: string;
      /** The kernels' WebAssembly modules: file name and URI. */
      readonly kernels: readonly { readonly name: string; readonly uri: string }[];
      /** Where best checkpoints go, for people: `best_model.pth in mnist/`. */
      readonly saveLabel: string;
      readonly settings: TrainingSettings;
      /** A folder chosen before, or found in the workspace. */
      readonly folder: DatasetFolder | null;
      readonly unfinished: UnfinishedRun | null;
      /** null: why there is nothing to train is in `problem`. */
      readonly model: TrainableModel | null;
      readonly problem: string | null;
    }
  /** The answer to `chooseFolder`; null: the person changed their mind. */
  | { readonly type: 'folder'; readonly folder: DatasetFolder | null }
  | { readonly type: 'dataset'; readonly dataset: TrainingDataset }
  | { readonly type: 'checkpoint'; readonly bytes: ArrayBuffer }
  | { readonly type: 'saved'; readonly role: CheckpointRole; readonly epoch: number; readonly label: string }
  /** What was asked for could not be done: one sentence on what is wrong, one on what to do. */
  | { readonly type: 'failed'; readonly what: FailedRequest; readonly message: string; readonly hint: string | null };

export const failedRequests = ['chooseFolder', 'readDataset', 'readCheckpoint', 'saveCheckpoint', 'saveFile'] as const;
export type FailedRequest = (typeof failedRequests)[number];

export const runStates = ['idle', 'running', 'paused', 'done', 'failed'] as const;
export type RunState = (typeof runStates)[number];

export type FromTrainer =
  | { readonly type: 'ready' }
  | { readonly type: 'chooseFolder' }
  /** The four files of the chosen folder; answered by `dataset` or `failed`. */
  | { readonly type: 'readDataset' }
  /** The last checkpoint of the unfinished run; answered by `checkpoint` or `failed`. */
  | { readonly type: 'readCheckpoint' }
  /** `best`: to the user's file. `last`: kept beside the run for a resume. Answered by `saved` or `failed`. */
  | {
      readonly type: 'saveCheckpoint';
      readonly role: CheckpointRole;
      readonly epoch: number;
      readonly valAcc: number;
      readonly bytes: ArrayBuffer;
      readonly run: UnfinishedRun;
    }
  /** The run is finished or given up: what was kept for a resume can go. */
  | { readonly type: 'forget' }
  /** At every change and every epoch, for the panel's title and a warning before closing. */
  | { readonly type: 'state'; readonly state: RunState; readonly epoch: number; readonly epochs: number }
  | { readonly type: 'reveal'; readonly location: Location }
  | CopyMessage
  | SaveFileMessage
  | LogMessage;

const datasetChoice = oneOf('synthetic', 'folder');
export const folder: Check<DatasetFolder> = object({ label: text(4_096), missing: list(text(200), 16) });

export const unfinishedRun: Check<UnfinishedRun> = object({
  settings: trainingSettings,
  dataset: datasetChoice,
  epochs: list(object<EpochRecord>(epochFields), 100_000, 1),
});

export const model: Check<TrainableModel> = object({
  expression: text(10_000),
  file: text(4_096),
  params: nullable(integer(0, Number.MAX_SAFE_INTEGER)),
  graph: serialisedGraph,
  evaluation: nullable(serialisedGraph),
});

export const toTrainer: Check<ToTrainer> = tagged<'type', ToTrainer>('type', {
  open: object({
    ...open,
    kernels: list(object<{ name: string; uri: string }>({ name: text(200), uri }), 32),
    saveLabel: text(4_096),
    settings: trainingSettings,
    folder: nullable(folder),
    unfinished: nullable(unfinishedRun),
    model: nullable(model),
    problem: nullable(sentence),
  }),
  folder: object({ type: oneOf('folder'), folder: nullable(folder) }),
  dataset: object({ type: oneOf('dataset'), dataset: trainingDataset }),
  checkpoint: object({ type: oneOf('checkpoint'), bytes: checkpointBytes }),
  saved: object({
    type: oneOf('saved'),
    role: oneOf(...checkpointRoles),
    epoch: integer(1, 100_000),
    label: text(4_096),
  }),
  failed: object({
    type: oneOf('failed'),
    what: oneOf(...failedRequests),
    message: sentence,
    hint: nullable(sentence),
  }),
});

export const fromTrainer: Check<FromTrainer> = tagged<'type', FromTrainer>('type', {
  ready,
  chooseFolder: object({ type: oneOf('chooseFolder') }),
  readDataset: object({ type: oneOf('readDataset') }),
  readCheckpoint: object({ type: oneOf('readCheckpoint') }),
  saveCheckpoint: object({
    type: oneOf('saveCheckpoint'),
    role: oneOf(...checkpointRoles),
    epoch: integer(1, 100_000),
    valAcc: finite(0, 100),
    bytes: checkpointBytes,
    run: unfinishedRun,
  }),
  forget: object({ type: oneOf('forget') }),
  state: object({
    type: oneOf('state'),
    state: oneOf(...runStates),
    epoch: integer(0, 100_000),
    epochs: integer(0, 100_000),
  }),
  reveal,
  copy,
  saveFile,
  log,
});

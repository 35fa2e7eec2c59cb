// Messages between the extension and its two webview panels, with their checks. Each end checks what it receives and reports a
// refused message in one line. The page says `ready` once its script runs; the extension answers with `open`, and may send `open`
// again later (another layer; the model changed while nothing trains).
//
//     visualiser   page → ready, copy, saveFile, reveal, log          extension → open
//     trainer      page → ready, chooseFolder, readDataset, ...       extension → open, folder, dataset, checkpoint, saved, failed
//
// What the shell must provide beside the script: `connect-src ${webview.cspSource}` (the page fetches the URIs it is given),
// `worker-src blob:`, and for the trainer `'wasm-unsafe-eval'` in `script-src`. No inline style, no `unsafe-inline`.
import type { Location } from '../core/base/location';
import type { SerialisedGraph } from '../core/graph/graph';
import { serialisedGraph } from './graph';
import {
  checkpointBytes,
  checkpointRoles,
  epochFields,
  location,
  trainingDataset,
  trainingSettings,
  type CheckpointRole,
  type EpochRecord,
  type TrainingDataset,
  type TrainingSettings,
} from './training';
import { boolean, finite, integer, list, nullable, object, oneOf, pair, tagged, text, type Check } from './validate';

export const locales = ['en', 'zh-cn'] as const;
/** `vscode.env.language` reduced to what the pages speak: Chinese of any script is `zh-cn`, all else `en`. */
export type Locale = (typeof locales)[number];

export type Pair = readonly [number, number];

/** A two-dimensional convolution of the user's. Pairs are [height, width]; a one-dimensional one has height 1. */
export interface LayerDescription {
  /** The class's name, `Conv2d`. */
  readonly type: string;
  /** `ds_block1.depthwise`; '' where the layer belongs to no model. */
  readonly path: string;
  /** The model's expression, `DSDilatedNet()`; '' where there is none. */
  readonly model: string;
  /** The file's name without folders, and where the constructor call stands in it. */
  readonly file: string;
  readonly location: Location | null;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: Pair;
  readonly stride: Pair;
  /** Zeros added on every side, or as PyTorch's `padding='same'`. */
  readonly padding: Pair | 'same';
  readonly dilation: Pair;
  readonly groups: number;
  readonly bias: boolean;
  /** [H, W] of its input; null where unknown. */
  readonly input: Pair | null;
}

// ── visualiser ───────────────────────────────────────────────────────────────────────────────────────────────────────────────

export type ToVisualiser = {
  readonly type: 'open';
  readonly locale: Locale;
  /** URI of `dist/media/visualiserWorker.js`: the convolution, fetched and run in a worker. */
  readonly worker: string;
  /** URI of `dist/media/algebraWorker.js`: the free expression field, fetched when it is first used. */
  readonly algebra: string;
  /** null: the worked example. */
  readonly layer: LayerDescription | null;
};

export type FromVisualiser =
  | { readonly type: 'ready' }
  | CopyMessage
  | SaveFileMessage
  /** Show this place in an editor. */
  | { readonly type: 'reveal'; readonly location: Location }
  | LogMessage;

/** Kept with `setState`, so that a panel restored after a reload opens on the same layer. */
export interface VisualiserState {
  readonly layer: LayerDescription | null;
}

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

// ── both ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Put a text on the clipboard. */
export interface CopyMessage {
  readonly type: 'copy';
  readonly text: string;
}

/** Ask where to save a text file (a CSV, an SVG) and write it. */
export interface SaveFileMessage {
  readonly type: 'saveFile';
  readonly name: string;
  readonly text: string;
}

/** A line for the extension's output channel, such as a refused message. */
export interface LogMessage {
  readonly type: 'log';
  readonly message: string;
}

// ── checks ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────

const uri = text(10_000);
const sentence = text(10_000);
const size = pair(integer(1, 1e6));
const channels = integer(1, 1e6);
const padding: Check<Pair | 'same'> = (value, at) => (value === 'same' ? undefined : pair(integer(0, 1e6))(value, at));

export const layerDescription: Check<LayerDescription> = object({
  type: text(200),
  path: text(1_000),
  model: text(10_000),
  file: text(4_096),
  location: nullable(location),
  inChannels: channels,
  outChannels: channels,
  kernel: size,
  stride: size,
  padding,
  dilation: size,
  groups: channels,
  bias: boolean,
  input: nullable(size),
});

const open = {
  type: oneOf('open'),
  locale: oneOf(...locales),
  worker: uri,
} as const;

const copy: Check<CopyMessage> = object({ type: oneOf('copy'), text: text(1e6) });
const saveFile: Check<SaveFileMessage> = object({ type: oneOf('saveFile'), name: text(200), text: text(5e7) });
const log: Check<LogMessage> = object({ type: oneOf('log'), message: text(10_000) });
const reveal = object<{ readonly type: 'reveal'; readonly location: Location }>({ type: oneOf('reveal'), location });
const ready = object<{ readonly type: 'ready' }>({ type: oneOf('ready') });

export const toVisualiser: Check<ToVisualiser> = tagged<'type', ToVisualiser>('type', {
  open: object({ ...open, algebra: uri, layer: nullable(layerDescription) }),
});

export const fromVisualiser: Check<FromVisualiser> = tagged<'type', FromVisualiser>('type', {
  ready,
  copy,
  saveFile,
  reveal,
  log,
});

export const visualiserState: Check<VisualiserState> = object({ layer: nullable(layerDescription) });

const datasetChoice = oneOf('synthetic', 'folder');
const folder: Check<DatasetFolder> = object({ label: text(4_096), missing: list(text(200), 16) });

export const unfinishedRun: Check<UnfinishedRun> = object({
  settings: trainingSettings,
  dataset: datasetChoice,
  epochs: list(object<EpochRecord>(epochFields), 100_000, 1),
});

const model: Check<TrainableModel> = object({
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

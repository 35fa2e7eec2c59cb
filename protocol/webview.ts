// Messages between the extension and its two webview panels, with their checks; the trainer's own are in `trainer.ts`. Each end
// checks what it receives and reports a refused message in one line. The page says `ready` once its script runs; the extension answers with `open`, and may send `open`
// again later (another layer; the model changed while nothing trains).
//
//     visualiser   page → ready, copy, saveFile, reveal, log          extension → open
//     trainer      page → ready, chooseFolder, readDataset, ...       extension → open, folder, dataset, checkpoint, saved, failed
//
// What the shell must provide beside the script: `connect-src ${webview.cspSource}` (the page fetches the URIs it is given),
// `worker-src blob:`, and for the trainer `'wasm-unsafe-eval'` in `script-src`. No inline style, no `unsafe-inline`.
import type { Location } from '../core/base/location';
import { location } from './training';
import { boolean, integer, nullable, object, oneOf, pair, tagged, text, type Check } from './validate';

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

export const uri = text(10_000);
export const sentence = text(10_000);
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

export const open = {
  type: oneOf('open'),
  locale: oneOf(...locales),
  worker: uri,
} as const;

export const copy: Check<CopyMessage> = object({ type: oneOf('copy'), text: text(1e6) });
export const saveFile: Check<SaveFileMessage> = object({ type: oneOf('saveFile'), name: text(200), text: text(5e7) });
export const log: Check<LogMessage> = object({ type: oneOf('log'), message: text(10_000) });
export const reveal = object<{ readonly type: 'reveal'; readonly location: Location }>({
  type: oneOf('reveal'),
  location,
});
export const ready = object<{ readonly type: 'ready' }>({ type: oneOf('ready') });

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

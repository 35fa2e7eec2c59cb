// What the language server speaks beside the standard methods: requests about the models of a document.
//
//     convlens/model     one model with its graph             convlens/models    every model of a document, without graphs
//     convlens/layer     the convolution at a place           convlens/changeInput  the edit that assumes another input
//     convlens/analyzed  (from the server) a document's answers changed
import type { SerialisedGraph } from '../core/graph/graph';
import type { ModelReport, PlaceReport } from '../core/report/report';
import type { LayerDescription } from './webview';

export type { ModelReport, PlaceReport } from '../core/report/report';

/** As in the language server protocol: lines and characters count from 0, characters in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface DocumentIdentifier {
  readonly uri: string;
}

export const modelMethod = 'convlens/model';

export interface ModelParams {
  readonly textDocument: DocumentIdentifier;
  /** Picks the model whose class holds this place, else the first of the document. */
  readonly position?: Position;
  /** An expression in the file's namespace; goes before `position`. */
  readonly expr?: string;
  /** `1x1x28x28`, one for each input; absent: the input that the file makes evident. */
  readonly input?: string | readonly string[];
  /** The graph for the trainer: analysed in training mode, with batch 1. */
  readonly train?: boolean;
}

/** null where the document makes no model evident. */
export type ModelAnswer = (ModelReport & { readonly graph: SerialisedGraph }) | null;

export const modelsMethod = 'convlens/models';

export interface ModelsParams {
  readonly textDocument: DocumentIdentifier;
  /** The cursor, to tell which model is the current one. */
  readonly position?: Position;
}

/** One model for the status bar and the tree view: texts are in the editor's language. */
export interface DocumentModel {
  readonly expr: string;
  /** `1x1x28x28`, one for each input, as `changeInput` takes them. */
  readonly inputs: readonly string[];
  /** `49.3K params · 5.44M MACs · 784 KiB activations · 1×1×28×28` */
  readonly summary: string;
  readonly exact: boolean;
  /** The name of the class or function that defines it, where that stands in this document. */
  readonly definition: Range | null;
  readonly layers: readonly LayerNode[];
}

/** A module of the model: one that was called, or one that holds such. */
export interface LayerNode {
  /** The last part of its path. */
  readonly name: string;
  readonly path: string;
  readonly type: string;
  /** `1×32×28×28 · 288 params · 225,792 MACs` */
  readonly detail: string;
  /** Of the model's multiply-accumulates, 0 to 1; null: unknown. */
  readonly share: number | null;
  /** `4.2%`; '' where unknown. */
  readonly shareText: string;
  /** A convolution that the visualiser can open. */
  readonly convolution: boolean;
  /** Where it is constructed. */
  readonly place: PlaceReport | null;
  readonly children: readonly LayerNode[];
}

export interface ModelsAnswer {
  readonly models: readonly DocumentModel[];
  /** Index of the model that the cursor is in, else of the first; null where there is none. */
  readonly current: number | null;
}

export const layerMethod = 'convlens/layer';

export interface LayerParams {
  readonly textDocument: DocumentIdentifier;
  readonly position: Position;
}

/** null where no convolution stands there. */
export type LayerAnswer = LayerDescription | null;

export const changeInputMethod = 'convlens/changeInput';

export interface ChangeInputParams {
  readonly textDocument: DocumentIdentifier;
  readonly expr: string;
  /** `1x1x28x28`, one for each input. */
  readonly input: readonly string[];
}

/** The edit that writes or changes the directive above the model's class; null where its class is not in this document. */
export type ChangeInputAnswer = { readonly range: Range; readonly newText: string } | null;

export const analyzedMethod = 'convlens/analyzed';

export interface AnalyzedParams {
  readonly uri: string;
}

/** What the client tells the server at the start; another editor's client tells nothing. */
export interface InitializationOptions {
  /** The client runs links to `commands` in Markdown. */
  readonly commandLinks?: boolean;
}

/** Commands that code lenses and hovers of the server point to; the client registers them. */
export const commands = {
  visualize: 'convlens.visualize',
  train: 'convlens.train',
  trainExample: 'convlens.trainExample',
  toggleInlayHints: 'convlens.toggleInlayHints',
  chooseInlayHints: 'convlens.chooseInlayHints',
  changeInput: 'convlens.changeInput',
  revealLayer: 'convlens.revealLayer',
  showLog: 'convlens.showLog',
} as const;

/** The argument of `visualize`, `train` and `changeInput` from a lens, a hover or the tree; absent: the active editor's cursor. */
export interface CommandTarget {
  readonly uri: string;
  readonly position?: Position;
  readonly expr?: string;
}

// The open documents and what the core answers about them. A document is analysed once a version, when its user pauses in typing;
// whoever asks meanwhile gets the answer for the latest text. The analysis runs in another thread; an edit cancels it, whether it
// runs or waits.
import type { FileOutline } from '../core/analysis';
import { movedAnalysis } from '../core/report/moved';
import { reviveOutline } from '../core/report/outline';
import { createPlaces, type Places } from '../core/report/places';
import type { ModelAnswer } from '../protocol/server';
import type { Answer, Request, StartThread } from './analysis/messages';
import { createPool, type Job, type OpenText } from './analysis/pool';
import { fileOfUri } from './files';

/** What an open document must tell; `TextDocument` of the protocol's library does. */
export interface SourceDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  getText(): string;
}

export interface Analysed {
  readonly uri: string;
  readonly version: number;
  readonly file: string;
  readonly source: string;
  readonly analysis: FileOutline;
  readonly places: Places;
}

export interface Analyses {
  opened(document: SourceDocument): void;
  changed(document: SourceDocument): void;
  closed(uri: string): void;
  /** A file changed on disk: documents that read it are analysed again. Of an open one only its text counts. */
  fileChanged(file: string): void;
  /** Everything may have changed (settings, folders). */
  invalidate(): void;
  /** For the latest text; undefined where the document is not open, or its analysis failed. */
  of(uri: string): Promise<Analysed | undefined>;
  /** One model of an open document with its graph, from its latest text: as it is, or with another input, or in training mode. */
  model(uri: string, wanted: WantedModel): Promise<ModelAnswer>;
  /** Ends the threads. */
  terminate(): void;
}

export interface WantedModel extends Pick<Request, 'inputs' | 'training'> {
  readonly expression: string;
  /** The document itself makes it: it is found there, for its expression may hold names of a function. */
  readonly evident: boolean;
}

export interface AnalysesOptions {
  /** Reading files other than open documents. */
  readonly readText: (file: string) => string | undefined;
  readonly startThread: StartThread;
  readonly roots: (uri: string) => readonly string[];
  readonly onAnalysed: (analysed: Analysed, cause: Cause) => void;
  readonly onFailure: (what: string, reason: string) => void;
  /** One line about a thread that ended. */
  readonly log: (line: string) => void;
  /** Milliseconds without an edit before a document is analysed. */
  readonly debounce: number;
}

/** Why a document was analysed: its own text, or something else that it depends on. */
export type Cause = 'text' | 'surroundings';

interface Entry extends OpenText {
  document: SourceDocument;
  /** Of the text that is analysed, or about to be. */
  version: number;
  stamp: number;
  readonly file: string;
  result: Analysed | undefined;
  /** The last outline that a thread sent, and the order that it answered. */
  base: { readonly id: number; readonly outline: FileOutline } | null;
  state: 'waiting' | 'running' | 'done' | 'failed';
  job: Job<unknown> | undefined;
  /** Files that the last analysis read. */
  reads: ReadonlySet<string>;
  timer: ReturnType<typeof setTimeout> | undefined;
  waiting: ((result: Analysed | undefined) => void)[];
}

export function createAnalyses(options: AnalysesOptions): Analyses {
  const entries = new Map<string, Entry>();
  const byFile = new Map<string, Entry>();
  let lastStamp = 0;
  const textOf = (file: string): string | undefined => byFile.get(file)?.getText() ?? options.readText(file);
  const pool = createPool({ startThread: options.startThread, openTexts: () => byFile, log: options.log });

  const schedule = (entry: Entry, delay: number, cause: Cause): void => {
    clearTimeout(entry.timer);
    entry.job?.cancel();
    entry.job = undefined;
    entry.result = undefined;
    entry.state = 'waiting';
    entry.timer = setTimeout(() => void run(entry, cause), delay);
  };

  const run = async (entry: Entry, cause: Cause): Promise<void> => {
    entry.state = 'running';
    const { document, file } = entry;
    const request = { file, roots: options.roots(document.uri) };
    const job = isRelevant(document)
      ? pool.ask(
          { kind: 'outline', request, base: entry.base?.id ?? null },
          { isWanted: () => entry.waiting.length > 0 },
        )
      : nothingOf(file);
    entry.job = job;
    const outcome = await job.outcome;
    // An edit came first, or the document closed: nobody asks for this any more.
    if (entry.job !== job || outcome.kind === 'cancelled') return;
    entry.job = undefined;
    entry.state = 'done';
    if (outcome.kind === 'failed') {
      entry.state = 'failed';
      options.onFailure(file, outcome.reason);
    } else {
      const source = document.getText();
      const { outline, edits, reads } = outcome.answer;
      entry.reads = new Set(reads);
      if (outline !== null) entry.base = { id: outcome.id, outline: reviveOutline(outline) };
      const places = createPlaces((name) => (name === file ? source : textOf(name)));
      // a thread leaves out only what is here
      const analysis = movedAnalysis((entry.base as NonNullable<Entry['base']>).outline, edits);
      entry.result = { uri: document.uri, version: document.version, file, source, analysis, places };
    }
    const { result } = entry;
    for (const resolve of entry.waiting.splice(0)) resolve(result);
    if (result) options.onAnalysed(result, cause);
  };

  const invalidate = (file?: string, except?: Entry): void => {
    for (const entry of entries.values()) {
      const affected = file === undefined || entry.file === file || entry.reads.has(file);
      if (affected && entry !== except) schedule(entry, options.debounce, 'surroundings');
    }
  };

  return {
    opened(document) {
      const file = fileOfUri(document.uri, document.languageId);
      const entry: Entry = {
        document,
        version: document.version,
        stamp: ++lastStamp,
        file,
        getText: () => entry.document.getText(),
        result: undefined,
        base: null,
        state: 'waiting',
        job: undefined,
        reads: new Set(),
        timer: undefined,
        waiting: [],
      };
      entries.set(document.uri, entry);
      byFile.set(file, entry);
      schedule(entry, 0, 'text');
    },
    changed(document) {
      const entry = entries.get(document.uri);
      // A document that opens is reported as changed too.
      if (!entry || entry.version === document.version) return;
      entry.document = document;
      entry.version = document.version;
      entry.stamp = ++lastStamp;
      schedule(entry, options.debounce, 'text');
      invalidate(entry.file, entry);
    },
    closed(uri) {
      const entry = entries.get(uri);
      if (!entry) return;
      clearTimeout(entry.timer);
      entry.job?.cancel();
      entry.job = undefined;
      entries.delete(uri);
      byFile.delete(entry.file);
      for (const resolve of entry.waiting.splice(0)) resolve(undefined);
      invalidate(entry.file);
    },
    fileChanged(file) {
      if (!byFile.has(file)) invalidate(file);
    },
    invalidate: () => invalidate(),
    of(uri) {
      const entry = entries.get(uri);
      // After a failure the next edit tries again.
      if (!entry || entry.state === 'done' || entry.state === 'failed') return Promise.resolve(entry?.result);
      return new Promise((resolve) => entry.waiting.push(resolve));
    },
    async model(uri, { expression, evident, ...wanted }) {
      const entry = entries.get(uri);
      if (!entry) return null;
      const request = { file: entry.file, roots: options.roots(uri), ...wanted };
      const outcome = await pool.ask({ kind: 'model', request, expression, evident }).outcome;
      if (outcome.kind === 'answered') return outcome.answer.model;
      if (outcome.kind === 'failed') options.onFailure(entry.file, outcome.reason);
      return null;
    },
    terminate: () => pool.terminate(),
  };
}

/** The answer about a document that defines no model. */
const nothingOf = (file: string): Job<Extract<Answer, { kind: 'outline' }>> => {
  const outline = { file, models: [], diagnostics: [], constructions: [], applications: [] };
  return {
    outcome: Promise.resolve({ kind: 'answered', id: 0, answer: { kind: 'outline', outline, edits: [], reads: [] } }),
    cancel: () => undefined,
  };
};

/** A script that never names TensorFlow defines no model of it. */
const isRelevant = (document: SourceDocument): boolean =>
  document.languageId === 'python' || /tensorflow|\btf\b/.test(document.getText());

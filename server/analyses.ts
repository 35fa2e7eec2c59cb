// The open documents and what the core answers about them. A document is analysed once a version, when its user pauses in typing;
// whoever asks meanwhile gets the answer for the latest text. The analysis itself is synchronous, so it has no edit to be
// cancelled by: an edit that arrives first cancels it before it begins.
import type { AnalyzeRequest, FileAnalysis } from '../core/analysis';
import { createPlaces, type Places } from '../core/report/places';
import { fileOfUri } from './files';
import type { Analyzer } from './runtime';

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
  readonly analysis: FileAnalysis;
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
  /** One more analysis of an open document, with its latest text: another model, another input, training mode. */
  analyze(uri: string, request: Omit<AnalyzeRequest, 'file' | 'text'>): Promise<FileAnalysis | undefined>;
}

export interface AnalysesOptions {
  /** Reading files other than open documents. */
  readonly readText: (file: string) => string | undefined;
  readonly createAnalyzer: (host: { readText(file: string): string | undefined }) => Promise<Analyzer>;
  readonly roots: (uri: string) => readonly string[];
  readonly onAnalysed: (analysed: Analysed, cause: Cause) => void;
  readonly onFailure: (what: string, error: unknown) => void;
  /** Milliseconds without an edit before a document is analysed. */
  readonly debounce: number;
}

/** Why a document was analysed: its own text, or something else that it depends on. */
export type Cause = 'text' | 'surroundings';

interface Entry {
  document: SourceDocument;
  /** Of the text that is analysed, or about to be. */
  version: number;
  readonly file: string;
  result: Analysed | undefined;
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** Files that the last analysis read. */
  reads: ReadonlySet<string>;
  timer: ReturnType<typeof setTimeout> | undefined;
  waiting: ((result: Analysed | undefined) => void)[];
}

export function createAnalyses(options: AnalysesOptions): Analyses {
  const entries = new Map<string, Entry>();
  const byFile = new Map<string, Entry>();
  let reads = new Set<string>();
  const textOf = (file: string): string | undefined => byFile.get(file)?.document.getText() ?? options.readText(file);
  const analyzer = options.createAnalyzer({
    readText(file) {
      reads.add(file);
      return textOf(file);
    },
  });

  const schedule = (entry: Entry, delay: number, cause: Cause): void => {
    clearTimeout(entry.timer);
    entry.result = undefined;
    entry.state = 'waiting';
    entry.timer = setTimeout(() => void run(entry, cause), delay);
  };

  const run = async (entry: Entry, cause: Cause): Promise<void> => {
    entry.state = 'running';
    const { document, file } = entry;
    const result = await attempt(file, (ready): Analysed => {
      const source = document.getText();
      reads = new Set();
      const analysis = isRelevant(document)
        ? ready.analyze({ file, text: source, roots: options.roots(document.uri) })
        : { file, models: [], diagnostics: [], constructions: [], applications: [] };
      entry.reads = reads;
      const places = createPlaces((name) => (name === file ? source : textOf(name)));
      return { uri: document.uri, version: document.version, file, source, analysis, places };
    });
    // An edit came in while the analyser was being made: its own run answers.
    if (entry.state !== 'running') return;
    entry.state = result ? 'done' : 'failed';
    entry.result = result;
    const waiting = entry.waiting.splice(0);
    for (const resolve of waiting) resolve(result);
    if (result && entries.get(document.uri) === entry) options.onAnalysed(result, cause);
  };

  const attempt = async <T>(what: string, action: (ready: Analyzer) => T): Promise<T | undefined> => {
    try {
      return action(await analyzer);
    } catch (error) {
      options.onFailure(what, error);
      return undefined;
    }
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
        file,
        result: undefined,
        state: 'waiting',
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
      schedule(entry, options.debounce, 'text');
      invalidate(entry.file, entry);
    },
    closed(uri) {
      const entry = entries.get(uri);
      if (!entry) return;
      clearTimeout(entry.timer);
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
    analyze(uri, request) {
      const entry = entries.get(uri);
      if (!entry) return Promise.resolve(undefined);
      const { file, document } = entry;
      return attempt(file, (ready) =>
        ready.analyze({ file, text: document.getText(), roots: options.roots(uri), ...request }),
      );
    },
  };
}

/** A script that never names TensorFlow defines no model of it. */
const isRelevant = (document: SourceDocument): boolean =>
  document.languageId === 'python' || /tensorflow|\btf\b/.test(document.getText());

// What every handler is given, and how it answers: a failure is logged and gives an empty answer, never a message box.
import type { Connection } from 'vscode-languageserver';
import type { Locale } from '../core/base/messages';
import type { Analyses, Analysed } from './analyses';
import type { Settings } from './settings';
import type { Text } from './text/text';

export interface ServerContext {
  readonly connection: Connection;
  readonly analyses: Analyses;
  readonly settings: () => Settings;
  /** The settings have arrived: nothing is shown before that its user has switched off. */
  readonly settled: () => Promise<void>;
  readonly locale: () => Locale;
  readonly text: () => Text;
  /** The client runs links to its commands in Markdown. */
  readonly commandLinks: () => boolean;
  /** The client asks for the tooltip of an inlay hint when it shows it. */
  readonly resolvesTooltips: () => boolean;
  readonly log: (what: string, error: unknown) => void;
}

/** Runs `answer` on the document's latest analysis; `empty` where there is none, or where it fails. */
export async function withAnalysis<T>(
  context: ServerContext,
  uri: string,
  what: string,
  empty: T,
  answer: (analysed: Analysed) => T | Promise<T>,
): Promise<T> {
  try {
    await context.settled();
    const analysed = await context.analyses.of(uri);
    return analysed ? await answer(analysed) : empty;
  } catch (error) {
    context.log(what, error);
    return empty;
  }
}

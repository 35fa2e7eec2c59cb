// What a runtime (Node, a web worker, a test) gives the server: files, and threads that analyse.
import type { AnalysisHost } from '../core/analysis';
import type { Analyzer } from '../core/index';
import type { StartThread } from './analysis/messages';

/** What an analysis needs, in whatever thread it runs. */
export interface AnalysisRuntime {
  createAnalyzer(host: AnalysisHost): Promise<Analyzer>;
  /** From disk; undefined where there is no such file, or none that can be read. */
  readText(file: string): string | undefined;
}

/** What the thread of the protocol needs. */
export interface Runtime extends Pick<AnalysisRuntime, 'readText'> {
  readonly startThread: StartThread;
}

// What a runtime (Node, a web worker, a test) gives the server.
import type { AnalysisHost, AnalyzeRequest, FileAnalysis } from '../core/analysis';

export interface Analyzer {
  analyze(request: AnalyzeRequest): FileAnalysis;
}

export interface Runtime {
  createAnalyzer(host: AnalysisHost): Promise<Analyzer>;
  /** From disk; undefined where there is no such file, or none that can be read. */
  readText(file: string): string | undefined;
}

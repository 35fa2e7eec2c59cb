// A thread of the server that is none: the same program on the other end of a channel within this thread. Its messages cross as
// those between threads do, by structured clone and later than now.
import type { AnalyzeRequest, FileAnalysis } from '../../core/analysis';
import type { Order, StartThread } from '../../server/analysis/messages';
import { serveAnalysis } from '../../server/analysis/worker';

export interface LocalThreads {
  readonly start: StartThread;
  /** Reads as the analysis would that runs. */
  readonly read: (file: string) => string | undefined;
}

const nothingOf = (file: string): FileAnalysis => ({
  file,
  models: [],
  diagnostics: [],
  constructions: [],
  applications: [],
});

type Analyze = (request: AnalyzeRequest) => FileAnalysis;

/** `analyze` answers all but the warm-up. */
export function localThreads(
  analyze: Analyze,
  readText: (file: string) => string | undefined = () => undefined,
): LocalThreads {
  let read = readText;
  const start: StartThread = (onReply) => {
    let listener: (order: Order) => void = () => undefined;
    let cancelled = 0;
    serveAnalysis(
      {
        post: (reply) => queueMicrotask(() => onReply(structuredClone(reply))),
        onOrder: (given) => (listener = given),
        isCancelled: (id) => cancelled === id,
      },
      {
        readText,
        createAnalyzer: (host) =>
          Promise.resolve({
            analyze(request) {
              if (request.file === '/warm-up.py') return nothingOf(request.file);
              read = (file) => host.readText(file);
              return analyze(request);
            },
            follow(request) {
              return { analysis: this.analyze(request), edits: [] };
            },
          }),
      },
    );
    return {
      post: (order) => queueMicrotask(() => listener(structuredClone(order))),
      cancel: (id) => (cancelled = id),
      terminate: () => (listener = () => undefined),
    };
  };
  return { start, read: (file) => read(file) };
}

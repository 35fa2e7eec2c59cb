// What crosses between the protocol's thread and those that analyse: orders one way, replies the other, plain data both ways.
//
//     order { id: 7, updates: [['/w/net.py', '...']], question: { kind: 'outline', base: null, request: { file: '/w/net.py' } } }
//     reply { kind: 'outline', id: 7, outline, edits: [], reads: ['/w/blocks.py'] }
import type { AnalyzeRequest, FileOutline } from '../../core/analysis';
import type { TextEdit } from '../../core/base/textEdit';
import type { ModelAnswer } from '../../protocol/server';

export type Question =
  /** What stands at the places of a file. `base`: the order whose outline of it is at hand; a thread that sent it need not again. */
  | { readonly kind: 'outline'; readonly request: Request; readonly base: number | null }
  /** One model with its graph. `evident`: the file itself makes it, perhaps with names of a function. */
  | { readonly kind: 'model'; readonly request: Request; readonly expression: string; readonly evident: boolean };

export type Request = Omit<AnalyzeRequest, 'text' | 'isCancelled'>;

export interface Order {
  readonly id: number;
  /** Texts of open documents since the last order to this thread; null: closed, what is on disk counts. */
  readonly updates: readonly (readonly [file: string, text: string | null])[];
  readonly question: Question;
}

export type Answer =
  /**
   * `outline`: of the text before the edits, which changed no more of it than where things stand; null: that of the order `base`.
   * `reads`: the files that the analysis read or looked for.
   */
  | {
      readonly kind: 'outline';
      readonly outline: FileOutline | null;
      readonly edits: readonly TextEdit[];
      readonly reads: readonly string[];
    }
  | { readonly kind: 'model'; readonly model: ModelAnswer };

export type Reply =
  /** The thread has loaded all that it needs. */
  | { readonly kind: 'ready' }
  | (Answer & { readonly id: number })
  | { readonly kind: 'cancelled'; readonly id: number }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };

/** A thread as the pool holds it. */
export interface AnalysisThread {
  post(order: Order): void;
  /** Stops the order's evaluation soon, where the threads share memory; else nothing happens. */
  cancel(id: number): void;
  terminate(): void;
}

/** `onEnd` is called once, where the thread ends by itself. */
export type StartThread = (onReply: (reply: Reply) => void, onEnd: (problem: string) => void) => AnalysisThread;

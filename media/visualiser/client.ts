// The page's end of the channel to its worker: one promise a request.
import type { Convolution } from '../../core/lesson/convolve';
import type { OutputPosition } from '../../core/lesson/output-window';
import type { Scene } from '../../core/lesson/scene';
import type { SeparableConvolution } from '../../core/lesson/separable';
import { lessonReply, type LessonReply, type LessonRequest } from '../../protocol/lesson';
import { parse } from '../../protocol/validate';

export type Reply<Kind extends LessonReply['reply']> = Extract<LessonReply, { readonly reply: Kind }>;

export interface LessonClient {
  readonly load: (scene: Scene) => Promise<LessonReply>;
  readonly window: (position: OutputPosition) => Promise<LessonReply>;
  readonly prove: (grouped: Convolution, separable: SeparableConvolution) => Promise<LessonReply>;
  readonly close: () => void;
}

type Unnumbered<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never;

/** `report` hears of a reply that was refused and of an error in the worker. */
export function lessonClient(worker: Worker, report: (problem: string) => void): LessonClient {
  const waiting = new Map<number, (reply: LessonReply) => void>();
  let last = 0;
  worker.onmessage = (event: MessageEvent<unknown>) => {
    const reply = parse(lessonReply, event.data);
    if (!reply.ok) {
      report(`refused a reply of the worker: ${reply.problem}`);
      return;
    }
    const answer = waiting.get(reply.value.id);
    if (answer === undefined) report(`the worker answered what was not asked: ${JSON.stringify(reply.value)}`);
    else answer(reply.value);
    waiting.delete(reply.value.id);
  };
  worker.onerror = (event) => {
    report(event.message);
  };
  const ask = (request: Unnumbered<LessonRequest>): Promise<LessonReply> =>
    new Promise((resolve) => {
      last += 1;
      waiting.set(last, resolve);
      worker.postMessage({ ...request, id: last });
    });
  return {
    load: (scene) => ask({ request: 'load', scene }),
    window: (position) => ask({ request: 'window', position }),
    prove: (grouped, separable) => ask({ request: 'prove', grouped, separable }),
    close: () => {
      worker.terminate();
    },
  };
}

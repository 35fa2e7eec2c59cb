// The threads that analyse, and who gets the next one. Two of them, so that a long evaluation leaves one for the others; where
// both are busy with long ones, the longest gives way once and begins again later. A thread that crashes is replaced, and its
// order is given to the new one; a thread that hangs is ended.
//
//     const job = pool.ask({ kind: 'outline', request: { file }, base: null }, { isWanted: () => true });
//     await job.outcome   -> { kind: 'answered', answer }          job.cancel()   -> { kind: 'cancelled' }
import type { AnalysisThread, Answer, Order, Question, Reply, StartThread } from './messages';

export type Outcome<A> =
  /** `id`: of the order. */
  | { readonly kind: 'answered'; readonly answer: A; readonly id: number }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface Job<A> {
  readonly outcome: Promise<Outcome<A>>;
  cancel(): void;
}

type AnswerTo<Q extends Question> = Extract<Answer, { kind: Q['kind'] }>;

export interface AnalysisPool {
  /** `isWanted`: somebody waits for the answer; such jobs go first. */
  ask<Q extends Question>(question: Q, options?: { readonly isWanted?: () => boolean }): Job<AnswerTo<Q>>;
  terminate(): void;
}

/** An open document's text; `stamp` is another one whenever the text may be. */
export interface OpenText {
  readonly stamp: number;
  getText(): string;
}

export interface PoolOptions {
  readonly startThread: StartThread;
  readonly openTexts: () => ReadonlyMap<string, OpenText>;
  /** One line for people about a thread that ended. */
  readonly log: (line: string) => void;
  readonly threads?: number;
  /** Milliseconds. */
  readonly patience?: Partial<Patience>;
}

interface Patience {
  /** How long a job waits before a longer one gives way. */
  readonly turn: number;
  /** How long a cancelled evaluation may take to stop where another waits for its thread. */
  readonly grace: number;
  /** How long any evaluation may take: its own budget, and time for what has none. */
  readonly most: number;
}

const usualPatience: Patience = { turn: 20, grace: 3_000, most: 20_000 };

interface Task {
  readonly question: Question;
  readonly isWanted: () => boolean;
  readonly settle: (outcome: Outcome<Answer>) => void;
  since: number;
  /** It gave way, or its thread crashed: it waits for its turn now. */
  isPatient: boolean;
  isCancelled: boolean;
  crashes: number;
}

interface Slot {
  thread: AnalysisThread;
  /** Stamps of the texts that the thread has. */
  readonly known: Map<string, number>;
  readonly recent: Set<string>;
  isReady: boolean;
  running: { readonly id: number; readonly task: Task; readonly since: number; isStopped: boolean } | null;
  watch: ReturnType<typeof setTimeout> | undefined;
}

/** After so many threads that ended before they were ready there is no use in another one. */
const mostStarts = 3;

export function createPool(options: PoolOptions): AnalysisPool {
  const patience = { ...usualPatience, ...options.patience };
  const count = options.threads ?? 2;
  const slots: Slot[] = [];
  const queue: Task[] = [];
  let lastId = 0;
  let failedStarts = 0;
  let isTerminated = false;
  let turnTimer: ReturnType<typeof setTimeout> | undefined;

  const addSlot = (): void => {
    const slot: Slot = {
      thread: { post: () => undefined, cancel: () => undefined, terminate: () => undefined },
      known: new Map(),
      recent: new Set(),
      isReady: false,
      running: null,
      watch: undefined,
    };
    slot.thread = options.startThread(
      (reply) => {
        if (slots.includes(slot)) receive(slot, reply);
      },
      (problem) => {
        if (slots.includes(slot)) replace(slot, problem);
      },
    );
    slots.push(slot);
  };

  const receive = (slot: Slot, reply: Reply): void => {
    if (reply.kind === 'ready') {
      slot.isReady = true;
      failedStarts = 0;
      if (slots.length < count && slots.every(({ isReady }) => isReady)) addSlot();
      return dispatch();
    }
    const { running } = slot;
    if (running?.id !== reply.id) return;
    release(slot);
    if (reply.kind === 'failed') running.task.settle(reply);
    else if (reply.kind !== 'cancelled') running.task.settle({ kind: 'answered', answer: reply, id: reply.id });
    else if (!running.task.isCancelled) wait(running.task);
    dispatch();
  };

  const release = (slot: Slot): void => {
    clearTimeout(slot.watch);
    slot.running = null;
  };

  const wait = (task: Task): void => {
    task.isPatient = true;
    task.since = Date.now();
    queue.push(task);
  };

  /** The thread ended, or has to. */
  const replace = (slot: Slot, problem: string): void => {
    const { running } = slot;
    release(slot);
    slots.splice(slots.indexOf(slot), 1);
    slot.thread.terminate();
    if (isTerminated) return;
    const task = running?.task;
    const where = task ? ` while it analysed ${task.question.request.file}` : '';
    failedStarts = slot.isReady ? 0 : failedStarts + 1;
    const isHopeless = failedStarts >= mostStarts;
    const next = isHopeless ? 'no other is started' : 'another one takes its place';
    options.log(`an analysis thread ended${where}: ${problem}; ${next}`);
    if (task && !task.isCancelled) {
      task.crashes++;
      if (task.crashes > 1 || isHopeless) task.settle({ kind: 'failed', reason: problem });
      else wait(task);
    }
    if (!isHopeless) addSlot();
    else if (slots.length === 0) for (const each of queue.splice(0)) each.settle({ kind: 'failed', reason: problem });
    dispatch();
  };

  const dispatch = (): void => {
    clearTimeout(turnTimer);
    for (;;) {
      const task = queue.find((each) => each.isWanted()) ?? queue.at(0);
      const idle = slots.filter((slot) => slot.running === null);
      if (task === undefined) return;
      if (idle.length === 0) break;
      // the thread that parsed the file last parses what has changed of it alone
      const { file } = task.question.request;
      const slot = idle.find(({ recent }) => recent.has(file)) ?? idle.find(({ isReady }) => isReady) ?? idle[0];
      queue.splice(queue.indexOf(task), 1);
      start(slot, task);
    }
    const eager = queue.filter((task) => !task.isPatient);
    if (eager.length === 0) return;
    const due = Math.min(...eager.map(({ since }) => since)) + patience.turn;
    turnTimer = setTimeout(giveWay, Math.max(due - Date.now(), 0));
  };

  /** The evaluation that has taken longest stops, for a job that has waited long enough. */
  const giveWay = (): void => {
    if (slots.some(({ running }) => running?.isStopped === true)) return;
    const busy = slots.flatMap((slot) => (slot.running === null ? [] : [{ slot, running: slot.running }]));
    busy.sort(
      (a, b) =>
        Number(a.running.task.isPatient) - Number(b.running.task.isPatient) || a.running.since - b.running.since,
    );
    const [longest] = busy;
    if (longest !== undefined) stop(longest.slot, longest.running);
  };

  const stop = (slot: Slot, running: NonNullable<Slot['running']>): void => {
    if (running.isStopped) return;
    running.isStopped = true;
    slot.thread.cancel(running.id);
    clearTimeout(slot.watch);
    slot.watch = setTimeout(() => replace(slot, 'it did not stop'), patience.grace);
  };

  const start = (slot: Slot, task: Task): void => {
    const id = ++lastId;
    const { question } = task;
    slot.running = { id, task, since: Date.now(), isStopped: false };
    slot.recent.delete(question.request.file);
    slot.recent.add(question.request.file);
    if (slot.recent.size > 12) slot.recent.delete(slot.recent.values().next().value!);
    slot.watch = setTimeout(() => {
      task.crashes++;
      replace(slot, `it took more than ${patience.most / 1000} s`);
    }, patience.most);
    slot.thread.post({ id, updates: updatesFor(slot), question });
  };

  const updatesFor = ({ known }: Slot): Order['updates'] => {
    const texts = options.openTexts();
    const updates: (readonly [string, string | null])[] = [];
    for (const [file, open] of texts) {
      if (known.get(file) === open.stamp) continue;
      known.set(file, open.stamp);
      updates.push([file, open.getText()]);
    }
    for (const file of known.keys()) {
      if (texts.has(file)) continue;
      known.delete(file);
      updates.push([file, null]);
    }
    return updates;
  };

  addSlot();
  return {
    ask<Q extends Question>(question: Q, { isWanted = () => true }: { readonly isWanted?: () => boolean } = {}) {
      let settle: Task['settle'] = () => undefined;
      const outcome = new Promise<Outcome<Answer>>((resolve) => (settle = resolve));
      const task: Task = {
        question,
        isWanted,
        settle,
        since: Date.now(),
        isPatient: false,
        isCancelled: false,
        crashes: 0,
      };
      if (slots.length === 0) settle({ kind: 'failed', reason: 'there is no thread that analyses' });
      else {
        queue.push(task);
        dispatch();
      }
      return {
        // a thread answers in the kind that it is asked in
        outcome: outcome as Promise<Outcome<AnswerTo<Q>>>,
        cancel() {
          settle({ kind: 'cancelled' });
          task.isCancelled = true;
          const at = queue.indexOf(task);
          if (at !== -1) queue.splice(at, 1);
          const slot = slots.find(({ running }) => running?.task === task);
          if (slot?.running) stop(slot, slot.running);
        },
      };
    },
    terminate() {
      isTerminated = true;
      clearTimeout(turnTimer);
      for (const slot of slots.splice(0)) {
        release(slot);
        slot.thread.terminate();
      }
    },
  };
}

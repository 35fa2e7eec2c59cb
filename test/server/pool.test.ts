// Who gets which thread, and what happens to a job whose thread is needed, crashes or hangs. The threads are played by hand.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Order, Reply } from '../../server/analysis/messages';
import { createPool, type Job, type OpenText } from '../../server/analysis/pool';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function setUp({ ready = true }: { ready?: boolean } = {}) {
  const threads: {
    orders: Order[];
    cancelled: number[];
    ended: boolean;
    reply(r: Reply): void;
    end(p: string): void;
  }[] = [];
  const texts = new Map<string, OpenText>();
  const lines: string[] = [];
  const pool = createPool({
    openTexts: () => texts,
    log: (line) => lines.push(line),
    startThread(onReply, onEnd) {
      const thread = {
        orders: [] as Order[],
        cancelled: [] as number[],
        ended: false,
        reply: (reply: Reply) => onReply(reply),
        end: (problem: string) => onEnd(problem),
      };
      threads.push(thread);
      if (ready) queueMicrotask(() => onReply({ kind: 'ready' }));
      return {
        post: (order) => void thread.orders.push(order),
        cancel: (id) => void thread.cancelled.push(id),
        terminate: () => void (thread.ended = true),
      };
    },
  });
  const outcomes: string[] = [];
  const ask = (file: string, isWanted = true): Job<unknown> => {
    const job = pool.ask({ kind: 'outline', request: { file }, base: null }, { isWanted: () => isWanted });
    void job.outcome.then(({ kind }) => outcomes.push(`${file} ${kind}`));
    return job;
  };
  /** What each thread was given, in order. */
  const given = () => threads.map(({ orders }) => orders.map(({ question }) => question.request.file).join(' '));
  const finish = async (thread: number) => {
    const { orders } = threads[thread];
    const { id, question } = orders[orders.length - 1];
    const outline = { file: question.request.file, models: [], diagnostics: [], constructions: [], applications: [] };
    threads[thread].reply({ kind: 'outline', id, outline, edits: [], reads: [] });
    await vi.advanceTimersByTimeAsync(0);
  };
  const stop = async (thread: number) => {
    threads[thread].reply({ kind: 'cancelled', id: threads[thread].cancelled[threads[thread].cancelled.length - 1] });
    await vi.advanceTimersByTimeAsync(0);
  };
  return { pool, threads, texts, lines, outcomes, ask, given, finish, stop };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('turns', () => {
  it('a second document has a thread of its own', async () => {
    const { ask, given, finish, outcomes } = setUp();
    await settle();
    ask('long');
    ask('short');
    expect(given()).toEqual(['long', 'short']);
    await finish(1);
    expect(outcomes).toEqual(['short answered']);
  });

  it('a third one has that of the longest evaluation, which begins again and then keeps its turn', async () => {
    const { ask, given, finish, stop, threads, outcomes } = setUp();
    await settle();
    ask('a');
    await vi.advanceTimersByTimeAsync(10);
    ask('b');
    ask('c');
    await vi.advanceTimersByTimeAsync(19);
    expect(threads.map(({ cancelled }) => cancelled.length)).toEqual([0, 0]);
    await vi.advanceTimersByTimeAsync(1);
    expect(threads.map(({ cancelled }) => cancelled.length)).toEqual([1, 0]);
    await stop(0);
    expect(given()).toEqual(['a c', 'b']);
    // `a` waits now as long as it takes
    await vi.advanceTimersByTimeAsync(1_000);
    expect(threads.map(({ cancelled }) => cancelled.length)).toEqual([1, 0]);
    await finish(0);
    expect(given()).toEqual(['a c a', 'b']);
    await finish(0);
    await finish(1);
    expect(outcomes).toEqual(['c answered', 'a answered', 'b answered']);
  });

  it('what somebody waits for goes first', async () => {
    const { ask, given, finish } = setUp();
    await settle();
    ['a', 'b'].forEach((file) => ask(file));
    ask('in the background', false);
    ask('in view');
    await finish(0);
    await finish(0);
    expect(given()).toEqual(['a in view in the background', 'b']);
  });

  it('a file goes back to the thread that knows it', async () => {
    const { ask, given, finish } = setUp();
    await settle();
    ['a', 'b'].forEach((file) => ask(file));
    await finish(0);
    await finish(1);
    ask('b');
    ask('c');
    expect(given()).toEqual(['a c', 'b b']);
  });
});

describe('an edit', () => {
  it('cancels what runs and what waits', async () => {
    const { ask, given, threads, stop, outcomes } = setUp();
    await settle();
    const [running, , waiting] = ['a', 'b', 'c'].map((file) => ask(file));
    waiting.cancel();
    running.cancel();
    expect(threads[0].cancelled).toEqual([threads[0].orders[0].id]);
    ask('a');
    await stop(0);
    expect(given()).toEqual(['a a', 'b']);
    expect(outcomes).toEqual(['c cancelled', 'a cancelled']);
  });

  it('reaches every thread with its next order, once', async () => {
    const { ask, texts, threads, finish } = setUp();
    await settle();
    texts.set('a', { stamp: 1, getText: () => 'one' });
    ask('a');
    await finish(0);
    texts.set('a', { stamp: 2, getText: () => 'two' });
    ask('a');
    ask('b');
    await finish(0);
    texts.delete('a');
    ask('a');
    const updates = threads.map(({ orders }) => orders.map((order) => order.updates));
    expect(updates).toEqual([[[['a', 'one']], [['a', 'two']], [['a', null]]], [[['a', 'two']]]]);
  });
});

describe('a thread', () => {
  it('that crashes is replaced, its job done by the next one, told in one line', async () => {
    const { ask, texts, threads, given, finish, lines, outcomes } = setUp();
    await settle();
    texts.set('a', { stamp: 1, getText: () => 'one' });
    ask('a');
    threads[0].end('boom');
    await settle();
    expect(given()).toEqual(['a', 'a', '']);
    expect(threads[1].orders[0].updates).toEqual([['a', 'one']]);
    await finish(1);
    expect(outcomes).toEqual(['a answered']);
    expect(lines).toEqual(['an analysis thread ended while it analysed a: boom; another one takes its place']);
  });

  it('that crashes twice over a job gives it up, not the others', async () => {
    const { ask, threads, finish, outcomes } = setUp();
    await settle();
    ask('a');
    ask('b');
    threads[0].end('boom');
    await settle();
    const next = threads.findIndex(({ orders }, index) => index > 0 && orders[0]?.question.request.file === 'a');
    threads[next].end('boom');
    await finish(1);
    expect(outcomes).toEqual(['a failed', 'b answered']);
  });

  it('that never starts is not tried for ever', async () => {
    const { ask, threads, lines, outcomes } = setUp({ ready: false });
    ask('a');
    for (let i = 0; i < 3; i++) threads[i].end('no such file');
    await settle();
    expect(threads).toHaveLength(3);
    ask('b');
    await settle();
    expect(outcomes).toEqual(['a failed', 'b failed']);
    expect(lines.at(-1)).toContain('no other is started');
  });

  it('that does not stop is ended', async () => {
    const { ask, threads, outcomes, lines } = setUp();
    await settle();
    ask('a').cancel();
    await vi.advanceTimersByTimeAsync(3_000);
    expect([threads[0].ended, threads.length, outcomes]).toEqual([true, 3, ['a cancelled']]);
    expect(lines).toHaveLength(1);
  });

  it('that takes for ever is ended with its job', async () => {
    const { ask, threads, outcomes } = setUp();
    await settle();
    ask('a');
    await vi.advanceTimersByTimeAsync(20_000);
    expect([threads[0].ended, outcomes]).toEqual([true, ['a failed']]);
  });
});

// Sums over workers that share memory: each writes its numbers down, and adds up what all have written, in rank order. Nobody
// waits for a message; the bits are those of the exchange by messages.
//
//     Int32   how many rounds each rank has written        │ rank 0 │ rank 1 │ ...
//     bytes   the numbers of a round, and of the one before │ even: rank 0 │ rank 1 │ ... │ odd: rank 0 │ rank 1 │ ...
//
// Two rounds suffice: who writes round n + 2 has seen round n + 1 of everybody, and who wrote that has read all of round n.
import type { Exchange } from '../layers/rule';
import { add, type Numbers } from './exchange';
import type { Link } from './link';

/** Bytes of a rank in a round; longer sums take several rounds. */
const AREA = 1 << 18;

/** Looks at the other ranks before the thread sleeps: some tens of microseconds. */
const LOOKS = 2000;

/** Milliseconds that the thread sleeps before it hears messages again: the other worker may have failed. */
const PATIENCE = 50;

/** Not in ES2022. */
declare const Atomics: {
  load(flags: Int32Array, index: number): number;
  store(flags: Int32Array, index: number, value: number): number;
  notify(flags: Int32Array, index: number): number;
  wait(flags: Int32Array, index: number, value: number, timeout: number): string;
  readonly waitAsync?: (
    flags: Int32Array,
    index: number,
    value: number,
    timeout: number,
  ) => { readonly value: unknown };
};

const headBytes = (size: number): number => Math.ceil((4 * size) / 64) * 64;

export const sharedMemory = (size: number): SharedArrayBuffer =>
  new SharedArrayBuffer(headBytes(size) + 2 * size * AREA);

/** @param links to the other workers: where one of them fails, waiting for it does */
export function sharing(memory: SharedArrayBuffer, rank: number, size: number, links: readonly Link[]): Exchange {
  const written = new Int32Array(memory, 0, size);
  const areas = <T extends Numbers>(
    type: new (memory: SharedArrayBuffer, from: number, length: number) => T,
    width: number,
  ) => Array.from({ length: 2 * size }, (_, i) => new type(memory, headBytes(size) + i * AREA, AREA / width));
  const singles = areas(Float32Array, 4);
  const doubles = areas(Float64Array, 8);
  const others = Array.from({ length: size }, (_, i) => i).filter((i) => i !== rank);
  const failure = Promise.all(links.map((link) => link.take('sum')));
  failure.catch(() => undefined);
  let round = 0;

  const missing = (): number | undefined => others.find((other) => Atomics.load(written, other) < round);

  /** Whether all have written their round, after some patience. */
  const awaitAll = (): boolean => {
    for (let looks = 0; looks < LOOKS; looks++) if (missing() === undefined) return true;
    const until = PATIENCE / others.length;
    for (const other of others) {
      const seen = Atomics.load(written, other);
      if (seen < round) Atomics.wait(written, other, seen, until);
    }
    return missing() === undefined;
  };

  /** The same, hearing messages meanwhile. */
  const awaitLate = async (): Promise<void> => {
    for (let late; (late = missing()) !== undefined;) {
      const seen = Atomics.load(written, late);
      if (seen < round) await Promise.race([Atomics.waitAsync?.(written, late, seen, PATIENCE).value, failure]);
    }
  };

  const from = (buffer: Numbers, start: number): Promise<void> | undefined => {
    const all: readonly Numbers[] = buffer instanceof Float32Array ? singles : doubles;
    for (let at = start; at < buffer.length; at += all[0].length) {
      const part = buffer.subarray(at, at + all[0].length);
      const parts = all.slice(size * (round & 1), size * (round & 1) + size);
      parts[rank].set(part);
      Atomics.store(written, rank, ++round);
      Atomics.notify(written, rank);
      if (!awaitAll())
        return awaitLate().then(() => {
          add(part, parts);
          return from(buffer, at + part.length);
        });
      add(part, parts);
    }
    return undefined;
  };

  // One after the other: ranks that are late differ, and rounds are the same numbers' on all of them.
  let running: Promise<void> | undefined;
  const sum = (buffer: Numbers): Promise<void> | undefined => {
    const own = running ? running.then(() => from(buffer, 0)) : from(buffer, 0);
    if (!own) return undefined;
    const ended = own.finally(() => {
      if (running === ended) running = undefined;
    });
    return (running = ended);
  };
  return { rank, size, sum };
}

// Waiting for what an editor does in its own time: probe again until it holds, and say what was last seen when it never does.
import { setTimeout as delay } from 'node:timers/promises';

export interface UntilOptions {
  timeoutMs?: number;
  intervalMs?: number;
  /** Called after each failed probe, to say in the error what was there instead. */
  seen?: () => unknown;
}

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/** Resolves to the first truthy value of `probe`; a probe that throws counts as "not yet". */
export async function until<T>(
  what: string,
  probe: () => Promise<T> | T,
  { timeoutMs = 30_000, intervalMs = 50, seen }: UntilOptions = {},
): Promise<Truthy<T>> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  do {
    try {
      const value = await probe();
      if (value) return value as Truthy<T>;
      last = value;
    } catch (error) {
      last = error;
    }
    await delay(intervalMs);
  } while (Date.now() < end);
  const instead = seen ? seen() : last instanceof Error ? last.message : JSON.stringify(last);
  throw new Error(`${what}: not within ${timeoutMs / 1000} s; last seen: ${String(instead)}`);
}

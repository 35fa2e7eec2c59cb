// Sums over ranks that share memory, with ranks that come late.
import { expect, it } from 'vitest';
import type { Link } from '../../engine/parallel/link';
import { sharedMemory, sharing } from '../../engine/parallel/shared';

const size = 2;

/** To a worker that has no failure to tell. */
const silent = { take: () => new Promise(() => undefined) } as unknown as Link;

/** Longer than a round carries. */
const long = (by: number): Float32Array => Float32Array.from({ length: 200_000 }, (_, i) => by * (i % 1000));
const short = (by: number): Float64Array => Float64Array.of(by, 2 * by, 3 * by);

// sums that mix wait for each other for ever
it('keeps sums apart that are under way at once', { timeout: 20_000 }, async () => {
  const memory = sharedMemory(size);
  const [first, second] = [0, 1].map((rank) => sharing(memory, rank, size, [silent]));
  const [mine, others] = [1, 10].map((by) => ({ gradients: long(by), totals: short(by) }));
  // the first rank finds nobody there, and has begun both sums before the other comes
  const early = [first.sum(mine.gradients), first.sum(mine.totals)];
  await Promise.all([...early, second.sum(others.gradients), second.sum(others.totals)]);
  for (const { gradients, totals } of [mine, others]) {
    expect(gradients).toEqual(long(11));
    expect(totals).toEqual(short(11));
  }
});

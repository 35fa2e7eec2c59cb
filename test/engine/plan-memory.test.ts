// The memory plan: what is alive together never overlaps, and what the plan says is what is used.
import { describe, expect, it } from 'vitest';
import { lifetimes, planMemory } from '../../engine/plan/memory';
import type { Task } from '../../engine/plan/task';
import { createEngine } from '../../engine/session';
import { kernels } from './backends';
import { notesNetwork } from './models';

const task = (touches: Task['touches']): Task => ({
  operations: [],
  phase: 'forward',
  kernel: 'reference',
  touches,
  writes: [],
  bind: () => () => undefined,
});

/** Tasks that touch random buffers, from a fixed seed. */
function randomTasks(seed: number): readonly Task[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  const bytes = Array.from({ length: 30 }, () => 4 * (1 + next(500)));
  return Array.from({ length: 40 }, () =>
    task(
      Array.from({ length: 1 + next(4) }, () => next(30)).map((buffer) => ({ key: `${buffer}`, bytes: bytes[buffer] })),
    ),
  );
}

describe('planMemory', () => {
  it.each([1, 2, 3, 4, 5])('keeps apart what is alive together (seed %i)', (seed) => {
    const tasks = randomTasks(seed);
    const { offsets, bytes } = planMemory(tasks);
    const all = lifetimes(tasks);
    for (const a of all) {
      const [from, to] = [offsets.get(a.key) ?? -1, (offsets.get(a.key) ?? 0) + a.bytes];
      expect(from % 64).toBe(0);
      expect(to).toBeLessThanOrEqual(bytes);
      for (const b of all) {
        if (a === b || a.first > b.last || b.first > a.last) continue;
        const other = offsets.get(b.key) ?? -1;
        expect(to <= other || other + b.bytes <= from, `${a.key} and ${b.key}`).toBe(true);
      }
    }
  });

  it('lets buffers share memory one after the other', () => {
    const one = (key: string) => ({ key, bytes: 640 });
    const { bytes } = planMemory([task([one('a')]), task([one('b')]), task([one('c')])]);
    expect(bytes).toBe(640);
  });
});

async function plannedBytes(batchSize: number, baseChannels = 32): Promise<number> {
  const graph = notesNetwork({ baseChannels, dilation: 2 });
  const made = await createEngine({ graph, device: 'wasm', kernels, batchSize, loss: { kind: 'cross_entropy' } });
  if (made.kind === 'refused') throw new Error(made.problem.code);
  return made.value.plannedBytes;
}

describe('planned bytes', () => {
  it('of the notes network at batch 128 stay below 350 MB', async () => {
    expect(await plannedBytes(128)).toBeLessThan(350e6);
  });

  it('grow linearly with the batch', async () => {
    const [small, middle, large] = await Promise.all([16, 32, 64].map((batch) => plannedBytes(batch)));
    expect((large - middle) / (middle - small)).toBeCloseTo(2, 1);
  });
});

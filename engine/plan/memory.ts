// The static memory plan: buffers that are never alive together share addresses. Largest first, each at the lowest offset
// where nothing alive at the same time lies (greedy by size: Pisarchyk and Lee 2020).
//
//     task        0    1    2    3    4
//     v1          ├────────┤
//     v2               ├────────────┤
//     g1                         ├───┤      may lie where v1 lay
import { align } from './alignment';
import type { Task } from './task';

interface Lifetime {
  readonly key: string;
  bytes: number;
  first: number;
  last: number;
}

export interface MemoryPlan {
  /** By key, relative to the plan's start. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly bytes: number;
}

type Touching = Pick<Task, 'touches'>;

export function lifetimes(tasks: readonly Touching[]): readonly Readonly<Lifetime>[] {
  const found = new Map<string, Lifetime>();
  tasks.forEach((task, index) => {
    for (const { key, bytes } of task.touches) {
      const known = found.get(key);
      if (known) {
        known.last = index;
        known.bytes = Math.max(known.bytes, bytes);
      } else found.set(key, { key, bytes, first: index, last: index });
    }
  });
  return [...found.values()];
}

/** Addresses for all buffers of the tasks. Deterministic: equal sizes keep their order of appearance. */
export function planMemory(tasks: readonly Touching[]): MemoryPlan {
  const bySize = [...lifetimes(tasks)].sort((a, b) => b.bytes - a.bytes || a.first - b.first);
  const placed: { readonly lifetime: Readonly<Lifetime>; readonly offset: number; readonly end: number }[] = [];
  const offsets = new Map<string, number>();
  let total = 0;
  for (const lifetime of bySize) {
    const size = align(lifetime.bytes);
    const neighbours = placed
      .filter((other) => other.lifetime.first <= lifetime.last && lifetime.first <= other.lifetime.last)
      .sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const other of neighbours) {
      if (other.offset - offset >= size) break;
      offset = Math.max(offset, other.end);
    }
    placed.push({ lifetime, offset, end: offset + size });
    offsets.set(lifetime.key, offset);
    total = Math.max(total, offset + size);
  }
  return { offsets, bytes: total };
}

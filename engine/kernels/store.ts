// A lazy value that several read, or that a plain rule reads, is stored once.
import type { Task } from '../plan/task';
import { blockedBuffer, blockedGradient, POSITION, type Blocked, blockedRegions } from './blocked';
import {
  fixedOf,
  readSource,
  sourceBuffers,
  sourceGradientBuffers,
  sourceGradientKey,
  writeSourceGradient,
  type Source,
} from './ends';
import type { LazyRoot } from './root';
import { packed } from './streams';
import { unitTask, type KernelHolder, type Unit } from './unit';

export function storeUnit(holder: KernelHolder, operation: number, root: LazyRoot, value: Blocked): Unit {
  // The lazy value may still be without what follows in the graph, but never with: only one reader may extend it.
  const { lazy } = root;
  const source = (): Source => ({ kind: 'lazy', lazy });
  const forward = (): readonly Task[] => [
    unitTask(holder, 'forward', {
      operations: [operation],
      touches: [...sourceBuffers(source()), blockedBuffer(value)],
      fixed: fixedOf,
      writes: blockedRegions(value),
      bind(bound) {
        const read = readSource(bound, source(), packed(value.height, value.width));
        const base = bound.address(value.key);
        return () => {
          for (let block = 0; block < value.blocks; block++) read(block, 0, value.count, base + block * value.stride);
        };
      },
    }),
  ];
  const backward = (fresh: (key: string) => boolean): readonly Task[] => {
    const isFresh = fresh(sourceGradientKey(source()));
    return [
      unitTask(holder, 'backward', {
        operations: [operation],
        touches: [...sourceGradientBuffers(source()), blockedGradient(value)],
        fixed: fixedOf,
        bind(bound) {
          const writer = writeSourceGradient(bound, source(), isFresh);
          const base = bound.address(value.gradientKey);
          const image = value.area * POSITION;
          return () => {
            writer.begin();
            for (let i = 0; i < value.count; i++)
              for (let block = 0; block < value.blocks; block++)
                writer.write(block, i, 1, base + block * value.stride + i * image);
          };
        },
      }),
    ];
  };
  return { forward, backward };
}

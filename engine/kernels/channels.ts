// Joining and parting along the channels: whole blocks move, where the parts begin at multiples of eight.
import type { Task } from '../plan/task';
import { blockedBuffer, blockedGradient, blockedRegions, POSITION, type Blocked } from './blocked';
import {
  fixedOf,
  readSource,
  sourceBuffers,
  sourceGradientBuffers,
  sourceGradientKey,
  sourceHasGradient,
  writeSourceGradient,
  type Source,
} from './ends';
import { packed } from './streams';
import { unitTask, type KernelHolder, type Unit } from './unit';

/** `blocks` blocks of the whole, from `first` on. */
interface Part {
  readonly source: Source;
  readonly first: number;
  readonly blocks: number;
}

const blocksIn = (source: Source): number => (source.kind === 'stored' ? source.tensor : source.lazy.y).blocks;

/** Several tensors one after the other (torch.cat along dimension 1). All but the last fill their blocks. */
export function joinUnit(holder: KernelHolder, operation: number, sources: readonly Source[], whole: Blocked): Unit {
  let first = 0;
  const parts = sources.map((source): Part => {
    const part = { source, first, blocks: blocksIn(source) };
    first += part.blocks;
    return part;
  });
  const forward = (): readonly Task[] => [
    unitTask(holder, 'forward', {
      operations: [operation],
      touches: [...sources.flatMap(sourceBuffers), blockedBuffer(whole)],
      fixed: fixedOf,
      writes: blockedRegions(whole),
      bind(bound) {
        const base = bound.address(whole.key);
        const placement = packed(whole.height, whole.width);
        const streams = parts.map((part) => ({ ...part, read: readSource(bound, part.source, placement) }));
        return () => {
          for (const { read, first: at, blocks } of streams)
            for (let block = 0; block < blocks; block++)
              read(block, 0, whole.count, base + (at + block) * whole.stride);
        };
      },
    }),
  ];
  const backward = (fresh: (key: string) => boolean): readonly Task[] => {
    const wanted = parts
      .filter(({ source }) => sourceHasGradient(source))
      .map((part) => ({ ...part, isFresh: fresh(sourceGradientKey(part.source)) }));
    return [
      unitTask(holder, 'backward', {
        operations: [operation],
        touches: [...wanted.flatMap(({ source }) => sourceGradientBuffers(source)), blockedGradient(whole)],
        fixed: fixedOf,
        bind(bound) {
          const base = bound.address(whole.gradientKey);
          const writers = wanted.map(({ source, isFresh, ...rest }) => ({
            ...rest,
            writer: writeSourceGradient(bound, source, isFresh),
          }));
          const image = whole.area * POSITION;
          return () => {
            for (const { writer, first: at, blocks } of writers) {
              writer.begin();
              for (let i = 0; i < whole.count; i++)
                for (let block = 0; block < blocks; block++)
                  writer.write(block, i, 1, base + (at + block) * whole.stride + i * image);
            }
          };
        },
      }),
    ];
  };
  return { forward, backward };
}

/** Some blocks of a stored tensor as tensors of their own (chunk and split along dimension 1). */
export function partUnit(
  holder: KernelHolder,
  operation: number,
  whole: Blocked,
  parts: readonly { readonly tensor: Blocked; readonly first: number }[],
): Unit {
  const bytes = whole.count * whole.area * POSITION;
  const forward = (): readonly Task[] => [
    unitTask(holder, 'forward', {
      operations: [operation],
      touches: [blockedBuffer(whole), ...parts.map(({ tensor }) => blockedBuffer(tensor))],
      writes: parts.flatMap(({ tensor }) => blockedRegions(tensor)),
      bind({ kernels, address }) {
        const base = address(whole.key);
        const targets = parts.map(({ tensor, first }) => ({ tensor, first, at: address(tensor.key) }));
        return () => {
          for (const { tensor, first, at } of targets)
            for (let block = 0; block < tensor.blocks; block++) {
              const from = base + (first + block) * whole.stride;
              kernels.copyRows(from, 0, at + block * tensor.stride, 0, 1, bytes / POSITION);
            }
        };
      },
    }),
  ];
  const backward = (fresh: (key: string) => boolean): readonly Task[] => {
    // What no gradient reaches contributes nothing.
    const reached = parts.filter(({ tensor }) => tensor.hasGradient && !fresh(tensor.gradientKey));
    const isFresh = fresh(whole.gradientKey);
    return [
      unitTask(holder, 'backward', {
        operations: [operation],
        touches: [blockedGradient(whole), ...reached.map(({ tensor }) => blockedGradient(tensor))],
        bind({ run, kernels, address }) {
          const base = address(whole.gradientKey);
          const all = run.memory.floats(base, whole.bytes / 4);
          const sources = reached.map(({ tensor, first }) => ({ tensor, first, at: address(tensor.gradientKey) }));
          return () => {
            if (isFresh) all.fill(0);
            for (const { tensor, first, at } of sources)
              for (let block = 0; block < tensor.blocks; block++) {
                const to = base + (first + block) * whole.stride;
                kernels.addRows(at + block * tensor.stride, 0, to, 0, 1, bytes / POSITION);
              }
          };
        },
      }),
    ];
  };
  return { forward, backward };
}

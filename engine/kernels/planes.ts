// The loop of units that work on one block of one image at a time, read from a source into scratch memory.
import type { Buffer, Task } from '../plan/task';
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
import { lazyHeight, lazyWidth } from './lazy';
import { packed } from './streams';
import { unitTask, type Bound, type KernelHolder, type Unit } from './unit';
import type { FixedBuffer } from '../plan/task';

/** The extents of a source's images. */
export function sourceExtent(source: Source): { readonly height: number; readonly width: number } {
  if (source.kind === 'stored') return source.tensor;
  return { height: lazyHeight(source.lazy), width: lazyWidth(source.lazy) };
}

export interface PlaneParts {
  readonly holder: KernelHolder;
  readonly operation: number;
  /** Short, unique among the units of an operation. */
  readonly name: string;
  readonly source: Source;
  readonly output: Blocked;
  readonly fixed?: readonly FixedBuffer[];
  /** What lives from forward to backward. */
  readonly saved?: readonly Buffer[];
  /** The backward step reads the source again. */
  readonly needsInput: boolean;
  /** Computes one block of one image: addresses of input and output planes. */
  readonly forward: (bound: Bound) => (block: number, image: number, x: number, y: number) => void;
  /** Computes dx of one block of one image, whole, from dy; `x` only where `needsInput`. */
  readonly backward: (bound: Bound) => (block: number, image: number, x: number, dy: number, dx: number) => void;
}

export function planeUnit(parts: PlaneParts): Unit {
  const { source, output } = parts;
  const { height, width } = sourceExtent(source);
  const input: Buffer = { key: `${parts.name}${parts.operation}.x`, bytes: height * width * POSITION };
  const gradient: Buffer = { key: `${parts.name}${parts.operation}.dx`, bytes: height * width * POSITION };
  const fixed = [...fixedOf, ...(parts.fixed ?? [])];
  const saved = parts.saved ?? [];
  const eachPlane = (visit: (block: number, image: number) => void): void => {
    for (let image = 0; image < output.count; image++)
      for (let block = 0; block < output.blocks; block++) visit(block, image);
  };
  const at = (base: number, block: number, image: number): number =>
    base + block * output.stride + image * output.area * POSITION;
  const forward = (): readonly Task[] => [
    unitTask(parts.holder, 'forward', {
      operations: [parts.operation],
      touches: [...sourceBuffers(source), blockedBuffer(output), input, ...saved],
      fixed,
      writes: blockedRegions(output),
      bind(bound) {
        const [x, y] = [bound.address(input.key), bound.address(output.key)];
        const read = readSource(bound, source, packed(height, width));
        const compute = parts.forward(bound);
        return () =>
          eachPlane((block, image) => {
            read(block, image, 1, x);
            compute(block, image, x, at(y, block, image));
          });
      },
    }),
  ];
  const backward = (fresh: (key: string) => boolean): readonly Task[] => {
    if (!sourceHasGradient(source)) return [];
    const isFresh = fresh(sourceGradientKey(source));
    return [
      unitTask(parts.holder, 'backward', {
        operations: [parts.operation],
        touches: [
          ...(parts.needsInput ? [...sourceBuffers(source), input] : []),
          ...sourceGradientBuffers(source),
          blockedGradient(output),
          gradient,
          ...saved,
        ],
        fixed,
        bind(bound) {
          const [dx, dy] = [bound.address(gradient.key), bound.address(output.gradientKey)];
          const x = parts.needsInput ? bound.address(input.key) : 0;
          const read = parts.needsInput ? readSource(bound, source, packed(height, width)) : null;
          const writer = writeSourceGradient(bound, source, isFresh);
          const compute = parts.backward(bound);
          return () => {
            writer.begin();
            eachPlane((block, image) => {
              read?.(block, image, 1, x);
              compute(block, image, x, at(dy, block, image), dx);
              writer.write(block, image, 1, dx);
            });
          };
        },
      }),
    ];
  };
  return { forward, backward };
}

// The mean over all positions of each channel: global average pooling, straight from a lazy value.
import type { Buffer, Task } from '../plan/task';
import { blockedBuffer, blockedGradient, POSITION, type Blocked, blockedRegions } from './blocked';
import {
  fixedOf,
  sourceBuffers,
  sourceGradientBuffers,
  sourceGradientKey,
  writeSourceGradient,
  type Source,
} from './ends';
import { FORWARD_BYTES, forwardKey, IDENTITY_FORWARD } from './lazy';
import { unitTask, type KernelHolder, type Unit } from './unit';

/** Spread at once, backward: they stay in the first-level cache. */
const POSITIONS = 512;

/** The source is not pooled. */
export function averageUnit(holder: KernelHolder, operation: number, source: Source, output: Blocked): Unit {
  const tensor = source.kind === 'stored' ? source.tensor : source.lazy.y;
  const [norm, low, high] =
    source.kind === 'stored' ? [null, -Infinity, Infinity] : [source.lazy.norm, source.lazy.low, source.lazy.high];
  const forward = (): readonly Task[] => [
    unitTask(holder, 'forward', {
      operations: [operation],
      touches: [...sourceBuffers(source), blockedBuffer(output)],
      fixed: fixedOf,
      writes: blockedRegions(output),
      bind({ kernels, address }) {
        const [from, to] = [address(tensor.key), address(output.key)];
        const coefficients = address(norm ? forwardKey(norm) : IDENTITY_FORWARD);
        const step = norm ? FORWARD_BYTES : 0;
        return () => {
          for (let block = 0; block < tensor.blocks; block++)
            kernels.affineMean(
              from + block * tensor.stride,
              tensor.count,
              tensor.area,
              to + block * output.stride,
              coefficients + block * step,
              low,
              high,
            );
        };
      },
    }),
  ];
  const backward = (fresh: (key: string) => boolean): readonly Task[] => {
    const isFresh = fresh(sourceGradientKey(source));
    const images = Math.max(1, Math.floor(POSITIONS / tensor.area));
    const scratch: Buffer = { key: `m${operation}.g`, bytes: images * tensor.area * POSITION };
    return [
      unitTask(holder, 'backward', {
        operations: [operation],
        touches: [...sourceGradientBuffers(source), blockedGradient(output), scratch],
        fixed: fixedOf,
        bind(bound) {
          const writer = writeSourceGradient(bound, source, isFresh);
          const [at, gradient] = [bound.address(scratch.key), bound.address(output.gradientKey)];
          const share = 1 / tensor.area;
          return () => {
            writer.begin();
            for (let block = 0; block < tensor.blocks; block++)
              for (let image = 0; image < tensor.count; image += images) {
                const run = Math.min(images, tensor.count - image);
                bound.kernels.scaled(gradient + block * output.stride + image * POSITION, at, run, tensor.area, share);
                writer.write(block, image, run, at);
              }
          };
        },
      }),
    ];
  };
  return { forward, backward };
}

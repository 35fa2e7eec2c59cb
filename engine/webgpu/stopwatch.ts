// Times of passes by the device's own clock: a pair of timestamps each, in nanoseconds.
import { MAP_READ, USAGE, type GpuBuffer, type GpuCommandEncoder, type GpuDevice, type GpuQuerySet } from './api';

/** What begins a pass that is timed. */
export type PassDescriptor = NonNullable<Parameters<GpuCommandEncoder['beginComputePass']>[0]>;

export class Stopwatch {
  private readonly queries: GpuQuerySet;
  private readonly resolved: GpuBuffer;
  private readonly staging: GpuBuffer;
  private readonly count: number;

  constructor(device: GpuDevice, passes: number) {
    this.count = 2 * passes;
    const size = 8 * this.count;
    this.queries = device.createQuerySet({ type: 'timestamp', count: this.count });
    this.resolved = device.createBuffer({ size, usage: USAGE.queryResolve | USAGE.copySource });
    this.staging = device.createBuffer({ size, usage: USAGE.mapRead | USAGE.copyTarget });
  }

  /** Pass number `index`, counted from 0. */
  pass(index: number): PassDescriptor {
    return {
      timestampWrites: {
        querySet: this.queries,
        beginningOfPassWriteIndex: 2 * index,
        endOfPassWriteIndex: 2 * index + 1,
      },
    };
  }

  /** After the last pass. */
  stop(encoder: GpuCommandEncoder): void {
    encoder.resolveQuerySet(this.queries, 0, this.count, this.resolved, 0);
    encoder.copyBufferToBuffer(this.resolved, 0, this.staging, 0, 8 * this.count);
  }

  /** Milliseconds of each pass, once the encoder was submitted. */
  async read(): Promise<readonly number[]> {
    await this.staging.mapAsync(MAP_READ);
    const stamps = new BigUint64Array(this.staging.getMappedRange().slice(0));
    this.staging.unmap();
    return Array.from({ length: this.count / 2 }, (_, i) => Number(stamps[2 * i + 1] - stamps[2 * i]) / 1e6);
  }

  destroy(): void {
    this.queries.destroy();
    this.resolved.destroy();
    this.staging.destroy();
  }
}

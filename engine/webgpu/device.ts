// The device: one buffer for the whole plan and one for inputs that come as bytes, pipelines by their code, runs of kernels, and reading back.
import {
  COMPUTE_STAGE,
  MAP_READ,
  USAGE,
  type Gpu,
  type GpuAdapter,
  type GpuBindGroup,
  type GpuBuffer,
  type GpuCommandEncoder,
  type GpuDevice,
  type GpuLayout,
  type GpuPipeline,
} from './api';
import { PLACES } from './kernel';
import { Stopwatch, type PassDescriptor } from './stopwatch';

/** The device went away: driver reset, sleep, another program. What it held is gone. */
export class DeviceLostError extends Error {
  constructor(reason: string) {
    super(`the WebGPU device was lost: ${reason || 'for a reason that it does not tell'}`);
    this.name = 'DeviceLostError';
  }
}

/** Renders on the processor: right, but slower than WebAssembly there. */
export const isSoftware = ({ info }: GpuAdapter): boolean =>
  info.isFallbackAdapter === true ||
  /swiftshader|llvmpipe|lavapipe|basic render|software/i.test(`${info.architecture} ${info.description}`);

export const requestAdapter = (gpu: Gpu): Promise<GpuAdapter | null> =>
  gpu.requestAdapter({ powerPreference: 'high-performance' });

/** Bytes of uniforms of one dispatch: the alignment that every device accepts. */
export const UNIFORM_BYTES = 4 * PLACES;

export interface Run {
  readonly pipeline: GpuPipeline;
  /** In bytes into the program's uniforms. */
  readonly uniforms: number;
  readonly x: number;
  readonly y: number;
}

export interface Region {
  readonly offset: number;
  readonly bytes: number;
}

interface Staging {
  readonly buffer: GpuBuffer;
  readonly bytes: number;
}

export class Device {
  readonly limit: number;
  private readonly device: GpuDevice;
  private readonly hasTimestamps: boolean;
  private readonly groupLayout: GpuLayout;
  private readonly pipelineLayout: GpuLayout;
  private readonly pipelines = new Map<string, Promise<GpuPipeline>>();
  private allocated: { readonly memory: GpuBuffer; readonly words: GpuBuffer } | null = null;
  /** Not in use. */
  private staging: Staging[] = [];
  private lost: string | null = null;

  private constructor(device: GpuDevice, limit: number, hasTimestamps: boolean) {
    this.device = device;
    this.limit = limit;
    this.hasTimestamps = hasTimestamps;
    const storage = (binding: number, type: string): object => ({
      binding,
      visibility: COMPUTE_STAGE,
      buffer: { type },
    });
    this.groupLayout = device.createBindGroupLayout({
      entries: [
        storage(0, 'storage'),
        {
          binding: 1,
          visibility: COMPUTE_STAGE,
          buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: UNIFORM_BYTES },
        },
        storage(2, 'read-only-storage'),
        storage(3, 'read-only-storage'),
      ],
    });
    this.pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [this.groupLayout] });
    void device.lost.then(({ reason, message }) => (this.lost = message || reason));
  }

  /** With buffers as large as the adapter allows. */
  static async open(adapter: GpuAdapter): Promise<Device> {
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
    const hasTimestamps = adapter.features.has('timestamp-query');
    const device = await adapter.requestDevice({
      requiredLimits: { maxBufferSize, maxStorageBufferBindingSize },
      requiredFeatures: hasTimestamps ? ['timestamp-query'] : [],
    });
    return new Device(device, Math.min(maxBufferSize, maxStorageBufferBindingSize), hasTimestamps);
  }

  get isLost(): boolean {
    return this.lost !== null;
  }

  /** Zeros: memory, and room for inputs that come as bytes. */
  allocate(bytes: number, words: number): void {
    this.allocated = {
      memory: this.buffer(bytes, USAGE.storage | USAGE.copySource | USAGE.copyTarget),
      words: this.buffer(4 * words, USAGE.storage | USAGE.copyTarget),
    };
  }

  buffer(bytes: number, usage: number): GpuBuffer {
    return this.device.createBuffer({ size: Math.max(16, Math.ceil(bytes / 4) * 4), usage });
  }

  /** Rejects where the code does not compile. */
  pipeline(code: string): Promise<GpuPipeline> {
    const known = this.pipelines.get(code);
    if (known) return known;
    const module = this.device.createShaderModule({ code });
    const made = this.device.createComputePipelineAsync({
      layout: this.pipelineLayout,
      compute: { module, entryPoint: 'main' },
    });
    this.pipelines.set(code, made);
    return made;
  }

  group(uniforms: GpuBuffer, tables: GpuBuffer): GpuBindGroup {
    return this.device.createBindGroup({
      layout: this.groupLayout,
      entries: [
        { binding: 0, resource: { buffer: this.held.memory } },
        { binding: 1, resource: { buffer: uniforms, size: UNIFORM_BYTES } },
        { binding: 2, resource: { buffer: tables } },
        { binding: 3, resource: { buffer: this.held.words } },
      ],
    });
  }

  encoder(): GpuCommandEncoder {
    return this.device.createCommandEncoder();
  }

  /** One pass. */
  encode(encoder: GpuCommandEncoder, group: GpuBindGroup, runs: readonly Run[], begin?: PassDescriptor): void {
    if (runs.length === 0) return;
    const pass = encoder.beginComputePass(begin);
    for (const { pipeline, uniforms, x, y } of runs) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group, [uniforms]);
      pass.dispatchWorkgroups(x, y);
    }
    pass.end();
  }

  /** null where the device has no clock. */
  stopwatch(passes: number): Stopwatch | null {
    return this.hasTimestamps ? new Stopwatch(this.device, passes) : null;
  }

  submit(encoder: GpuCommandEncoder): void {
    this.device.queue.submit([encoder.finish()]);
  }

  async idle(): Promise<void> {
    await this.device.queue.onSubmittedWorkDone();
    this.check();
  }

  write(offset: number, data: Float32Array, buffer = this.held.memory): void {
    if (data.length > 0) this.device.queue.writeBuffer(buffer, offset, data);
  }

  writeWords(offset: number, data: Uint8Array): void {
    if (data.length > 0) this.device.queue.writeBuffer(this.held.words, offset, data);
  }

  /**
   * Copies of regions of memory, once what was submitted is done; `encoder` may hold what is to be submitted with the copy. It is
   * submitted at once, so that further work can follow before the copies are there.
   */
  async read(regions: readonly Region[], encoder = this.encoder()): Promise<readonly Float32Array[]> {
    this.check();
    const bytes = regions.reduce((sum, region) => sum + region.bytes, 0);
    const staging = this.stagingOf(bytes);
    const { buffer } = staging;
    let at = 0;
    for (const region of regions) {
      if (region.bytes > 0) encoder.copyBufferToBuffer(this.held.memory, region.offset, buffer, at, region.bytes);
      at += region.bytes;
    }
    this.submit(encoder);
    try {
      await buffer.mapAsync(MAP_READ);
    } catch (error) {
      // Nothing else makes it fail; the loss itself may be told later.
      throw new DeviceLostError(this.lost ?? String(error));
    }
    const all = new Float32Array(buffer.getMappedRange().slice(0, bytes));
    buffer.unmap();
    this.staging.push(staging);
    this.check();
    at = 0;
    return regions.map((region) => all.slice(at / 4, (at += region.bytes) / 4));
  }

  /** A buffer that nothing is read through now: the smallest that will do, else a new one instead of a smaller one. */
  private stagingOf(bytes: number): Staging {
    this.staging.sort((a, b) => a.bytes - b.bytes);
    const found = this.staging.findIndex((each) => each.bytes >= bytes);
    if (found >= 0) return this.staging.splice(found, 1)[0];
    this.staging.pop()?.buffer.destroy();
    return { buffer: this.buffer(bytes, USAGE.mapRead | USAGE.copyTarget), bytes };
  }

  destroy(): void {
    this.device.destroy();
  }

  /** @throws DeviceLostError */
  check(): void {
    if (this.lost !== null) throw new DeviceLostError(this.lost);
  }

  private get held(): NonNullable<Device['allocated']> {
    if (!this.allocated) throw new Error('no memory was allocated');
    return this.allocated;
  }
}

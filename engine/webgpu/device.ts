// The device: one buffer for the whole plan, pipelines by their code, runs of kernels, and reading back.
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

export class Device {
  readonly limit: number;
  private readonly device: GpuDevice;
  private readonly groupLayout: GpuLayout;
  private readonly pipelineLayout: GpuLayout;
  private readonly pipelines = new Map<string, Promise<GpuPipeline>>();
  private memory: GpuBuffer | null = null;
  private staging: { readonly buffer: GpuBuffer; readonly bytes: number } | null = null;
  private lost: string | null = null;
  private reading: Promise<unknown> = Promise.resolve();

  private constructor(device: GpuDevice, limit: number) {
    this.device = device;
    this.limit = limit;
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
      ],
    });
    this.pipelineLayout = device.createPipelineLayout({ bindGroupLayouts: [this.groupLayout] });
    void device.lost.then(({ reason, message }) => (this.lost = message || reason));
  }

  /** With buffers as large as the adapter allows. */
  static async open(adapter: GpuAdapter): Promise<Device> {
    const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
    const device = await adapter.requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } });
    return new Device(device, Math.min(maxBufferSize, maxStorageBufferBindingSize));
  }

  get isLost(): boolean {
    return this.lost !== null;
  }

  /** Zeros. */
  allocate(bytes: number): void {
    this.memory = this.buffer(bytes, USAGE.storage | USAGE.copySource | USAGE.copyTarget);
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
        { binding: 0, resource: { buffer: this.held } },
        { binding: 1, resource: { buffer: uniforms, size: UNIFORM_BYTES } },
        { binding: 2, resource: { buffer: tables } },
      ],
    });
  }

  encoder(): GpuCommandEncoder {
    return this.device.createCommandEncoder();
  }

  encode(encoder: GpuCommandEncoder, group: GpuBindGroup, runs: readonly Run[]): void {
    if (runs.length === 0) return;
    const pass = encoder.beginComputePass();
    for (const { pipeline, uniforms, x, y } of runs) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group, [uniforms]);
      pass.dispatchWorkgroups(x, y);
    }
    pass.end();
  }

  submit(encoder: GpuCommandEncoder): void {
    this.device.queue.submit([encoder.finish()]);
  }

  async idle(): Promise<void> {
    await this.device.queue.onSubmittedWorkDone();
    this.check();
  }

  write(offset: number, data: Float32Array, buffer = this.held): void {
    if (data.length > 0) this.device.queue.writeBuffer(buffer, offset, data);
  }

  /** Copies of regions of memory, once what was submitted is done; `encoder` may hold what is to be submitted with the copy. */
  read(regions: readonly Region[], encoder = this.encoder()): Promise<readonly Float32Array[]> {
    // One staging buffer: readers wait for each other, submissions do not.
    const bytes = regions.reduce((sum, region) => sum + region.bytes, 0);
    const after = this.reading.then(() => this.copyOut(regions, bytes, encoder));
    this.reading = after.catch(() => undefined);
    return after;
  }

  private async copyOut(
    regions: readonly Region[],
    bytes: number,
    encoder: GpuCommandEncoder,
  ): Promise<readonly Float32Array[]> {
    this.check();
    if (!this.staging || this.staging.bytes < bytes) {
      this.staging?.buffer.destroy();
      this.staging = { buffer: this.buffer(bytes, USAGE.mapRead | USAGE.copyTarget), bytes };
    }
    const { buffer } = this.staging;
    let at = 0;
    for (const region of regions) {
      if (region.bytes > 0) encoder.copyBufferToBuffer(this.held, region.offset, buffer, at, region.bytes);
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
    this.check();
    at = 0;
    return regions.map((region) => all.slice(at / 4, (at += region.bytes) / 4));
  }

  destroy(): void {
    this.device.destroy();
  }

  /** @throws DeviceLostError */
  check(): void {
    if (this.lost !== null) throw new DeviceLostError(this.lost);
  }

  private get held(): GpuBuffer {
    if (!this.memory) throw new Error('no memory was allocated');
    return this.memory;
  }
}

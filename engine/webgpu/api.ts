// The part of WebGPU (https://www.w3.org/TR/webgpu/) that the engine uses, as a browser's worker and Node's `webgpu` package both
// have it. Written out, since the engine is compiled without the DOM's types.

export interface Gpu {
  requestAdapter(options?: { readonly powerPreference?: 'high-performance' }): Promise<GpuAdapter | null>;
}

export interface GpuLimits {
  readonly maxBufferSize: number;
  readonly maxStorageBufferBindingSize: number;
}

export interface GpuAdapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly limits: GpuLimits;
  readonly features: { has(name: string): boolean };
  requestDevice(options?: {
    readonly requiredLimits?: Readonly<Record<string, number>>;
    readonly requiredFeatures?: readonly string[];
  }): Promise<GpuDevice>;
}

export interface GpuDevice {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly queue: GpuQueue;
  createBuffer(descriptor: { readonly size: number; readonly usage: number }): GpuBuffer;
  createShaderModule(descriptor: { readonly code: string }): GpuShaderModule;
  createBindGroupLayout(descriptor: { readonly entries: readonly object[] }): GpuLayout;
  createPipelineLayout(descriptor: { readonly bindGroupLayouts: readonly GpuLayout[] }): GpuLayout;
  createBindGroup(descriptor: { readonly layout: GpuLayout; readonly entries: readonly object[] }): GpuBindGroup;
  createComputePipelineAsync(descriptor: {
    readonly layout: GpuLayout;
    readonly compute: { readonly module: GpuShaderModule; readonly entryPoint: string };
  }): Promise<GpuPipeline>;
  createCommandEncoder(): GpuCommandEncoder;
  createQuerySet(descriptor: { readonly type: 'timestamp'; readonly count: number }): GpuQuerySet;
  destroy(): void;
}

export interface GpuQueue {
  writeBuffer(buffer: GpuBuffer, offset: number, data: ArrayBufferView): void;
  submit(commands: readonly GpuCommands[]): void;
  onSubmittedWorkDone(): Promise<void>;
}

export interface GpuBuffer {
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

export interface GpuCommandEncoder {
  beginComputePass(descriptor?: {
    readonly timestampWrites?: {
      readonly querySet: GpuQuerySet;
      readonly beginningOfPassWriteIndex: number;
      readonly endOfPassWriteIndex: number;
    };
  }): GpuComputePass;
  resolveQuerySet(queries: GpuQuerySet, first: number, count: number, to: GpuBuffer, offset: number): void;
  copyBufferToBuffer(from: GpuBuffer, fromOffset: number, to: GpuBuffer, toOffset: number, bytes: number): void;
  finish(): GpuCommands;
}

export interface GpuComputePass {
  setPipeline(pipeline: GpuPipeline): void;
  setBindGroup(index: number, group: GpuBindGroup, offsets: readonly number[]): void;
  dispatchWorkgroups(x: number, y: number): void;
  end(): void;
}

export interface GpuQuerySet {
  destroy(): void;
}

/** Opaque objects, told apart by a name that no object has. */
interface Opaque<Name extends string> {
  readonly __brand?: Name;
}
export type GpuShaderModule = Opaque<'GPUShaderModule'>;
export type GpuLayout = Opaque<'GPULayout'>;
export type GpuBindGroup = Opaque<'GPUBindGroup'>;
export type GpuPipeline = Opaque<'GPUComputePipeline'>;
export type GpuCommands = Opaque<'GPUCommandBuffer'>;

/** GPUBufferUsage, GPUMapMode and GPUShaderStage, as the specification numbers them. */
export const USAGE = {
  mapRead: 0x1,
  copySource: 0x4,
  copyTarget: 0x8,
  uniform: 0x40,
  storage: 0x80,
  queryResolve: 0x200,
} as const;
export const MAP_READ = 0x1;
export const COMPUTE_STAGE = 0x4;

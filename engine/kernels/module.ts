// The compiled kernels: chosen by what the runtime validates, compiled once, and instantiated on each engine's memory.
import type { KernelBytes } from '../types';

/** What of the global WebAssembly the engine uses; neither the DOM's nor Node's types are in scope here. */
declare const WebAssembly: {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  compile(bytes: Uint8Array<ArrayBuffer>): Promise<object>;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (descriptor: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
};

type Kernel = (...parameters: number[]) => void;
type Measure = (...parameters: number[]) => number;

/** Documented in assembly/. Pointers and strides in bytes, counts in positions; flags are 0 or 1. */
export type Kernels = Readonly<
  Record<
    | 'adam'
    | 'addRows'
    | 'addScaled'
    | 'affine'
    | 'affineAdd'
    | 'affineMean'
    | 'affinePool'
    | 'averagePool'
    | 'averagePoolGradient'
    | 'blockFromPlain'
    | 'channelSums'
    | 'copyRows'
    | 'depthwise'
    | 'depthwise3'
    | 'depthwise3Weights'
    | 'depthwiseWeights'
    | 'gate'
    | 'gateGradient'
    | 'gatherRows'
    | 'gemm'
    | 'gemmWeights'
    | 'layerNormGradientRows'
    | 'layerNormRows'
    | 'maskByOutput'
    | 'maskStatistics'
    | 'maskStatisticsPool'
    | 'maxPool'
    | 'maxPoolGradient'
    | 'moments'
    | 'multiplyElements'
    | 'multiplyRows'
    | 'normGradient'
    | 'normGradientPool'
    | 'pack'
    | 'packColumns'
    | 'packLeft'
    | 'plainFromBlock'
    | 'rmsprop'
    | 'scaleBy'
    | 'scaled'
    | 'softmaxGradientRows'
    | 'softmaxRows'
    | 'unary'
    | 'unaryGradient'
    | 'unpack',
    Kernel
  > &
    Record<'sumOfSquares', Measure>
>;

export interface KernelModule {
  readonly variant: 'simd' | 'relaxed';
  instantiate(bytes: number): { readonly kernels: Kernels; readonly buffer: ArrayBuffer };
}

const PAGE = 65536;

/** WebAssembly addresses 32 bits. */
export const WASM_LIMIT = 2 ** 32;

/** @throws where not even plain SIMD validates */
export async function compileKernels({ simd, relaxed }: KernelBytes): Promise<KernelModule> {
  const useRelaxed = relaxed !== undefined && WebAssembly.validate(relaxed);
  if (!useRelaxed && !WebAssembly.validate(simd)) throw new Error('WebAssembly SIMD is not available here');
  const module = await WebAssembly.compile(useRelaxed ? relaxed : simd);
  return {
    variant: useRelaxed ? 'relaxed' : 'simd',
    instantiate(bytes) {
      const pages = Math.ceil(bytes / PAGE);
      const memory = new WebAssembly.Memory({ initial: pages, maximum: PAGE });
      const abort = (): never => {
        throw new Error('a kernel aborted');
      };
      const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
      return { kernels: instance.exports as Kernels, buffer: memory.buffer };
    },
  };
}

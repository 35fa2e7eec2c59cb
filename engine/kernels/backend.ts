// The WebAssembly backend: lowers a graph to units of kernels and keeps everything in one WebAssembly memory.
import type { Allocator } from '../plan/compile';
import { memoryOf } from '../plan/run-state';
import type { DerivedGraph } from '../plan/ir';
import type { Backend } from '../plan/task';
import type { KernelBytes } from '../types';
import { wasmArithmetic } from './arithmetic';
import { Lowering } from './lowering';
import { lowerings } from './rules';
import { compileKernels, WASM_LIMIT } from './module';
import type { KernelHolder, Unit } from './unit';

/** The first bytes stay unused: no tensor lies at address 0, which means "none" to the kernels. */
const RESERVED = 1024;

/** The second-level caches of present processors hold 0.5 to 2 MB a core. */
const CACHE_BYTES = 1 << 20;

export interface WasmBackend {
  readonly backend: Backend;
  readonly allocator: Allocator;
  readonly variant: 'simd' | 'relaxed';
}

/** @throws where WebAssembly SIMD is missing */
export async function wasmBackend(bytes: KernelBytes, memoryLimit: number | null): Promise<WasmBackend> {
  const module = await compileKernels(bytes);
  const holder: KernelHolder = { kernels: null };
  const lowered = new WeakMap<DerivedGraph, readonly Unit[]>();
  const unitsOf = (graph: DerivedGraph): readonly Unit[] => {
    const units = lowered.get(graph) ?? new Lowering(graph, holder, lowerings).run();
    lowered.set(graph, units);
    return units;
  };
  const backend: Backend = {
    kind: 'wasm',
    cacheBytes: CACHE_BYTES,
    arithmetic: wasmArithmetic(holder),
    forward: (graph) => unitsOf(graph).flatMap((unit) => unit.forward()),
    backward: (graph, fresh) => [...unitsOf(graph)].reverse().flatMap((unit) => unit.backward(fresh)),
  };
  const allocator: Allocator = {
    start: RESERVED,
    limit: Math.min(memoryLimit ?? WASM_LIMIT, WASM_LIMIT),
    allocate(size) {
      const { kernels, buffer } = module.instantiate(size);
      holder.kernels = kernels;
      return memoryOf(buffer);
    },
  };
  return { backend, allocator, variant: module.variant };
}

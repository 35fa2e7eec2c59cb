// The backends by name, each with where its tensors live.
import { wasmBackend } from '../kernels/backend';
import type { EngineKind, KernelBytes } from '../types';
import type { Allocator } from './compile';
import { referenceBackend } from './reference';
import { plainMemory } from './run-state';
import type { Backend } from './task';

export interface ChosenBackend {
  readonly backend: Backend;
  readonly allocator: Allocator;
  readonly variant: 'plain' | 'simd' | 'relaxed';
}

/** ArrayBuffers end here in every engine that matters. */
const PLAIN_LIMIT = 2 ** 32;

/** @throws where the kernels are missing or cannot be compiled */
export async function chooseBackend(
  device: EngineKind,
  kernels: KernelBytes | null,
  memoryLimit: number | null,
): Promise<ChosenBackend> {
  if (device === 'wasm') {
    if (!kernels) throw new Error('the WebAssembly kernels were not given');
    return wasmBackend(kernels, memoryLimit);
  }
  return {
    backend: referenceBackend,
    allocator: { start: 0, limit: memoryLimit ?? PLAIN_LIMIT, allocate: plainMemory },
    variant: 'plain',
  };
}

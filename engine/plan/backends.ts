// The backends by name, each with where its tensors live.
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
export function chooseBackend(
  device: EngineKind,
  _kernels: KernelBytes | null,
  memoryLimit: number | null,
): Promise<ChosenBackend> {
  if (device === 'wasm') throw new Error('no WebAssembly kernels yet');
  return Promise.resolve({
    backend: referenceBackend,
    allocator: { start: 0, limit: memoryLimit ?? PLAIN_LIMIT, allocate: plainMemory },
    variant: 'plain',
  });
}

// Every backend, for tests that loop over them. The kernels are built by scripts/kernels.mjs.
import { readFileSync } from 'node:fs';
import type { EngineOptions, KernelBytes } from '../../engine/types';
import { gpu } from './gpu';

const read = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL(`../../dist/${name}`, import.meta.url)));

export const kernels: KernelBytes = { simd: read('kernels.wasm'), relaxed: read('kernels-relaxed.wasm') };

export type BackendOptions = Pick<EngineOptions, 'device' | 'kernels' | 'gpu'>;

/** Those that run in workers that share a batch. */
export const backends: readonly BackendOptions[] = [{ device: 'reference' }, { device: 'wasm', kernels }];

export const allBackends: readonly BackendOptions[] = [
  ...backends,
  ...(gpu ? [{ device: 'webgpu', gpu } as const] : []),
];

// The compiled kernels out of their files, by name: `kernels-relaxed.wasm` with relaxed SIMD, the other one for every runtime.
import type { KernelBytes } from '../types';

/** null where the kernels that every runtime takes are not among them. */
export function kernelsOf(files: Readonly<Record<string, ArrayBuffer>>): KernelBytes | null {
  const names = Object.keys(files).filter((name) => name.endsWith('.wasm'));
  const relaxed = names.find((name) => name.includes('relaxed'));
  const simd = names.find((name) => name !== relaxed);
  if (simd === undefined) return null;
  const bytes = { simd: new Uint8Array(files[simd]) };
  return relaxed === undefined ? bytes : { ...bytes, relaxed: new Uint8Array(files[relaxed]) };
}

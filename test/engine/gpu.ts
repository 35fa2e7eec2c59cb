// A WebGPU device in software, for tests: Node's `webgpu` package on the SwiftShader driver that Chromium brings
// (vitest.config.ts points the Vulkan loader there). null, with one line that says why, where either is missing.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Gpu } from '../../engine/webgpu/api';

const driver = process.env['VK_DRIVER_FILES'];

async function open(): Promise<Gpu | null> {
  if (driver === undefined || !existsSync(driver)) return missing('Chromium and its SwiftShader driver are not there');
  try {
    // By its path, which neither compiler nor bundler follows: the package need not be installed.
    const path = createRequire(import.meta.url).resolve('webgpu');
    const webgpu = (await import(pathToFileURL(path).href)) as { create(flags: readonly string[]): Gpu };
    const gpu = webgpu.create([]);
    return (await gpu.requestAdapter()) ? gpu : missing('there is no adapter');
  } catch (error) {
    return missing(String(error));
  }
}

function missing(why: string): null {
  console.warn(`WebGPU is not tested: ${why}`);
  return null;
}

export const gpu = await open();

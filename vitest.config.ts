import { existsSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

// Where Chromium is, WebGPU is tested on its software driver: the test processes find it by these (test/engine/gpu.ts).
const chromium = ['/usr/lib/chromium', '/usr/lib64/chromium'].find((folder) =>
  existsSync(`${folder}/vk_swiftshader_icd.json`),
);
if (chromium !== undefined) {
  process.env['VK_DRIVER_FILES'] ??= `${chromium}/vk_swiftshader_icd.json`;
  process.env['LD_LIBRARY_PATH'] = [chromium, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    // a hang, not slowness: nothing is judged by its time
    testTimeout: 180_000,
    hookTimeout: 60_000,
    reporters: process.env['CI'] ? ['default', 'json'] : ['default'],
    outputFile: { json: 'test-artifacts/unit.json' },
  },
});

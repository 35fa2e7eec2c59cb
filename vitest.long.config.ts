// The tests that have a long form, in that form: whole training runs instead of their first steps (`npm run test:long`).
import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config';

export default mergeConfig(
  base,
  defineConfig({
    test: {
      env: { TEST_LONG: '1' },
      outputFile: { json: 'test-artifacts/long.json' },
    },
  }),
);

// Every rule of every optimiser, executed on every backend, beside the reference.
import { describe, expect, it } from 'vitest';
import { allBackends } from './backends';
import { optimiserCases, runOptimiser } from './optimiser-case';

describe.each(allBackends.filter(({ device }) => device !== 'reference'))('$device', (backend) => {
  it.each(optimiserCases)('$kind $choices', async (each) => {
    for (const { what, difference } of await runOptimiser(backend, each)) expect(difference, what).toBeLessThan(2e-5);
  });
});

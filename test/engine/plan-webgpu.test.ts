// What is WebGPU's own: kernels whose workgroups share memory, which a device in software goes without, and what is refused there.
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/session';
import type { Gpu } from '../../engine/webgpu/api';
import { gpu } from './gpu';
import { GraphBuilder } from './graphs';
import { batchNorm, conv2d, flatten, globalAverage, linear, relu } from './layers';
import { startEngine, stripes } from './training-data';

/** The same device, which does not say that it is software. */
const disguised = (whole: Gpu): Gpu => ({
  requestAdapter: async () => {
    const adapter = await whole.requestAdapter();
    if (!adapter) return null;
    const { limits } = adapter;
    const info = { vendor: 'test', architecture: '', description: '' };
    return { info, limits, requestDevice: (options) => adapter.requestDevice(options) };
  },
});

/** Tiles of both sizes, sums that several workgroups share, and reductions of a workgroup. */
function network() {
  const b = new GraphBuilder();
  let x = relu(b, batchNorm(b, 'norm', conv2d(b, 'first', b.input([1, 1, 12, 12]), 12, { kernel: 3, padding: 1 })));
  x = conv2d(b, 'pointwise', x, 48, { kernel: 1 });
  return b.build(linear(b, 'fc', flatten(b, globalAverage(b, x)), 10));
}

describe.skipIf(!gpu)('shared memory', () => {
  it('computes what the reference computes', async () => {
    if (!gpu) return;
    const graph = network();
    const batch = stripes(3, 16, 12);
    const reference = await startEngine(graph, { device: 'reference', batchSize: 16 });
    const device = await startEngine(graph, { device: 'webgpu', gpu: disguised(gpu), batchSize: 16 });
    const still = { groups: [] };
    const [expected, actual] = [await reference.step(batch, still), await device.step(batch, still)];
    expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(2e-6);
    const [gradients, found] = [await reference.readGradients(), await device.readGradients()];
    const largest = gradients.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    gradients.forEach((value, i) => expect(Math.abs(found[i] - value) / largest).toBeLessThan(2e-5));
    device.dispose();
  });
});

describe('refusals', () => {
  it('a device that is not there', async () => {
    const nowhere: Gpu = { requestAdapter: () => Promise.resolve(null) };
    const options = { graph: network(), batchSize: 2, loss: { kind: 'cross_entropy' } } as const;
    for (const found of [undefined, nowhere]) {
      const made = await createEngine({ ...options, device: 'webgpu', gpu: found });
      expect(made).toMatchObject({ kind: 'refused', problem: { code: 'CL3007' } });
    }
  });

  it.skipIf(!gpu)('a batch that does not fit, with one that does', async () => {
    if (!gpu) return;
    const options = { graph: network(), loss: { kind: 'cross_entropy' }, device: 'webgpu', gpu } as const;
    const made = await createEngine({ ...options, batchSize: 64, memoryLimit: 2e6 });
    expect(made).toMatchObject({ kind: 'refused', problem: { code: 'CL3006' } });
    if (made.kind === 'known') return;
    const fits = Number(made.problem.details['fits']);
    expect(fits).toBeGreaterThan(0);
    expect((await createEngine({ ...options, batchSize: fits, memoryLimit: 2e6 })).kind).toBe('known');
  });
});

// What is WebGPU's own: kernels whose workgroups share memory, which a device in software goes without, and what is refused there.
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/session';
import type { Batch, Engine } from '../../engine/types';
import type { Gpu } from '../../engine/webgpu/api';
import { gpu } from './gpu';
import { GraphBuilder } from './graphs';
import { add, batchNorm, conv2d, flatten, globalAverage, linear, relu } from './layers';
import { runOperator } from './operator-case';
import { caseOf, goldens, openAnalyzer } from './operator-goldens';
import { startEngine, stripes } from './training-data';

/** The same device, which does not say that it is software. */
const disguised = (whole: Gpu): Gpu => ({
  requestAdapter: async () => {
    const adapter = await whole.requestAdapter();
    if (!adapter) return null;
    const { limits, features } = adapter;
    const info = { vendor: 'test', architecture: '', description: '' };
    return { info, limits, features, requestDevice: (options) => adapter.requestDevice(options) };
  },
});

/** Tiles of both sizes, sums that several workgroups share, and reductions of a workgroup. */
function network() {
  const b = new GraphBuilder();
  let x = relu(b, batchNorm(b, 'norm', conv2d(b, 'first', b.input([1, 1, 12, 12]), 12, { kernel: 3, padding: 1 })));
  x = conv2d(b, 'pointwise', x, 48, { kernel: 1 });
  return b.build(linear(b, 'fc', flatten(b, globalAverage(b, x)), 10));
}

/** The loss and the gradients of one batch. */
async function expectSameStep(reference: Engine, device: Engine, batch: Batch): Promise<void> {
  const still = { groups: [] };
  const [expected, actual] = [await reference.step(batch, still), await device.step(batch, still)];
  expect(Math.abs(actual.loss / expected.loss - 1)).toBeLessThan(2e-6);
  const [gradients, found] = [await reference.readGradients(), await device.readGradients()];
  const largest = gradients.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  gradients.forEach((value, i) => expect(Math.abs(found[i] - value) / largest).toBeLessThan(2e-5));
}

describe.skipIf(!gpu)('shared memory', () => {
  it('computes what the reference computes', async () => {
    if (!gpu) return;
    const graph = network();
    const batch = stripes(3, 16, 12);
    const reference = await startEngine(graph, { device: 'reference', batchSize: 16 });
    const device = await startEngine(graph, { device: 'webgpu', gpu: disguised(gpu), batchSize: 16 });
    await expectSameStep(reference, device, batch);
    device.dispose();
  });
});

/** Models whose products go in tiles, whose sums take workgroups, and whose activations go along with what is before them. */
const shared =
  'ConvPointwise DepthwiseDilated Conv3x3 TransposedStride2 ConvNorm BatchNorm TransformerLayer Sums'.split(' ');

describe.skipIf(!gpu)('operators with shared memory', () => {
  it.each(shared)('%s', async (name) => {
    if (!gpu) return;
    const golden = goldens.find((each) => each.name === name);
    if (!golden) throw new Error(`no model ${name}`);
    const found = await runOperator({ device: 'webgpu', gpu: disguised(gpu) }, caseOf(await openAnalyzer(), golden));
    if ('kind' in found) throw new Error(found.problem.code);
    for (const { what, difference } of found) expect(difference, what).toBeLessThan(5e-5);
  });
});

/** Few outputs with many terms, which several workgroups share, and many outputs, of which an invocation takes several. */
describe.skipIf(!gpu)('large tensors', () => {
  it('computes what the reference computes', async () => {
    if (!gpu) return;
    const b = new GraphBuilder();
    const x = relu(b, batchNorm(b, 'norm', conv2d(b, 'first', b.input([1, 1, 96, 96]), 4, { kernel: 3, padding: 1 })));
    const graph = b.build(linear(b, 'fc', flatten(b, globalAverage(b, add(b, x, x))), 10));
    const batch = stripes(3, 8, 96);
    const reference = await startEngine(graph, { device: 'reference', batchSize: 8 });
    const device = await startEngine(graph, { device: 'webgpu', gpu: disguised(gpu), batchSize: 8 });
    await expectSameStep(reference, device, batch);
    device.dispose();
  });
});

describe.skipIf(!gpu)('images that come as bytes', () => {
  it.each([5, 6])('are the numbers of the reference, %i pixels wide', async (size) => {
    if (!gpu) return;
    const b = new GraphBuilder();
    const graph = b.build(linear(b, 'fc', flatten(b, b.input([1, 3, size, size])), 3));
    const count = 3;
    const bytes = Uint8Array.from({ length: count * 3 * size * size }, (_, i) => (i * 37 + (i >> 3)) % 256);
    const images = { bytes, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
    const batch = { images, labels: Int32Array.of(0, 1, 2), count };
    const reference = await startEngine(graph, { device: 'reference', batchSize: count });
    const device = await startEngine(graph, { device: 'webgpu', gpu, batchSize: count });
    await expectSameStep(reference, device, batch);
    const loose = { ...batch, labels: Int32Array.of(0, 1) };
    await expect(device.step(loose, { groups: [] })).rejects.toThrow('3 labels');
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

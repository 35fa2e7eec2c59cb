// The WebAssembly backend against the reference backend: one training step of small networks, gradient by gradient.
import { describe, expect, it } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import type { Engine } from '../../engine/types';
import { kernels } from './backends';
import { invertedNetwork, notesNetwork, residualNetwork } from './models';
import { startEngine, stripes } from './training-data';

const models: Readonly<Record<string, () => SerialisedGraph>> = {
  notes: () => notesNetwork({ baseChannels: 8, dilation: 2 }),
  'notes with odd channels': () => notesNetwork({ baseChannels: 5, dilation: 1 }),
  residual: residualNetwork,
  inverted: invertedNetwork,
};

const BATCH = 6;
const STILL = { groups: [] };

/**
 * The largest difference by parameter, relative to its largest element, or to a hundredth of the largest of all: a scale before
 * a convolution and a batch norm has no effect, its gradient is but rounding.
 */
function differences(engine: Engine, actual: Float32Array, expected: Float32Array): Record<string, number> {
  const floor = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 100;
  return Object.fromEntries(
    engine.layout.map(({ name, offset, length }) => {
      let [largest, difference] = [floor, 0];
      for (let i = offset; i < offset + length; i++) {
        largest = Math.max(largest, Math.abs(expected[i]));
        difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
      }
      return [name, difference / largest];
    }),
  );
}

describe('wasm computes what reference computes', () => {
  it.each(Object.keys(models))('%s', async (name) => {
    const graph = models[name]();
    const batch = stripes(3, BATCH);
    const reference = await startEngine(graph, { device: 'reference', batchSize: BATCH });
    const wasm = await startEngine(graph, { device: 'wasm', kernels, batchSize: BATCH });
    const [expected, actual] = [await reference.step(batch, STILL), await wasm.step(batch, STILL)];
    expect(Math.abs(actual.loss - expected.loss) / expected.loss).toBeLessThan(2e-6);
    expect(actual.correct).toBe(expected.correct);
    const worst = Object.entries(differences(wasm, await wasm.readGradients(), await reference.readGradients()));
    for (const [parameter, difference] of worst) expect(difference, parameter).toBeLessThan(2e-5);
    const outputs = await Promise.all([reference, wasm].map((engine) => engine.forward(batch.images, BATCH)));
    outputs[0].logits.forEach((value, i) => expect(outputs[1].logits[i]).toBeCloseTo(value, 4));
  });
});

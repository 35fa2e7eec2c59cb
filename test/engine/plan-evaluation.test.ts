// Evaluation between steps: what became part of the convolutions (kernels/convolution/fold.ts) follows parameters and running
// statistics, and leaves no trace in training; the pieces of a batch that workers take.
import { describe, expect, it } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import { optimizerSettings } from '../../engine/optim/settings';
import { Optimizer } from '../../engine/optim/optimizer';
import { piecesOf } from '../../engine/parallel/pieces';
import type { Engine } from '../../engine/types';
import { kernels, type BackendOptions } from './backends';
import { GraphBuilder } from './graphs';
import { batchNorm, conv2d, elementwise, flatten, globalAverage, linear, maxPool2d, relu } from './layers';
import { invertedNetwork, notesNetwork, residualNetwork } from './models';
import { startEngine, stripes } from './training-data';

const BATCH = 5;

/** Orders that are no convolution, norm, activation: biases, a norm last, a norm after an activation, a value read twice. */
function otherOrders(): SerialisedGraph {
  const b = new GraphBuilder();
  let x = relu(b, conv2d(b, 'a', b.input([1, 1, 28, 28]), 6, { kernel: 3, padding: 1, bias: true }));
  x = batchNorm(b, 'norm', x);
  x = elementwise(b, 'relu6', conv2d(b, 'b', x, 6, { kernel: 3, padding: 1, groups: 6, bias: true }));
  x = maxPool2d(b, batchNorm(b, 'd', conv2d(b, 'c', x, 12, { kernel: 1, bias: true })), 2);
  const twice = conv2d(b, 'e', x, 12, { kernel: 3, stride: 2, padding: 1, groups: 2 });
  const normed = batchNorm(b, 'f', twice);
  x = b.operation('add', { input: twice, other: relu(b, normed) }, { alpha: 1 }, b.shape(twice));
  x = linear(b, 'fc', flatten(b, globalAverage(b, x)), 10);
  return b.build(x, 'OtherOrders()');
}

const models: Readonly<Record<string, () => SerialisedGraph>> = {
  notes: () => notesNetwork({ baseChannels: 8, dilation: 2 }),
  residual: residualNetwork,
  inverted: invertedNetwork,
  'other orders': otherOrders,
};

const sgd = (engine: Engine) =>
  new Optimizer([
    { parameters: engine.layout.map(({ id }) => id), settings: optimizerSettings('sgd', { lr: 1e-2 }) },
  ]).step();

const start = (name: string, backend: BackendOptions): Promise<Engine> =>
  startEngine(models[name](), { ...backend, batchSize: BATCH });

describe('evaluation', () => {
  it.each(Object.keys(models))('of %s follows training as reference does', async (name) => {
    const engines = [await start(name, { device: 'reference' }), await start(name, { device: 'wasm', kernels })];
    for (const step of [0, 1, 2]) {
      const { images } = stripes(50, BATCH);
      const [expected, actual] = await Promise.all(engines.map((engine) => engine.forward(images, BATCH)));
      const largest = expected.logits.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expected.logits.forEach((value, i) =>
        expect(Math.abs(actual.logits[i] - value) / largest).toBeLessThan(1e-5 * 10 ** step),
      );
      for (const engine of engines) await engine.step(stripes(step, BATCH), sgd(engine));
    }
  });

  it.each(Object.keys(models))('leaves no trace in %s', async (name) => {
    const wasm: BackendOptions = { device: 'wasm', kernels };
    const [plain, interrupted] = [await start(name, wasm), await start(name, wasm)];
    for (const step of [0, 1, 2]) {
      for (const engine of [plain, interrupted]) await engine.step(stripes(step, BATCH), sgd(engine));
      await interrupted.evaluate(stripes(60, BATCH));
    }
    expect(await interrupted.readGradients()).toEqual(await plain.readGradients());
    for (const { id } of plain.layout) expect(await interrupted.readState(id)).toEqual(await plain.readState(id));
  });
});

describe('pieces', () => {
  it.each([
    [256, 2, 2],
    [256, 3, 16],
    [21, 2, 4],
    [1, 4, 1],
    [100, 2, 64],
  ])('of %i items for %i workers in chunks of %i are the whole batch, ever smaller', (count, workers, chunk) => {
    const pieces = piecesOf(count, workers, chunk);
    let next = 0;
    for (const piece of pieces) {
      expect(piece.from).toBe(next);
      next += piece.count;
    }
    expect(next).toBe(count);
    const sizes = pieces.map((piece) => piece.count);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    for (const size of sizes.slice(0, -1)) expect(size % Math.min(chunk, 16)).toBe(0);
  });
});

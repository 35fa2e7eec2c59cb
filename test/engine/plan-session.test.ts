// The engine as its users hold it: states, kept activations, profile, several batch sizes, byte images.
import { describe, expect, it } from 'vitest';
import { optimizerSettings } from '../../engine/optim/settings';
import { Optimizer } from '../../engine/optim/optimizer';
import type { Batch, Engine } from '../../engine/types';
import { allBackends } from './backends';
import { notesNetwork } from './models';
import { startEngine, stripes } from './training-data';

const graph = notesNetwork({ baseChannels: 4, dilation: 2, size: 16 });
const idOf = (name: string): number => graph.parameters.findIndex((parameter) => parameter.name === name);

const adamOf = (engine: Engine) =>
  new Optimizer([{ parameters: engine.layout.map(({ id }) => id), settings: optimizerSettings('adam') }]).step();

/** Bytes and the same images already normalised. */
function normalised(batch: Batch): Batch {
  if (!('bytes' in batch.images)) throw new Error('not bytes');
  const f = Math.fround;
  const images = Float32Array.from(batch.images.bytes, (byte) => f(f(f(byte / 255) - f(0.1307)) / f(0.3081)));
  return { ...batch, images };
}

describe.each(allBackends)('$device', (backend) => {
  it('reads back what was written', async () => {
    const engine = await startEngine(graph, { ...backend, batchSize: 2 });
    const weight = Float32Array.from({ length: 4 }, (_, i) => i / 3);
    await engine.writeState(idOf('stem.1.weight'), weight);
    expect(await engine.readState(idOf('stem.1.weight'))).toEqual(weight);
    await engine.writeState(idOf('stem.1.num_batches_tracked'), BigInt64Array.of(41n));
    await engine.step(stripes(0, 2, 16), adamOf(engine));
    expect(await engine.readState(idOf('stem.1.num_batches_tracked'))).toEqual(BigInt64Array.of(42n));
    await expect(async () => engine.writeState(idOf('fc.bias'), new Float32Array(3))).rejects.toThrow('fc.bias has 10');
  });

  it('goes on from a written optimiser state as if never interrupted', async () => {
    const batches = [0, 1, 2].map((step) => stripes(step, 4, 16));
    const whole = await startEngine(graph, { ...backend, batchSize: 4 });
    for (const batch of batches) await whole.step(batch, adamOf(whole));
    const first = await startEngine(graph, { ...backend, batchSize: 4 });
    for (const batch of batches.slice(0, 2)) await first.step(batch, adamOf(first));
    const second = await startEngine(graph, { ...backend, batchSize: 4 });
    for (const id of graph.parameters.keys()) await second.writeState(id, await first.readState(id));
    await second.writeOptimizer(await first.readOptimizer());
    await second.step(batches[2], adamOf(second));
    for (const id of graph.parameters.keys()) expect(await second.readState(id)).toEqual(await whole.readState(id));
  });

  it('takes bytes as torchvision normalises them', async () => {
    const engine = await startEngine(graph, { ...backend, batchSize: 3 });
    const batch = stripes(0, 3, 16);
    const [fromBytes, fromFloats] = [
      await engine.forward(batch.images, 3),
      await engine.forward(normalised(batch).images, 3),
    ];
    expect(fromBytes.logits).toEqual(fromFloats.logits);
  });

  it('predicts the same for any number of images at once', async () => {
    const engine = await startEngine(graph, { ...backend, batchSize: 16 });
    const { images } = stripes(0, 21, 16);
    if (!('bytes' in images)) throw new Error('not bytes');
    const { logits, shape } = await engine.forward(images, 21);
    expect(shape).toEqual([21, 10]);
    for (const item of [0, 7, 20]) {
      const one = { ...images, bytes: images.bytes.subarray(item * 256, (item + 1) * 256) };
      const alone = await engine.forward(one, 1);
      alone.logits.forEach((value, i) => expect(value).toBeCloseTo(logits[item * 10 + i], 5));
    }
  });

  it('keeps activations of every operation', async () => {
    const engine = await startEngine(graph, { ...backend, batchSize: 2 });
    const { images } = stripes(0, 2, 16);
    const { logits, kept } = await engine.forward(images, 2, 'all');
    const operations = graph.operations.flatMap(({ outputs }) => outputs);
    expect([...kept.keys()].sort((a, b) => a - b)).toEqual(operations);
    const output = kept.get(graph.output as number);
    expect(output?.shape).toEqual([2, 10]);
    output?.data.forEach((value, i) => expect(value).toBeCloseTo(logits[i], 4));
    const [one] = operations;
    expect([...(await engine.forward(images, 2, [one])).kept.keys()]).toEqual([one]);
  });

  it('measures every operation', async () => {
    let clock = 0;
    const engine = await startEngine(graph, { ...backend, batchSize: 2, profile: true, now: () => clock++ });
    await engine.step(stripes(0, 2, 16), adamOf(engine));
    await engine.step(stripes(1, 2, 16), adamOf(engine));
    const times = engine.profile();
    const convolutions = times.filter(({ operations }) =>
      operations.some((i) => graph.operations[i].operator === 'conv2d'),
    );
    expect(convolutions).toHaveLength(7);
    // a GPU has a clock of its own
    const each = backend.device === 'webgpu' ? (expect.any(Number) as number) : 2;
    for (const { forwardMs, backwardMs, steps } of convolutions) {
      expect({ forwardMs, backwardMs, steps }).toEqual({ forwardMs: each, backwardMs: each, steps: 2 });
      expect(Math.min(forwardMs, backwardMs)).toBeGreaterThanOrEqual(0);
    }
    engine.resetProfile();
    expect(engine.profile()).toEqual([]);
  });

  it('clips by the norm of all gradients', async () => {
    const engine = await startEngine(graph, { ...backend, batchSize: 4 });
    const rule = { kind: 'sgd', momentum: 0, dampening: 0, nesterov: false } as const;
    const before = await engine.readState(idOf('fc.bias'));
    const groups = [{ parameters: [idOf('fc.bias')], rule, lr: 1, weightDecay: 0 }];
    const { gradientNorm } = await engine.step(stripes(0, 4, 16), { groups, clip: { kind: 'norm', max: 0.01 } });
    expect(gradientNorm).toBeGreaterThan(0.01);
    const moved = ((await engine.readState(idOf('fc.bias'))) as Float32Array).map(
      (value, i) => value - Number(before[i]),
    );
    expect(Math.hypot(...moved)).toBeLessThan(0.01);
  });
});

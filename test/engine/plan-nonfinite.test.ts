// NaN and infinity stop training with the step and the layer where they began; what was trained so far stays.
import { describe, expect, it } from 'vitest';
import { optimizerSettings } from '../../engine/optim/settings';
import { Optimizer } from '../../engine/optim/optimizer';
import { NonFiniteError, type Engine } from '../../engine/types';
import { allBackends, type BackendOptions } from './backends';
import { notesNetwork } from './models';
import { startEngine, stripes } from './training-data';

const graph = notesNetwork({ baseChannels: 4, dilation: 2, size: 16 });
const idOf = (name: string): number => graph.parameters.findIndex((parameter) => parameter.name === name);

const start = (backend: BackendOptions): Promise<Engine> => startEngine(graph, { ...backend, batchSize: 4 });

const stepOf = (engine: Engine) =>
  new Optimizer([
    { parameters: engine.layout.map(({ id }) => id), settings: optimizerSettings('sgd', { lr: 0.1 }) },
  ]).step();

async function failure(engine: Engine): Promise<NonFiniteError> {
  try {
    await engine.step(stripes(1, 4, 16), stepOf(engine));
  } catch (error) {
    if (error instanceof NonFiniteError) return error;
    throw error;
  }
  throw new Error('the step went through');
}

describe.each(allBackends)('$device', (backend) => {
  it.each([
    ['ds_block2.pointwise', NaN],
    ['ds_block1.depthwise', Infinity],
    ['stem.0', NaN],
    ['fc', -Infinity],
  ])('a weight of %s becomes %d', async (layer, value) => {
    const engine = await start(backend);
    await engine.step(stripes(0, 4, 16), stepOf(engine));
    const id = idOf(`${layer}.weight`);
    const weight = (await engine.readState(id)) as Float32Array;
    weight[1] = value;
    await engine.writeState(id, weight);
    const before = await engine.readState(idOf('fc.bias'));
    const { place } = await failure(engine);
    expect(place).toMatchObject({ step: 2, layer, tensor: 'activation' });
    expect(await engine.readState(idOf('fc.bias'))).toEqual(before);
  });

  it('evaluation goes on', async () => {
    const engine = await start(backend);
    await engine.writeState(idOf('fc.bias'), new Float32Array(10).fill(NaN));
    expect((await engine.evaluate(stripes(0, 4, 16))).lossSum).toBeNaN();
  });
});

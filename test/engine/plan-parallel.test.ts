// A batch shared by several workers: the number of workers does not change the mathematics, and the same number gives the same
// bits. Uneven shares, and shares of nothing, included.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { optimizerSettings } from '../../engine/optim/settings';
import { Optimizer } from '../../engine/optim/optimizer';
import type { Engine } from '../../engine/types';
import { backends, type BackendOptions } from './backends';
import { startFollowers, type Followers } from './channels';
import { notesNetwork } from './models';
import { openThreads, type Threads } from './threads';
import { startEngine, stripes } from './training-data';

interface Run {
  readonly losses: readonly number[];
  readonly correct: readonly number[];
  readonly parameters: readonly number[];
  readonly evaluation: number;
  readonly predictions: readonly number[];
}

const start = (backend: BackendOptions, followers: Followers): Promise<Engine> =>
  startEngine(notesNetwork({ baseChannels: 4, dilation: 2, size: 16 }), {
    ...backend,
    batchSize: 8,
    workers: followers.channels,
  });

async function run(
  backend: BackendOptions,
  workers: number,
  counts: readonly number[],
  followers = startFollowers(workers - 1),
): Promise<Run> {
  const engine = await start(backend, followers);
  const ids = engine.layout.map(({ id }) => id);
  const optimizer = new Optimizer([{ parameters: ids, settings: optimizerSettings('adam', { lr: 1e-2 }) }]);
  const [losses, correct]: number[][] = [[], []];
  for (const [step, count] of counts.entries()) {
    const result = await engine.step(stripes(step, count, 16), optimizer.step());
    losses.push(result.loss);
    correct.push(result.correct);
  }
  const { lossSum, weight, predictions } = await engine.evaluate(stripes(99, 21, 16));
  const states = await Promise.all(ids.map((id) => engine.readState(id)));
  const parameters = states.flatMap((state) => [...state].map(Number));
  engine.dispose();
  followers.close();
  return { losses, correct, parameters, evaluation: lossSum / weight, predictions: [...(predictions ?? [])] };
}

describe.each(backends)('$device over workers', (backend) => {
  it.each([
    [2, [8, 8, 7]],
    [3, [8, 5, 2]],
  ])('%i workers agree with one', async (workers, counts) => {
    const [alone, shared] = [await run(backend, 1, counts), await run(backend, workers, counts)];
    shared.losses.forEach((loss, i) => expect(Math.abs(loss / alone.losses[i] - 1)).toBeLessThan(1e-5 * 10 ** i));
    expect(shared.correct).toEqual(alone.correct);
    expect(Math.abs(shared.evaluation / alone.evaluation - 1)).toBeLessThan(1e-2);
    expect(shared.predictions).toHaveLength(21);
  });

  it('gives the same bits again', async () => {
    expect(await run(backend, 2, [8, 7])).toEqual(await run(backend, 2, [8, 7]));
  });
});

describe('threads that share memory', () => {
  let threads: Threads;
  beforeAll(async () => void (threads = await openThreads()));
  afterAll(() => threads.close());

  it.each(backends.flatMap((backend) => [2, 3].map((workers) => ({ ...backend, size: workers }))))(
    '$device, $size workers: the bits of messages',
    async ({ size, ...backend }) => {
      const counts = [8, 7, 1];
      const shared = await run(backend, size, counts, threads.start(size - 1, true));
      expect(shared).toEqual(await run(backend, size, counts, threads.start(size - 1, false)));
      expect(shared).toEqual(await run(backend, size, counts));
    },
  );

  it('a thread that dies ends the step', async () => {
    const followers = threads.start(1, true);
    const engine = await start({ device: 'reference' }, followers);
    const optimizer = new Optimizer([{ parameters: [], settings: optimizerSettings('sgd', { lr: 0.1 }) }]);
    await engine.step(stripes(0, 8, 16), optimizer.step());
    followers.kill();
    await expect(engine.step(stripes(1, 8, 16), optimizer.step())).rejects.toThrow('a helper thread ended');
  });
});

// The engine as the bench drives it, under Node and in a page: the notes' network, a batch in memory, windows of steps.
import { initialise } from '../../engine/init/initialise';
import { serveWorker } from '../../engine/parallel/serve';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import type { Batch, Engine, KernelBytes, OptimizerStep, WorkerChannel } from '../../engine/types';
import { notesNetwork } from '../../test/engine/models';

export { serveWorker };

export interface Contestant {
  readonly variant: string;
  readonly plannedBytes: number;
  /** Milliseconds from the graph to the end of the first step. */
  readonly firstStepMs: number;
  /** Images per second over `steps` steps. */
  train(steps: number): Promise<number>;
  predict(steps: number): Promise<number>;
  /** Milliseconds of the forward pass of one image. */
  one(): Promise<number>;
  /** A stretch of milliseconds, by operation: forward and backward. */
  profile(): readonly { readonly name: string; readonly forward: number; readonly backward: number }[];
}

const MEAN = [0.1307];
const STD = [0.3081];

interface Options {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly kernels: KernelBytes;
  readonly workers: readonly WorkerChannel[];
  readonly now: () => number;
  readonly profile?: boolean;
}

export async function startContestant(options: Options): Promise<Contestant> {
  const { now, kernels, workers } = options;
  const graph = notesNetwork({ baseChannels: 32, dilation: 2 });
  const begin = now();
  const loss = { kind: 'cross_entropy' } as const;
  const made = await createEngine({
    graph,
    device: 'wasm',
    batchSize: 128,
    loss,
    kernels,
    workers,
    now,
    profile: options.profile,
  });
  if (made.kind !== 'known') throw new Error(made.problem.code);
  const engine: Engine = made.value;
  for (const [id, data] of initialise(graph, new Generator(0)).entries()) await engine.writeState(id, data);
  const optimizer: OptimizerStep = {
    groups: [
      {
        parameters: engine.layout.map(({ id }) => id),
        rule: { kind: 'adam', beta1: 0.9, beta2: 0.999, eps: 1e-8, amsgrad: false },
        lr: 1e-3,
        weightDecay: 0,
      },
    ],
  };
  let at = 0;
  const next = (count: number): Batch => {
    const from = at % (options.labels.length - count + 1);
    at += count;
    return {
      images: { bytes: options.pixels.subarray(from * 784, (from + count) * 784), mean: MEAN, std: STD },
      labels: Int32Array.from(options.labels.subarray(from, from + count)),
      count,
    };
  };
  await engine.step(next(128), optimizer);
  const firstStepMs = now() - begin;
  const windowed = async (count: number, steps: number, run: () => Promise<unknown>): Promise<number> => {
    const start = now();
    for (let i = 0; i < steps; i++) await run();
    return (count * steps * 1000) / (now() - start);
  };
  return {
    variant: engine.variant,
    plannedBytes: engine.plannedBytes,
    firstStepMs,
    train: (steps) => windowed(128, steps, () => engine.step(next(128), optimizer)),
    predict: (steps) => windowed(256, steps, () => engine.evaluate(next(256))),
    one: async () => 1000 / (await windowed(1, 20, () => engine.forward(next(1).images, 1))),
    profile: () =>
      engine.profile().map(({ operations, forwardMs, backwardMs, steps }) => ({
        name: operations
          .map((index) => graph.calls[graph.operations[index].call ?? -1]?.path ?? graph.operations[index].operator)
          .join(' '),
        forward: forwardMs / steps,
        backward: backwardMs / steps,
      })),
  };
}

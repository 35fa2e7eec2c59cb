// The engine as the bench drives it, under Node and in a page: a network, its batches in memory, windows of steps.
import { initialise } from '../../engine/init/initialise';
import { serveWorker } from '../../engine/parallel/serve';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import type { SerialisedGraph } from '../../core/graph/graph';
import type { Batch, Engine, KernelBytes, OptimizerStep, WorkerChannel } from '../../engine/types';
import type { Gpu } from '../../engine/webgpu/api';
import { networks, type NetworkName } from './networks';

export { serveWorker };

export interface Contestant {
  readonly variant: string;
  readonly plannedBytes: number;
  /** Milliseconds from the graph to the end of the first step. */
  readonly firstStepMs: number;
  /** Floating-point operations of one image's training step in convolutions and linear layers: forward and both gradients. */
  readonly trainingFlops: number;
  /** Images per second over `steps` steps. */
  train(steps: number): Promise<number>;
  predict(steps: number): Promise<number>;
  /** Milliseconds of the forward pass of one image. */
  one(): Promise<number>;
  /** GFLOP/s of multiply-adds in registers alone. */
  peak(): Promise<number>;
  /** A stretch of milliseconds, by operation: forward and backward. */
  profile(): readonly { readonly name: string; readonly forward: number; readonly backward: number }[];
}

const MEAN = 0.1307;
const STD = 0.3081;

interface Options {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
  readonly kernels: KernelBytes;
  readonly workers: readonly WorkerChannel[];
  /** On a WebGPU device instead of WebAssembly. */
  readonly gpu?: Gpu;
  readonly now: () => number;
  readonly profile?: boolean;
  /** Absent: that of the notes. */
  readonly network?: NetworkName;
  /** Images a training step; an inference takes twice as many. Absent: as the network has it. */
  readonly batch?: number;
}

/** What of the global WebAssembly the bench uses. */
declare const WebAssembly: {
  readonly Memory: new (descriptor: { initial: number; maximum: number }) => object;
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  instantiate(
    bytes: Uint8Array<ArrayBuffer>,
    imports: object,
  ): Promise<{ readonly instance: { readonly exports: unknown } }>;
};

const PEAK_ROUNDS = 20000;
const PEAK_FLOPS = 384 * PEAK_ROUNDS;

async function bindPeak({ simd, relaxed }: KernelBytes, now: () => number): Promise<() => Promise<number>> {
  const bytes = relaxed && WebAssembly.validate(relaxed) ? relaxed : simd;
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory, abort: () => undefined } });
  const { peak } = instance.exports as { readonly peak: (rounds: number) => number };
  return () => {
    const begin = now();
    for (let i = 0; i < 5; i++) peak(PEAK_ROUNDS);
    return Promise.resolve((5 * PEAK_FLOPS) / (now() - begin) / 1e6);
  };
}

/** Every weight of a convolution meets each position of its output once: forward, for its gradient, and for the input's. */
function trainingFlops(graph: SerialisedGraph): number {
  let macs = 0;
  for (const { operator, inputs, outputs } of graph.operations) {
    if (operator !== 'conv2d' && operator !== 'linear') continue;
    const shape = (id: unknown): readonly number[] => graph.values[id as number].shape.map(Number);
    const positions = shape(outputs[0])
      .slice(2)
      .reduce((a, b) => a * b, 1);
    const passes = graph.values[inputs['input'] as number].source.kind === 'input' ? 2 : 3;
    macs += passes * positions * shape(inputs['weight']).reduce((a, b) => a * b, 1);
  }
  return 2 * macs;
}

export async function startContestant(options: Options): Promise<Contestant> {
  const { now, kernels, workers, gpu } = options;
  const network = networks[options.network ?? 'notes'];
  const { elements, channels } = network;
  const [trained, predicted] = options.batch ? [options.batch, 2 * options.batch] : [network.train, network.predict];
  const graph = network.graph();
  const begin = now();
  const loss = { kind: 'cross_entropy' } as const;
  const made = await createEngine({
    graph,
    device: gpu ? 'webgpu' : 'wasm',
    gpu,
    batchSize: trained,
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
    const from = at % (Math.floor(options.pixels.length / elements) - count + 1);
    at += count;
    const bytes = options.pixels.subarray(from * elements, (from + count) * elements);
    return {
      images: { bytes, mean: Array<number>(channels).fill(MEAN), std: Array<number>(channels).fill(STD) },
      labels: Int32Array.from(options.labels.subarray(from, from + count)),
      count,
    };
  };
  await engine.step(next(trained), optimizer);
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
    trainingFlops: trainingFlops(graph),
    peak: await bindPeak(kernels, now),
    train: (steps) => windowed(trained, steps, () => engine.step(next(trained), optimizer)),
    predict: (steps) => windowed(predicted, steps, () => engine.evaluate(next(predicted))),
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

// The engines that bench/engine/growth.mjs measures: the notes' network at any batch, and stacks of separable blocks.
import type { SerialisedGraph } from '../../core/graph/graph';
import { initialise } from '../../engine/init/initialise';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import type { Batch, KernelBytes, OptimizerStep } from '../../engine/types';
import { GraphBuilder } from '../../test/engine/graphs';
import { batchNorm, conv2d, flatten, globalAverage, linear, relu } from '../../test/engine/layers';
import { notesNetwork } from '../../test/engine/models';

interface Growing {
  readonly plannedBytes: number;
  /** Milliseconds of one step, over so many. */
  step(steps: number): Promise<number>;
}

export const startNotes = (batchSize: number, kernels: KernelBytes): Promise<Growing> =>
  start(notesNetwork({ baseChannels: 32, dilation: 2 }), [1, 28, 28], batchSize, kernels);

export const startDeep = (blocks: number, kernels: KernelBytes): Promise<Growing> =>
  start(separableStack(blocks), [64, 14, 14], 32, kernels);

function separableStack(blocks: number): SerialisedGraph {
  const b = new GraphBuilder();
  let x = b.input([1, 64, 14, 14]);
  for (let i = 0; i < blocks; i++) {
    x = relu(b, batchNorm(b, `${i}.1`, conv2d(b, `${i}.0`, x, 64, { kernel: 3, padding: 1, groups: 64 })));
    x = relu(b, batchNorm(b, `${i}.4`, conv2d(b, `${i}.3`, x, 64, { kernel: 1 })));
  }
  return b.build(linear(b, 'fc', flatten(b, globalAverage(b, x)), 10), `Stack(${blocks})`);
}

async function start(
  graph: SerialisedGraph,
  image: readonly number[],
  batchSize: number,
  kernels: KernelBytes,
): Promise<Growing> {
  const made = await createEngine({ graph, device: 'wasm', batchSize, loss: { kind: 'cross_entropy' }, kernels });
  if (made.kind !== 'known') throw new Error(made.problem.code);
  const engine = made.value;
  for (const [id, data] of initialise(graph, new Generator(0)).entries()) await engine.writeState(id, data);
  const elements = image.reduce((a, b) => a * b, batchSize);
  const batch: Batch = {
    images: Float32Array.from({ length: elements }, (_, i) => Math.sin(i)),
    labels: Int32Array.from({ length: batchSize }, (_, i) => i % 10),
    count: batchSize,
  };
  const optimizer: OptimizerStep = {
    groups: [
      {
        parameters: engine.layout.map(({ id }) => id),
        rule: { kind: 'sgd', momentum: 0.9, dampening: 0, nesterov: false },
        lr: 1e-3,
        weightDecay: 0,
      },
    ],
  };
  return {
    plannedBytes: engine.plannedBytes,
    async step(steps) {
      const begin = performance.now();
      for (let i = 0; i < steps; i++) await engine.step(batch, optimizer);
      return (performance.now() - begin) / steps;
    },
  };
}

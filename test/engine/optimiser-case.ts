// The optimisers' steps in an engine beside those of the reference: a few steps of a small network, all variants of the rules.
// Runs under Node and in a page.
import { Optimizer } from '../../engine/optim/optimizer';
import { optimizerSettings, type OptimizerChoices, type OptimizerKind } from '../../engine/optim/settings';
import type { EngineOptions, OptimizerStep } from '../../engine/types';
import { GraphBuilder } from './graphs';
import { conv2d, flatten, globalAverage, linear, relu } from './layers';
import type { Difference } from './operator-case';
import { startEngine, stripes } from './training-data';

export interface OptimiserCase {
  readonly kind: OptimizerKind;
  readonly choices: OptimizerChoices;
  readonly clip?: OptimizerStep['clip'];
  readonly maximize?: boolean;
}

export const optimiserCases: readonly OptimiserCase[] = [
  { kind: 'sgd', choices: { lr: 0.1 } },
  { kind: 'sgd', choices: { lr: 0.1, momentum: 0.9, dampening: 0.2, weightDecay: 0.01 } },
  { kind: 'sgd', choices: { lr: 0.1, momentum: 0.9, nesterov: true }, clip: { kind: 'norm', max: 0.5 } },
  { kind: 'adam', choices: { lr: 0.01, weightDecay: 0.1 }, clip: { kind: 'value', max: 0.05 } },
  { kind: 'adam', choices: { lr: 0.01, amsgrad: true } },
  { kind: 'adamw', choices: { lr: 0.01 } },
  { kind: 'adamw', choices: { lr: 0.01, amsgrad: true }, maximize: true },
  { kind: 'rmsprop', choices: { lr: 0.01, weightDecay: 0.1 } },
  { kind: 'rmsprop', choices: { lr: 0.01, momentum: 0.9 } },
  { kind: 'rmsprop', choices: { lr: 0.01, momentum: 0.9, centered: true } },
];

const STEPS = 3;
const SIZE = 8;

function network() {
  const b = new GraphBuilder();
  const x = relu(b, conv2d(b, 'conv', b.input([1, 1, SIZE, SIZE]), 4, { kernel: 3, bias: true }));
  return b.build(linear(b, 'fc', flatten(b, globalAverage(b, x)), 10));
}

/** Differences of all parameters and slots after some steps, relative to each one's largest element. */
export async function runOptimiser(
  backend: Pick<EngineOptions, 'device' | 'kernels' | 'gpu'>,
  { kind, choices, clip, maximize = false }: OptimiserCase,
): Promise<readonly Difference[]> {
  const graph = network();
  const options = { batchSize: 4, optimizerSlots: 3 };
  const engines = [
    await startEngine(graph, { ...options, device: 'reference' }),
    await startEngine(graph, { ...options, ...backend }),
  ];
  const settings = optimizerSettings(kind, choices);
  const parameters = engines[0].layout.map(({ id }) => id);
  for (const engine of engines) {
    const optimizer = new Optimizer([{ parameters, settings }], clip);
    for (let step = 0; step < STEPS; step++) {
      const { groups, ...rest } = optimizer.step();
      await engine.step(stripes(step, 4, SIZE), { ...rest, groups: groups.map((group) => ({ ...group, maximize })) });
    }
  }
  const states = await Promise.all(
    engines.map(async (engine) => ({
      ...Object.fromEntries(
        await Promise.all(
          engine.layout.map(async ({ id, name }) => [name, (await engine.readState(id)) as Float32Array] as const),
        ),
      ),
      ...(await engine.readOptimizer()).slots,
    })),
  );
  for (const engine of engines) engine.dispose();
  const [expected, actual] = states as Readonly<Record<string, Float32Array>>[];
  return Object.entries(expected).map(([what, values]) => {
    const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-12);
    const difference = values.reduce((most, x, i) => Math.max(most, Math.abs(x - actual[what][i])), 0) / largest;
    return { what, difference };
  });
}

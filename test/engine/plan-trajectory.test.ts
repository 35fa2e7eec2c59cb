// Whole runs against PyTorch (scripts/golden/trajectory.py): the loss of every step stays as close to PyTorch's as PyTorch's
// own variants stay to each other: 5e-6 at step 1, 5e-4 at step 10, 3e-2 at step 50, relatively; where PyTorch itself drifts
// further on the same run (float64, channels last), that far. By default only the first steps; all 50 in `npm run test:long`.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import { optimizerSettings, type OptimizerChoices, type OptimizerKind } from '../../engine/optim/settings';
import { Optimizer } from '../../engine/optim/optimizer';
import { long } from '../support/long';
import { allBackends, backends } from './backends';
import { invertedNetwork, notesNetwork, residualNetwork } from './models';
import { startEngine, stripes } from './training-data';

interface Case {
  readonly model: string;
  readonly optimizer: OptimizerKind;
  readonly seed: number;
  readonly losses: readonly number[];
  /** How far PyTorch's variants are from each other at each step, relatively. */
  readonly drift: readonly number[];
  readonly evaluation: number;
}

interface Golden {
  readonly batch: number;
  /** Pixels along a side; absent: 28. */
  readonly size?: number;
  readonly cases: readonly Case[];
}

const read = (name: string): Golden =>
  JSON.parse(readFileSync(new URL(`../golden/engine/${name}.json`, import.meta.url), 'utf8')) as Golden;
const golden = read('trajectory');
/** Narrow networks on small images, for a device in software. */
const small = read('trajectory-small');

const models: Readonly<Record<string, () => SerialisedGraph>> = {
  'notes-4-2': () => notesNetwork({ baseChannels: 4, dilation: 2, size: small.size }),
  'notes-8-2': () => notesNetwork({ baseChannels: 8, dilation: 2 }),
  'notes-12-1': () => notesNetwork({ baseChannels: 12, dilation: 1 }),
  'notes-16-3': () => notesNetwork({ baseChannels: 16, dilation: 3 }),
  'notes-32-2': () => notesNetwork({ baseChannels: 32, dilation: 2 }),
  residual: residualNetwork,
  inverted: invertedNetwork,
};

const settings: Readonly<Record<string, OptimizerChoices>> = {
  adam: { lr: 1e-3 },
  adamw: { lr: 1e-3, weightDecay: 1e-2 },
  sgd: { lr: 0.05, momentum: 0.9, weightDecay: 5e-4 },
};

/** Relative difference allowed up to a step, counted from 1. */
const tolerance = (step: number): number => (step === 1 ? 5e-6 : step <= 10 ? 5e-4 : 3e-2);

const allowed = ({ drift }: Case, step: number): number => Math.max(tolerance(step + 1), ...drift.slice(0, step + 1));

/** The plain backend is slow: it follows the first steps of the small networks. */
function stepsOf(device: string, model: string): number {
  const large = model === 'notes-32-2';
  if (device !== 'reference') return long ? 50 : large ? 2 : 10;
  return large ? (long ? 1 : 0) : long ? 5 : 1;
}

async function check(
  device: (typeof allBackends)[number],
  { batch, size = 28 }: Golden,
  each: Case,
  steps: number,
): Promise<void> {
  const graph = models[each.model]();
  const engine = await startEngine(graph, { ...device, batchSize: batch }, each.seed);
  const optimizer = new Optimizer([
    {
      parameters: engine.layout.map(({ id }) => id),
      settings: optimizerSettings(each.optimizer, settings[each.optimizer]),
    },
  ]);
  for (let step = 0; step < steps; step++) {
    const { loss } = await engine.step(stripes(step, batch, size), optimizer.step());
    const expected = each.losses[step];
    expect(Math.abs(loss - expected) / expected, `step ${step + 1}: ${loss}, PyTorch ${expected}`).toBeLessThan(
      allowed(each, step),
    );
  }
  if (steps < 50) return;
  const { lossSum, weight } = await engine.evaluate(stripes(50, batch, size));
  expect(Math.abs(lossSum / weight - each.evaluation) / each.evaluation).toBeLessThan(0.1);
}

describe.each(backends)('$device stays with PyTorch', (device) => {
  const cases = golden.cases.filter(({ model }) => stepsOf(device.device, model) > 0);
  it.each(cases)(
    '$model, $optimizer, seed $seed',
    (each) => check(device, golden, each, stepsOf(device.device, each.model)),
    120_000,
  );
});

describe.each(allBackends)('$device stays with PyTorch', (device) => {
  const cases = small.cases.filter(({ optimizer }) => long || optimizer === 'adam');
  it.each(cases)('$model, $optimizer, seed $seed, all steps', (each) => check(device, small, each, 50), 300_000);
});

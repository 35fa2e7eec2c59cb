// Networks as users write them, from source to gradients: initial state from the seed, forward, loss and backward against PyTorch
// (scripts/golden/user_models.py).
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { initialise } from '../../engine/init/initialise';
import { dropoutSource } from '../../engine/random/dropout';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import { loadParser } from '../support/parser';
import { backends, type BackendOptions } from './backends';

type Sample = readonly (readonly [index: number, value: number])[];

interface Golden {
  readonly model: string;
  readonly output: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, { readonly norm: number; readonly sample: Sample }>>;
  readonly evaluated: Sample;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const text = read('../../scripts/golden/user_cases.py');
const golden = JSON.parse(read('../golden/engine/user_models.json')) as {
  readonly input: readonly number[];
  readonly auxiliary: number;
  readonly cases: readonly Golden[];
};

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The numbers of engine_ops.py: multiples of 2^-23 in [-1, 1). */
function numbers(seed: number, count: number): Float32Array {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

/** Analysed with a symbol for the batch, as the command line does: the engine derives the shapes for three images. */
function graphOf(model: string, training: boolean): SerialisedGraph {
  const inputs = [['N', ...golden.input.slice(1)].join('x')];
  const [found] = analyzer.analyze({ file: 'cases.py', text, model, inputs, training }).models;
  expect(found.unknowns).toEqual([]);
  return serialiseGraph(found.graph);
}

async function check(backend: BackendOptions, expected: Golden): Promise<void> {
  const [graph, evaluation] = [graphOf(expected.model, true), graphOf(expected.model, false)];
  const [batchSize] = golden.input;
  const generator = new Generator(0);
  const state = initialise(graph, generator);
  const random = dropoutSource(generator);
  const options = { batchSize, loss: { kind: 'mse' }, auxiliaryWeight: golden.auxiliary, random } as const;
  const made = await createEngine({ graph, evaluation, ...backend, ...options });
  if (made.kind === 'refused') throw new Error(`${made.problem.code} ${JSON.stringify(made.problem.details)}`);
  const engine = made.value;
  for (const [id, data] of state.entries()) await engine.writeState(id, data);
  const images = numbers(1, sizeOf(golden.input));
  const targets = numbers(2, sizeOf(expected.output));
  const { loss } = await engine.step({ images, targets, count: batchSize }, { groups: [] });
  expect(Math.abs(loss / expected.loss - 1), `loss ${loss}, PyTorch ${expected.loss}`).toBeLessThan(5e-6);
  const gradients = await engine.readGradients();
  for (const { name, offset, length } of engine.layout) {
    const own = gradients.subarray(offset, offset + length);
    const given = expected.gradients[name];
    const norm = Math.sqrt(own.reduce((sum, x) => sum + x * x, 0));
    // what a batch norm takes away leaves a gradient of rounding alone
    const noise = 1e-6;
    expect(Math.abs(norm - given.norm), `norm of ${name}: ${norm}, ${given.norm}`).toBeLessThan(
      1e-4 * given.norm + noise,
    );
    for (const [index, value] of given.sample)
      expect(Math.abs(own[index] - value), `${name}[${index}]`).toBeLessThan(1e-4 * given.norm + noise);
  }
  const { logits, shape } = await engine.forward(images, batchSize);
  expect(shape).toEqual(expected.output);
  for (const [index, value] of expected.evaluated) expect(Math.abs(logits[index] - value)).toBeLessThan(2e-5);
}

describe.each(backends)('$device', (backend) => {
  it.each(golden.cases)('$model', (expected) => check(backend, expected));
});

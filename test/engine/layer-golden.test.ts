// Every operator's forward and backward pass on every backend, against PyTorch (scripts/golden/engine_ops.py): the graphs are those
// that the evaluator makes of the same models, so that names and arguments are what users' code yields.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { dropoutSource } from '../../engine/random/dropout';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import type { Engine } from '../../engine/types';
import { gpuRule } from '../../engine/webgpu/table';
import { loadParser } from '../support/parser';
import { allBackends, type BackendOptions } from './backends';

interface Golden {
  readonly name: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly loss: number;
  readonly gradients: Readonly<Record<string, string>>;
  readonly buffers: Readonly<Record<string, string>>;
  readonly evaluated: string;
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const source = read('../../scripts/golden/engine_cases.py');
const golden = JSON.parse(read('../golden/engine/operators.json')) as { readonly cases: readonly Golden[] };

const floats = (packed: string): Float32Array => {
  const bytes = Buffer.from(packed, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The numbers of the golden script: multiples of 2^-23 in [-1, 1). */
function numbers(seed: number, count: number): Float32Array {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

async function fill(engine: Engine, graph: SerialisedGraph): Promise<void> {
  for (const [id, { name, shape, dtype }] of graph.parameters.entries()) {
    const count = sizeOf(shape ?? []);
    if (dtype !== 'float32') await engine.writeState(id, new BigInt64Array(count));
    else if (name === 'p') await engine.writeState(id, new Float32Array(count));
    else {
      const given = numbers(100 + id, count).map((x) => x * 0.5);
      await engine.writeState(id, name.endsWith('running_var') ? given.map((x) => Math.abs(x) + 0.5) : given);
    }
  }
}

/** Relative to the tensor's largest element: a device sums in float32, and its functions are good to a few units in the last place. */
const toleranceOf = ({ device }: BackendOptions): number => (device === 'webgpu' ? 5e-5 : 1e-5);

function expectClose(
  actual: ArrayLike<number | bigint>,
  expected: Float32Array,
  what: string,
  tolerance: number,
): void {
  expect(actual.length, what).toBe(expected.length);
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs(Number(actual[i]) - expected[i]));
  expect(worst / largest, `${what}: largest difference over largest element`).toBeLessThan(tolerance);
}

async function check(backend: BackendOptions, expected: Golden): Promise<void> {
  const [graph, evaluation] = [graphOf(expected, true), graphOf(expected, false)];
  const batchSize = expected.input[0];
  const random = dropoutSource(new Generator(7));
  const made = await createEngine({ graph, evaluation, ...backend, batchSize, loss: { kind: 'mse' }, random });
  if (made.kind === 'refused' && backend.device === 'webgpu') {
    expect(made.problem.code).toBe('CL3001');
    return expect(gpuRule(String(made.problem.details['operator']))).toBeNull();
  }
  if (made.kind === 'refused') throw new Error(`${made.problem.code} ${JSON.stringify(made.problem.details)}`);
  const engine = made.value;
  const tolerance = toleranceOf(backend);
  await fill(engine, graph);
  const images = numbers(1, sizeOf(expected.input));
  const targets = numbers(2, sizeOf(expected.output));
  const { loss } = await engine.step({ images, targets, count: batchSize }, { groups: [] });
  expect(Math.abs(loss / expected.loss - 1), `loss ${loss}`).toBeLessThan(1e-5);
  const gradients = await engine.readGradients();
  for (const { name, offset, length, used } of engine.layout) {
    const given = expected.gradients[name];
    expect(used, `${name} gets a gradient`).toBe(given !== undefined);
    if (given)
      expectClose(gradients.subarray(offset, offset + length), floats(given), `gradient of ${name}`, tolerance);
  }
  for (const [name, given] of Object.entries(expected.buffers)) {
    const id = graph.parameters.findIndex((parameter) => parameter.name === name);
    expectClose(await engine.readState(id), floats(given), name, tolerance);
  }
  const { logits, shape } = await engine.forward(images, batchSize);
  expect(shape).toEqual(expected.output);
  expectClose(logits, floats(expected.evaluated), 'output in evaluation', tolerance);
  engine.dispose();
}

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

function graphOf({ name, input }: Golden, training: boolean): SerialisedGraph {
  const request = { file: 'cases.py', text: source, model: `${name}()`, inputs: [input.join('x')], training };
  const [model] = analyzer.analyze(request).models;
  if (model.unknowns.length > 0) throw new Error(`the evaluator does not know ${model.unknowns[0].reason}`);
  return serialiseGraph(model.graph);
}

describe.each(allBackends)('$device', (backend) => {
  it.each(golden.cases)('$name', (expected) => check(backend, expected));
});

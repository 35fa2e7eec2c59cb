// Gradients against finite differences, independently of PyTorch: along a random direction v in the space of all parameters,
//     (L(θ + h v) − L(θ − h v)) / 2h   is   ∇L · v
// for every operator whose loss is smooth enough to be measured in float32.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { createEngine } from '../../engine/session';
import type { Batch, Engine } from '../../engine/types';
import { loadParser } from '../support/parser';

const source = readFileSync(new URL('../../scripts/golden/engine_cases.py', import.meta.url), 'utf8');
const golden = JSON.parse(readFileSync(new URL('../golden/engine/operators.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly {
    readonly name: string;
    readonly input: readonly number[];
    readonly output: readonly number[];
  }[];
};

/**
 * Jumps (the case of softplus has one at its threshold), many corners, random numbers, and what PyTorch leaves out of a gradient
 * on purpose (detached tensors, the padding row of an embedding).
 */
const NOT_SMOOTH =
  /Dropout|StochasticDepth|Threshold|Softplus|Hardtanh|Functions|Comparisons|Volumes|Sequences|Views|Embedding|Conversions|Rounded|Masked/;

const STEP = 2e-3;

/** Normal-ish numbers in [-1, 1) from a fixed seed. */
function numbers(seed: number, count: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

async function lossAt(
  engine: Engine,
  batch: Batch,
  theta: readonly Float32Array[],
  v: readonly Float32Array[],
  h: number,
): Promise<number> {
  for (const [index, { id }] of engine.layout.entries())
    await engine.writeState(
      id,
      theta[index].map((x, i) => x + h * v[index][i]),
    );
  return (await engine.step(batch, { groups: [] })).loss;
}

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

describe('finite differences', () => {
  it.each(golden.cases.filter(({ name }) => !NOT_SMOOTH.test(name)))('$name', async ({ name, input, output }) => {
    const request = { file: 'cases.py', text: source, model: `${name}()`, inputs: [input.join('x')], training: true };
    const graph = serialiseGraph(analyzer.analyze(request).models[0].graph);
    const made = await createEngine({ graph, device: 'reference', batchSize: input[0], loss: { kind: 'mse' } });
    if (made.kind === 'refused') throw new Error(made.problem.code);
    const engine = made.value;
    for (const [id, { name: parameter, shape, dtype }] of graph.parameters.entries()) {
      const given = numbers(10 + id, sizeOf(shape ?? [])).map((x) =>
        parameter.endsWith('running_var') ? 0.75 + x / 4 : x / 2,
      );
      await engine.writeState(id, dtype === 'float32' ? given : new BigInt64Array(given.length));
    }
    const batch = { images: numbers(1, sizeOf(input)), targets: numbers(2, sizeOf(output)), count: input[0] };
    const theta = (await Promise.all(engine.layout.map(({ id }) => engine.readState(id)))) as Float32Array[];
    const v = engine.layout.map(({ length }, i) => numbers(500 + i, length));
    await engine.step(batch, { groups: [] });
    const gradients = await engine.readGradients();
    let [slope, scale] = [0, 0];
    engine.layout.forEach(({ offset, length, used }, index) => {
      for (let i = 0; used && i < length; i++) {
        slope += gradients[offset + i] * v[index][i];
        scale += (gradients[offset + i] * v[index][i]) ** 2;
      }
    });
    const [above, below] = [await lossAt(engine, batch, theta, v, STEP), await lossAt(engine, batch, theta, v, -STEP)];
    const measured = (above - below) / (2 * STEP);
    expect(Math.abs(measured - slope) / (Math.abs(slope) + Math.sqrt(scale))).toBeLessThan(1e-2);
  });
});

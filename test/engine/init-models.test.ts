// From source to initial state: what the evaluator makes of a constructor, filled by the engine, is what PyTorch's seed gives
// (scripts/golden/init_models.py): equal by bits, and where something is drawn normally within 2e-6.
import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { crc32 } from '../../engine/checkpoint/crc32';
import { initialise } from '../../engine/init/initialise';
import { integers } from '../../engine/random/distributions';
import { Generator } from '../../engine/random/generator';
import { loadParser } from '../support/parser';

interface Golden {
  readonly name: string;
  readonly seed: number;
  /** A draw after construction: the generator stands where PyTorch's does. */
  readonly next: number;
  readonly tensors: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly crc32: number;
    readonly sample: readonly (readonly [index: number, value: number])[];
  }[];
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const text = read('../../scripts/golden/init_cases.py');
const golden = JSON.parse(read('../golden/engine/init_models.json')) as { readonly models: readonly Golden[] };
const inexact = new Set(['normal', 'truncatedNormal', 'orthogonal', 'sparse']);

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

it.each(golden.models)('$name', ({ name, seed, next, tensors }) => {
  const inputs = [name === 'Convolutions' ? '1x3x8x8' : '4x7'];
  const [model] = analyzer.analyze({ file: 'cases.py', text, model: `${name}()`, inputs, training: true }).models;
  expect(model.unknowns).toEqual([]);
  const graph = serialiseGraph(model.graph);
  expect(graph.parameters.map((parameter) => parameter.name)).toEqual(tensors.map((tensor) => tensor.name));
  const generator = new Generator(seed);
  const state = initialise(graph, generator);
  const normal = graph.initialisation.some(({ initialiser }) => inexact.has(initialiser.kind));
  for (const [id, tensor] of tensors.entries()) {
    const data = state[id];
    for (const [index, value] of tensor.sample)
      expect(Math.abs(Number(data[index]) - value), `${tensor.name}[${index}]`).toBeLessThan(2e-6);
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    if (!normal) expect([tensor.name, crc32(bytes)]).toEqual([tensor.name, tensor.crc32]);
  }
  const draw = new Float64Array(1);
  integers(generator, draw, 0, 2 ** 20);
  expect(draw[0]).toBe(next);
});

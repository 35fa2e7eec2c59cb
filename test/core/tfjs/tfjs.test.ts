// The model of TensorFlow.js against TensorFlow.js itself (scripts/golden/tfjs.mjs): names, classes, output shapes and weights of
// every layer, totals, and the shapes of a run on a batch of two.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FileAnalysis, ModelAnalysis } from '../../../core/analysis';
import { serialiseShape, serialiseShapes, type SerialisedShape } from '../../../core/report/serialise';
import type { Tree } from '../../../core/graph/graph';
import { repositoryAnalyzer } from '../../support/examples';

type Shape = readonly (number | null)[];

interface GoldenModel {
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  readonly predicted: readonly Shape[] | null;
  readonly params: number;
  readonly trainable: number;
  readonly layers: readonly {
    readonly path: string;
    readonly type: string;
    readonly outputs: readonly Shape[];
    readonly params: number;
    readonly weights: readonly Shape[];
  }[];
}

const root = join(import.meta.dirname, '..', '..', '..');
const golden = JSON.parse(readFileSync(join(root, 'test/golden/tfjs.json'), 'utf8')) as {
  files: Readonly<Record<string, Readonly<Record<string, GoldenModel>>>>;
};
const models = Object.entries(golden.files).flatMap(([file, found]) =>
  Object.entries(found).map(([name, model]) => [file, name, model] as const),
);

const analyses = new Map<string, FileAnalysis>();
beforeAll(async () => {
  const analyzer = await repositoryAnalyzer();
  for (const file of Object.keys(golden.files)) analyses.set(file, analyzer.analyze({ file }));
});

/** A model as the analysis of its whole file finds it. */
function modelOf(file: string, name: string): ModelAnalysis {
  const found = analyses.get(file)?.models.find(({ expression }) => expression === name);
  if (!found) throw new Error(`${name} is not found in ${file}`);
  return found;
}

/** A size that TensorFlow.js leaves open may be a symbol, or known here. */
function expectShape(actual: SerialisedShape, expected: Shape): void {
  expect(actual.map((size, axis) => (expected[axis] === null ? null : size))).toEqual(expected);
  expect(actual).toHaveLength(expected.length);
}

const isShape = (tree: Tree<SerialisedShape>): tree is SerialisedShape =>
  Array.isArray(tree) && tree.every((size) => typeof size === 'number' || typeof size === 'string');
const shapes = (tree: Tree<SerialisedShape>): readonly SerialisedShape[] =>
  isShape(tree) ? [tree] : Object.values(tree as Readonly<Record<string, Tree<SerialisedShape>>>).flatMap(shapes);

const recurrent = /^(LSTM|GRU|SimpleRNN)$/;

it.each(Object.keys(golden.files))('%s: nothing is called wrong', (file) => {
  expect(analyses.get(file)?.diagnostics).toEqual([]);
});

describe.each(models)('%s %s', (file, name, expected) => {
  it('has the layers, shapes and weights of TensorFlow.js', () => {
    const { graph, totals, exact, unknowns } = modelOf(file, name);
    expect(totals.params).toBe(expected.params);
    expect(totals.trainable).toBe(expected.trainable);
    const inputs = graph.inputs.map((id) =>
      graph.values[id].shape.map((dim) => (typeof dim === 'number' ? dim : null)),
    );
    expect(inputs).toEqual(expected.inputs);
    // The cost of recurrent layers is not modelled, and says so.
    const isRecurrent = expected.layers.some(({ type }) => recurrent.test(type));
    expect(exact, JSON.stringify(unknowns)).toBe(!isRecurrent);
    // A model that stands in another first has its own input there.
    const layers = expected.layers.filter(({ path, type }) => !(path.includes('.') && type === 'InputLayer'));
    for (const layer of layers) {
      const calls = graph.calls.filter(({ path }) => path === layer.path);
      expect(calls.length, layer.path).toBeGreaterThan(0);
      for (const call of calls) {
        expect(call.type).toBe(layer.type);
        expect(call.params, layer.path).toBe(layer.params);
        shapes(serialiseShapes(call.output)).forEach((shape) => expectShape(shape, layer.outputs[0]));
      }
    }
  });

  it.runIf(expected.predicted !== null)('yields the shapes of a run on a batch of two', () => {
    const { graph } = modelOf(file, name);
    const outputs = typeof graph.output === 'number' ? [graph.output] : (graph.output as readonly number[]);
    const run = outputs.map((id) => serialiseShape(graph.values[id].shape).map((size) => (size === 'N' ? 2 : size)));
    expect(run).toEqual(expected.predicted);
  });
});

// The two halves agree: for every model of the examples, each tensor of one real forward pass of the engine has the shape that
// the evaluator inferred for it. The engine derives shapes by itself, from the batch that it is given.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../core/index';
import { serialiseGraph } from '../core/report/serialise';
import { createEngine } from '../engine/session';
import { loadParser } from './support/parser';

const examples = join(import.meta.dirname, '..', 'examples');

const models: readonly { file: string; model: string; input: readonly number[] }[] = [
  { file: 'mnist_ds_dilated_net.py', model: 'DilatedDigitNet()', input: [2, 1, 28, 28] },
  { file: 'mnist_ds_dilated_net.py', model: 'DilatedDigitNet(width=8, dilation=3)', input: [3, 1, 32, 20] },
  { file: 'resnet_small.py', model: 'GroupedBottleneck(64, 16)', input: [2, 64, 9, 7] },
  { file: 'grouped_vs_depthwise.py', model: 'DilatedStack()', input: [1, 8, 30, 30] },
  { file: 'mobilenet_v2_small.py', model: 'MobileNetV2Small()', input: [2, 3, 32, 32] },
];

describe('run-time shapes are the inferred ones', () => {
  it.each(models)('$model of $file', async ({ file, model, input }) => {
    const host = { readText: () => undefined };
    const text = readFileSync(join(examples, file), 'utf8');
    const analyzer = createAnalyzer({ parser: await loadParser(), host });
    const analysis = analyzer.analyze({ file, text, model, inputs: [input.join('x')] }).models[0];
    expect(analysis.unknowns).toEqual([]);
    const graph = serialiseGraph(analysis.graph);
    const made = await createEngine({
      graph,
      device: 'reference',
      batchSize: input[0],
      loss: { kind: 'cross_entropy' },
    });
    if (made.kind !== 'known') throw new Error(JSON.stringify(made.problem));
    const images = Float32Array.from({ length: input.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
    const { kept } = await made.value.forward(images, input[0], 'all');
    const executed = graph.operations.flatMap((operation) => operation.outputs);
    expect(executed.map((id) => [id, kept.get(id)?.shape])).toEqual(executed.map((id) => [id, graph.values[id].shape]));
  });
});

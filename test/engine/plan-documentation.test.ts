// docs/engine-operators.md is made from the engine's tables; `npx vitest run test/engine/plan-documentation.test.ts -u` renews it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createAnalyzer } from '../../core/index';
import { operators } from '../../core/ops/table';
import { lowerings } from '../../engine/kernels/rules';
import { layerRules } from '../../engine/layers/table';
import { gpuRule } from '../../engine/webgpu/table';
import { loadParser } from '../support/parser';

const TARGET = fileURLToPath(new URL('../../docs/engine-operators.md', import.meta.url));
const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

const IMAGE = 'on images';
/** Which calls of an operator the kernels take; absent: all of them on images (tensors that a kernel made). */
const conditions: Readonly<Record<string, string>> = {
  conv1d: 'where at most 8 groups fill blocks of 8 channels together, or depthwise',
  conv2d: 'where at most 8 groups fill blocks of 8 channels together, or depthwise',
  conv_transpose1d: 'where at most 8 groups fill blocks of 8 channels together',
  conv_transpose2d: 'where at most 8 groups fill blocks of 8 channels together',
  linear: 'yes',
  layer_norm: 'yes',
  softmax: 'along the last axis',
  matmul: 'of matrices, and of batches of one shape',
  mm: 'yes',
  bmm: 'yes',
  scaled_dot_product_attention: 'without a mask, of heads of one shape',
  sub: 'where one tensor has the shape, or the last axes, of the other',
  batch_norm: 'on 2, 3 and 4 axes',
  mean: 'over both spatial axes of an image',
  flatten: 'of images of one position',
  reshape: 'of images of one position',
  view: 'of images of one position',
  squeeze: 'of images of one position',
  add: 'of two images of equal shape, and where one tensor has the shape, or the last axes, of the other',
  mul: 'of an image and one number a channel of it, and where one tensor has the shape, or the last axes, of the other',
  cat: 'along channels, parts of multiples of 8',
  chunk: 'along channels, parts of multiples of 8',
  tensor_split: 'along channels, parts of multiples of 8',
  split: 'along channels, parts of multiples of 8',
  split_with_sizes: 'along channels, parts of multiples of 8',
  gelu: 'not the tanh approximation',
  ...Object.fromEntries(
    ['elu', 'hardsigmoid', 'hardswish', 'leaky_relu', 'sigmoid', 'silu', 'tanh'].map((name) => [name, 'yes']),
  ),
};

async function measuredCases(): Promise<ReadonlyMap<string, number>> {
  const text = read('../../scripts/golden/engine_cases.py');
  const { cases } = JSON.parse(read('../golden/engine/operators.json')) as {
    readonly cases: readonly { readonly name: string; readonly input: readonly number[] }[];
  };
  const analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
  const count = new Map<string, number>();
  for (const { name, input } of cases) {
    const request = { file: 'cases.py', text, model: `${name}()`, inputs: [input.join('x')], training: true };
    const { graph } = analyzer.analyze(request).models[0];
    for (const operator of new Set(graph.operations.map((operation) => operation.operator)))
      count.set(operator, (count.get(operator) ?? 0) + 1);
  }
  return count;
}

async function document(): Promise<string> {
  const measured = await measuredCases();
  const rows = Object.entries(layerRules)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, rule]) => {
      const kernel = Object.hasOwn(lowerings, name) ? (conditions[name] ?? IMAGE) : '';
      const gradient = rule.backward ? 'yes' : '';
      const gpu = gpuRule(name) ? 'yes' : '';
      return `| ${name} | ${gradient} | ${kernel} | ${gpu} | ${measured.get(name) ?? 0} |`;
    });
  return [
    '# Operators that the engine trains',
    '',
    '<!-- Made by test/engine/plan-documentation.test.ts from the tables of engine/layers, engine/kernels and engine/webgpu; edit those. -->',
    '',
    `${rows.length} operators. Each has a plain rule, which the reference backend runs and which the WebAssembly backend runs on the ` +
      'same memory where a call has no kernel. On a WebGPU device everything runs in kernels; what has none there is refused for it. ' +
      'The last column counts the models in which loss, gradients, buffers and output in ' +
      'evaluation are compared with PyTorch 2.13 on every backend that has them (`scripts/golden/engine_ops.py`). Any other operator is refused ' +
      'before the first step, at its place in the source (CL3001).',
    '',
    '| operator | gradient | WebAssembly kernels | WebGPU | models compared |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

it('docs/engine-operators.md is up to date', async () => {
  await expect(await document()).toMatchFileSnapshot(TARGET);
});

it('every rule is of an operator that graphs have', () => {
  expect(Object.keys(layerRules).filter((name) => !Object.hasOwn(operators, name))).toEqual([]);
});

it('every lowering is of an operator that has a rule', () => {
  expect(Object.keys(lowerings).filter((name) => !Object.hasOwn(layerRules, name))).toEqual([]);
});

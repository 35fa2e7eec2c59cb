// Kernels over row-major tensors at the sizes where their loops end otherwise: rows and columns that fill no tile, sums that are cut,
// shares of no items; and transformers in them beside the reference.
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import type { SerialisedGraph } from '../../core/graph/graph';
import { createEngine } from '../../engine/session';
import { loadParser } from '../support/parser';
import { kernels, type BackendOptions } from './backends';
import { startFollowers } from './channels';
import { numbers } from './operator-case';

const HEAD = `import torch
import torch.nn as nn
import torch.nn.functional as F
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.zeros(LENGTH, WIDTH))
        self.f = nn.Linear(WIDTH, OUT)
        self.n = nn.LayerNorm(WIDTH, eps=1e-3)
    def forward(self, x):
        x = x + self.p
        return `;

interface Case {
  readonly call: string;
  readonly length: number;
  readonly width: number;
  readonly out?: number;
}

const cases: readonly Case[] = [
  ...[1, 5, 6, 7].map((length) => ({ call: 'self.f(x)', length, width: 9 - length, out: length + 7 })),
  { call: 'self.f(x)', length: 300, width: 3, out: 5 },
  { call: 'self.f(x)', length: 2, width: 530, out: 3 },
  { call: 'F.scaled_dot_product_attention(x, self.n(x), x * 2)', length: 7, width: 5 },
  { call: 'F.scaled_dot_product_attention(x, self.n(x), x * 2, is_causal=True, scale=0.3)', length: 9, width: 8 },
  { call: '(x @ self.n(x).transpose(1, 2)).softmax(-1) @ x', length: 11, width: 3 },
  { call: 'F.gelu(self.n(x)) * x - x.sigmoid() * self.p', length: 5, width: 13 },
  { call: 'torch.add(self.p, x) + self.n(x).permute(2, 0, 1).permute(1, 2, 0)', length: 4, width: 6 },
];

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

function graphOf({ call, length, width, out = 2 }: Case): SerialisedGraph {
  const text = `LENGTH, WIDTH, OUT = ${length}, ${width}, ${out}\n${HEAD}${call}\n`;
  const request = { file: 'net.py', text, model: 'Model()', inputs: [`Nx${length}x${width}`], training: true };
  return serialiseGraph(analyzer.analyze(request).models[0].graph);
}

/** Gradients of a whole batch, and of one that leaves the second worker nothing. */
async function gradients(graph: SerialisedGraph, each: Case, backend: BackendOptions, workers: number) {
  const followers = startFollowers(workers - 1);
  const options = { graph, batchSize: 3, loss: { kind: 'mse' }, workers: followers.channels } as const;
  const made = await createEngine({ ...options, ...backend });
  if (made.kind === 'refused') throw new Error(made.problem.code);
  const engine = made.value;
  for (const [id, { shape }] of graph.parameters.entries())
    await engine.writeState(
      id,
      numbers(
        id + 10,
        (shape ?? []).reduce<number>((a, b) => a * Number(b), 1),
      ),
    );
  const output = graph.values[graph.output as number].shape.slice(1).reduce<number>((a, b) => a * Number(b), 1);
  const found: number[] = [];
  for (const count of [3, 1]) {
    const images = numbers(1, count * each.length * each.width);
    const { loss } = await engine.step({ images, targets: numbers(2, count * output), count }, { groups: [] });
    found.push(loss, ...(await engine.readGradients()));
  }
  engine.dispose();
  followers.close();
  return found;
}

describe.each([1, 2])('%i workers', (workers) => {
  it.each(cases)('$call, $length × $width', async (each) => {
    const graph = graphOf(each);
    const expected = await gradients(graph, each, { device: 'reference' }, 1);
    const actual = await gradients(graph, each, { device: 'wasm', kernels }, workers);
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expected.forEach((value, i) => expect(Math.abs(actual[i] - value) / largest).toBeLessThan(1e-5));
  });
});

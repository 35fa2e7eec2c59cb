// Models in which what is computed for one item depends on others: one worker computes them, so that the number of workers does
// not change the mathematics.
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { mixes } from '../../engine/plan/compile';
import { combine } from '../../engine/plan/parts';
import { createEngine } from '../../engine/session';
import { loadParser } from '../support/parser';
import { startFollowers } from './channels';
import { numbers } from './operator-case';

const HEAD = `import torch
import torch.nn as nn
import torch.nn.functional as F
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.zeros(6, 8))
        self.conv = nn.Conv1d(6, 6, 3, padding=1)
        self.norm = nn.BatchNorm1d(6)
        self.attention = nn.MultiheadAttention(8, 2)
        self.first = nn.MultiheadAttention(8, 2, batch_first=True)
        self.lstm = nn.LSTM(8, 8)
        self.line = nn.LSTM(8, 8, batch_first=True)
    def forward(self, x):
        x = x + self.p
        return `;

/** Expressions over x, of shape N × 6 × 8. */
const separate = [
  'self.norm(self.conv(x))',
  'x.flatten(1).softmax(1)',
  'x.transpose(1, 2) @ x',
  'torch.einsum("nij,njk->nik", x, x.transpose(1, 2))',
  'self.first(x, x, x)[0]',
  'self.attention(*[x.transpose(0, 1)] * 3)[0].transpose(0, 1)',
  'self.line(x)[0]',
  'self.lstm(x.transpose(0, 1))[0].transpose(0, 1)',
  'x.view(x.shape[0] * 6, 8).mul(2).view(x.shape[0], 6, 8)',
  'x.permute(1, 0, 2).reshape(-1, 8).mul(2).view(6, x.shape[0], 8).transpose(0, 1)',
  'torch.cat([x, x.mean(1, keepdim=True)], 1)[:, 1:]',
  'F.dropout(x, 0.5, self.training)',
  'F.layer_norm(x, (6, 8))',
];
const mixed = [
  'x - x.mean(0)',
  'x * x.std()',
  'x.softmax(0)',
  'x.cumsum(0)',
  'x.flip(0)',
  'x.roll(1, 0)',
  'x[::2]',
  'torch.cat([x, x], 0)',
  'x / x.shape[0]',
  'x.view(6, x.shape[0], 8).mul(2).transpose(0, 1)',
  'torch.einsum("nij,mij->nm", x, x)',
  'x.flatten(1) @ x.flatten(1).T',
  'self.attention(x, x, x)[0]',
  'self.lstm(x)[0]',
  'F.dropout(x.transpose(0, 1), 0.5, self.training).transpose(0, 1)',
  'F.layer_norm(x.transpose(0, 2), (6, x.shape[0])).transpose(0, 2)',
];

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

function partsOf(expression: string) {
  const request = { file: 'net.py', text: `${HEAD}${expression}\n`, model: 'Model()', training: true };
  const [{ graph, unknowns }] = analyzer.analyze({ ...request, inputs: ['Nx6x8'] }).models;
  expect(unknowns).toEqual([]);
  return combine(serialiseGraph(graph), null, null);
}

describe('items of a batch', () => {
  it.each(separate)('%s: by themselves', (expression) => {
    expect(mixes(partsOf(expression), 'training')).toBe(false);
  });
  it.each(mixed)('%s: together', (expression) => {
    expect(mixes(partsOf(expression), 'training')).toBe(true);
  });
});

it.each([
  ['x - x.mean(0)', 1],
  ['x - x.mean(1, keepdim=True)', 2],
])('%s is trained by %i', async (expression, workers) => {
  const { graph } = partsOf(expression);
  const batch = { images: numbers(1, 4 * 48), targets: numbers(2, 4 * 48), count: 4 };
  const gradients: Float32Array[] = [];
  for (const count of [1, 2]) {
    const followers = startFollowers(count - 1);
    const options = { graph, device: 'reference', batchSize: 4, loss: { kind: 'mse' } } as const;
    const made = await createEngine({ ...options, workers: followers.channels });
    if (made.kind === 'refused') throw new Error(made.problem.code);
    expect(made.value.workers).toBe(Math.min(count, workers));
    for (const [id, { shape }] of graph.parameters.entries())
      await made.value.writeState(id, new Float32Array((shape ?? []).reduce<number>((a, b) => a * Number(b), 1)));
    await made.value.step(batch, { groups: [] });
    gradients.push(await made.value.readGradients());
    made.value.dispose();
    followers.close();
  }
  gradients[0].forEach((value, i) => expect(gradients[1][i]).toBeCloseTo(value, 6));
});

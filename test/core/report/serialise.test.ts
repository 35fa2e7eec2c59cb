// What crosses a message channel has exactly the form that its receiver checks.
import { expect, it } from 'vitest';
import { problemOf } from '../../../protocol/validate';
import { serialisedGraph } from '../../../protocol/graph';
import { serialiseGraph, serialiseShapes, shapesOf } from '../../../core/report/serialise';
import { symbol, type Dim } from '../../../core/shape/dim';
import type { Tree } from '../../../core/graph/graph';
import { analyseSource } from '../../support/analyse';

const source = `
import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(8)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(8, 10)

    def forward(self, x):
        x = torch.relu(self.norm(self.conv(x)))
        a, b = torch.chunk(x, 2, dim=1)
        x = torch.cat([a, b + 1], dim=1)
        return self.fc(torch.flatten(self.pool(x), 1))
`;

it.each([['1x3x16x16'], ['Nx3xHxW']])('serialises the graph on %s as the protocol checks it', async (input) => {
  const { analysis } = await analyseSource(source, { inputs: [input], training: true });
  const graph = serialiseGraph(analysis.models[0].graph);
  expect(problemOf(serialisedGraph, structuredClone(graph))).toBeUndefined();
  expect(graph.operations.length).toBeGreaterThan(6);
  expect(graph.calls.map(({ path }) => path)).toEqual(['conv', 'norm', 'pool', 'fc']);
});

it('keeps the form of trees of shapes', () => {
  const tree: Tree<readonly Dim[]> = [[1, symbol('H')], { a: [2, 3], b: null, c: [] }];
  expect(serialiseShapes(tree)).toEqual([[1, 'H'], { a: [2, 3], b: null, c: [] }]);
  expect(shapesOf(tree).map(String)).toEqual(['1,H', '2,3', '']);
});

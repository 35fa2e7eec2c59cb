// Branches that cannot be told are evaluated both ways: what the one that is not kept has used is no value of the graph.
import { beforeAll, expect, it } from 'vitest';
import { createAnalyzer, type ModelAnalysis } from '../../../core/index';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const analyse = (forward: string): ModelAnalysis =>
  createAnalyzer({ parser, host: { readText: () => undefined } }).analyze({
    file: '/w/net.py',
    text: `import torch
import torch.nn as nn
from nowhere import something

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 3, 1)
        self.b = nn.Conv2d(3, 3, 1)
        self.wide = nn.Conv2d(6, 3, 1)

    def forward(self, x):
        ${forward.split('\n').join('\n        ')}
`,
    model: 'Net()',
    inputs: ['1x3x8x8'],
  }).models[0];

/** The weights that convolutions use, in order. */
function weights(forward: string): (string | null)[] {
  const { graph } = analyse(forward);
  return graph.operations
    .filter(({ operator }) => operator === 'conv2d')
    .map(({ inputs }) => {
      const { source } = graph.values[inputs['weight'] as number];
      return source.kind === 'parameter' ? graph.parameters[source.parameter].name : null;
    });
}

it.each<[string, string, readonly string[]]>([
  [
    'a parameter that the other branch used first',
    'if something:\n    y = self.a(x)\nelse:\n    y = self.b(x)\nreturn self.b(self.a(y))',
    ['a.weight', 'a.weight', 'b.weight'],
  ],
  [
    'both branches use it',
    'if something:\n    y = self.a(x)\nelse:\n    y = self.a(x) * 1\nreturn self.a(y)',
    ['a.weight', 'a.weight'],
  ],
])('%s', (_, forward, expected) => {
  expect(weights(forward)).toEqual(expected);
});

it('takes the branch that does not raise, whatever the other one used before', () => {
  const { exact, graph } = analyse(
    'if something:\n    y = self.wide(torch.cat([x, x], 1)) if False else self.a(x)\nelse:\n    y = self.wide(self.a(x))\nreturn y',
  );
  expect({ exact, convolutions: graph.operations.length }).toEqual({ exact: true, convolutions: 1 });
});

it('knows a tensor by its class in TorchScript too', () => {
  const { exact, graph } = analyse(
    'if torch.jit.isinstance(x, torch.Tensor):\n    return self.a(x)\nreturn self.b(self.a(x))',
  );
  expect({ exact, convolutions: graph.operations.length }).toEqual({ exact: true, convolutions: 1 });
});

it('takes a return that cannot be told where going on raises', () => {
  const { graph, unknowns } = analyse(
    'def checked(x):\n    if something:\n        return x\n    raise ValueError("refused")\nreturn self.a(checked(x))',
  );
  expect(unknowns.map(({ reason }) => reason)).not.toContain('ValueError: refused');
  expect(graph.operations.map(({ operator }) => operator)).toEqual(['conv2d']);
});

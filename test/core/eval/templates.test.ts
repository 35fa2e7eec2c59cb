// Layers that were constructed before are copied: nobody can tell, whatever is done to them afterwards.
import { beforeAll, expect, test } from 'vitest';
import { createAnalyzer, type FileAnalysis } from '../../../core/index';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const host = { readText: () => undefined };

/** Two equal layers, and what `body` does to the first one or to what they are made of. */
const net = (body: string, layer = 'nn.Conv2d(4, 4, 3, padding=1)', head = ''): string => `import torch
from torch import nn
${head}

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = ${layer}
        self.second = ${layer}
        ${body}

    def forward(self, x):
        return self.second(self.first(x))

# convlens: Net() input=1x4x8x8
NET = None
`;

/** The output's shape, the parameters' names, and where each fill goes but those of empty memory. */
function facts({ models }: FileAnalysis): string {
  const [{ graph, totals, diagnostics = [] }] = models as [FileAnalysis['models'][0] & { diagnostics?: unknown[] }];
  const output = typeof graph.output === 'number' ? graph.values[graph.output].shape.join('x') : 'none';
  const names = graph.parameters.map(
    ({ name, aliases, trainable }) => [name, ...aliases].join('=') + (trainable ? '' : '-'),
  );
  const fills = graph.initialisation.map(({ parameter, initialiser }) => `${parameter}:${initialiser.kind}`);
  const draws = fills.filter((fill) => !fill.endsWith('unsupported'));
  return [output, totals.params, names.join(' '), draws.join(' '), ...diagnostics].join(' | ');
}

const weights = 'first.weight first.bias second.weight second.bias';
const uniform = '0:uniform 1:uniform 2:uniform 3:uniform';

test.each<[string, string, string]>([
  ['nothing', net('pass'), `1x4x8x8 | 296 | ${weights} | ${uniform}`],
  ['an attribute that is changed', net('self.first.padding = (0, 0)'), `1x4x6x6 | 296 | ${weights} | ${uniform}`],
  [
    'a parameter that is shared',
    net('self.second.weight = self.first.weight'),
    '1x4x8x8 | 152 | first.weight=second.weight first.bias second.bias | 0:uniform 1:uniform null:uniform 2:uniform',
  ],
  [
    'a parameter that is frozen',
    net('self.first.weight.requires_grad_(False)'),
    `1x4x8x8 | 296 | first.weight- first.bias second.weight second.bias | ${uniform}`,
  ],
  [
    'a parameter that is filled anew',
    net('nn.init.zeros_(self.first.bias)'),
    `1x4x8x8 | 296 | ${weights} | ${uniform} 1:constant`,
  ],
  [
    'a parameter that goes',
    net('del self.first.bias; self.first.bias = None'),
    `1x4x8x8 | 292 | first.weight second.weight second.bias | 0:uniform null:uniform 1:uniform 2:uniform`,
  ],
  [
    'a module that is added to it',
    net('self.first.inner = nn.Linear(2, 2)'),
    `1x4x8x8 | 302 | first.weight first.bias first.inner.weight first.inner.bias second.weight second.bias | 0:uniform 1:uniform 4:uniform 5:uniform 2:uniform 3:uniform`,
  ],
  [
    "the library's class patched",
    net('pass', undefined, 'nn.Conv2d.forward = lambda self, x: x[:, :, 1:]'),
    `1x4x6x8 | 296 | ${weights} | ${uniform}`,
  ],
  [
    "the library's initialisation patched",
    net('pass', undefined, 'nn.Conv2d.reset_parameters = lambda self: nn.init.ones_(self.weight)'),
    `1x4x8x8 | 296 | ${weights} | 0:constant 2:constant`,
  ],
  ['an argument of another type', net('pass', 'nn.Dropout(True)'), '1x4x8x8 | 0 |  | '],
  ['a list, which both share', net('SIZES[0] = 1', 'nn.AvgPool2d(SIZES)', 'SIZES = [2, 2]'), '1x4x8x2 | 0 |  | '],
])('%s', (_, text, expected) => {
  const analyzer = createAnalyzer({ parser, host });
  // every kind of layer was constructed before
  analyzer.analyze({ file: '/w/net.py', text: net('pass') });
  analyzer.analyze({ file: '/w/net.py', text: `${text}\nROUND = 1\n` });
  const warm = analyzer.analyze({ file: '/w/net.py', text });
  expect(facts(warm)).toBe(expected);
  expect(warm).toEqual(createAnalyzer({ parser, host }).analyze({ file: '/w/net.py', text }));
});

test('the place is that of the call', () => {
  const analyzer = createAnalyzer({ parser, host });
  const text = net('pass');
  const { constructions } = analyzer.analyze({ file: '/w/net.py', text });
  const layers = constructions.filter(({ type }) => type === 'Conv2d').map(({ location }) => location.start);
  const first = text.indexOf('nn.Conv2d');
  expect(layers).toEqual([first, text.indexOf('nn.Conv2d', first + 1)]);
});

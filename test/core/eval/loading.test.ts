// State dicts that PyTorch takes: none of these is an error, or can be told to be one (those that are: wrong.test.ts).
import { beforeAll, expect, it } from 'vitest';
import { renderMessage } from '../../../core/base/messages';
import { createAnalyzer, type Analyzer } from '../../../core/index';
import { loadParser } from '../../support/parser';

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

const source = (init: string, head: string): string => `import copy
import torch
import torch.nn as nn
from nowhere import names
${head}

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Linear(6, 6))
        ${init.split('\n').join('\n        ')}

    def forward(self, x):
        return self.m(x)
`;

const loose = `class Loose(nn.Linear):
    def _load_from_state_dict(self, state_dict, prefix, *args):
        state_dict.pop(prefix + 'scale', None)
        super()._load_from_state_dict(state_dict, prefix, *args)
`;

it.each<[string, string, string?]>([
  ['its own', 'self.m.load_state_dict(self.m.state_dict())'],
  ['those of a copy', 'self.m.load_state_dict(copy.deepcopy(self.m).state_dict())'],
  ['a part, not strictly', "self.m.load_state_dict({'0.weight': torch.zeros(4, 3, 3, 3)}, strict=False)"],
  [
    'renamed and named back',
    "state = {f'module.{k}': v for k, v in self.m.state_dict().items()}\nself.m.load_state_dict({k.removeprefix('module.'): v for k, v in state.items()})",
  ],
  [
    'without counts of batches',
    "self.m.load_state_dict({k: v for k, v in self.m.state_dict().items() if 'num_batches' not in k})",
  ],
  ['out of a file', "self.m.load_state_dict(torch.load('weights.pth'))"],
  ['out of a checkpoint', "self.m.load_state_dict(torch.load('weights.pth')['model'])"],
  [
    'some by names that cannot be told',
    'self.m.load_state_dict({k: v for k, v in self.m.state_dict().items() if k in names})',
  ],
  [
    'a scalar as it was once saved',
    "self.p = nn.PReLU()\nself.s = nn.Module()\nself.s.a = nn.Parameter(torch.tensor(1.0))\nself.s.load_state_dict({'a': torch.ones(1)})",
  ],
  [
    'through a layer that loads in its own way',
    "self.l = Loose(4, 4)\nself.l.load_state_dict({**nn.Linear(4, 4).state_dict(), 'scale': 1})",
    loose,
  ],
  [
    'through a hook',
    "self.m._register_load_state_dict_pre_hook(lambda state, *args: state.clear())\nself.m.load_state_dict({'a': torch.ones(1)})",
  ],
])('%s', (_, init, head = '') => {
  const text = source(init, head);
  const { diagnostics } = analyzer.analyze({ file: '/w/net.py', text, model: 'Net()', inputs: ['1x3x8x8'] });
  expect(diagnostics.map((diagnostic) => renderMessage(diagnostic))).toEqual([]);
});

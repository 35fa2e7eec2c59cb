// Changes in place that other names see: refused where the graph would not show them, and nowhere else.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { combine } from '../../engine/plan/parts';
import { derive } from '../../engine/plan/derive';
import { openAnalyzer } from './operator-goldens';

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await openAnalyzer();
});

const source = (body: string): string => `import torch
from torch import nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)

    def forward(self, x):
        x = self.conv(x)
${body
  .trim()
  .split('\n')
  .map((line) => `        ${line.replace(/^ {4}/, '')}`)
  .join('\n')}
`;

/** The operator that is refused; null: none. */
function refused(body: string): string | null {
  const request = { file: 'net.py', text: source(body), model: 'Net()', inputs: ['2x4x6x6'], training: true };
  const [model] = analyzer.analyze(request).models;
  expect(model.unknowns).toEqual([]);
  const parts = combine(serialiseGraph(model.graph), null);
  const derived = derive(parts.graph, parts.training, 2, true);
  if (derived.kind === 'known') return null;
  expect(derived.problem.actual).toContain('in place');
  return String(derived.problem.details['operator']);
}

describe('refused', () => {
  it.each([
    ['a view is activated', 'y = x.view(2, -1)\nF.relu_(y)\nreturn x', 'relu'],
    ['an older view is read', 'y = x.flatten(1)\nx.add_(1)\nreturn y', 'add'],
    ['a part is read that another one changed', 'y, z = x[:, :3], x[:, 2:]\ny.mul_(2)\nreturn z + 1', 'mul'],
    ['a part is read after the whole was changed', 'y = x[0]\nx.add_(1)\nreturn y', 'add'],
    ['an element is set of what is viewed', 'y = x[0]\nx[0] = 5\nreturn y', 'setitem'],
  ])('%s', (_name, body, operator) => expect(refused(body)).toBe(operator));
});

describe('nothing is wrong where', () => {
  it.each([
    ['the name itself is changed', 'x = self.norm(x)\nF.relu(x, inplace=True)\nreturn x'],
    ['a shortcut is the same tensor', 'y = x\nx = F.relu_(x)\nreturn x + y'],
    ['the whole is never read again', 'y = x.flatten(1)\nF.relu_(y)\nreturn y'],
    ['a part is scaled', 'x[:, :1].mul_(2)\nreturn x'],
    ['a part of a part is cleared', 'y = x[0]\ny[1].zero_()\nreturn x * 1'],
    ['parts that overlap are changed in turn', 'x[:, :3].mul_(2)\nx[:, 2:].fill_(3)\nreturn x + x[:, :1]'],
    ['a part is changed and both are read', 'y = x[:, :2]\ny.relu_()\nreturn x + y.mean()'],
    ['a part gets another shape', 'y = x[:, 0]\ny.unsqueeze_(1)\nF.relu_(y)\nreturn y'],
    ['the part is put back', 'x[:, 0] += 1\nx[:, 1:3] *= 2\nreturn x'],
    ['other parts are read', 'a, b = x.chunk(2, 1)\na.mul_(2)\nreturn torch.cat([a, b], 1)'],
    ['other indices are read', 'a, b = x[:, 0], x[:, 1]\na *= 2\nreturn a + b'],
    ['other slices are read', 'a, b = x[:, :2], x[:, 2:]\na.relu_()\nreturn torch.cat([a, b], 1)'],
    ['a sum takes the shortcut', 'y = self.norm(x)\ny += x\nreturn F.relu(y, inplace=True)'],
  ])('%s', (_name, body) => expect(refused(body)).toBeNull());
});

// What cannot be told is never told: each of these models depends on something outside of the file, so that none of them is exact,
// and none of them is wrong.
import { beforeAll, expect, it } from 'vitest';
import { createAnalyzer, type FileAnalysis } from '../../../core/index';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const analyse = (text: string): FileAnalysis =>
  createAnalyzer({ parser, host: { readText: () => undefined } }).analyze({
    file: '/w/net.py',
    text,
    model: 'Net()',
    inputs: ['1x3x8x8'],
  });

const indent = (body: string, by: number): string => body.split('\n').join(`\n${' '.repeat(by)}`);

const model = (init: string, forward = 'return self.net(x)'): string => `import os, json, random, sys, time
import torch, torch.nn as nn, torch.nn.functional as F
from nowhere import something, SomeModule, decorate

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        ${indent(init, 8)}

    def forward(self, x):
        ${indent(forward, 8)}
`;

const conv = 'self.net = nn.Conv2d(3, 4, 3)';

it.each<[string, string, string?]>([
  ['a list of what cannot be told', 'self.net = nn.Sequential(*list(something))'],
  [
    'a list extended by it',
    'layers = [nn.Conv2d(3, 4, 3)]\nlayers.extend(something)\nself.net = nn.Sequential(*layers)',
  ],
  ['a list added to it', 'layers = [nn.Conv2d(3, 4, 3)] + list(something)\nself.net = nn.Sequential(*layers)'],
  [
    'a layer that may be there',
    'layers = [nn.Conv2d(3, 4, 3)]\nif something:\n    layers.append(nn.Conv2d(4, 4, 3))\nself.net = nn.Sequential(*layers)',
  ],
  [
    'a layer more or less',
    'layers = [nn.Conv2d(3, 4, 3)]\nif something:\n    layers = layers + [nn.ReLU()]\nself.net = nn.Sequential(*layers)',
  ],
  [
    'layers in a loop over it',
    'layers = [nn.Conv2d(3, 4, 3)]\nfor width in something:\n    layers.append(nn.Conv2d(4, 4, 3))\nself.net = nn.Sequential(*layers)',
  ],
  [
    'as many as a file says',
    "with open('layers.json') as f:\n    config = json.load(f)\nself.net = nn.Sequential(*[nn.Conv2d(3, 3, 1) for _ in range(config['depth'])])",
  ],
  ['a width of the environment', "self.net = nn.Conv2d(3, int(os.environ['WIDTH']), 3)"],
  ['a width that is drawn', 'self.net = nn.Conv2d(3, random.randint(1, 8), 3)'],
  ['a width of a command line', 'self.net = nn.Conv2d(3, int(sys.argv[1]), 3)'],
  ['the number of a set', 'self.net = nn.Conv2d(3, len(set(something)), 3)'],
  ['the keys of a mapping', 'self.net = nn.Conv2d(3, 1 + len(dict(something)), 3)'],
  ['the first of a sorted list', 'self.net = nn.Conv2d(3, sorted([4, something])[0], 3)'],
  ['a maximum', 'self.net = nn.Conv2d(3, max(4, something), 3)'],
  ['a module of a module that is not there', 'self.net = SomeModule(3, 4)'],
  ['a module that is never called', `${conv}\nself.head = SomeModule(3, 4)`],
  ['one of two widths', 'self.net = nn.Conv2d(3, 4 if something else 8, 3)'],
  ['one of two modules', 'self.net = nn.Conv2d(3, 4, 3) if something else nn.Conv2d(3, 4, 1)'],
  ['an attribute that may be a module', `${conv}\nif something:\n    self.extra = nn.Linear(3, 3)`],
  ['a module by a name that cannot be told', 'self.net = getattr(nn, something)(3, 4, 3)'],
  [
    'what a function returns unless a call raises',
    'def found():\n    try:\n        something.load()\n        return True\n    except OSError:\n        return False\nself.net = nn.Conv2d(3, 4 if found() else 8, 3)',
  ],
  [
    'what a function returns unless a call raises, and after it',
    'def found():\n    try:\n        something.load()\n        return True\n    except OSError:\n        pass\n    return False\nself.net = nn.Conv2d(3, 4 if found() else 8, 3)',
  ],
  [
    'what is raised on one way and handled',
    'try:\n    if something:\n        raise ValueError\n    width = 4\nexcept ValueError:\n    width = 8\nself.net = nn.Conv2d(3, width, 3)',
  ],
  [
    'what a called function raises on one way',
    'def checked(value):\n    if value is None:\n        raise KeyError\n    return value\ndef width():\n    try:\n        checked(something)\n    except (KeyError, ValueError):\n        return 8\n    return 4\nself.net = nn.Conv2d(3, width(), 3)',
  ],
  [
    'what a generator handles',
    'def widths():\n    try:\n        if something:\n            raise KeyError\n        yield 4\n    except KeyError:\n        yield 8\nself.net = nn.Conv2d(3, list(widths())[0], 3)',
  ],
  ['what a hook may put in its place', `${conv}\nself.net.register_forward_hook(something)`],
  ['eval', "self.net = nn.Conv2d(3, eval('2 + 2'), 3)"],
  ['exec', `${conv}\nexec('self.net = nn.Conv2d(3, 8, 3)')`],
  ['an unknown entry', `${conv}\nself.extra = nn.ModuleDict()\nself.extra[something] = nn.Linear(3, 3)`],
  ['modules from a generator', 'self.net = nn.Sequential(*(nn.Conv2d(3, 3, 1) for _ in something))'],
  ['add_module under a name', `${conv}\nself.add_module(something, nn.Linear(3, 3))`],
  ['frozen or not', `${conv}\nfor p in self.parameters():\n    p.requires_grad = something`],
  [
    'frozen or not, by a condition',
    `${conv}\nif something:\n    for p in self.parameters():\n        p.requires_grad = False`,
  ],
  [
    'as many entries as it says',
    `sizes = {'a': 4}\nif something:\n    sizes['b'] = 5\nself.net = nn.Conv2d(3, len(sizes), 3)`,
  ],
  ['a match on it', `width = 4\nmatch something:\n    case 1:\n        width = 5\nself.net = nn.Conv2d(3, width, 3)`],
  ['a syntax error in the constructor', `${conv}\nself.more = nn.Linear(3 3)`],
  ['a parameter', `${conv}\nself.weight = nn.Parameter(torch.zeros(something))`],
  ['a file of weights', `${conv}\nself.weight = nn.Parameter(torch.load('w.pt'))`],
  [
    'a branch in forward',
    conv,
    'if something:\n    x = F.conv2d(x, torch.zeros(3, 3, 3, 3), padding=1)\nreturn self.net(x)',
  ],
  ['a branch on numbers of a tensor', conv, 'if x.sum() > 0:\n    return self.net(x)\nreturn x'],
  [
    'a loop on numbers of a tensor',
    conv,
    'while x.max() > 1:\n    x = F.conv2d(x, torch.zeros(3, 3, 1, 1))\nreturn self.net(x)',
  ],
  ['a comprehension over it', conv, 'y = [self.net(x) for _ in something]\nreturn x'],
  ['a comprehension that it may end', conv, 'y = {i: self.net(x) for i in range(4) if i < something}\nreturn x'],
  ['a sum over it', conv, 'y = sum(self.net(x).sum() for _ in range(something))\nreturn x'],
  ['a map over it', conv, 'y = list(map(lambda i: self.net(x), something))\nreturn x'],
  ['an order by what is computed', conv, 'y = sorted(something, key=lambda i: self.net(x).sum())\nreturn x'],
  ['rows that a mask chooses', conv, 'x = self.net(x)\nreturn x[x > 0] @ x[x > 0]'],
  ['a function that is not there', conv, 'return something(self.net(x))'],
  ['one that is called for its effect', conv, 'y = self.net(x)\nsomething(y)\nreturn y'],
  ['a method of it', conv, 'return self.net(x + something.scale(x))'],
  ['a function that it decorates', `${conv}\nself.run = decorate(self.net)`, 'return self.run(x)'],
  [
    'an exception that may be raised',
    conv,
    'try:\n    y = something(x)\nexcept ValueError:\n    y = x\nreturn self.net(y)',
  ],
  [
    'an entry under a key that holds it',
    'widths = {}\nwidths[1, something] = 8\nself.net = nn.Conv2d(3, widths.get((1, 2), 4), 3)',
  ],
  [
    'another entry of the dict in which it is a key',
    'widths = {"a": 4}\nwidths[something] = 8\nself.net = nn.Conv2d(3, widths["a"], 3)',
  ],
  [
    'what a handler sets where a call of it may have raised',
    'width = 4\ntry:\n    something()\nexcept RuntimeError:\n    width = 8\nself.net = nn.Conv2d(3, width, 3)',
  ],
  ['an entry taken out of the unknown', 'widths = dict(something)\nself.net = nn.Conv2d(3, widths.pop("width", 4), 3)'],
  ['an entry under its key taken out', 'widths = {1: 8}\nself.net = nn.Conv2d(3, widths.pop(something, 4), 3)'],
  ['a set less it', 'kept = {1, 2}\nkept.remove(something)\nself.net = nn.Conv2d(3, len(kept), 3)'],
  ['a row of a list', 'rows = [1, 2]\nrows[something] = 3\nself.net = nn.Conv2d(3, rows[0], 3)'],
  ['a hook that changes the output', `${conv}\nself.net.register_forward_hook(something)`],
])('%s', (_, init, forward) => {
  const { models, diagnostics } = analyse(model(init, forward));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(models[0].exact).toBe(false);
  expect(models[0].unknowns.length).toBeGreaterThan(0);
});

it.each([
  ['a comprehension over it', 'y = [str(i) for i in something]\nreturn self.net(x)'],
  ['a call of it that may raise', 'try:\n    something()\nexcept RuntimeError:\n    print("no")\nreturn self.net(x)'],
  ['a map over it', 'y = dict(zip(something, map(str, something)))\nreturn self.net(x)'],
])('is exact where the figures do not depend on %s', (_, forward) => {
  expect(analyse(model(conv, forward)).models[0].exact).toBe(true);
});

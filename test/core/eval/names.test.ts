// Names that PyTorch has not: told where they are asked for (wrong.test.ts), and never of code that brings them itself or asks first.
import { beforeAll, describe, expect, it } from 'vitest';
import { hasName, nearestName } from '../../../core/eval/torch/names';
import { renderMessage } from '../../../core/base/messages';
import { createAnalyzer, type Analyzer } from '../../../core/index';
import { operatorsByFunction, operatorsByMethod, operatorsByProperty } from '../../../core/ops/table';
import { loadParser } from '../../support/parser';

const files = new Map([
  ['/w/patches.py', 'import torch\n\ntorch.Tensor.veiw = torch.Tensor.view\ntorch.nn.Conv2D = torch.nn.Conv2d\n'],
  ['/w/package/__init__.py', 'from . import inner\n'],
  ['/w/package/inner.py', 'import torch\n\ntorch.Tensor.pca = lambda x: x\n'],
]);

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: (file) => files.get(file) } });
});

const indent = (body: string): string => body.split('\n').join('\n        ');
const model = (init: string, forward = 'return self.m(x)', head = ''): string => `import torch
import torch.nn as nn
import torch.nn.functional as F
${head}

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = nn.Conv2d(3, 4, 3)
        ${indent(init)}

    def forward(self, x):
        ${indent(forward)}
`;

const errorsOf = (text: string, asked = true): readonly string[] =>
  analyzer
    .analyze({ file: '/w/net.py', text, ...(asked ? { model: 'Net()', inputs: ['1x3x8x8'] } : {}) })
    .diagnostics.map((diagnostic) => `${renderMessage(diagnostic)} ${diagnostic.hint ?? ''}`.trim());

describe('no alarm', () => {
  it.each<[string, string, string?, string?]>([
    ['a name that the file adds to torch', 'torch.foo = 3\nself.n = torch.foo'],
    ['a method that the file adds', 'pass', 'return x.veiw(1, -1)', 'torch.Tensor.veiw = torch.Tensor.view'],
    ['one that it adds by name', 'pass', 'return x.veiw(1, -1)', "setattr(torch.Tensor, 'veiw', torch.Tensor.view)"],
    ['one that a module adds', 'pass', 'return x.veiw(1, -1)', 'import patches'],
    ['a layer that a module adds', 'self.m = nn.Conv2D(3, 4, 3)', undefined, 'import patches'],
    ['one that a module of a package adds', 'pass', 'return x.pca()', 'import package'],
    ['one that a module adds that is not there', 'pass', 'return x.pca()', 'import somewhere'],
    ['a mark on a parameter', 'self.m.weight.no_weight_decay = True\nself.n = self.m.weight.no_weight_decay'],
    ['a mark on some parameters', 'self.m.weight.sharded = True\nself.n = [p.sharded for p in [self.m.weight]]'],
    [
      'a mark that another function sets',
      'mark(self.m.weight)\nself.n = self.m.weight.sharded',
      undefined,
      'from nowhere import wrap\n\n\n@wrap\ndef mark(p):\n    p.sharded = True\n',
    ],
    ['hasattr', "self.n = torch.rfft if hasattr(torch, 'rfft') else torch.fft.rfft"],
    ['getattr with a default', "self.n = getattr(torch, 'rfft', None)"],
    [
      'a handler of AttributeError',
      'try:\n    self.n = torch.rfft\nexcept AttributeError:\n    self.n = torch.fft.rfft',
    ],
    ['a handler of every exception', 'try:\n    self.n = nn.Conv2D(3, 4, 3)\nexcept Exception:\n    self.n = None'],
    ['an import in a try', 'pass', undefined, 'try:\n    from torch import rfft\nexcept ImportError:\n    rfft = None'],
    [
      'suppress',
      'with suppress(AttributeError):\n    self.n = torch.rfft',
      undefined,
      'from contextlib import suppress',
    ],
    ['a guard by version', "if torch.__version__ < '1.8':\n    self.n = torch.rfft"],
    ['a guard that cannot be told', 'if wanted:\n    self.n = torch.rfft', undefined, 'from nowhere import wanted'],
    [
      'what comes after a return that cannot be told',
      'pass',
      'if wanted:\n    return self.m(x)\nreturn torch.rfft(x)',
      'from nowhere import wanted',
    ],
    ['a branch on a tensor', 'pass', 'if x.mean() > 0:\n    x = torch.rfft(x)\nreturn self.m(x)'],
    ['private names', 'self.n = torch._C, nn.modules.utils._foo'],
    ['names of the CUDA build', 'self.n = torch.cuda.nothing_like_this, torch.backends.nothing'],
    ['a submodule', 'self.n = torch.utils.tensorboard, torch.nn.utils.prune, torch.utils.flop_counter'],
    [
      'a subclass of Tensor',
      'self.n = Mine(torch.ones(3)).foo',
      undefined,
      'class Mine(torch.Tensor):\n    @property\n    def foo(self):\n        return 3\n',
    ],
    [
      'a subclass of Tensor that answers to all',
      'self.n = torch.ones(3).as_subclass(Mine).veiw',
      undefined,
      'class Mine(torch.Tensor):\n    def __getattr__(self, name):\n        return 3\n',
    ],
  ])('%s', (_, init, forward, head) => {
    expect(errorsOf(model(init, forward, head))).toEqual([]);
  });

  it('what is fed to a model is supposed to be a tensor, and may be none', () => {
    expect(errorsOf(model('pass', 'return self.m(x.featt), x[0].floatt'), false)).toEqual([]);
  });
});

describe('the name that was meant', () => {
  it.each([
    ['torch.nn', 'Conv2D', 'Conv2d'],
    ['torch.nn', 'ReLu', 'ReLU'],
    ['torch.nn.functional', 'rellu', 'relu'],
    ['torch', 'catt', 'cat'],
    ['torch.Tensor', 'veiw', 'view'],
    ['torch.optim', 'Adamm', 'Adam'],
    ['torch', 'frobnicate', null],
  ])('%s.%s', (owner, name, meant) => {
    expect(nearestName(owner, name)).toBe(meant);
  });

  it('is told with the error, and what does not need it goes on', () => {
    const text = model('self.n = nn.Conv2D(3, 4, 3)\nself.k = nn.ReLU()', 'return self.k(self.m(x)).veiw(1, -1)');
    expect(errorsOf(text)).toEqual([
      "module 'torch.nn' has no attribute 'Conv2D' Did you mean: 'Conv2d'?",
      "'Tensor' object has no attribute 'veiw' Did you mean: 'view'?",
    ]);
    const [{ graph, exact }] = analyzer.analyze({
      file: '/w/net.py',
      text,
      model: 'Net()',
      inputs: ['1x3x8x8'],
    }).models;
    expect(exact).toBe(false);
    expect(graph.calls.map(({ path }) => path)).toEqual(['m', 'k']);
  });
});

describe('what is modelled is there', () => {
  it('functions', () => {
    const wrong = [...operatorsByFunction.keys()].filter((name) => {
      const dot = name.lastIndexOf('.');
      return hasName(name.slice(0, dot), name.slice(dot + 1)) === false;
    });
    expect(wrong).toEqual([]);
  });

  it('methods and properties', () => {
    const names = [...operatorsByMethod.keys(), ...operatorsByProperty.keys()];
    expect(names.filter((name) => hasName('torch.Tensor', name) === false)).toEqual([]);
  });
});

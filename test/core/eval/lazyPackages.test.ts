// Packages that import lazily: what they tell type checkers is what they hold, and only what is asked for is evaluated.
import { expect, test } from 'vitest';
import { createAnalyzer } from '../../../core/index';
import { loadParser } from '../../support/parser';

const lazy = (imports: string): string => `from typing import TYPE_CHECKING

if TYPE_CHECKING:
    ${imports.replaceAll('\n', '\n    ')}
else:
    import sys
    sys.modules[__name__] = LazyModule(__name__)
`;

const layer = (name: string, width: number): string => `from torch import nn

class ${name}(nn.Linear):
    def __init__(self):
        super().__init__(4, ${width})

class Helper(${name}):
    pass

__all__ = ['${name}']
`;

const parser = await loadParser();

function analyse(files: Readonly<Record<string, string>>, model: string): unknown {
  const read: string[] = [];
  const analyzer = createAnalyzer({
    parser,
    host: {
      readText(file) {
        read.push(file);
        return files[file];
      },
    },
  });
  const { models, diagnostics } = analyzer.analyze({ file: '/w/main.py', model, inputs: ['1x4'] });
  if (diagnostics.length > 0) return diagnostics.map(({ details }) => details.message);
  return models[0].exact ? models[0].totals.params : models[0].unknowns;
}

const zoo = {
  '/w/zoo/__init__.py': lazy('from .models import *\nfrom .base import Config as Config'),
  '/w/zoo/base.py': 'class Config:\n    width = 3\n',
  '/w/zoo/models/__init__.py': lazy('from .first import *\nfrom .second import *\nfrom .third import *'),
  '/w/zoo/models/first/__init__.py': lazy('from .modeling_first import *'),
  '/w/zoo/models/first/modeling_first.py': layer('First', 2),
  '/w/zoo/models/second/__init__.py': lazy('from .modeling_second import *'),
  '/w/zoo/models/second/modeling_second.py': layer('Second', 3),
  // a name of it would end in an error, which nothing asks for
  '/w/zoo/models/third.py': "raise RuntimeError('not needed')\n",
};

test.each([
  ['a name through three packages', 'from zoo import First\nmodel = First()\n', 10],
  ['the package as a module', 'import zoo\nmodel = zoo.Second()\n', 15],
  ['a module of it', 'from zoo.models.second import Second\nmodel = Second()\n', 15],
  ['a name of the package proper', 'from zoo import Config, First\nmodel = [First()][Config.width - 3]\n', 10],
])('%s', (_, main, params) => {
  expect(analyse({ ...zoo, '/w/main.py': main }, 'model')).toBe(params);
});

test('what `__all__` does not list comes through no star', () => {
  const main = 'from zoo.models.first import *\n';
  expect(analyse({ ...zoo, '/w/main.py': main }, 'Helper()')).toMatchObject([
    { reason: "NameError: name 'Helper' is not defined" },
  ]);
});

const documented = `from torch import nn

def document(obj=None, *, intro=None):
    def decorator(obj):
        return of_method(obj, intro=intro)
    if obj:
        return decorator(obj)
    return decorator

def of_method(fn, intro):
    text = intro
    for line in range(10 ** 9):
        text = f'{text}{line}'
    fn.__doc__ = text
    return fn

def helper(x):
    return x

helper = document(intro='helps')(helper)

@document
class Net(nn.Linear):
    @document(intro='computes')
    def forward(self, x):
        return super().forward(x)
`;

test('a decorator that only documents is not run', () => {
  expect(analyse({ '/w/main.py': documented }, 'Net(4, 3)')).toBe(15);
});

test('one that also registers is', () => {
  const main = `from torch import nn

found = {}

def register(cls):
    cls.__doc__ = 'documented'
    found[cls.__name__] = cls
    return cls

@register
class Net(nn.Linear):
    pass
`;
  expect(analyse({ '/w/main.py': main }, "found['Net'](4, 3)")).toBe(15);
});

test('a table of a class that nobody fills is no registry', () => {
  const files = {
    '/w/main.py':
      'import pack\nfrom pack.base import Config\nfrom torch import nn\nmodel = nn.Linear(4, Config().width)\n',
    '/w/pack/__init__.py': 'from . import other\n',
    '/w/pack/base.py': `class Config:
    names = {}
    def __init__(self):
        self.width = 3
    def __getattribute__(self, key):
        if key != 'names' and key in super().__getattribute__('names'):
            return 5
        return super().__getattribute__(key)
`,
    '/w/pack/other.py': "width = 1\nraise RuntimeError('not needed')\n",
  };
  expect(analyse(files, 'model')).toBe(15);
});

test('indices that a wrapped forward declares are fed as indices', () => {
  const main = `import functools
import torch
from torch import nn

def wrapping(function):
    @functools.wraps(function)
    def inner(self, *args, **kwargs):
        return function(self, *args, **kwargs)
    return inner

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 3)

    @wrapping
    def forward(self, tokens: torch.LongTensor | None = None):
        return self.embedding(tokens.view(-1, tokens.shape[-1]))
`;
  expect(analyse({ '/w/main.py': main }, 'Net()')).toBe(15);
});

test('what the body of an imported module cannot tell is no doubt about a model that does not need it', () => {
  const tool = 'from nowhere import level\n\nmatch level:\n    case 1:\n        name = 1\nfrom torch import nn\n';
  const main = `from torch import nn
import tool

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = tool.nn.Linear(4, 3)
    def forward(self, x):
        return self.layer(x)
`;
  expect(analyse({ '/w/main.py': main, '/w/tool.py': tool }, 'Net()')).toBe(15);
});

test('what was imported is in sys.modules, read or not', () => {
  const main = `import sys
import numpy as np
import zoo.base
from torch import nn

names = ('numpy', 'zoo', 'zoo.base', 'zoo.models', 'json')
model = nn.Linear(4, len([name for name in names if name in sys.modules]))
`;
  expect(analyse({ ...zoo, '/w/main.py': main }, 'model')).toBe(15);
});

test('a name of the standard library that is not modelled is there, one that Python has not is not', () => {
  const main = `import os
from torch import nn

try:
    from pathlib import PureWindowsPath
    width = 3
except ImportError:
    width = 30
try:
    from collections import Mapping
    width = 50
except ImportError:
    pass
if not hasattr(os, 'register_at_fork') or hasattr(os, 'nothing_like_this'):
    width = 60
model = nn.Linear(4, width)
`;
  expect(analyse({ '/w/main.py': main }, 'model')).toBe(15);
});

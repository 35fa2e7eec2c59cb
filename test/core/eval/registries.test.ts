// Modules that register what they define as they are imported: whoever looks a name up finds it, though bodies run late.
import { expect, test } from 'vitest';
import { createAnalyzer } from '../../../core/index';
import { loadParser } from '../../support/parser';

const decorator = `MODELS = {}

def register(fn):
    if fn.__name__ in MODELS:
        raise KeyError(fn.__name__)
    MODELS[fn.__name__] = fn
    return fn

def build(name, **kwargs):
    if name not in MODELS:
        raise RuntimeError(f'Unknown model ({name})')
    return MODELS[name](**kwargs)
`;

const object = `class Registry:
    def __init__(self, name):
        self.name = name
        self.table = {}

    def register(self, fn):
        self.table[fn.__name__] = fn
        return fn

    def get(self, name):
        return self.table.get(name)

MODELS = Registry('models')
register = MODELS.register

def build(name, **kwargs):
    found = MODELS.get(name)
    if found is None:
        raise RuntimeError(f'Unknown model ({name})')
    return found(**kwargs)
`;

const layers = (name: string, bias: string): string => `from torch import nn
from .registry import register

@register
def ${name}(width=8):
    return nn.Linear(4, width, bias=${bias})
`;

const parser = await loadParser();

/** The parameters of `model`, and what would be raised. */
function analyse(registry: string, initialiser: string, model: string): unknown {
  const files: Record<string, string> = {
    '/w/zoo/__init__.py': initialiser,
    '/w/zoo/registry.py': registry,
    '/w/zoo/first.py': layers('plain', 'False'),
    '/w/zoo/second.py': layers('biased', 'True'),
    '/w/zoo/gathered.py': 'from .first import *\nfrom .second import *\n',
    '/w/main.py': `import zoo\nfrom zoo.registry import build, register\n\n@register\ndef own():\n    return build('plain')\n\nmade = build('biased', width=2)\n`,
  };
  const analyzer = createAnalyzer({ parser, host: { readText: (file) => files[file] } });
  const { models, diagnostics } = analyzer.analyze({ file: '/w/main.py', model, inputs: ['1x4'] });
  return diagnostics.length > 0 ? diagnostics.map(({ details }) => details.message) : models[0].totals.params;
}

const packages = {
  'star imports': 'from .registry import build\nfrom .first import *\nfrom .second import *\n',
  'names that are modules': 'from .registry import build\nfrom . import first, second\n',
  'a module of star imports': 'from .registry import build\nfrom .gathered import *\n',
  'dotted imports': 'import zoo.first\nimport zoo.second\nfrom .registry import build\n',
};

test.each(Object.entries(packages))('%s', (_, initialiser) => {
  for (const registry of [decorator, object]) {
    expect(analyse(registry, initialiser, "build('plain')")).toBe(32);
    expect(analyse(registry, initialiser, "build('biased', width=3)")).toBe(15);
    expect(analyse(registry, initialiser, 'own()')).toBe(32);
    expect(analyse(registry, initialiser, 'made')).toBe(10);
    expect(analyse(registry, initialiser, "build('absent')")).toEqual(['Unknown model (absent)']);
  }
});

test('a module that nothing imports registers nothing', () => {
  expect(analyse(decorator, 'from .first import *\n', "build('biased')")).toEqual(['Unknown model (biased)']);
});

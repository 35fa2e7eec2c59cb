// Modules of other files live on from one analysis to the next: the answer is the one of a new analyser all the same, and what can
// be done again is not run again.
import { describe, expect, test } from 'vitest';
import { createAnalyzer } from '../../../core/index';
import { Interpreter } from '../../../core/eval/interpreter';
import { createPrograms } from '../../../core/eval/programs';
import { isSymbolic } from '../../../core/shape/dim';
import { loadParser } from '../../support/parser';

type Files = Readonly<Record<string, string>>;

interface Case {
  readonly files: Files;
  /** What the files become, one after the other; `main.py` is analysed. */
  readonly edits: readonly Files[];
}

const layer = (width: string): string => `from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, ${width})
    def forward(self, x):
        return self.layer(x)
net = Net()
`;

const cases: Readonly<Record<string, Case>> = {
  'the code that imports changes': {
    files: { 'tool.py': 'width = 8\n', 'main.py': `import tool\n${layer('tool.width')}` },
    edits: [{ 'main.py': `import tool\n${layer('tool.width * 2')}` }, { 'main.py': layer('3') }],
  },
  'what was imported is bound anew, and no longer': {
    files: { 'tool.py': 'width = 8\n', 'main.py': `import tool\ntool.width = 3\n${layer('tool.width')}` },
    edits: [{ 'main.py': `import tool\n${layer('tool.width')}` }],
  },
  'a class of it is changed, and no longer': {
    files: {
      'tool.py': 'class Sizes:\n    width = 8\n',
      'main.py': `from tool import Sizes\nSizes.width = 3\n${layer('Sizes.width')}`,
    },
    edits: [{ 'main.py': `from tool import Sizes\n${layer('Sizes.width')}` }],
  },
  'a module that it imports changes': {
    files: {
      'base.py': 'width = 8\n',
      'tool.py': 'from base import width\ndouble = 2 * width\n',
      'main.py': `from tool import double\n${layer('double')}`,
    },
    edits: [{ 'base.py': 'width = 5\n' }, { 'base.py': 'other = 5\n' }, { 'base.py': 'width = 8\n' }],
  },
  'what it reads as it is imported was set before': {
    files: {
      'config.py': 'width = 8\n',
      'tool.py': 'import config\ndouble = 2 * config.width\n',
      'main.py': `import config, tool\n${layer('tool.double')}`,
    },
    edits: [
      { 'main.py': `import config\nconfig.width = 3\nimport tool\n${layer('tool.double')}` },
      { 'main.py': `import config\nconfig.width = 4\nimport tool\n${layer('tool.double')}` },
      { 'main.py': `import config, tool\n${layer('tool.double')}` },
    ],
  },
  'modules register themselves with one another': {
    files: {
      'registry.py': 'KNOWN = {}\ndef register(fn):\n    KNOWN[fn.__name__] = fn\n    return fn\n',
      'first.py': 'from registry import register\n@register\ndef one():\n    return 1\n',
      'second.py': 'from registry import register\n@register\ndef two():\n    return 2\n',
      'main.py': `import first, second\nfrom registry import KNOWN\nfirst.one, second.two\n${layer('3 + len(KNOWN)')}`,
    },
    edits: [
      { 'main.py': `import first\nfrom registry import KNOWN\nfirst.one\n${layer('3 + len(KNOWN)')}` },
      { 'main.py': `import second\nfrom registry import KNOWN\nsecond.two\n${layer('3 + len(KNOWN)')}` },
      {
        'main.py': `import second\nfrom registry import KNOWN\nKNOWN["x"] = 1\nsecond.two\n${layer('3 + len(KNOWN)')}`,
      },
    ],
  },
  'an iterator of it is used up': {
    files: {
      'tool.py': 'import itertools\nids = itertools.count(5)\n',
      'main.py': `from tool import ids\n${layer('next(ids)')}`,
    },
    edits: [{ 'main.py': `from tool import ids\n\n${layer('next(ids)')}# again\n` }],
  },
  'a function of it uses up an iterator of another one': {
    files: {
      'ids.py': 'import itertools\nids = itertools.count(5)\n',
      'tool.py': 'from ids import ids\ndef width():\n    return next(ids)\n',
      'main.py': `from tool import width\n${layer('width()')}`,
    },
    edits: [{ 'main.py': `from tool import width\n\n${layer('width()')}# again\n` }],
  },
  'it imports what imports it': {
    files: {
      'zoo/__init__.py': 'width = 8\nfrom .part import half\nwhole = half * 2\n',
      'zoo/part.py': 'from . import width\nhalf = width // 2\n',
      'main.py': `import zoo\n${layer('zoo.whole')}`,
    },
    edits: [
      { 'main.py': `import zoo\n${layer('zoo.half')}` },
      { 'zoo/__init__.py': 'width = 2\nfrom .part import half\n' },
    ],
  },
  'it imports the file that is analysed': {
    files: {
      'tool.py': 'import main\ndef width():\n    return main.size\n',
      'main.py': `size = 3\nimport tool\n${layer('tool.width()')}`,
    },
    edits: [{ 'main.py': `size = 5\nimport tool\n${layer('tool.width()')}` }],
  },
  'another file comes before it': {
    files: { 'tool.py': 'width = 8\n', 'main.py': `import tool\n${layer('tool.width')}` },
    edits: [{ 'tool/__init__.py': 'width = 2\n' }],
  },
};

const parser = await loadParser();

const shown = (analysis: unknown): string => JSON.stringify(analysis, (_, v: unknown) => (isSymbolic(v) ? v.key : v));

const hostOf = (files: Files) => ({ readText: (file: string) => files[file.slice('/w/'.length)] });

const request = { file: '/w/main.py', roots: ['/w'] };

describe('the answer is a new analyser’s', () => {
  test.each(Object.entries(cases))('%s', (_, { files, edits }) => {
    let current = files;
    const analyzer = createAnalyzer({ parser, host: { readText: (file) => hostOf(current).readText(file) } });
    for (const edit of [{}, {}, ...edits, {}]) {
      current = { ...current, ...edit };
      const expected = createAnalyzer({ parser, host: hostOf(current) }).analyze(request);
      expect(shown(analyzer.analyze(request))).toBe(shown(expected));
    }
  });
});

describe('a body that', () => {
  const files: Files = {
    'registry.py': 'KNOWN = {}\ndef register(fn):\n    KNOWN[fn.__name__] = fn\n    return fn\n',
    'binds names': 'class Mark: pass\n',
    imports: 'from registry import register\nclass Mark: pass\nwidth = register\n',
    'changes what others made': 'from registry import register\nclass Mark: pass\n@register\ndef one(): pass\n',
    'fills tensors': 'import torch\nclass Mark: pass\nweight = torch.zeros(3)\n',
    'makes layers': 'from torch import nn\nclass Mark: pass\nlayer = nn.ReLU()\n',
    fails: 'class Mark: pass\nraise ValueError\n',
    'holds an iterator': 'class Mark: pass\nids = iter([1, 2])\n',
  };
  const sources = Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${name.replaceAll(' ', '_')}.py`, text]),
  );

  test.each([
    ['binds names', true],
    ['imports', true],
    ['changes what others made', true],
    ['fills tensors', false],
    ['makes layers', false],
    ['fails', false],
    ['holds an iterator', false],
  ])('%s is done without running it: %s', (what, isKept) => {
    const host = hostOf({ ...sources, 'registry.py': files['registry.py'] });
    const interpreter = new Interpreter(createPrograms(parser, () => false));
    const made = (): unknown => {
      interpreter.begin({ host, roots: ['/w'] });
      const module = interpreter.findModule(what.replaceAll(' ', '_'));
      return module && interpreter.lookup(module, 'Mark');
    };
    const first = made();
    expect(first).toBeDefined();
    expect(made() === first).toBe(isKept);
  });
});

// What is kept from one analysis to the next never shows: an analyser that has seen many edits answers as a new one would.
import { Parser as TreeSitterParser, Tree } from 'web-tree-sitter';
import { beforeAll, expect, test, vi } from 'vitest';
import { createAnalyzer, type AnalyzeRequest } from '../../core/index';
import type { Parser } from '../../core/syntax/parser';
import { loadParser } from '../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

type Files = Readonly<Record<string, string>>;
/** Files from now on, or another question about them. */
type Edit = { readonly files?: Files; readonly request?: Partial<AnalyzeRequest> };

const net = (body: string, head = ''): string =>
  `${head}import torch\nfrom torch import nn\n\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.layer = ${body}\n\n    def forward(self, x):\n        return self.layer(x)\n`;
const block = (out: number): string =>
  `from torch import nn\n\ndef block(channels):\n    """${'What it is made of. '.repeat(10)}"""\n    return nn.Sequential(nn.Conv2d(channels, ${out}, 1), nn.ReLU())\n`;
const imported = net('block(3)', 'from blocks import block\n');

test.each<[string, Files, readonly Edit[]]>([
  ['an edited import', { '/w/net.py': imported, '/w/blocks.py': block(4) }, [{ files: { '/w/blocks.py': block(8) } }]],
  [
    'an import that appears',
    { '/w/net.py': imported },
    [{ files: { '/w/blocks.py': block(4) } }, { files: { '/w/blocks/__init__.py': block(6) } }],
  ],
  [
    'another root',
    { '/w/net.py': imported, '/a/blocks.py': block(4), '/b/blocks.py': block(8) },
    [{ request: { roots: ['/a'] } }, { request: { roots: ['/b'] } }, { request: { roots: ['/b', '/a'] } }],
  ],
  [
    "a file with the name of a library's module",
    { '/w/net.py': net('nn.Conv2d(3, 4, math.floor(1.5))', 'import math\n') },
    [{ files: { '/w/math.py': 'def floor(x):\n    return 3\n' } }],
  ],
  [
    "a change of the library's own objects",
    { '/w/net.py': net('nn.Conv2d(3, 4, 1)') },
    [
      { files: { '/w/net.py': net('nn.Conv2d(3, 4, 1)', 'from torch import nn\nnn.Conv2d = nn.Identity\n') } },
      { files: { '/w/net.py': net('nn.Conv2d(3, 5, 1)') } },
    ],
  ],
  [
    'an import of an import',
    { '/w/net.py': imported, '/w/blocks.py': 'from inner import block\n', '/w/inner.py': block(4) },
    [{ files: { '/w/inner.py': block(7) } }],
  ],
  [
    'a name that moves to another file',
    { '/w/net.py': imported, '/w/blocks.py': block(4) },
    [{ files: { '/w/blocks.py': 'from other import *\n', '/w/other.py': block(9) } }],
  ],
  [
    'edits in turns',
    { '/w/net.py': net('nn.Conv2d(3, 4, 1)') },
    [4, 5, 4, 6].map((channels) => ({ files: { '/w/net.py': net(`nn.Conv2d(3, ${channels}, 1)`) } })),
  ],
])('%s', (_, first, edits) => {
  let files: Files = first;
  const host = { readText: (file: string) => (Object.hasOwn(files, file) ? files[file] : undefined) };
  const old = createAnalyzer({ parser, host });
  for (const edit of [{}, ...edits]) {
    files = { ...files, ...edit.files };
    const request: AnalyzeRequest = { file: '/w/net.py', model: 'Net()', inputs: ['1x3x8x8'], ...edit.request };
    expect(old.analyze(request)).toEqual(createAnalyzer({ parser, host }).analyze(request));
  }
});

test('the trees of edited files are freed', () => {
  const parsed = vi.spyOn(TreeSitterParser.prototype, 'parse');
  const freed = vi.spyOn(Tree.prototype, 'delete');
  const analyzer = createAnalyzer({
    parser,
    host: { readText: (file) => (file === '/w/blocks.py' ? block(4) : undefined) },
  });
  for (let edit = 0; edit < 200; edit++) {
    const text = edit % 3 === 0 ? `${imported}self.` : imported.replace('3)', `${edit})`);
    analyzer.analyze({ file: `/w/net${edit % 5}.py`, text });
  }
  expect(parsed.mock.calls.length).toBeGreaterThan(200);
  // one of each file may be kept for its next edit, and what an earlier test left may go
  expect(parsed.mock.calls.length - freed.mock.calls.length).toBeLessThanOrEqual(5);
  vi.restoreAllMocks();
});

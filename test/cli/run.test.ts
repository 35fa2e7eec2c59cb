// Arguments: what is unusable is one line on standard error and exit status 2.
import { expect, it } from 'vitest';
import { absolute, relative } from '../../cli/environment';
import { modelOf, runIn } from './environment';

const files = { '/work/net.py': 'x = 1\n', '/work/notes.txt': 'x' };

it.each([
  [[], 'no command given'],
  [['frobnicate'], 'frobnicate: no such command'],
  [['constructor'], 'constructor: no such command'],
  [['analyze'], 'analyze: no file given'],
  [['analyze', 'net.py', 'other.py'], 'one file at a time'],
  [['analyze', 'missing.py'], 'missing.py: cannot be read'],
  [['analyze', 'notes.txt'], 'neither a Python nor a TypeScript file'],
  [['analyze', 'net.py', '--frob'], '--frob'],
  [['analyze', 'net.py', '--convention', 'nonsense'], '--convention nonsense: not one of macs'],
  [['analyze', 'net.py', '--input', '1xx3'], '1xx3'],
  [['analyze', 'net.py', '--input'], '--input'],
  [['check'], 'check: no file given'],
  [['serve'], 'serve: only --stdio'],
])('refuses %j', async (args, message) => {
  const { status, out, error } = await runIn(files, args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(error).toContain(message);
  expect(error.trimEnd().split('\n')).toHaveLength(1);
});

it.each([['--help'], ['-h'], ['help'], ['analyze', '--help']])('helps with %j', async (...args) => {
  const { status, out } = await runIn(files, args);
  expect([status, out.includes('convlens analyze FILE')]).toEqual([0, true]);
});

it('tells its version', async () =>
  expect(await runIn(files, ['--version'])).toMatchObject({ status: 0, out: '1.2.3\n' }));

it.each([
  ['a.py', '/work/a.py'],
  ['./b/../a.py', '/work/a.py'],
  ['../a.py', '/a.py'],
  ['/x//y.py', '/x/y.py'],
  ['C:\\nets\\a.py', 'C:/nets/a.py'],
])('takes %s for %s', (path, expected) => expect(absolute(path, { workingFolder: '/work' })).toBe(expected));

it('writes paths as people there would', () => {
  const here = { workingFolder: '/work' };
  expect([relative('/work/a/b.py', here), relative('/works/a.py', here)]).toEqual(['a/b.py', '/works/a.py']);
});

it('prints JSON and nothing else', async () => {
  const totals = { params: 10, trainable: 10, macs: 20 };
  const { status, out } = await runIn(files, ['analyze', 'net.py', '--json'], (file) => modelOf(file, totals));
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    file: '/work/net.py',
    convention: 'macs',
    models: [{ expr: 'Net()', input: [[1, 3, 8, 8]], output: [1, 3, 8, 8], ...totals, layers: [], unknowns: [] }],
    diagnostics: [],
  });
});

const model = `
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(16, 32, 3, padding=1)
        self.norm = nn.BatchNorm2d(32)

    def forward(self, x):
        return self.norm(self.conv(x))
`;

// As each tool counts one image.
it.each([
  ['macs', 3_612_672],
  ['flops', 7_225_344],
  ['torchinfo', 3_637_760 + 64],
  ['fvcore', 3_612_672 + 50_176],
  ['thop', 3_612_672 + 100_352],
])('counts by the convention of %s', async (convention, total) => {
  const args = ['analyze', 'net.py', '--input', '1x16x28x28', '--convention', convention, '--json'];
  const { out } = await runIn({ '/work/net.py': model }, args);
  const report = JSON.parse(out) as { convention: string; models: { macs: number; layers: { macs: number }[] }[] };
  expect(report.convention).toBe(convention);
  expect(report.models[0].macs).toBe(total);
  expect(report.models[0].layers.reduce((sum, { macs }) => sum + macs, 0)).toBe(total);
});

it('prints a table for people', async () => {
  const { status, out } = await runIn({ '/work/net.py': model }, ['analyze', 'net.py', '--input', '1x16x28x28']);
  expect(status).toBe(0);
  expect(out.split('\n').slice(0, 5)).toEqual([
    'Net() on 1×16×28×28',
    '  path  type         input       output      params       MACs  receptive field',
    '  conv  Conv2d       1×16×28×28  1×32×28×28   4,640  3,612,672  3×3',
    '  norm  BatchNorm2d  1×32×28×28  1×32×28×28      64          0  3×3',
    'total: 4,704 params (4,704 trainable), 3,612,672 MACs, activations 196 KiB at the peak of inference, 147 KiB saved for training',
  ]);
});

it('exits 1 on an error of the model, with its place', async () => {
  const wrong = model.replace('BatchNorm2d(32)', 'BatchNorm2d(31)');
  const { status, out } = await runIn({ '/work/net.py': wrong }, ['analyze', 'net.py', '--input', '1x16x28x28']);
  expect(status).toBe(1);
  expect(out).toMatch(/net\.py:11:16: error CL100\d: /);
});

// Code without end: an unknown with its reason, and the rest of the file as exact as ever. Nothing here is timed: what is counted
// are steps.
import { beforeAll, expect, it } from 'vitest';
import { createAnalyzer, type FileAnalysis } from '../../../core/index';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const analyse = (text: string): FileAnalysis =>
  createAnalyzer({
    parser,
    host: { readText: (file) => (file === '/w/net.py' ? text : undefined) },
    limits: { steps: 400_000, milliseconds: 60_000 },
  }).analyze({ file: '/w/net.py' });

const small = `
class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        return self.conv(x)
`;

const withForward = (body: string): string => `import math
import torch
import torch.nn as nn
${small}

class Endless(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, padding=1)

    def forward(self, x):
        x = self.conv(x)
        ${body.split('\n').join('\n        ')}
        return x
`;

/** The figures of the model `Small`, which must be there whatever stands beside it. */
function expectSmall({ models }: FileAnalysis): void {
  const found = models.find(({ expression }) => expression === 'Small()');
  expect([found?.exact, found?.totals.params]).toEqual([true, 224]);
}

it.each([
  ['while True:\n    x = x + 1', 'too many steps'],
  ['while True:\n    pass', 'too many steps'],
  ['for i in range(10**12):\n    x = x * 2', 'too many steps'],
  ['n = [0]\nfor i in n:\n    n.append(i)', 'too many steps'],
  ['def f(n):\n    return f(n + 1)\nx = f(0)', 'nested too deeply'],
  ['s = "a"\nwhile len(s) > 0:\n    s += "a"', 'too many steps'],
  ['import itertools\nfor i in itertools.count():\n    x = x + i', 'too many steps'],
  ['sum(i for i in iter(int, 1))', 'too many steps'],
])('%s', (body, reason) => {
  const analysis = analyse(withForward(body));
  expectSmall(analysis);
  const endless = analysis.models.find(({ expression }) => expression === 'Endless()');
  expect(endless?.exact).toBe(false);
  expect(endless?.totals.macs).toBeNull();
  expect(endless?.unknowns.map((unknown) => unknown.reason).join()).toContain(reason);
  expect(analysis.diagnostics).toEqual([]);
});

it.each([
  ['x = x + 10**10**10'],
  ['x = x * (2 ** (1 << 40))'],
  ['x = torch.cat([x] * 10**12)'],
  ['x = x.reshape(list(range(10**12)))'],
  ['x = self.conv(x) if "a" * 10**12 else x'],
  ['x = x.view(*[1] * 10**9)'],
  ['x = x + math.factorial(10**9)'],
])('too large to hold: %s', (body) => {
  const analysis = analyse(withForward(body));
  expectSmall(analysis);
  const endless = analysis.models.find(({ expression }) => expression === 'Endless()');
  expect(endless?.exact).toBe(false);
  expect(endless?.unknowns.length).toBeGreaterThan(0);
  expect(analysis.diagnostics).toEqual([]);
});

it('a long comprehension is no reason to stop', () => {
  const analysis = analyse(
    withForward('table = [i * 2 for i in range(100_000)]\nx = self.conv(x) if table[-1] == 199_998 else None'),
  );
  expect(analysis.models.map(({ expression, exact }) => [expression, exact])).toEqual([
    ['Endless()', true],
    ['Small()', true],
  ]);
});

it('a body without end leaves the classes after it', () => {
  const text = `import torch.nn as nn\nn = 0\nwhile True:\n    n += 1\nwidth = n\n${small}\nclass Wide(nn.Module):\n    def __init__(self, width=width):\n        super().__init__()\n        self.fc = nn.Linear(4, width)\n    def forward(self, x):\n        return self.fc(x)\n`;
  const analysis = analyse(text);
  expectSmall(analysis);
});

it('many models without end leave something for the last', () => {
  const endless = Array.from(
    { length: 6 },
    (_, i) =>
      `class Endless${i}(Small):\n    def forward(self, x):\n        while True:\n            x = self.conv(x) if x is None else x\n`,
  );
  // evaluated from the last to the first
  const { models } = analyse(`import torch.nn as nn\n${small}\n${endless.join('\n')}`);
  expect(models.map(({ expression, exact }) => [expression, exact])).toEqual([
    ...[5, 4, 3, 2, 1, 0].map((i) => [`Endless${i}()`, false]),
    ['Small()', true],
  ]);
});

it('of a very long file the beginning is read', () => {
  const text = `import torch.nn as nn\n${small}\nTABLE = [\n${'    [1, 2, 3, "text"],\n'.repeat(60_000)}]\n`;
  expectSmall(analyse(text));
});

it('a cancelled analysis says so', () => {
  const host = { readText: (): string => withForward('while True:\n    x = x + 1') };
  let looks = 0;
  const { models } = createAnalyzer({ parser, host }).analyze({ file: '/w/net.py', isCancelled: () => ++looks > 3 });
  expect(models.flatMap(({ unknowns }) => unknowns.map(({ reason }) => reason)).join()).toContain('cancelled');
});

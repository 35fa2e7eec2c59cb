// Code without end: an unknown with its reason, and the rest of the file as exact as ever. Nothing here is timed: what is counted
// are steps.
import { afterEach, beforeAll, expect, it, vi } from 'vitest';
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
  ['def f(n):\n    return f(n + 1)\nx = f(0)', 'maximum recursion depth'],
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

const deep = 5_000;

it.each([
  ['parentheses', `x = ${'('.repeat(deep)}x${')'.repeat(deep)}`],
  [
    'a long sum',
    `x = ${Array<string>(2 * deep)
      .fill('x')
      .join(' + ')}`,
  ],
  ['calls in calls', `x = ${'torch.relu('.repeat(deep)}x${')'.repeat(deep)}`],
  ['lists in lists', `y = ${'['.repeat(deep)}${']'.repeat(deep)}`],
  ['attributes of attributes', `y = x${'.a'.repeat(deep)}`],
  ['lambdas in lambdas', `y = ${'lambda: '.repeat(deep)}x`],
  ['negations', `y = ${'not '.repeat(deep)}x`],
  ['a ladder of conditions', `y = ${'1 if x is None else '.repeat(deep)}x`],
])('nested deeply: %s', (_name, body) => {
  const analysis = analyse(withForward(body));
  expectSmall(analysis);
  expect(analysis.diagnostics).toEqual([]);
});

it.each([
  ['layers without number', 'self.l = nn.ModuleList([nn.Conv2d(3, 3, 1) for _ in range(10**6)])\nfor l in self.l:\n    x = l(x)'],
  ['branches in branches', 'def f(n, x):\n    if n == 0 or torch.rand(1) > 0.5:\n        return x\n    return f(n - 1, x) + f(n - 1, x * 2)\nx = f(40, x)'],
  ['a generator without end', 'def g():\n    while True:\n        yield 1\nx = x * max(g())'],
  ['a list that grows from a generator', 'def g():\n    n = 0\n    while True:\n        n += 1\n        yield n\nx = x * len(list(g()))'],
  ['a list that doubles', 's = [0]\nfor i in range(200):\n    s = s + s\nx = x * len(s)'],
  ['a number that squares itself', 'n = 3\nfor i in range(100):\n    n = n * n\nx = x * n'],
  ['a text that doubles', 's = "a"\nfor i in range(200):\n    s = s.replace("a", "aa")\nx = x * len(s)'],
  ['a dict that holds itself', 'd = {}\nwhile True:\n    d[len(d)] = d'],
  ['an attribute that asks for another', 'class A:\n    def __getattr__(self, name):\n        return getattr(self, name + "a")\nx = x * A().b'],
  ['a product of ranges', 'import itertools\nx = x * len(list(itertools.product(range(1000), repeat=10)))'],
])('without end: %s', (_name, body) => {
  const analysis = analyse(withForward(body));
  expectSmall(analysis);
  expect(analysis.models.find(({ expression }) => expression === 'Endless()')?.exact).toBe(false);
  expect(analysis.diagnostics).toEqual([]);
}); // prettier-ignore

afterEach(() => void vi.restoreAllMocks());

it('where every step takes long, each model has its share of the time', () => {
  let now = 0;
  vi.spyOn(Date, 'now').mockImplementation(() => (now += 5));
  const { models } = createAnalyzer({
    parser,
    host: { readText: () => withForward('while True:\n    x = x + 1') },
    limits: { steps: 1e9, milliseconds: 1_000 },
  }).analyze({ file: '/w/net.py' });
  expect(models.map(({ expression, exact, unknowns }) => [expression, exact, unknowns.at(0)?.reason])).toEqual([
    ['Endless()', false, 'the evaluation took too long'],
    ['Small()', true, undefined],
  ]);
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

it('a cancelled analysis ends soon, with the models that were complete by then', () => {
  const text = `${withForward('while True:\n    x = x + 1')}\n# convlens: nn.ReLU() input=1x2\nNOTHING = 0\n`;
  let looks = 0;
  const { models } = createAnalyzer({ parser, host: { readText: () => text } }).analyze({
    file: '/w/net.py',
    isCancelled: () => ++looks > 20,
  });
  expect(looks).toBeLessThan(40);
  expect(models.map(({ expression, exact }) => [expression, exact])).toEqual([['nn.ReLU()', true]]);
});

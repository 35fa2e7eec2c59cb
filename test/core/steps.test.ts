// Which models an edit lets run again: those whose code it touches. The answer is the one of a new analyser in any case.
import { beforeAll, describe, expect, test } from 'vitest';
import { createAnalyzer } from '../../core/index';
import type { Program } from '../../core/syntax/ast';
import { GrownProgram } from '../../core/syntax/grown';
import type { Parser } from '../../core/syntax/parser';
import { loadParser } from '../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const source = `import torch
from torch import nn

COUNT = 0
SIZE = 3


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, SIZE)

    def forward(self, x):
        return self.conv(x)


class Wide(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(width, width)

    def forward(self, x):
        """Widens."""
        return self.fc(x)


class Head(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body
        self.out = nn.LazyLinear(2)

    def forward(self, x):
        return self.out(self.body(x))


class Tail(nn.Module):
    def __init__(self, body):
        super().__init__()
        self.body = body

    def forward(self, x):
        return self.body(x) * 2


def pair():
    body = Wide(6)
    return Head(body), Tail(body)


def report(text):
    print(text)


def idle():
    return 1
`;

type Edit = readonly [from: string, to: string];

/** The names of the models that were not run again by the last edit. */
test.each<[string, readonly string[], ...Edit[]]>([
  ['a statement in one of them', ['Tail', 'Head'], ['return self.conv(x)', 'return self.conv(x) + 1']],
  ['another figure in one of them', ['Tail', 'Head'], ['nn.Conv2d(1, 4, SIZE)', 'nn.Conv2d(1, 4, 5)']],
  ['what two of them share', ['Small'], ['return self.fc(x)', 'return self.fc(x) + 1']],
  ['the first that is run of two that are made together', ['Small'], ['self.body(x) * 2', 'self.body(x) * 3']],
  [
    'the last that is run of two that are made together',
    ['Small', 'Tail'],
    ['self.out(self.body(x))', 'self.out(self.body(x) + 1)'],
  ],
  ['the function that makes them', ['Small'], ['Wide(6)', 'Wide(7)']],
  [
    'a line more in one, then in another',
    ['Tail', 'Head'],
    ['return self.fc(x)', 'x = x\n        return self.fc(x) + 1'],
    ['return self.conv(x)', 'x = x\n        return self.conv(x) + 1'],
  ],
  [
    'one and the same method, again and again',
    ['Tail', 'Head'],
    ['self.conv(x)', 'self.conv(x + 1)'],
    ['x + 1', 'x + 1 + 2'],
    ['x + 1 + 2', 'x  +  1'],
    ['self.conv(x  +  1)', 'self.conv(\n            x)'],
  ],
  [
    'half a statement, then the whole',
    ['Tail', 'Head'],
    ['self.conv(x)', 'self.conv(x) +'],
    ['self.conv(x) +', 'self.conv(x) + 1'],
  ],
  [
    'a function that begins to make a tensor',
    ['Small'],
    ['return 1', 'return Small()(torch.zeros(1, 1, 9, 9))'],
    ['Wide(6)', 'Wide(5)'],
  ],
  [
    'what the first one leaves behind for the last one',
    ['Small', 'Tail'],
    ['return self.body(x) * 2', 'y = self.body(x)\n        self.body.fc = nn.Linear(6, 9)\n        return y'],
    ['self.out(self.body(x))', 'self.out(self.body(x) + 1)'],
  ],
  [
    'a model that begins to change what others are made of',
    [],
    ['Wide(6)', 'Wide(2 * SIZE)'],
    ['return self.conv(x)', 'global SIZE\n        SIZE += 1\n        return self.conv(x)'],
  ],
  [
    'a name that PyTorch has not, and that another function adds',
    ['Tail', 'Head'],
    ['return self.conv(x)', 'return torch.catt([self.conv(x)])'],
    ['return 1', 'torch.catt = torch.cat\n    return 1'],
  ],
  [
    'a body that changes what is there for all',
    [],
    ['return self.conv(x)', 'global COUNT\n        COUNT += 1\n        return self.conv(x[:, :, COUNT:])'],
    ['Wide(6)', 'Wide(7)'],
  ],
  ['a value of the module', [], ['SIZE = 3', 'SIZE = 5']],
  [
    'a header',
    [],
    [
      'def __init__(self):\n        super().__init__()\n        self.conv = nn.Conv2d(1, 4, SIZE)',
      'def __init__(self, size=5):\n        super().__init__()\n        self.conv = nn.Conv2d(1, 4, size)',
    ],
  ],
  ['a docstring that nobody reads', ['Small', 'Tail', 'Head'], ['Widens.', 'Widens it.'], ['return 1', 'return 2']],
])('%s: %j stay', (_, expected, ...edits) => {
  const host = { readText: () => undefined };
  const old = createAnalyzer({ parser, host });
  let text = source;
  const before = old.analyze({ file: '/w/net.py', text });
  const seen = new Set(before.models.map(({ totals }) => totals));
  let stayed: string[] = [];
  expect(before.models.map(({ expression }) => expression)).toEqual(['Small()', 'Tail(body)', 'Head(body)']);
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, to);
    const after = old.analyze({ file: '/w/net.py', text });
    expect(after).toEqual(createAnalyzer({ parser, host }).analyze({ file: '/w/net.py', text }));
    // each run adds its totals up anew
    const known = new Set(seen);
    stayed = after.models.filter(({ totals }) => known.has(totals)).map(({ expression }) => expression);
    for (const { totals } of after.models) seen.add(totals);
  }
  expect(stayed.map((each) => each.replace(/\(.*/, '')).sort()).toEqual([...expected].sort());
});

describe('a grown program', () => {
  const first = `def f(x):
    return x


def g(x):
    return x + 1


class C:
    def h(self):
        return 2
`;

  const parse = (text: string): Program => parser.parse('/w/grown.py', text, 'python');

  /** Every name and number of it, as its places tell in the grown text and in the edited one. */
  const leavesOf = (program: Program, edited: string): string[] => {
    const found: string[] = [];
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) node.forEach(visit);
      if (typeof node !== 'object' || node === null || Array.isArray(node)) return;
      const { kind, start, end } = node as { kind?: string; start?: number; end?: number };
      if ((kind === 'name' || kind === 'literal') && start !== undefined && end !== undefined) {
        const place = program.growth?.placement.locationOf({ file: '', start, end }) ?? { start, end };
        expect(edited.slice(place.start, place.end)).toBe(program.text.slice(start, end));
        found.push(`${edited.slice(place.start, place.end)}@${String(place.start)}`);
      }
      if (kind === 'function') visit((node as { body: unknown }).body);
      else Object.values(node).forEach(visit);
    };
    visit(program.body);
    return found;
  };

  test.each<[string, ...Edit[]]>([
    ['one body', ['return x\n', 'return x * 5\n']],
    ['one body twice', ['return x\n', 'return x * 5\n'], ['x * 5', 'y']],
    ['one after the other', ['return x\n', 'return x * 5\n'], ['return 2', 'z = 1\n        return z'], ['x + 1', 'x']],
    [
      'blanks before, after and in between',
      ['return x\n', 'return x * 5\n'],
      ['def g', '\n# more\ndef g'],
      ['x * 5', 'x  * 5'],
      ['x  * 5', 'x * 7'],
      ['return 2', 'return  2'],
      ['return  2', 'return 3'],
    ],
    ['a comment at the end of a body', ['return x\n', 'return x  # as it is\n'], ['return x ', 'return x + 4 ']],
    [
      'a function in a function',
      ['return 2', 'def inner(a):\n            return a\n        return inner'],
      ['return a', 'return a + 8'],
    ],
  ])('has the nodes of the text that is edited: %s', (_, ...edits) => {
    let before = parse(first);
    const grown = GrownProgram.of(before);
    for (const [from, to] of edits) {
      expect(before.text).toContain(from);
      const after = parse(before.text.replace(from, to));
      expect(grown?.grow(before, after)).not.toBeNull();
      expect(leavesOf(grown as Program, after.text)).toEqual(leavesOf(after, after.text));
      before = after;
    }
  });

  test.each<[string, Edit]>([
    ['a header', ['def f(x)', 'def f(y)']],
    ['a statement at the top level', ['def g', 'a = 1\ndef g']],
    ['half a statement', ['return x\n', 'return (x\n']],
  ])('does not grow with %s', (_, [from, to]) => {
    const before = parse(first);
    expect(GrownProgram.of(before)?.grow(before, parse(first.replace(from, to)))).toBeNull();
  });
});

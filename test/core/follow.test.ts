// Which keystrokes leave an analysis as it is. Whatever is kept, the answer is the one that a new analyser gives.
import { beforeAll, expect, test } from 'vitest';
import { createAnalyzer } from '../../core/index';
import type { Parser } from '../../core/syntax/parser';
import { loadParser } from '../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const source = `"""Digits."""
import functools
import torch
from torch import nn
from blocks import width

SIZES = {"small": 8, "large": 64}


def logged(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        return fn(*args, **kwargs)

    return wrapper


class Block(nn.Module):
    """Input: (N, 1, 8, 8)"""

    def __init__(self, channels=4):
        super().__init__()
        self.conv = nn.Conv2d(1, channels, 3)

    def forward(self, x):
        if x.size(1) > 3:
            return x
        return self.conv(x)

    def extra_repr(self):
        return f"channels {self.conv.out_channels}"


class Meter:
    def update(self, loss):
        self.loss = loss * 2


@logged
def small(channels=2):
    """A small one."""
    return Block(channels)


def train(model, epochs):
    """Trains it."""
    for epoch in range(epochs):
        print(f"epoch {epoch}")
    return model


def main():
    print("nothing")


# convlens: small(3) input=1x1x9x9
if __name__ == "__main__":
    model = Block(5)
    train(model, 3)
`;
const blocks = 'width = 8\n';

type Edit = readonly [from: string, to: string];

/** Kept: not evaluated. Same: evaluated, and it is the same answer but for where things stand. */
test.each<[string, 'kept' | 'same' | 'anew', ...Edit[]]>([
  ['a blank at the end of a line', 'kept', ['nn.Conv2d(1, channels, 3)', 'nn.Conv2d(1, channels, 3) ']],
  ['a blank between arguments', 'kept', ['nn.Conv2d(1, channels, 3)', 'nn.Conv2d(1,  channels, 3)']],
  ['an empty line', 'kept', ['class Meter', '\n\nclass Meter']],
  ['a comment', 'kept', ['return self.conv(x)', 'return self.conv(x)  # 3x3']],
  [
    'a comment line in a body that runs',
    'kept',
    ['        return self.conv(x)', '        # 3x3\n        return self.conv(x)'],
  ],
  ['the body of a method that nobody calls', 'kept', ['loss * 2', 'loss * 3']],
  ['one of a module that runs otherwise', 'kept', ['f"channels', 'f"out']],
  ['a statement more in a body that nobody runs', 'kept', ['    return model', '    model.eval()\n    return model']],
  ['a docstring of a function that nobody runs', 'kept', ['Trains it', 'Trains it well']],
  ['a docstring that a wrapper takes over', 'kept', ['A small one', 'A tiny one'], ['def small', 'def  small']],
  ['what only the script runs', 'kept', ['train(model, 3)', 'train(model, 4)']],
  ['one edit after the other', 'kept', ['loss * 2', 'loss * 3'], ['loss * 3', 'loss * 30'], ['"nothing"', '"none"']],
  ['an argument of a layer', 'anew', ['nn.Conv2d(1, channels, 3)', 'nn.Conv2d(1, channels, 5)']],
  ['a line more in a body that runs', 'anew', ['return self.conv(x)', 'x = self.conv(x)\n        return x']],
  ['a branch that was not taken', 'same', ['            return x\n', '            return x * 2\n']],
  [
    'a docstring that somebody reads',
    'same',
    ['Trains it', 'Trains it well'],
    ['print("nothing")', 'print("never")'],
    ['def main', 'ABOUT = train.__doc__\n\n\ndef main'],
    ['Trains it well', 'Trains'],
  ],
  ['a decorator', 'anew', ['@logged\ndef small', '@lost\ndef small']],
  [
    'a decorator in a class',
    'anew',
    ['    def extra_repr', '    @property\n    def extra_repr'],
    ['@property', '@absent'],
  ],
  ['a decorator more', 'anew', ['def forward', '@lost\n    def forward']],
  ['a decorator more of a class', 'anew', ['class Block', '@lost\nclass Block']],
  ['a decorator less', 'same', ['@logged\ndef small', 'def small']],
  ['a default', 'same', ['channels=4', 'channels=5']],
  ['a header of a function that nobody runs', 'same', ['def train(model, epochs)', 'def train(model, epochs=1)']],
  ['a value at the top level', 'same', ['"large": 64', '"large": 32']],
  ['a docstring that tells the input', 'same', ['(N, 1, 8, 8)', '(N, 1, 9, 9)']],
  ['a directive', 'anew', ['small(3) input', 'small(4) input']],
  [
    'a directive that moves',
    'anew',
    ['# convlens: small(3) input=1x1x9x9\nif', 'if'],
    ['def main', '# convlens: small(3) input=1x1x9x9\ndef main'],
  ],
  ['a blank at the end of a directive', 'anew', ['input=1x1x9x9\nif', 'input=1x1x9x9  \nif']],
  ['a line above a directive that begins like it', 'anew', ['# convlens: small', '# c\n# convlens: small']],
  ['a function that begins to make a tensor', 'same', ['print("nothing")', 'Block(7)(torch.randn(1, 1, 9, 9))']],
  ['a function that begins to mention a model', 'same', ['print("nothing")', 'print(Block(6))']],
  ['half a statement', 'anew', ['print("nothing")', 'print("nothing"']],
  ['a definition more', 'same', ['def main', 'def first():\n    pass\n\n\ndef main']],
  ['a definition less', 'same', ['class Meter:\n    def update(self, loss):\n        self.loss = loss * 2\n\n\n', '']],
  ['parentheses', 'same', ['nn.Conv2d(1, channels, 3)', 'nn.Conv2d(1, (channels), 3)']],
])('%s: %s', (_, expected, ...edits) => {
  const host = { readText: (file: string) => (file === '/w/blocks.py' ? blocks : undefined) };
  const old = createAnalyzer({ parser, host });
  const first = old.follow({ file: '/w/net.py', text: source });
  expect(first.edits).toEqual([]);
  expect(first.analysis.models.length).toBeGreaterThan(0);
  let text = source;
  let latest = first;
  let isEvaluated = false;
  // asked while something is evaluated, and only then
  const isCancelled = (): boolean => {
    isEvaluated = true;
    return false;
  };
  for (const [from, to] of edits) {
    expect(text).toContain(from);
    text = text.replace(from, to);
    isEvaluated = false;
    latest = old.follow({ file: '/w/net.py', text, isCancelled });
    const fresh = createAnalyzer({ parser, host }).analyze({ file: '/w/net.py', text });
    expect(old.analyze({ file: '/w/net.py', text })).toEqual(fresh);
  }
  const isSame = latest.analysis === first.analysis;
  expect(isEvaluated ? (isSame ? 'same' : 'anew') : 'kept').toBe(expected);
  if (expected !== 'anew') expect(latest.edits).toHaveLength(edits.length);
});

test('another file, request or mode is another question', () => {
  let imported = blocks;
  const host = { readText: (file: string) => (file === '/w/blocks.py' ? imported : undefined) };
  const text = source.replace('channels=4', 'channels=width');
  const analyzer = createAnalyzer({ parser, host });
  const channels = (request: { readonly training?: boolean; readonly inputs?: readonly string[] } = {}) =>
    analyzer.analyze({ file: '/w/net.py', text, model: 'Block()', inputs: ['1x1x8x8'], ...request }).models[0].graph;
  const shapeOf = (graph: ReturnType<typeof channels>) => graph.values[graph.values.length - 1].shape.join('x');
  expect(shapeOf(channels())).toBe('1x8x6x6');
  imported = 'width = 6\n';
  expect(shapeOf(channels())).toBe('1x6x6x6');
  expect(shapeOf(channels({ inputs: ['1x1x5x5'] }))).toBe('1x6x3x3');
  expect(channels({ training: true }).training).toBe(true);
  expect(shapeOf(channels())).toBe('1x6x6x6');
});

test('an answer that a limit cut is not kept', () => {
  const analyzer = createAnalyzer({ parser, host: { readText: () => undefined } });
  const text = 'from torch import nn\nwhile True:\n    pass\n\nclass Net(nn.Module):\n    pass\n';
  const first = analyzer.follow({ file: '/w/net.py', text });
  expect(analyzer.follow({ file: '/w/net.py', text }).analysis).not.toBe(first.analysis);
});

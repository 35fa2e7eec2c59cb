// Half-typed Python: what stands elsewhere keeps its meaning.
import { describe, expect, test } from 'vitest';
import type { Statement } from '../../../core/syntax/ast';
import { loadParser } from '../../support/parser';
import { plain } from './plain';
import { showAll } from '../../support/show';

const parser = await loadParser();

const before =
  'class A(nn.Module):\n    """Doc."""\n    def __init__(self):\n        super().__init__()\n        self.a = nn.Conv2d(1, 2, 3)\n';
const after =
  '        self.b = nn.ReLU()\n\n    def forward(self, x):\n        if x is None:\n            return x\n        return self.b(self.a(x))\n\ndef make():\n    return A()\n';

/** Every statement with what it is nested in, errors left out. */
function outline(statements: readonly Statement[], path = ''): string[] {
  return statements.flatMap((s): string[] => {
    if (s.kind === 'class' || s.kind === 'function')
      return [`${path}${s.kind} ${s.name}`, ...outline(s.body, `${path}${s.name}/`)];
    if (s.kind === 'if')
      return [`${path}if`, ...outline(s.then, `${path}if/`), ...outline(s.otherwise, `${path}else/`)];
    return s.kind === 'error' ? [] : [path + showAll([s])];
  });
}

const whole = outline(parser.parse('whole.py', before + after, 'python').body);

/** Typed between two statements of `__init__`. */
const halfTyped = [
  'self.c = nn.Conv2d(64,', 'self.c = nn.Conv2d(64, groups=', 'self.', 'x =', 'x = self.conv(x', 'x = [', 'x = {', 'x = {"a":', 'x = (',
  's = "abc', 'print(f"{x', 'x = [y for y in', 'x = [y for', 'x = a +', 'x = a if', 'x.y(', 'x)', 'x = ]', 'assert', 'del', 'lambda', 'import',
  'from torch import', 'from torch', '@', 'if x', 'if', 'if x:', 'for', 'for i in', 'for i in range(3)', 'while', 'with open(a) as', 'with',
  'try:', 'try', 'def', 'def g', 'def g(a', 'def g(a):', 'class', 'class B(nn.Module', '"""', 'x === y', 'return x y', '?', '$x = 1', '<<<<<<< HEAD',
  'nn.Sequential(nn.Conv2d(1, 2,', 'x = foo(bar(1, [2, {3: (4',
]; // prettier-ignore

describe('a half-typed line leaves the others alone', () => {
  test.each(halfTyped)('%s', (line) => {
    const program = parser.parse('half.py', `${before}        ${line}\n${after}`, 'python');
    const found = outline(program.body);
    expect(whole.filter((statement) => !found.includes(statement))).toEqual([]);
    // An empty block is no error to the grammar.
    if (!/^(?:if x|try|def g\(a\)):$/.test(line)) expect(program.errors.length).toBeGreaterThan(0);
  });
});

test('a name that a half-typed line assigns is unknown', () => {
  const source = 'def f(x):\n    x = g(x, \n    y = x b c\n    return x\n';
  const { body } = parser.parse('half.py', source, 'python');
  const shown = showAll(body);
  expect(shown).toMatch(/assign x = !syntax error!/);
  expect(shown).toMatch(/assign y = !syntax error!/);
  expect(shown).toMatch(/return x/);
});

test('errors carry their place in the original text', () => {
  const source = 'a = f(1,\nb = 2\n';
  const { errors, body } = parser.parse('half.py', source, 'python');
  expect(errors).toEqual([{ start: 8, end: 8, missing: ')' }]);
  expect(source.slice(body[1].start, body[1].end)).toBe('b = 2');
});

test('a text cut anywhere yields a program', () => {
  const source = before + after;
  for (let end = 0; end <= source.length; end++) {
    const { body } = parser.parse('cut.py', source.slice(0, end), 'python');
    if (end > source.indexOf('self.b')) expect(showAll(body)).toContain('assign self.a = nn.Conv2d(1, 2, 3)');
  }
});

test('an edit reparses to what a fresh parse gives', () => {
  const source = before + after;
  const edits: readonly (readonly [string, string])[] = [
    ['nn.Conv2d(1, 2, 3)', 'nn.Conv2d(1, 2, 3, 4)'],
    ['if x is None:', 'if x is None'],
    ['Doc.', 'Ü😀'],
    ['def make', '# comment\ndef make'],
    [before, ''],
  ];
  for (const [from, to] of edits) {
    parser.parse('edit.py', source, 'python');
    const edited = source.replace(from, to);
    const again = parser.parse('edit.py', edited, 'python');
    parser.forget('fresh.py');
    const fresh = parser.parse('fresh.py', edited, 'python');
    expect(plain(again.body)).toEqual(plain(fresh.body));
    expect(again.comments).toEqual(fresh.comments);
  }
});

test('the same text yields the same program', () => {
  const program = parser.parse('same.py', 'x = 1\n', 'python');
  expect(parser.parse('same.py', 'x = 1\n', 'python')).toBe(program);
  parser.forget('same.py');
  expect(parser.parse('same.py', 'x = 1\n', 'python')).not.toBe(program);
});

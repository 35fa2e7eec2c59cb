// Programs that are read lazily, from a skeleton or from the compact form, are those that a whole parse yields, offsets included.
import { readFileSync, readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { libraryPrograms } from '../../../core/library/programs.generated';
import { readCompact, writeCompact } from '../../../core/syntax/compact';
import type { Parser } from '../../../core/syntax/parser';
import { skeletonOf } from '../../../core/syntax/python/skeleton';
import { loadParser } from '../../support/parser';
import { plain } from './plain';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

function check(path: string, text: string): void {
  const whole = parser.parse(path, text, 'python');
  parser.forget(path);
  const expected = plain(whole.body);
  expect(plain(parser.parseLazily(path, text, 'python').body)).toEqual(expected);
  expect(plain(readCompact(path, writeCompact(whole)).body)).toEqual(expected);
}

test.each(Object.keys(libraryPrograms))('core/library/%s', (path) => {
  const text = read(`core/library/${path}`);
  check(path, text);
  const whole = parser.parse(path, text, 'python');
  parser.forget(path);
  expect(plain(readCompact(path, libraryPrograms[path]).body)).toEqual(plain(whole.body));
});

const examples = readdirSync(new URL('examples', root)).filter((name) => name.endsWith('.py'));
const cases = readdirSync(new URL('test/core/eval/cases', root)).filter((name) => name.endsWith('.py'));
test.each([...examples.map((name) => `examples/${name}`), ...cases.map((name) => `test/core/eval/cases/${name}`)])(
  '%s',
  (path) => check(path, read(path)),
);

const long = '    x = 1\n'.repeat(20);

test.each<[string, string, number]>([
  ['a method', `class A:\n    def f(self):\n${long.replaceAll('    ', '        ')}\n    y = 2\n`, 1],
  ['a docstring with less indentation', `def f():\n    '''text\ndef g():\n'''\n${long}z = 1\n`, 1],
  ['a comment after the body', `def f():\n${long}    # the end\n\n# not of it\nz = 1\n`, 1],
  ['a comment on the last line', `def f():\n${long}    return x  # f's\nz = 1\n`, 1],
  ['no newline at the end', `def f():\n${long}    return (x,\n1)`, 1],
  ['a header over several lines', `def f(a,\n      b={'x': 1},  # two\n) -> "int":  # three\n${long}`, 1],
  ['a body on the line of its header', `def f(): return 1\n${long.replaceAll('    ', '')}`, 0],
  ['an inner function', `def f():\n${long}    def g():\n        yield 1\n    return g\n`, 1],
  ['a generator', `def f():\n${long}    yield x\n`, 1],
  ['strings with quotes and brackets', `def f():\n    s = "it's (" + '"' + r'\\\\' + b"\\"("\n${long}t = 1\n`, 1],
  ['a continued line', `def f():\n    s = 1 + \\\n2\n${long}t = 1\n`, 1],
  ['a decorated coroutine', `@d\nasync def f():\n${long}t = 1\n`, 1],
  ['windows lines', `def f():\n${long}t = 1\n`.replaceAll('\n', '\r\n'), 1],
  ['tabs', `def f():\n${long}t = 1\n`.replaceAll('    ', '\t'), 0],
  ['an open bracket', `def f():\n    s = (1\n${long}t = 1\n`, 0],
])('a skeleton of %s', (_, text, bodies) => {
  const skeleton = skeletonOf(text);
  expect(skeleton?.bodies.length ?? 0).toBe(bodies);
  if (skeleton !== null) expect(skeleton.text.length).toBe(text.length);
  check('a.py', text);
});

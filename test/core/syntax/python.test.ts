// Python text to the neutral program.
import { describe, expect, test } from 'vitest';
import { loadParser } from '../../support/parser';
import { showAll } from '../../support/show';

const parser = await loadParser();

function check(source: string, expected: string): void {
  const program = parser.parse('test.py', source, 'python');
  expect(showAll(program.body)).toBe(expected);
  expect(program.errors).toEqual([]);
}

const cases: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  literals: [
    ['1_000, 0xFF, 0o17, 0b11, 007', '<1000, 255, 15, 3, 7>'],
    ['9007199254740991, 9007199254740993, 10**2', '<9007199254740991, 9007199254740993n, (10 ** 2)>'],
    ['1., .5, 1e3, 2j, 1_0.5e-1J', '<1.0, 0.5, 1000.0, 2.0j, 1.05j>'],
    ['None, True, False, ...', '<null, true, false, ...>'],
    [String.raw`'a\n\x41\u00e9\U0001F600\101\q\''`, JSON.stringify("a\nAé😀A\\q'")],
    [String.raw`r'\n\\', R"""a"b"""`, String.raw`<"\\n\\\\", "a\"b">`],
    [String.raw`b'a\x41\u0041', rb'\n', Br"x"`, String.raw`<b"aA\\u0041", b"\\n", b"x">`],
    ['"a" \'b\' """c\n"""', '"abc\\n"'],
    ['("a"\n "b")', '"ab"'],
    ['"a\\\nb"', '"ab"'],
    ['""', '""'],
  ],
  'f-strings': [
    ['f"{x}"', 'f`{x}`'],
    ['f"a{x!r:>{w}.2f}b"', 'f`a{x!r:>{w}.2f}b`'],
    ['f"{x = }" f"{y=!s:3}"', 'f`{x = |x}{y=|y!s:3}`'],
    ['f"{{a}} {b}\\n"', 'f`{{a}} {b}\n`'],
    ['f"{d[\'k\']} {f(x, *y)} {a if b else c}"', 'f`{d["k"]} {f(x, *y)} {(a if b else c)}`'],
    ['f"{x, y}" "plain" f"{z}"', 'f`{<x, y>}plain{z}`'],
    ['f"{f"{x}"}"', 'f`{f`{x}`}`'],
    ['rf"\\d{x}"', 'f`\\d{x}`'],
    ['"%d" % x', '("%d" % x)'],
  ],
  operators: [
    ['-x ** 2 + y', '((- (x ** 2)) + y)'],
    ['a - b - c', '((a - b) - c)'],
    ['a | b & c ^ d', '(a | ((b & c) ^ d))'],
    ['a & b ^ c & d ^ e', '(((a & b) ^ (c & d)) ^ e)'],
    ['a ^ b & c', '(a ^ (b & c))'],
    ['(a ^ b) & c', '((a ^ b) & c)'],
    ['a << b >> c // d % e @ f', '((a << b) >> (((c // d) % e) @ f))'],
    ['not a in b', '(not (a in b))'],
    ['a < b <= c is not d not in e', '(a < b <= c is not d not in e)'],
    ['a != b == c >= d > e is f', '(a != b == c >= d > e is f)'],
    ['a or b and not c', '(a or (b and (not c)))'],
    ['~a, +b', '<(~ a), (+ b)>'],
    ['a if b else c if d else e', '(a if b else (c if d else e))'],
    ['(x := a if b else c)', '(x := (a if b else c))'],
    ['(x := a or b)', '(x := (a or b))'],
  ],
  displays: [
    ['[], (), {}, {1}, (1,), [1,]', '<[], <>, {}, {1}, <1>, [1]>'],
    ['(a)', 'a'],
    ['a,', '<a>'],
    ['{**a, "b": 1, c: d}', '{**a, "b": 1, c: d}'],
    ['[*a, b], {*a}, (*a, b)', '<[*a, b], {*a}, <*a, b>>'],
    ['[x for y in z if a if b for x, w in y]', 'list<x for y in z if a if b for <x, w> in y>'],
    ['{x: y for x in z}', 'dict<x: y for x in z>'],
    ['{x async for x in z}', 'set<x for x in z>'],
    ['f(x for x in y)', 'f(generator<x for x in y>)'],
    ['f((x for x in y), z)', 'f(generator<x for x in y>, z)'],
    ['[(yield), lambda: 0]', '[(yield), (lambda : 0)]'],
  ],
  calls: [
    ['f(a, *b, c=1, **d)', 'f(a, *b, c=1, **d)'],
    ['f(*a.b(), *c[0])', 'f(*a.b(), *c[0])'],
    ['a.b[c](d).e', 'a.b[c](d).e'],
    ['x[1], x[1,], x[1, 2], x[*a, b]', '<x[1], x[<1>], x[<1, 2>], x[<*a, b>]>'],
    ['x[1:2, ::3, :, ..., None, a:b:c]', 'x[<1:2:, ::3, ::, ..., null, a:b:c>]'],
    ['a . b', 'a.b'],
    ['print(x, file=f)', 'print(x, file=f)'],
    ['exec(code, g); print', 'exec(code, g); print'],
    ['None.__class__', 'null.__class__'],
  ],
  lambdas: [
    ['lambda: 0', '(lambda : 0)'],
    ['lambda x, /, y=1, *a, z, **k: x', '(lambda /x, y = 1, *a, =z, **k: x)'],
    ['lambda *, a: a', '(lambda =a: a)'],
  ],
  assignments: [
    ['a = b = c', 'assign a = b = c'],
    ['a, *b = c, d', 'assign <a, *b> = <c, d>'],
    ['[a, (b, c)] = d', 'assign [a, <b, c>] = d'],
    ['(a) = b', 'assign a = b'],
    ['a.b, c[d] = e', 'assign <a.b, c[d]> = e'],
    ['a: int', 'annotated a: int'],
    ['a: list[int | None] = []', 'annotated a: list[(int | null)] = []'],
    ['a: Dict[str, Tuple[int, ...]] = {}', 'annotated a: Dict[<str, Tuple[<int, ...>]>] = {}'],
    ['self.a: "B" = 1', 'annotated self.a: "B" = 1'],
    ['a += 1; b //= 2; c **= 3; d >>= 4; e @= f', 'a += 1; b //= 2; c **= 3; d >>= 4; e @= f'],
    ['x = yield', 'assign x = (yield)'],
    ['x = await y', 'assign x = (await y)'],
    ['x = *a, b', 'assign x = <*a, b>'],
    ['x = *a.b[0], *c or d', 'assign x = <*a.b[0], *(c or d)>'],
    ['type(a).b = 1', 'assign type(a).b = 1'],
    ['type = match = case = print = _ = 1', 'assign type = match = case = print = _ = 1'],
  ],
  'simple statements': [
    ['return', 'return'],
    ['return *a, b', 'return <*a, b>'],
    ['return a, *[None] * (n - 1)', 'return <a, *([null] * (n - 1))>'],
    ['raise; raise A; raise A from B', 'raise; raise A; raise A from B'],
    ['del a, b[0]; del (c, d)', 'del a, b[0]; del c, d'],
    ['assert a, "b"', 'assert a, "b"'],
    ['global a, b; nonlocal c', 'global a, b; nonlocal c'],
    ['pass; break; continue', 'pass; break; continue'],
    ['type X[T] = list[T]', 'pass'],
    ['import a.b as c, d', 'import a.b as c, d'],
    ['from ..a.b import (c as d, e,)', 'from ..a.b import c as d, e'],
    ['from . import *', 'from . import *'],
    ['from __future__ import annotations', 'from __future__ import annotations'],
  ],
  'compound statements': [
    ['if a: b\nelif c: d\nelif e: f\nelse: g', 'if a { b } else { if c { d } else { if e { f } else { g } } }'],
    ['while a: b\nelse: c', 'while a { b } else { c }'],
    ['for a, *b in *c, d: e\nelse: f', 'for <a, *b> in <*c, d> { e } else { f }'],
    ['async def f():\n  async for a in b: await c', 'async def f() { for a in b { (await c) } }'],
    [
      'try: a\nexcept: b\nexcept A: c\nexcept (A, B) as e: d\nelse: f\nfinally: g',
      'try { a } except { b } except A { c } except <A, B> as e { d } else { f } finally { g }',
    ],
    ['try: a\nexcept* A as e: b', 'try { a } except A as e { b }'],
    ['with a, b as c, d as (e, f): g', 'with a, b as c, d as <e, f> { g }'],
    ['with (a as b, c,): d', 'with a as b, c { d }'],
    ['with (a, b): c', 'with a, b { c }'],
    ['with (a): b', 'with a { b }'],
    ['with a if b else c as d: e', 'with (a if b else c) as d { e }'],
  ],
  match: [
    ['match x:\n case 1 | -2 | "a" "b" | None: a', 'match x case (1 | (- 2) | "ab" | null) { a }'],
    ['match x, y:\n case a, b: c\n case _: d', 'match <x, y> case [a, b] { c } case _ { d }'],
    [
      'match x:\n case [1, *rest]: a\n case (b, *_): c\n case (d): e',
      'match x case [1, *rest] { a } case [b, *_] { c } case d { e }',
    ],
    ['match x:\n case {"a": y, -1: 2, **rest} if y > 1: a', 'match x case {"a": y, (- 1): 2, **rest} if (y > 1) { a }'],
    [
      'match x:\n case A.B(1, k=[y, 2]) as z: a\n case C(): b\n case D.E: c',
      'match x case (A.B(1, k=[y, 2]) as z) { a } case C() { b } case D.E { c }',
    ],
    ['match x:\n case 1+2j | -3-4j: a', 'match x case ((1 + 2.0j) | ((- 3) - 4.0j)) { a }'],
    ['match(x)', 'match(x)'],
  ],
  functions: [
    [
      'def f(a, b: int, /, c=1, *args: str, d, e: int = 2, **k) -> None: pass',
      'def f(/a, /b: int, c = 1, *args: str, =d, =e: int = 2, **k) -> null { pass }',
    ],
    ['@a\n@b.c(1)\ndef f(): pass', '@a @b.c(1) def f() { pass }'],
    ['def f():\n  yield 1', 'generator def f() { (yield 1) }'],
    ['def f():\n  def g(): yield\n  lambda: (yield)', 'def f() { generator def g() { (yield) }; (lambda : (yield)) }'],
    ['async def f():\n  x = yield from y', 'async generator def f() { assign x = (yield from y) }'],
    ['def f[T: int](x: T): ...', 'def f(x: T) { ... }'],
  ],
  classes: [
    ['class A: pass', 'class A() { pass }'],
    [
      '@d\nclass A(B, *c, metaclass=M, **k): x = 1; y: int',
      '@d class A(B, *c, metaclass=M, **k) { assign x = 1; annotated y: int }',
    ],
    ['class A[T](B[T]): pass', 'class A(B[T]) { pass }'],
  ],
};

for (const [name, rows] of Object.entries(cases)) {
  describe(name, () => {
    test.each(rows)('%s', check);
  });
}

test('docstrings, names and comments have their places', () => {
  const source = '# convlens: A()\nclass A:\n  """doc\n  """\n  def f(self): # note\n    "d"\n    return self.x\n';
  const program = parser.parse('test.py', source, 'python');
  const [definition] = program.body;
  if (definition.kind !== 'class' || definition.body[1].kind !== 'function') throw new Error('no class');
  const method = definition.body[1];
  expect(definition.docstring).toBe('doc\n  ');
  expect(method.docstring).toBe('d');
  expect(source.slice(definition.nameStart, definition.nameStart + 1)).toBe('A');
  expect(source.slice(method.nameStart, method.nameStart + 1)).toBe('f');
  expect(program.comments.map(({ start, text }) => [start, text])).toEqual([
    [0, 'convlens: A()'],
    [source.indexOf('# note'), 'note'],
  ]);
  const last = method.body[1];
  if (last.kind !== 'return' || last.value?.kind !== 'attribute') throw new Error('no return');
  expect(source.slice(last.value.nameStart, last.value.end)).toBe('x');
});

test('places count UTF-16 code units', () => {
  const source = 's = "😀é"\nx = f(变量)\n';
  const { body } = parser.parse('test.py', source, 'python');
  expect(showAll(body)).toBe('assign s = "😀é"; assign x = f(变量)');
  expect(source.slice(body[1].start, body[1].end)).toBe('x = f(变量)');
});

test('chains of ten thousand terms do not nest the conversion', () => {
  const source = `x = ${Array.from({ length: 10_000 }, (_, i) => `a${i}`).join(' + ')}\n`;
  expect(parser.parse('test.py', source, 'python').body[0].kind).toBe('assign');
});

test('nesting beyond reason is an error in its place, and the rest goes on', () => {
  const source = `x = ${'('.repeat(2000)}1${')'.repeat(2000)}\ny = ${'[0, '.repeat(2000)}${']'.repeat(2000)}\nz = 1\n`;
  const shown = showAll(parser.parse('test.py', source, 'python').body);
  expect(shown).toContain('nested too deeply');
  expect(shown.endsWith('; assign z = 1')).toBe(true);
});

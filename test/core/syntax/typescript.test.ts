// TypeScript and JavaScript text to the neutral program.
import { describe, expect, test } from 'vitest';
import { loadParser } from '../../support/parser';
import { showAll } from '../../support/show';

const parser = await loadParser();

function check(source: string, expected: string): void {
  const program = parser.parse('test.ts', source, 'typescript');
  expect(showAll(program.body)).toBe(expected);
  expect(program.errors).toEqual([]);
}

const cases: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  literals: [
    ['1_000; 0xFF; 0b11; 0o17; 2.0; 1e3; 2.5; 10n; 1e30', '1000; 255; 3; 15; 2; 1000; 2.5; 10n; 1e+30'],
    ['null; undefined; true; false', 'null; null; true; false'],
    [
      String.raw`'a\n\x41\u{1F600}\'\0'; "b\
c"`,
      '"a\\nA😀\'\\u0000"; "bc"',
    ],
    ['`a${x + 1}b\\n${`n`}`', 'f`a{(x + 1)}b\n{f`n`}`'],
    ['/a/g', '!regular expression!'],
  ],
  operators: [
    ['a + b * c ** d', '(a + (b * (c ** d)))'],
    ['a - b - c', '((a - b) - c)'],
    ['a === b; a !== c; a == b; a != b', '(a == b); (a != c); (a == b); (a != b)'],
    ['a < b && c >= d || !e', '(((a < b) and (c >= d)) or (not e))'],
    ['a ?? b', '(a ?? b)'],
    ['a instanceof B; "k" in o', 'isinstance(a, B); ("k" in o)'],
    ['typeof a; void 0; -a; +a; ~a', '(typeof a); (void 0); (- a); (+ a); (~ a)'],
    ['a >>> b; a >> b; a << b; a & b | c ^ d; a % b', '(a >>> b); (a >> b); (a << b); ((a & b) | (c ^ d)); (a % b)'],
    ['a ? b : c ? d : e', '(b if a else (d if c else e))'],
    ['x as number; <T>x; x satisfies T; x!; x as unknown as T', 'x; x; x; x; x'],
    ['f((a, b))', 'f(<a, b>[1])'],
    [
      'f(a = 1); f(a += 1); f(++a); f(a++); f(a ??= b)',
      'f((a := 1)); f((a := (a + 1))); f((a := (a + 1))); f(((a := (a + 1)) - 1)); f((a := (a ?? b)))',
    ],
  ],
  objects: [
    ['f({ a, b: 1, "c d": 2, [k]: 3, ...s, 5: 6 })', 'f({"a": a, "b": 1, "c d": 2, k: 3, **s, "5": 6})'],
    [
      'f({ m(x) { return x; }, async n() {} })',
      'f({"m": (lambda x = null: { return x }), "n": (async lambda : {  })})',
    ],
    ['[1, , ...s]', '[1, null, *s]'],
    ['[]; f({})', '[]; f({})'],
  ],
  chains: [
    ['a.b[c](d, ...e).f', 'a.b[c](d, *e).f'],
    ['a?.b', '(null if (a is null) else a.b)'],
    ['a.b?.c(1).d', '(null if (a.b is null) else a.b.c(1).d)'],
    ['f()?.[0]', '(null if ((%1 := f()) is null) else %1[0])'],
    ['a?.b?.(c)', '(null if (a is null) else (null if (a.b is null) else a.b(c)))'],
    ['a!.b', 'a.b'],
    ['new Foo; new tf.layers.Dense({ units: 1 })', 'new Foo(); new tf.layers.Dense({"units": 1})'],
    ['f<number>(x); tag`x`; import("y")', 'f(x); !tagged template!; !dynamic import!'],
  ],
  functions: [
    ['function f(a: number, b = 2, ...c: string[]): number { return a; }', 'def f(a = null, b = 2, *c) { return a }'],
    ['const f = (a) => a + 1;', 'let f = (lambda a = null: (a + 1))'],
    ['const f = async a => { await b; };', 'let f = (async lambda a = null: { (await b) })'],
    ['const f = () => ({ a: 1 });', 'let f = (lambda : {"a": 1})'],
    ['const f = function (x) { return x; };', 'let f = (lambda x = null: { return x })'],
    ['function* g() { yield 1; yield* h(); }', 'generator def g() { (yield 1); (yield from h()) }'],
    [
      'async function f(this: X, { p, q = 1 }: P = {}, [r]) {}',
      'async def f(%1 = {}, %2 = null) { let p = %1.p; let q = (%1.q ?? 1); let r = %2[0] }',
    ],
    ['const f = ({ a }) => a;', 'let f = (lambda %1 = null: { let a = %1.a; return a })'],
    ['f(); function f() {}', 'def f() {  }; f()'],
    ['(function () { return 1; })()', '(lambda : { return 1 })()'],
  ],
  declarations: [
    ['const x = 1, y: number = 2; let z; var w = 3', 'let x = 1; let y = 2; let z = null; let w = 3'],
    ['const [a, , b = 1, ...c] = f();', 'let %1 = f(); let a = %1[0]; let b = (%1[2] ?? 1); let c = %1.slice(3)'],
    [
      'const { k, m: n = 3, "o p": q, [r]: s, ...t } = o;',
      'let k = o.k; let n = (o.m ?? 3); let q = o.o p; let s = o[r]; let t = {**o}; del t["k"]; del t["m"]; del t["o p"]; del t[r]',
    ],
    ['const { a: { b } } = c;', 'let %1 = c.a; let b = %1.b'],
    [
      'const tf = require("@tensorflow/tfjs"); const { a } = require("b")',
      'import @tensorflow/tfjs as tf; let %1 = require("b"); let a = %1.a',
    ],
  ],
  assignments: [
    ['a = b = c; a.b = 1; a[0] = 2', 'assign a = b = c; assign a.b = 1; assign a[0] = 2'],
    [
      'a += 1; b >>>= 2; c ||= d; e &&= f; g ??= h',
      'a += 1; b >>>= 2; assign c = (c or d); assign e = (e and f); assign g = (g ?? h)',
    ],
    ['i++; --j; a.b++', 'i += 1; j -= 1; a.b += 1'],
    ['[a, b] = [b, a]', 'let %1 = [b, a]; assign a = %1[0]; assign b = %1[1]'],
    ['({ a, b: c.d } = o);', 'assign a = o.a; assign c.d = o.b'],
    ['delete a.b; a, b', 'del a.b; a; b'],
  ],
  control: [
    ['if (a) b(); else if (c) { d(); } else e();', 'if a { b() } else { if c { d() } else { e() } }'],
    [
      'for (let i = 0, n = 3; i < n; i++, j--) { continue; }',
      'let i = 0; let n = 3; while (i < n) { continue } update { i += 1; j -= 1 }',
    ],
    ['for (;;) break;', 'while true { break }'],
    ['for (const q of list) f(q);', 'for q in list { f(q) }'],
    ['for (const [k, v] of Object.entries(o)) {}', 'for %1 in Object.entries(o) { let k = %1[0]; let v = %1[1] }'],
    ['for (const q in obj) {}', 'for q in Object.keys(obj) {  }'],
    ['async function f() { for await (const q of gen()) {} }', 'async def f() { for q in gen() {  } }'],
    ['while (a) b();', 'while a { b() }'],
    ['do { x(); } while (y);', 'let %1 = true; while (%1 or y) { assign %1 = false; x() }'],
    ['try { a(); } catch (e) { b(); } finally { c(); }', 'try { a() } except as e { b() } finally { c() }'],
    ['try { a(); } catch { b(); }', 'try { a() } except { b() }'],
    ['throw new Error("x");', 'raise new Error("x")'],
    ['a: for (;;) { break a; }', 'while true { !labelled break! }'],
    ['{ let a = 1; }', 'let a = 1'],
  ],
  switch: [
    [
      'switch (v) { case 1: case 2: a(); break; case "x": b(); default: c(); }',
      'let %1 = v; if ((%1 == 1) or (%1 == 2)) { a() } else { if (%1 == "x") { b(); c() } else { c() } }',
    ],
    [
      'function f() { switch (v) { default: return 0; case 1: return 1; } }',
      'def f() { let %1 = v; if (%1 == 1) { return 1 } else { return 0 } }',
    ],
    [
      'switch (v) { case 1: if (a) break; b(); }',
      'let %1 = v; while true { if (%1 == 1) { if a { break }; b() }; break }',
    ],
  ],
  classes: [
    [
      'class A extends tf.layers.Layer { constructor(a) { super({ name: a }); this.a = a; } call(x) { return super.call(x); } }',
      'class A(tf.layers.Layer) { def __init__(this, a = null) { super().__init__({"name": a}); assign this.a = a }; def call(this, x = null) { return super().call(x) } }',
    ],
    [
      'class A { x = 1; y?: number; #z = 2; static s = 3; static m() {} get v() { return this.#z; } set v(a) {} }',
      'class A() { def __init__(this, *args) { assign this.x = 1; assign this.y = null; assign this.#z = 2 }; assign s = 3; @classmethod def m(this) {  }; @property def v(this) { return this.#z }; @v.setter def v(this, a = null) {  } }',
    ],
    [
      'class A extends B { x = 1; constructor(private u: number, readonly w = 2) { super(u); f(); } }',
      'class A(B) { def __init__(this, u = null, w = 2) { super().__init__(u); assign this.x = 1; assign this.u = u; assign this.w = w; f() } }',
    ],
    [
      'class A extends B { x = 1 }',
      'class A(B) { def __init__(this, *args) { super().__init__(*args); assign this.x = 1 } }',
    ],
    [
      'abstract class A<T> implements I { abstract m(): void; async n<T>(x?: T) {} ["c"]() {} }',
      'class A() { async def n(this, x = null) {  }; !computed member! }',
    ],
    ['const A = class extends B {};', 'class A(B) {  }'],
    ['@d class A {}', '@d class A() {  }'],
    ['enum E { A, B = 2, C }', 'class E() { assign A = 0; assign B = 2; assign C = 3 }'],
  ],
  modules: [
    ["import * as tf from '@tensorflow/tfjs';", 'import @tensorflow/tfjs as tf'],
    [
      "import d, { a as b, type C, e } from './x'; import './side'; import type { T } from 'y';",
      'from ./x import default as d, a as b, e; import ./side',
    ],
    ["import a = require('b');", 'import b as a'],
    [
      "export * from './z'; export * as n from './y'; export { a as b } from './w';",
      'from ./z import *; import ./y as n; from ./w import a as b',
    ],
    ['export const e = 1; export function f() {} export class G {}', 'def f() {  }; let e = 1; class G() {  }'],
    ['export { a, b as c }; export default foo;', 'let c = b; let default = foo'],
    ['export default function f() {}', 'def f() {  }; let default = f'],
    ['export default class extends X {}', 'class default(X) {  }'],
    ['interface I {} type T = 1; declare const d: number; export type { U }; export interface J {}', ''],
  ],
};

for (const [title, rows] of Object.entries(cases)) {
  describe(title, () => {
    test.each(rows)('%s', check);
  });
}

test('JSX parses in its files and means nothing', () => {
  const program = parser.parse('view.tsx', 'const a = <div>{x}</div>;\nconst b = 1;\n', 'typescript');
  expect(showAll(program.body)).toBe('let a = !JSX!; let b = 1');
  expect(program.errors).toEqual([]);
});

test('plain JavaScript', () => {
  const program = parser.parse(
    'model.js',
    'const m = tf.sequential();\nm.add(tf.layers.dense({units: 1}));\nmodule.exports = m;\n',
    'typescript',
  );
  expect(showAll(program.body)).toBe(
    'let m = tf.sequential(); m.add(tf.layers.dense({"units": 1})); assign module.exports = m',
  );
});

test('comments and places', () => {
  const source = '// convlens: f()\n/* block\n */ const é = a.bc;\n';
  const program = parser.parse('test.ts', source, 'typescript');
  expect(program.comments.map(({ text }) => text)).toEqual(['convlens: f()', 'block']);
  const [statement] = program.body;
  if (statement.kind !== 'assign' || statement.value.kind !== 'attribute') throw new Error('no attribute');
  expect(source.slice(statement.value.start, statement.value.end)).toBe('a.bc');
  expect(source.slice(statement.value.nameStart, statement.value.end)).toBe('bc');
});

const before =
  'class A extends B {\n  constructor() {\n    super();\n    const a = tf.layers.conv2d({ filters: 3 });\n';
const after =
  '    const b = 2;\n  }\n  call(x) {\n    return this.c(x);\n  }\n}\nfunction make() {\n  return new A();\n}\n';
const halfTyped = [
  'x = ', 'x = f(', 'x = f(a, ', 'x.', 'const y', 'const y =', 'const y = {', 'const y = [1, ', 'if (', 'if (x', 'if (x)', 'for (', 'return',
  'x = (', 'x)', 'x = "abc', 'x = {a: ', 'x = a +', 'import', 'new', 'x = new tf.', 'const {a', 'const f = (a) =>', 'const f = (a', 'x = `a',
  'else', 'x = ]', '?', 'a b c', 'function', 'function g(', 'function g(a', 'class', 'await', 'switch (x) {', 'this.d = tf.layers.dense({ units: 1,',
]; // prettier-ignore

describe('a half-typed line leaves the others alone', () => {
  test.each(halfTyped)('%s', (line) => {
    const program = parser.parse('half.ts', `${before}    ${line}\n${after}`, 'typescript');
    const shown = showAll(program.body);
    for (const part of [
      'let a = tf.layers.conv2d({"filters": 3})',
      'def call(this, x = null) { return this.c(x) }',
      'def make() { return new A() }',
    ]) {
      expect(shown).toContain(part);
    }
  });
});

"""Programs of the language itself for scripts/golden/library.py: expressions, statements, classes, functions, generators.

A program binds `r`."""

_expressions = r'''
7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % -3, -7 % 3, -7 % -3, 0 // -5
10**30 // 7, -10**30 // 7, 10**30 % 7, -10**30 % 7, 10**30 % -7
2**100, 2**-3, (-2)**3, (-8)**0.5 if False else 1, 0**0, 0.0**0
2**0.5, 10**-2, 10.0**3, (-2)**-1
divmod(-7, 3), divmod(7.5, 2), divmod(-7.5, 2), divmod(10**25, 7), divmod(7, -3)
pow(3, 200, 7), pow(2, 10, 1000), pow(3, -1, 7), pow(2, 3), pow(-3, 3, 5)
round(0.5), round(1.5), round(2.5), round(-0.5), round(-1.5), round(-2.5)
round(2.675, 2), round(1.005, 2), round(0.125, 2), round(0.375, 2), round(2.5, 0), round(1234.5678, -2)
round(12345, -2), round(15, -1), round(25, -1), round(-15, -1), round(1e20), round(3), round(True)
round(0.15, 1), round(0.25, 1), round(0.35, 1), round(1e22, 2), round(2.5), round(1.45, 1)
round(3.7), type(round(3.7)), type(round(3.7, 1)), round(-3.5), round(4.5)
int('12'), int('-12'), int(' 12 '), int('1_000'), int('ff', 16), int('0xff', 16), int('0b101', 0), int('z', 36), int('101', 2), int('0o17', 0)
int(3.99), int(-3.99), int(True), int(1e20), int('10' * 15)
float('1.5'), float('1e3'), float(' 2 '), float('-inf'), float('nan'), float('1_0.5'), float('.5'), float('Infinity')
0.1 + 0.2, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 1.0, -0.0, 5e-324, 1.7976931348623157e308
1e100, 1.5e10, 100000000000000000.0, 12345678.9, 1/3, 2/3, 1e21, 1e22
3.0, 3.10, float(3), 3e0, 0x10, 0o17, 0b11, 1_000_000, 1_0.0_1, 1e1_0
1 == 1.0, True == 1, hash(1) == hash(1.0), {1: 'a', 1.0: 'b', True: 'c'}, 2**53 == float(2**53), 2**53 + 1 == float(2**53)
1 < 2 < 3, 3 > 2 > 2, 1 < 3 > 2, not 1 < 2, 1 < 2 == True, 1 in [1] == True
5 & 3, 5 | 3, 5 ^ 3, ~5, -5 >> 1, 5 >> 1, 1 << 70, -1 << 3, 2**70 >> 68, -5 & 3, -5 | 3, 2**65 & (2**65 - 1), ~(2**70)
True + True, True & False, True | False, True ^ True, ~True, -True, +True, True * 3, True / 2
abs(-3), abs(-3.5), abs(True), abs(-10**30), abs(-0.0)
bin(10), hex(255), oct(8), bin(-5), hex(-255), bin(2**70), hex(10**20), oct(-8), bin(True)
min(3, 1, 2), max([1, 5, 2]), min('abc'), max('a', 'bb', key=len), min([], default=0), max([1, 2], [1, 3]), min({3, 1}), max((1, 'a'), (2, 'b'))
max([1, 2.0, 2], key=lambda v: v), min(1, 1.0), max(1.0, 1), max(True, 1)
sum([1, 2, 3]), sum([1.5, 2]), sum([[1], [2]], []), sum((0.1,) * 10), sum([], 5), sum([1, 2], start=10), sum(x for x in range(4)), sum([True, True])
all([]), any([]), all([1, 0]), any([0, 1]), all(x > 0 for x in [1, 2]), any('')
1 if True else 2, (lambda: 3)(), (lambda x, y=2: x + y)(1), (lambda *a, **k: (a, k))(1, b=2)
bool(''), bool('0'), bool([]), bool([0]), bool(0.0), bool(None), bool({}), bool(set()), bool(-1), bool(range(0)), bool(1e-300)
int(), float(), str(), bool(), list(), tuple(), dict(), set(), frozenset(), bytes()
chr(97), ord('a'), chr(0x1F600), ord('é'), ascii('é\n'), repr('it\'s'), repr("a\"b'c"), repr('\x00\x1f\x7f'), repr('\u200b'), repr('\t\r\n\\')
-7 // 2.0, 7 // 0.5, -1 % 1e20, 2 ** 62, 2 ** 63, 2 ** 64 - 1, 9007199254740993, 9007199254740992 + 1, 9007199254740991 * 3
3 * 10**20 - 3 * 10**20 + 1, (2**60) * (2**60) // (2**119), (10**20) / (10**19), 10**20 / 3, int(10**20 / 10**18)
int(2**53 * 1.0) + 1, 2.0**53 + 1, 1e308 * 10, -1e308 * 10, 1e308 * 10 - 1e308 * 10
float(10**20), float(2**63), int(float(2**63)), 10**20 + 0.5, 10**18 * 1.0
isinstance(True, int), isinstance(1, (str, int)), isinstance(1, int | str), issubclass(bool, int), type(1) is int, type(True) == bool, isinstance(None, type(None))
1 / 0
1 + 'a'
int('x')
int('1.5')
int(None)
int('12', 1)
float('x')
float(None)
[1, 2][5]
(1, 2)[5]
'ab'[5]
{}['k']
{'a': 1}[1]
len(5)
len(None)
1()
None.x
'a'.foo
[].foo
(1).foo
nope
{[1]: 2}
{[]}
hash([])
iter(5)
next(iter([]))
sorted([1, 'a'])
max([])
1 < 'a'
[1] < [1, 2], [1, 2] < [1, 3], (1,) < (1, 0), 'a' < 'B', 'abc' < 'abd', [] < [0], {1} < {1, 2}, {1} < {2}
None < None
{} < {}
chr(-1)
ord('ab')
range(0, 5, 0)
list(range(5, 0, -2)), range(3) == range(0, 3, 1), range(10)[2:5], range(10)[-1], len(range(0, 10, 3)), 3 in range(5), range(5).index(3), range(0, 10, 2)[::-1], range(3), range(1, 4, 2), repr(range(5)[1:3])
range(5)[7]
range(1.5)
range('a')
slice(1, 2, 3), slice(5), slice(None, None, -1).indices(5), slice(1, 10).indices(5), slice(-3, None).indices(10), slice(1, 2).start
str(int), repr(list), str(type(None)), repr(...), repr(NotImplemented), str(None), str(True), str(1.0), str([1, 'a', None]), str({'a': (1,)}), str(()), str((1,)), str(set()), str({1}), repr(frozenset({1})), repr(frozenset())
''.join(reversed('abc')), list(reversed([1, 2])), list(reversed(range(3))), list(reversed({'a': 1, 'b': 2}))
list(zip([1, 2], 'ab')), list(zip()), list(zip([1, 2, 3], [1])), dict(zip('ab', [1, 2])), list(zip([1], [2], strict=True)), list(zip(*[(1, 2), (3, 4)]))
list(zip([1, 2], [1], strict=True))
list(zip([1], [1, 2], strict=True))
list(enumerate('ab')), list(enumerate('ab', 1)), list(enumerate(['x'], start=5)), list(map(lambda a, b: a + b, [1, 2], [3, 4])), list(filter(None, [0, 1, '', 'a'])), list(map(str, range(3)))
sorted([3, 1, 2]), sorted('bca', reverse=True), sorted([(1, 'b'), (1, 'a'), (0, 'c')], key=lambda t: t[0]), sorted([(1, 'b'), (1, 'a'), (0, 'c')], key=lambda t: t[0], reverse=True), sorted({'b': 1, 'a': 2}), sorted([True, False, 1, 0]), sorted(['b', 'A', 'a'], key=str.lower)
sorted([3, 1, 2], key=None), sorted([1.5, 1, True]), sorted([[2], [1, 5], [1]]), sorted('hello world'.split(), key=len)
iter([1, 2]).__next__(), next(iter([]), 'd'), next(iter('ab')), list(iter(lambda c=iter([1, 2, 0, 3]): next(c), 0))
callable(len), callable(3), callable(int), callable(lambda: 0), callable('a')
''.__class__, (3).__class__, [].__class__.__name__, type([]) is list
getattr('abc', 'upper')(), getattr(3, 'nope', 7), hasattr([], 'append'), hasattr([], 'push')
(1, 2) + (3,), (1, 2) * 2, 2 * (1,), [0] * 3, [[]] * 2, 'ab' * 0, 'ab' * -1, [1] * True, (1,) * 0
1 in (1, 2), 'a' in 'abc', 'ac' in 'abc', '' in 'abc', 3 not in [1, 2], 1 in {1: 2}, None in [None], 1.0 in [1], [1] in [[1]]
1 in 'abc'
*range(3), *'ab'
[*range(3), *[7]], {*[1, 2], 3}, {**{'a': 1}, 'b': 2, **{'a': 5}}, (*[1], 2)
(a := 5) + a, [y := 3, y ** 2], [last for i in range(3) if (last := i * 2) > 0]
[1, 2, 3][-1], [1, 2, 3][-2:], 'abc'[::-1], (1, 2, 3)[::2], [1, 2, 3][5:], [1, 2, 3][-10:2], 'hello'[1:-1:2], [0, 1, 2, 3][3:0:-1], [0, 1, 2][:-1], list(range(10))[8:2:-2], list(range(5))[::-2], [1, 2, 3][True]
[1, 2][1.0]
[1, 2]['a']
(1, 2)[None]
'abc'['a']
[1, 2, 3][::0]
'a,b,,c'.split(','), 'a b  c'.split(), ' a '.split(' '), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), ''.split(), ''.split(','), 'abc'.split('x'), 'a\nb\r\nc\n'.splitlines(), 'a\nb'.splitlines(True), ' a b  c '.split(None, 1), ' a b c '.rsplit(None, 1)
'abc'.upper(), 'ABC'.lower(), 'abc def'.title(), "it's".title(), 'abc'.capitalize(), 'aBC'.capitalize(), 'aBc'.swapcase(), 'ß'.casefold(), 'Straße'.upper()
' x '.strip(), 'xxaxx'.strip('x'), 'abcab'.strip('ab'), ' x'.lstrip(), 'x '.rstrip(), 'www.a.com'.lstrip('w.'), 'a.txt'.rstrip('.tx'), '\t\n a'.strip()
'a.b.c'.partition('.'), 'a.b.c'.rpartition('.'), 'abc'.partition('.'), 'abc'.rpartition('.')
'abc'.find('c'), 'abc'.find('z'), 'abcabc'.rfind('b'), 'abcabc'.find('b', 2), 'abcabc'.find('a', 1, 3), 'abc'.index('b'), 'abc'.rindex('c'), 'aaa'.count('a'), 'aaaa'.count('aa'), 'abc'.count(''), 'abcabc'.count('b', 2)
'abc'.index('z')
'abc'.startswith('a'), 'abc'.startswith(('x', 'ab')), 'abc'.endswith('c'), 'abc'.startswith('b', 1), 'abc'.endswith('b', 0, 2), 'abc'.startswith(''), 'abc'.endswith(('x', 'bc'))
'abc'.replace('b', 'X'), 'aaa'.replace('a', 'b', 2), 'abc'.replace('', '-'), 'aaa'.replace('aa', 'b'), 'a$1'.replace('$1', '$&')
'12'.isdigit(), ''.isdigit(), 'a1'.isalnum(), 'ab'.isalpha(), 'a1'.isalpha(), '12'.isdecimal(), '²'.isdigit(), '½'.isnumeric(), ' '.isspace(), 'Ab'.istitle(), 'ab'.islower(), 'AB'.isupper(), 'a_1'.isidentifier(), '1a'.isidentifier(), 'A1'.isupper(), '1'.islower(), 'abc'.isascii(), 'a\n'.isprintable()
'7'.zfill(3), '-7'.zfill(3), '+7'.zfill(4), 'abc'.zfill(2), 'a'.center(4), 'a'.center(5, '*'), 'ab'.center(5, '*'), 'abc'.center(6,'-'), 'a'.ljust(3, '.'), 'a'.rjust(3), 'abc'.ljust(2)
'a\tb'.expandtabs(), 'a\tb'.expandtabs(4), 'prefix_x'.removeprefix('prefix_'), 'x.py'.removesuffix('.py'), 'abc'.removeprefix('x')
'{} {}'.format(1, 2), '{0} {1} {0}'.format('a', 'b'), '{a} {b}'.format(a=1, b=2), '{:>5}|{:<5}|{:^5}'.format('a', 'b', 'c'), '{:.2f}'.format(3.14159), '{0[0]} {0[1]}'.format([1, 2]), '{a[k]}'.format(a={'k': 5}), '{!r}'.format('x'), '{:{w}}'.format('a', w=4), '{{}}'.format(), '{:{}}'.format('a', 5), '{:,}'.format(10**9), '{0.real}'.format(3)
'%s %d %f' % ('a', 3, 2.5), '%5d|%-5d|%05d' % (1, 2, 3), '%.3f' % 2.0, '%x %X %o' % (255, 255, 8), '%s' % [1], '%r' % 'a', '%%', '%5s|%-5s|' % ('a', 'b'), '%(a)s %(b)d' % {'a': 1, 'b': 2}, '%e' % 12345.678, '%g %g %g' % (0.0001, 1e10, 1.5), '%c' % 'a', '%c' % 97, '%+d' % 5, '%.2s' % 'abc', '%*d' % (5, 3), '% d' % 5, '%#x' % 255, '%i' % 3.9, '%s %s' % (1, (2,)), '%.1e' % 0.00123
'%d' % 'a'
'%s %s' % (1,)
'%s' % (1, 2)
'abc'.translate({97: 'X', 98: None}), 'abc'.translate(str.maketrans('ab', 'xy')), 'abc'.translate(str.maketrans('ab', 'xy', 'c')), str.maketrans({'a': 1})
','.join(['a', 'b']), ''.join([]), '-'.join('abc'), ', '.join(str(i) for i in range(3)), '.'.join(('a',)), '-'.join({'x': 1, 'y': 2})
','.join([1])
'abc' 'def'.upper(), 'a' < 'b' < 'c', 'abc'.__len__(), 'abc'.__contains__('b'), 'abc'.__getitem__(1), str.upper('a'), str.join('-', 'ab')
b'abc'.upper(), b'abc'.startswith(b'a'), b' a '.strip(), b'-'.join([b'a', b'b']), b'abc'.find(b'c'), b'abc'.replace(b'a', b'z'), str(b'abc'), str(b'abc', 'utf8'), b'abc'.endswith(b'c'), b'\n\t"\''
''.join(sorted('hello')), 'a-b_c'.replace('-', '_').split('_'), 'layer1.0.conv1'.split('.')[-1], 'conv%d' % 3, 'stage{}'.format(2), 'abc'.__class__.__name__
list(map(lambda x, y: (x, y), [1, 2], 'ab')), list(filter(lambda x: x > 1, [1, 2])), sum([[1], [2]], []), dict(enumerate('ab')), max('abc', key=ord), min([(2, 'a'), (1, 'b')]), sorted('bAc', key=str.lower), list(zip(*[[1, 2], [3, 4]])), any(x > 1 for x in [1, 2]), all([]), list(reversed([1, 2])), [*range(3)][::-1], divmod(7, 3), isinstance(1, (int, str)), list(iter([1])), tuple(range(2)), abs(-1), round(1.5), chr(65), len({1, 1}), sum(range(5)), pow(2, 3), [i for i, c in enumerate('aba') if c == 'a'], sorted([3, 1], reverse=True), list(dict.fromkeys('aab')), str([1.0, 'a'])
'''.strip('\n').split('\n')

# what stands before the expressions, and the expressions
_after = {
    'x = 3.14159\nn = 42\ns = "abc"\nb = -7\nbig = 1234567.891\nl = [1, 2]\nd = {"k": 5}\nw = 8\np = 3': r'''
f'{x:.2f}', f'{x:8.3f}|', f'{x:<8.2f}|', f'{x:^10.1f}|', f'{x:+.1f}', f'{x:e}', f'{x:.0f}', f'{x:g}', f'{x:.3g}', f'{x:010.2f}', f'{x:%}', f'{x:.1%}', f'{x!r}', f'{x!s:>8}', f'{x:}'
f'{n:d}', f'{n:5d}|', f'{n:<5d}|', f'{n:^6}|', f'{n:05}', f'{n:+d}', f'{n: d}', f'{n:x}', f'{n:#x}', f'{n:b}', f'{n:#b}', f'{n:o}', f'{n:08b}', f'{n:,}', f'{n:c}', f'{n:e}', f'{n:.2f}', f'{n:*^9}', f'{n:X}', f'{n:n}'
f'{big:,}', f'{big:,.2f}', f'{big:_}', f'{big:.0f}', f'{big:15,.1f}|', f'{10**20:,}', f'{10**7:_}', f'{big:e}', f'{big:G}', f'{1e10:g}', f'{1e-5:g}', f'{123456789.0:g}', f'{0.0001:g}', f'{100000.0:g}', f'{1000000.0:g}', f'{255:_x}', f'{65535:_b}'
f'{s}', f'{s:>6}', f'{s:<6}|', f'{s:^7}|', f'{s:*^7}', f'{s:.2}', f'{s:6.2}|', f'{s!r}', f'{s!r:>8}', f'{s!a}', f'{s:s}', f'{s:>{w}}', f'{x:{w}.{p}f}', f'{s:{"<"}{w}}|'
f'{l}', f'{l[0]}', f'{d["k"]}', f"{d['k']}", f'{l!r}', f'{{}}', f'{{{n}}}', f'{n}{s}', f'{n=}', f'{n = }', f'{x=:.2f}', f'{s=}', f'{s=!s}', f'{l[0]+1=}', f'{(lambda q: q)(3)}', f'{n if n else 0}', f'{s.upper()}', f'{"nested" + f"{n}"}', f'{n:{"05d"}}'
f'{True}', f'{True:d}', f'{None}', f'{()}', f'{1.0}', f'{1e20}', f'{float("nan"):.2f}', f'{float("inf"):.1f}', f'{-0.0:.1f}', f'{0:.0%}', f'{1e300:.3f}'[:6], f'{0.5:.0f}', f'{1.5:.0f}', f'{2.5:.0f}', f'{2.675:.2f}', f'{1.005:.2f}'
f'{1/3:.20f}', f'{0.1:.17g}', f'{123.456:.1f}', f'{0.05:.1f}', f'{0.25:.1f}', f'{0.35:.1f}', f'{1e22:.0f}', f'{2**70:.1f}', f'{2**70}', f'{1e16}', f'{1e15:.1f}'
format(3.14159, '.3f'), format(5, '03d'), format('a', '>3'), format(1234, ','), format(3), format(None), format([1]), format(True), format(2.0)
f'{n:>5}' f'{n:<5}|', f'{"a":>{5}}', f'{n!r:^{w}}', f'{x:>+8.2f}', f'{x:<+8.2f}|'
f'{s:d}'
f'{n:s}'
f'{l:>5}'
f'{None:>5}'
f'{x:d}'
'{}'.format()
'{a}'.format(b=1)
'{} {}'.format(1)
'{0} {}'.format(1, 2)
''',
    'l = [3, 1, 2]': r'''
l.append(4), l
l.extend('ab'), l
l.insert(0, 9), l.insert(-1, 8), l.insert(100, 7), l
l.pop(), l.pop(0), l
l.remove(1), l
l.remove(9)
l.index(2), l.count(3), l.index(1, 1), l.copy(), l.copy() is l
l.index(9)
l.sort(), l, l.sort(reverse=True), l, l.sort(key=lambda v: -v), l
l.reverse(), l, l.clear(), l
[].pop()
l.pop(10)
l + [1], l * 2, l == [3, 1, 2], l != [3], l > [2], l[::-1], l.__len__(), list(l) is l, l.__contains__(3), 3 in l
''',
    'l = list(range(6))': r'''
l.__setitem__(0, 9), l
[l.__delitem__(0), l]
''',
    'l = list(range(6))\nl = [*l, *l[:1]]': r'''
l
''',
    'd = {"a": 1, "b": 2}': r'''
d.get('a'), d.get('z'), d.get('z', 0), d.pop('a'), d.pop('z', None), d
d.pop('z')
d.popitem(), d
d.setdefault('c', []), d.setdefault('a', 5), d
d.update({'a': 9}, z=3), d, d.update([('q', 1)]), d
d.keys(), d.values(), d.items(), list(d), len(d), d.copy(), 'a' in d, ('a', 1) in d.items(), 2 in d.values()
d.keys() & {'a'}, d.keys() | {'z'} == {'a', 'b', 'z'}, d.keys() - {'a'}, d.keys() == {'a', 'b'}, d.items() == {('a', 1), ('b', 2)}, d.keys() >= {'a'}
d | {'c': 3}, {'c': 0} | d, d == {'b': 2, 'a': 1}, dict(d, c=3), dict(a=1, **{'b': 2}), dict.fromkeys('ab'), dict.fromkeys([1], 0), dict([(1, 2)]), {k: v for k, v in d.items() if v > 1}, dict(zip('ab', range(2)))
d.clear(), d
{}.popitem()
d['z']
list(reversed(d.items())), next(iter(d)), list(iter(d.values())), sorted(d.items(), key=lambda kv: -kv[1]), max(d, key=d.get), {**d}, [*d], dict(d.items()), str(d), {1: {2: 3}}, {(1, 2): 3}[1, 2], {None: 1}[None], d.__contains__('a'), d.__getitem__('a')
dict(1)
dict(['ab', 'cd']), dict({}.items()), {True: 1, 1: 2}, {1: 1, 1.0: 2}, {0: 1, False: 2}, {'1': 1, 1: 2}
''',
    'd = {"a": 1, "b": 2}\nd = {v: k for k, v in d.items()}': r'''
d
''',
    'd = {"a": 1, "b": 2}\nd = {i: j for i in range(2) for j in range(i)}': r'''
d
''',
    's = {1, 2, 3}': r'''
s | {4}, s & {1}, s - {1}, s ^ {1, 9}, s <= {1, 2, 3}, s < s, s >= {1}, s == {3, 2, 1}, s.isdisjoint({7}), s.issubset([1, 2, 3, 4]), s.issuperset([1])
s.add(4), s, s.discard(9), s.remove(1), s, s.update([7], (8,)), s, len(s)
s.remove(9)
s.union([4], [5]), s.intersection([1, 2], [2]), s.difference([1]), s.symmetric_difference([1, 9]), s.copy(), frozenset(s) == s, s.pop() in {1, 2, 3}
s.intersection_update([1]), s, s.difference_update([1]), s, s.clear(), s
s | [1]
{*()}, set('a'), set([1, 1]), frozenset('a') | {'b'} == {'a', 'b'}, type(frozenset('a') | {'b'}).__name__, type({'b'} | frozenset('a')).__name__, {frozenset({1}): 2}, sum(s), sorted(s, reverse=True), bool(set())
set().pop()
{{1}}
frozenset([1]).add(2)
(1, 2).index(9)
''',
    "A = type('A', (), {'x': 1, 'f': lambda self: self.x + 1})\nB = type('B', (A,), {'x': 5})": r'''
A().f(), B().f(), B.__name__, B.__mro__[1] is A, type(B()) is B, type(A)
''',
    'fs = [lambda: i for i in range(3)]\ngs = [lambda i=i: i for i in range(3)]': r'''
[f() for f in fs], [g() for g in gs]
''',
    "math = __import__('math')": r'''
math.log(0)
''',
    'x = 1; y = 2': r'''
x if x > y else y, x and y, x or y, not x, x < y <= 2 != 3, (x, y), -x ** 2, 2 ** -1, x == y or x < y, x is y, x is not None, 1 if None else 0, not (x and not y), x in [x] and y not in [x], [1, 2] == [1, 2] != [3]
''',
}

_classes = r'''
import importlib, sys
a = importlib.import_module('.abc', 'collections')
b = importlib.import_module('..abc', 'collections.abc')
r = a.__name__, b.__name__, a is sys.modules['collections.abc']
---
class A: pass
class B: pass
U = A | B | int
V = (A | None) | (int | str)
r = [isinstance(x, U) for x in (A(), B(), 1, 'a')], [isinstance(x, V) for x in (A(), B(), None, 'a')]
---
class Config:
    names = {'size': 'hidden'}
    def __getattribute__(self, key):
        if key != 'names' and key in super().__getattribute__('names'):
            key = super().__getattribute__('names')[key]
        return super().__getattribute__(key)
    def __setattr__(self, key, value):
        if key in super().__getattribute__('names'):
            key = super().__getattribute__('names')[key]
        super().__setattr__(key, value)
    @property
    def labels(self): return self._labels
    @labels.setter
    def labels(self, n): self._labels = list(range(n))
c = Config()
c.size = None
c.labels = 3
r = c.hidden, c.size, c.labels, hasattr(c, 'other'), getattr(c, 'other', 1), sorted(c.__dict__)
---
class A:
    x = 1
    def validate_a(self): pass
class B(A):
    y = 2
    def validate_b(self): pass
b = B()
b.z = 3
r = [n for n in dir(B) if n[0] != '_'], [n for n in dir(b) if n[0] != '_'], [n for n in dir(B) if n.startswith('validate_')]
---
def f(a, b, /, c, *args, d=1, **kwargs):
    e = a
    return e
r = f.__code__.co_varnames, f.__code__.co_varnames.index('c'), f.__code__.co_argcount
---
import types, functools
def f(a, b=2, *, c=3):
    "doc"
    return a, b, c
f.mark = 1
def copied(f):
    g = types.FunctionType(f.__code__, f.__globals__, name=f.__name__, argdefs=f.__defaults__, closure=f.__closure__)
    g = functools.update_wrapper(g, f)
    g.__kwdefaults__ = f.__kwdefaults__
    return g
g = copied(f)
g.__doc__ = 'other'
r = g(1), g(1, 5, c=7), g.__name__, g.mark, f.__doc__, g.__doc__, g is f, f.__code__.co_name, f.__code__.co_argcount, 'copied' in f.__globals__
---
import dataclasses
@dataclasses.dataclass(frozen=True)
class P:
    a: int = 1
r = P.__dataclass_params__.repr, P.__dataclass_params__.frozen, P.__dataclass_params__.eq
---
import typing as t
T = t.TypeVar('T')
class Kind(t.Generic[T]):
    def __class_getitem__(cls, item):
        return super().__class_getitem__(item if isinstance(item, tuple) else (item,))
class Number(Kind[int]):
    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        cls.seen = cls.__name__
class Small(Number):
    pass
class Pick:
    def __class_getitem__(cls, item):
        return cls.__name__, item
r = Number.__bases__[0] is Kind, Small.seen, Small.__mro__[1].__name__, Pick[3], Pick['a', 1]
---
class A:
    def f(self): return 'A'
class B(A):
    def f(self): return 'B' + super().f()
class C(A):
    def f(self): return 'C' + super().f()
class D(B, C):
    def f(self): return 'D' + super(D, self).f()
r = D().f(), [k.__name__ for k in D.__mro__], D.__bases__ == (B, C), issubclass(D, A), isinstance(D(), C)
---
from abc import ABC, abstractmethod
class A(ABC):
    @property
    @abstractmethod
    def x(self): ...
class B(A):
    @property
    def x(self): return 3
try:
    A()
    r = 'made'
except TypeError as e:
    r = str(e), B().x
---
class P:
    def __init__(self): self._x = 1
    @property
    def x(self):
        "doc"
        return self._x
    @x.setter
    def x(self, v): self._x = v * 2
    @x.deleter
    def x(self): self._x = None
p = P()
a = p.x
p.x = 5
b = p.x
del p.x
r = a, b, p.x, P.x.__doc__, isinstance(P.x, property)
---
class P:
    @property
    def x(self): return 1
P().x = 3
r = 1
---
class P:
    @property
    def x(self): return 1
del P().x
r = 1
---
class A:
    n = 0
    @classmethod
    def make(cls, *a): 
        cls.n += 1
        return cls.__name__, a
    @staticmethod
    def s(x): return x + 1
class B(A): pass
r = A.make(1), B.make(), A().make(2), A.s(1), B().s(2), A.n, B.n
---
class A:
    def __getattr__(self, name):
        if name.startswith('x'): return name.upper()
        raise AttributeError(name)
a = A()
a.y = 5
r = a.xa, a.y, hasattr(a, 'z'), getattr(a, 'z', 1), getattr(a, 'xq')
---
class A:
    def __getattribute__(self, name):
        if name == 'secret': return 'hidden'
        return object.__getattribute__(self, name)
    v = 3
a = A()
r = a.secret, a.v
---
class A:
    def __getattribute__(self, name):
        return super().__getattribute__(name)
    def f(self): return 1
r = A().f()
---
class A:
    def __eq__(self, o): return True
try:
    r = {A(): 1}
except TypeError as e:
    r = str(e)
---
class A:
    def __init__(self, k): self.k = k
    def __eq__(self, o): return self.k == o.k
    def __hash__(self): return hash(self.k)
d = {A(1): 'a'}
r = d[A(1)], A(1) in d, len({A(1), A(1), A(2)}), A(2) in d
---
class A:
    def __lt__(self, o): return 'lt'
    def __le__(self, o): return 'le'
class B(A):
    def __gt__(self, o): return 'gt'
r = A() < A(), A() > A(), A() <= A(), A() >= A(), A() < B(), B() > A()
---
class M(type):
    def __new__(mcs, name, bases, ns, **kw):
        ns['tag'] = name.lower()
        ns.update(kw)
        return super().__new__(mcs, name, bases, ns)
    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.count = len(ns)
    def __call__(cls, *a, **k):
        o = super().__call__(*a, **k)
        o.called = True
        return o
    def __len__(cls): return 42
    def __iter__(cls): return iter([1, 2])
    def __getitem__(cls, i): return i * 2
    def __contains__(cls, x): return x == 1
    @property
    def prop(cls): return 'p'
class A(metaclass=M, extra=3):
    def __init__(self, v): self.v = v
class B(A): pass
r = A.tag, A.extra, A(2).called, A(2).v, B.tag, type(A) is M, len(A), list(A), A[3], 1 in A, A.prop, isinstance(A, M)
---
class Base:
    registry = {}
    def __init_subclass__(cls, /, name=None, **kw):
        super().__init_subclass__(**kw)
        Base.registry[name or cls.__name__] = cls
class X(Base): pass
class Y(Base, name='why'): pass
r = sorted(Base.registry), Base.registry['why'] is Y
---
class D:
    def __set_name__(self, owner, name): self.name = '_' + name
    def __get__(self, o, t=None): return self if o is None else getattr(o, self.name, 'unset')
    def __set__(self, o, v): setattr(o, self.name, v * 10)
    def __delete__(self, o): setattr(o, self.name, 'deleted')
class A:
    x = D()
a = A()
b = a.x
a.x = 2
c = a.x
del a.x
r = b, c, a.x, A.x.name, a.__dict__
---
class ND:
    def __get__(self, o, t): return 'nd'
class A:
    x = ND()
a = A()
a.__dict__['x'] = 1
r = a.x, A.x
---
class A:
    __slots__ = ('x', 'y')
    def __init__(self): self.x = 1
a = A()
try:
    a.z = 1
    r = 'set'
except AttributeError as e:
    r = type(e).__name__, a.x, hasattr(a, 'y')
---
class A:
    def __class_getitem__(cls, k): return (cls.__name__, k)
r = A[int], A[1, 2]
---
class A:
    x = 1
    y = [x for _ in range(2)]
r = A.y
---
class A:
    n = 3
    y = [i for i in range(n)]
    z = n * 2
    def f(self): return n
try:
    r = A.y, A.z, A().f()
except NameError as e:
    r = 'NameError', A.y
---
class A:
    def __init__(self, x): self.x = x
    def __repr__(self): return f'A({self.x!r})'
class B(A):
    def __init__(self, *a, y=2, **k):
        super().__init__(*a, **k)
        self.y = y
r = B('q'), B(x=1, y=5).y, vars(B(1)), B(1).__dict__, B.__name__, B(1).__class__.__name__
---
class A: pass
r = A(1)
---
class A:
    def __init__(self, x): pass
r = A()
---
class A:
    def f(self): return 1
r = A.f(), 
---
class A:
    def f(): return 1
r = A().f()
---
class A:
    def f(self, x, y=1): return x
r = A().f(1, 2, 3)
---
class A:
    def f(self, x): return x
r = A().f(y=1)
---
class A:
    def __init__(self): return 5
r = A()
---
class A:
    def __new__(cls, *a):
        o = super().__new__(cls)
        o.v = a
        return o
class S:
    _i = None
    def __new__(cls):
        if cls._i is None: cls._i = super().__new__(cls)
        return cls._i
class I(int):
    def __new__(cls, v): return super().__new__(cls, v + 1)
    def double(self): return self * 2
class T(tuple):
    def __new__(cls, a, b): return super().__new__(cls, (a, b))
    @property
    def first(self): return self[0]
r = A(1, 2).v, S() is S(), I(3), I(3) + 1, I(3).double(), isinstance(I(1), int), T(1, 2), T(1, 2).first, T(1, 2) + (3,), type(I(3) + 1).__name__
---
class L(list):
    def append(self, x): super().append(x * 2)
    def total(self): return sum(self)
l = L([1])
l.append(5)
l.extend([1])
class D(dict):
    def __missing__(self, k): return k * 2
    def __getattr__(self, k): 
        try: return self[k]
        except KeyError: raise AttributeError(k)
    __setattr__ = dict.__setitem__
class S(str):
    def shout(self): return self.upper() + '!'
class St(set): pass
class F(float): pass
d = D(a=1)
d.b = 2
r = l, l.total(), len(l), isinstance(l, list), d['zz'], d.a, d.b, dict(d), S('a').shout(), S('a') + 'b', St([1]) | {2}, F(1.5) * 2, l + [1], l[0], l == [1, 10, 1], type(l[:1]).__name__
---
class C:
    count = 0
    def __init__(self):
        C.count += 1
        self.count += 10
c = C()
r = C.count, c.count, C().count
---
class A:
    x = []
    def add(self, v): self.x.append(v)
A().add(1)
A().add(2)
r = A.x
---
class A:
    def __init__(self): self.__p = 1
    def get(self): return self.__p
    def __m(self): return 'm'
    def call(self): return self.__m()
class B(A):
    def __m(self): return 'bm'
a = B()
r = a.get(), a._A__p, a.call(), sorted(vars(a))
---
class A:
    def __init__(self): self.__p = 1
r = A().__p
---
class A:
    def __str__(self): return 's'
    def __repr__(self): return 'r'
r = str(A()), f'{A()}', f'{A()!r}', '%s %r' % (A(), A()), [A()], '{}'.format(A()), repr([A()])
---
class A:
    def __len__(self): return 0
class B:
    def __bool__(self): return False
class C: pass
r = bool(A()), bool(B()), bool(C()), not A(), [1] if A() else [2]
---
class A:
    def __iter__(self):
        yield 1
        yield 2
class B:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
class C:
    def __getitem__(self, i):
        if i > 2: raise IndexError
        return i
r = list(A()), list(B()), list(C()), [*A()], max(B()), sum(C()), 2 in C(), dict(zip(A(), B())), tuple(A()), sorted(B(), reverse=True)
a, b = A()
---
import operator
class A:
    def __setitem__(self, k, v): self.k = (k, v)
    def __getitem__(self, k): return k
    def __delitem__(self, k): self.k = ('del', k)
a = A()
a[1:2, ..., None] = 5
b = a.k
del a['x']
r = b, a.k, a[1], a[1:2], a[::2, 3], a[:], a[...], a[1, 2], a[(1, 2)], a[None]
---
class Meta(type):
    registry = []
    def __init__(cls, *a):
        super().__init__(*a)
        Meta.registry.append(cls.__name__)
class A(metaclass=Meta): pass
class B(A): pass
r = Meta.registry
---
class A:
    def __enter__(self): return 5
    def __exit__(self, t, v, tb):
        self.t = t
        return t is ValueError
a = A()
with a as x:
    raise ValueError('x')
t1 = a.t
with A() as p, A() as (q): pass
r = x, t1 is ValueError, p, q
---
class A:
    def __enter__(self): return 1
    def __exit__(self, *a): return False
try:
    with A():
        raise KeyError('k')
except KeyError as e:
    r = e.args, repr(e), str(e)
---
class Mixin:
    def __init__(self, *a, **k):
        super().__init__(*a, **k)
        self.mixed = True
class Base:
    def __init__(self, x): self.x = x
class C(Mixin, Base): pass
r = C(3).x, C(3).mixed, [c.__name__ for c in C.mro()]
---
class A:
    def f(self): return 'f'
a = A()
a.f = lambda: 'own'
b = A()
import types
b.g = types.MethodType(lambda self, x: (self is b, x), b)
A.h = lambda self: 'h'
m = b.f
r = a.f(), b.f(), b.g(1), a.h(), m(), m.__self__ is b, A.f(b), m.__func__ is A.f
---
class A:
    def __copy__(self): return 'copied'
    def __deepcopy__(self, memo): return 'deep'
import copy
x = [1, [2], {'a': [3]}]
y, z = copy.copy(x), copy.deepcopy(x)
x[1].append(9)
x[2]['a'].append(9)
r = copy.copy(A()), copy.deepcopy(A()), y, z
---
from functools import singledispatchmethod, cached_property, total_ordering
@total_ordering
class A:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
class B:
    @singledispatchmethod
    def f(self, x): return 'any'
    @f.register
    def _(self, x: int): return 'int'
r = A(1) >= A(0), A(1) <= A(1), B().f(1), B().f('a')
---
class A:
    @property
    def x(self): raise AttributeError('inner')
    def __getattr__(self, n): return 'fallback ' + n
r = A().x
---
class Config:
    def __init__(self, **kw):
        for k, v in kw.items(): setattr(self, k, v)
    def __contains__(self, k): return hasattr(self, k)
c = Config(a=1, b=[2])
r = c.a, 'a' in c, 'z' in c, vars(c), sorted(c.__dict__.items())
---
class A:
    def m(self): return __class__.__name__
r = A().m()
---
x = 5
class A:
    x = x + 1
    def f(self): return x
r = A.x, A().f()
---
class A:
    if True:
        def f(self): return 1
    else:
        def f(self): return 2
    for i in range(3): pass
    del i
    try:
        v = 1 / 0
    except ZeroDivisionError:
        v = 'inf'
r = A().f(), A.v, hasattr(A, 'i')
---
def deco(n):
    def d(c):
        c.n = n
        return c
    return d
@deco(3)
class A: pass
def twice(f):
    def g(*a, **k): return f(f(*a, **k))
    return g
@twice
@(lambda f: lambda x: f(x) + 1)
def f(x): return x * 2
ds = [twice]
@ds[0]
def g(x): return x + 1
r = A.n, f(1), g(1)
---
class E(Exception):
    def __init__(self, a, b): 
        super().__init__(a, b)
        self.b = b
class F(E): pass
try: raise F(1, 2)
except E as e: r = e.args, e.b, str(e), repr(e), type(e).__name__
---
def f(x):
    match x:
        case 0: return 'zero'
        case 1 | 2: return 'small'
        case int() if x < 0: return 'neg'
        case float(v): return ('float', v)
        case str() as s: return s.upper()
        case []: return 'empty'
        case [a]: return ('one', a)
        case [a, *rest] if len(rest) > 2: return ('many', a, rest)
        case (a, b): return ('pair', a, b)
        case {'k': v, **rest}: return (v, rest)
        case {}: return 'dict'
        case None: return 'none'
        case True: return 'true'
        case P(x=0, y=yy): return ('p0', yy)
        case P(xx, yy): return ('p', xx, yy)
        case _: return 'other'
class P:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
r = [f(v) for v in (0, 2, -5, 1.5, 'ab', [], [1], [1, 2, 3, 4], (1, 2), {'k': 1, 'z': 2}, {}, None, P(0, 1), P(1, 2), 10, {1}, [1, 2, 3])]
---
import enum
class C(enum.Enum):
    A = 1
    B = 2
def f(x):
    match x:
        case C.A: return 'a'
        case C.B: return 'b'
    return None
r = f(C.A), f(C.B), f(3)
---
from dataclasses import dataclass
@dataclass
class A:
    x: int
r = {A(1)}
---
import enum
class C(enum.Enum):
    A = 1
r = C(9)
---
import enum
class C(enum.Enum):
    A = 1
r = C['Z']
---
from typing import *
class N(NamedTuple):
    x: int
    y: int = 2
    def s(self): return self.x + self.y
class TD(TypedDict, total=False):
    a: int
T = TypeVar('T')
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
class P(Protocol):
    def f(self) -> int: ...
class Impl(P):
    def f(self): return 1
Alias = Union[int, List[str]]
def f(x: Optional[int] = None, *y: 'Fwd') -> Dict[str, Any]: return {}
r = N(1), N(1).s(), N(1)._replace(y=5), TD(a=1), Box[int](3).v, Impl().f(), cast(int, 'a'), f(), TYPE_CHECKING, isinstance([], Sequence) if False else 0, N._fields, N.__name__, issubclass(Box, Generic), get_type_hints is not None
---
import contextlib
@contextlib.contextmanager
def cm(x):
    log.append('in')
    try:
        yield x * 2
    except ValueError:
        log.append('caught')
    finally:
        log.append('out')
log = []
with cm(2) as v:
    log.append(v)
    raise ValueError
with contextlib.suppress(KeyError): {}['a']
with contextlib.nullcontext(7) as n: pass
with contextlib.ExitStack() as st:
    q = st.enter_context(cm(5))
    st.callback(lambda: log.append('cb'))
@cm(1)
def deco(): return 'd'
r = log, n, q
---
def f():
    """doc"""
    ...
async def g(): await f()
class A: """cdoc"""
r = f.__doc__, A.__doc__, f() is None, callable(g)
---
class A:
    def __init__(self): self.items = {}
    def __setattr__(self, k, v):
        object.__setattr__(self, k, v)
        if k != 'log': self.__dict__.setdefault('log', []).append(k)
a = A(); a.b = 1
r = a.log
---
from functools import wraps, lru_cache, cached_property
def deco(arg=None, *, k=1):
    def d(fn):
        @wraps(fn)
        def w(*a, **kw): return (arg, k, fn(*a, **kw))
        return w
    return d if not callable(arg) else d(arg)
@deco('x', k=2)
def f(a): "fd"; return a
@deco
def g(a): return a
r = f(1), f.__name__, f.__doc__, g(2)[1:], f.__wrapped__(3)
---
import copy
class Node:
    def __init__(self): self.kids = []
a = Node(); b = Node(); a.kids.append(b); b.kids.append(a)
c = copy.deepcopy(a)
l = [1, [2]]; m = l[:]; n = list(l); o = copy.copy(l); q = l * 2
l[1].append(3)
r = c.kids[0].kids[0] is c, c is not a, m, n, o, q, l is not m
---
class Reg(dict):
    def register(self, name=None):
        def d(c):
            self[name or c.__name__] = c
            return c
        return d
R = Reg()
@R.register()
class A: pass
@R.register('b')
def B(): return 2
r = sorted(R), R['A'] is A, R['b']()
'''.strip('\n').split('\n---\n')

_statements = r'''
l = list(range(6))
l[1:3] = []
r = l
---
l = list(range(6))
l[1:1] = [7, 8]
r = l
---
l = list(range(6))
l[::2] = [0, 0, 0]
r = l
---
l = list(range(6))
del l[1:3]
r = l
---
l = list(range(6))
del l[::2]
r = l
---
l = list(range(6))
del l[-1]
r = l
---
l = list(range(6))
l[:] = "ab"
r = l
---
l = list(range(6))
l[10:] = [1]
r = l
---
l = list(range(6))
l += (1, 2)
r = l
---
l = list(range(6))
l *= 2
r = l
---
l = list(range(6))
l[::2] = [0]
r = l
---
l = list(range(6))
l[1:4] = (x for x in "ab")
r = l
---
l = list(range(6))
l[7] = 1
r = l
---
l = list(range(6))
del l[9]
r = l
---
l = list(range(6))
l[::-1] = [1,2,3,4,5,6]
r = l
---
l = list(range(6))
l[4:2] = [9]
r = l
---
l = list(range(6))
l[0], l[1] = l[1], l[0]
r = l
---
l = list(range(6))
l[1:2], x = [5, 5], 3
r = l
---
l = list(range(6))
a, *b, c = l
l = a, b, c
r = l
---
l = list(range(6))
a, b = l
r = l
---
l = list(range(6))
a, b, *c, d, e, f, g = l
r = l
---
l = list(range(6))
*a, b = l
l = a, b
r = l
---
l = list(range(6))
(a, b), c = [1, 2], 3
l = a, b, c
r = l
---
l = list(range(6))
[a, [b, *c]] = 1, (2, 3, 4)
l = a, b, c
r = l
---
l = list(range(6))
for i, (a, *b) in enumerate([(1, 2, 3), "ab"]): l.append((i, a, b))
r = l
---
l = list(range(6))
a = b = []
a.append(1)
l = b
r = l
---
l = list(range(6))
a: int = 5
l = a
r = l
---
l = list(range(6))
x, = [1]
l = x
r = l
---
l = list(range(6))
x, y = 1
l = x
r = l
---
l = list(range(6))
l[0] += 5
r = l
---
l = list(range(6))
l[1:3] += [1]
r = l
---
l = list(range(6))
i = 0
i, l[i] = 2, 9
r = l
---
l = list(range(6))
del l[0], l[0]
r = l
---
l = list(range(6))
del l
l = 1
r = l
---
l = list(range(6))
l.x = 3
r = l
---
d = {"a": 1, "b": 2}
d["c"] = 3
r = d
---
d = {"a": 1, "b": 2}
del d["a"]
r = d
---
d = {"a": 1, "b": 2}
del d["z"]
r = d
---
d = {"a": 1, "b": 2}
d |= {"z": 1}
r = d
---
d = {"a": 1, "b": 2}
d["a"] += 5
r = d
---
d = {"a": 1, "b": 2}
for k in list(d): del d[k]
r = d
---
d = {"a": 1, "b": 2}
for k, v in d.items(): d[k] = v * 2
r = d
---
d = {"a": 1, "b": 2}
for k in d: d[k + "x"] = 1
r = d
---
d = {"a": 1, "b": 2}
d.update(d)
r = d
---
d = {"a": 1, "b": 2}
d["x"], d["y"] = 1, 2
r = d
---
d = {"a": 1, "b": 2}
d.a = 1
r = d
---
d = {"a": 1, "b": 2}
k = d.keys()
d["n"] = 0
d = k
r = d
---
d = {"a": 1, "b": 2}
d[[1]] = 2
r = d
---
d = {"a": 1, "b": 2}
d.update(1)
r = d
---
d = {"a": 1, "b": 2}
d.setdefault("l", []).append(3)
r = d
---
s = {1, 2, 3}
s |= {9}
r = s
---
s = {1, 2, 3}
s &= {1}
r = s
---
s = {1, 2, 3}
s -= {1}
r = s
---
s = {1, 2, 3}
t = s
t |= {9}
r = s
---
s = {1, 2, 3}
t = frozenset(s)
u = t
t |= {9}
s = (len(t), len(u))
r = s
---
s = {1, 2, 3}
s[0]
r = s
---
t = (1, 2)
t[0] = 5
---
t = (1, [2])
t[1].append(3)
r = t
---
t = (1, [2])
t[1] += [3]
r = t
---
s = "abc"
s[0] = "x"
---
t = (1,)
t += (2,)
r = t
---
x = 5
x.y = 3
---
del nope
---
def f(): return zz
r = f()
---
def f():
    print(q)
    q = 1
r = f()
---
x = 1
def f():
    x += 1
f()
r = x
---
def f(x: int, y: str = 'a', *args: float, k: bool = True, **kw) -> list: pass
r = f.__annotations__, f.__defaults__, f.__kwdefaults__, f.__name__, f.__doc__
---
def g():
    x = yield 1
    y = yield x * 2
    return x + y
it = g()
a = next(it); b = it.send(5)
try:
    it.send(7)
except StopIteration as e:
    r = a, b, e.value
---
def g():
    try:
        yield 1
    except ValueError as e:
        yield 'caught ' + str(e)
    finally:
        log.append('fin')
log = []
it = g()
a = next(it), it.throw(ValueError('v'))
it.close()
r = a, log
---
def inner():
    x = yield 1
    return x
def outer():
    v = yield from inner()
    yield from [10, 20]
    yield v
o = outer()
r = next(o), o.send('s'), list(o)
---
def g():
    yield
    yield 1, 2
    yield from ()
r = list(g()), sum(x for x in range(4)), list(x for x in 'ab'), next(x for x in [5]), (lambda: (yield))
r = r[:4]
---
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
import itertools
r = list(itertools.islice(fib(), 10)), list(itertools.takewhile(lambda v: v < 20, fib()))
---
def f():
    try:
        return 1
    finally:
        log.append('f')
def g():
    for i in range(3):
        try:
            if i == 1: continue
            if i == 2: break
        finally:
            log.append(i)
    else:
        log.append('else')
def h():
    try: 
        raise ValueError('a')
    except (KeyError, ValueError) as e:
        try:
            raise TypeError('b') from e
        except TypeError as t:
            return repr(t.__cause__), t.__context__ is e
def k():
    try: pass
    except: return 1
    else: return 'else'
    finally: log.append('k')
def m():
    try: 1 / 0
    finally: return 'swallowed'
log = []
r = f(), g(), h(), k(), m(), log
---
try:
    try:
        raise KeyError('x')
    except KeyError:
        raise
except LookupError as e:
    r = type(e).__name__, e.args, isinstance(e, Exception), issubclass(KeyError, LookupError)
---
try:
    raise ValueError
except Exception as e:
    r = repr(e), str(e)
try: e
except NameError: r += ('gone',)
---
x = 10
def f():
    x = 1
    def g():
        nonlocal x
        x += 1
        def h():
            global x
            x = 99
        h()
        return x
    return g(), x
r = f(), x
---
def f(a, b=[]):
    b.append(a)
    return b
r = f(1), f(2), f(3, [])
---
def f(a, /, b, *, c, d=4): return a, b, c, d
r = [f(1, 2, c=3), f(1, b=2, c=3)]
for call in ("f(1, 2, 3)", "f(a=1, b=2, c=3)", "f(1, 2)"):
    try: r.append(eval(call)) if False else None
    except TypeError as e: r.append(str(e))
---
def f(a, /, b, *, c): return 1
r = f(1, 2, 3)
---
def f(a, /, b): return 1
r = f(a=1, b=2)
---
def f(*, c): return 1
r = f()
---
def f(a, b): return 1
r = f(1, a=2)
---
def f(a): return 1
r = f(1, **{'a': 2})
---
def f(*a, **k): return a, k
args = (1, 2)
r = f(*args, *[3], 4, x=1, **{'y': 2}, **dict(z=3)), f(), f(*'ab'), f(**{})
---
a = b = c = []
a += [1]
b = b + [2]
d, e = e0, f0 = (1, 2)
(g), h = 1, 2
i, (j, *k), l = 1, (2, 3, 4), 5
[m, n] = 'xy'
for o, *p in [(1, 2, 3)]: pass
r = a, b, c, d, e, g, h, i, j, k, l, m, n, o, p
---
total = 0
for i in range(10):
    if i % 2: continue
    if i > 6: break
    total += i
else:
    total = -1
for _ in []: pass
else: total += 100
while total > 90: total -= 7
else: total *= 2
r = total, i
---
if (n := len('abc')) > 2 and (m := n * 2): r = n, m
r += ([y := 1, y + 1], [(z := v) for v in range(3)], z, {k: (w := k) for k in 'ab'}, w)
---
def f():
    return [y for x in range(3) if (y := x * 2)], y
r = f()
---
r = [i for i in range(3) for j in range(i)], [[i * j for j in range(2)] for i in range(2)], {i: [j for j in range(i)] for i in range(3)}, {c for c in 'aab'} == {'a', 'b'}, [x for x in [1, None, 2] if x is not None], [a + b for a, b in [(1, 2)]], [*(x for x in range(2))], (lambda n: [n for _ in range(n)])(2)
i = 'kept'
_ = [i for i in range(3)]
r += (i,)
---
import functools, operator
r = (functools.reduce(operator.add, [1, 2, 3]), functools.partial(int, base=2)('101'), operator.itemgetter(1)([5, 6]), operator.itemgetter(0, 2)('abc'), operator.attrgetter('real')(3), operator.methodcaller('upper')('a'), operator.mul(2, 3), operator.getitem([1], 0), operator.contains([1], 1), operator.neg(1), operator.truediv(1, 2), operator.not_(0), operator.and_(3, 1), operator.attrgetter('a.b')(type('X', (), {'a': type('Y', (), {'b': 7})})), functools.reduce(lambda a, b: b + a, 'abc', ''), operator.index(3), operator.xor(1, 3), operator.concat('a', 'b'), operator.iadd([1], [2]))
---
import math
r = math.sqrt(-1)
---
global_x = 1
def f():
    global global_x, new_g
    global_x += 1
    new_g = 5
f()
r = global_x, new_g
---
r = []
for i in range(3):
    try:
        if i == 0: raise ValueError(i)
        if i == 1: raise KeyError(i)
        r.append('ok')
    except ValueError as e: r.append(('v', e.args[0]))
    except (KeyError, TypeError) as e: r.append(('k', e.args))
    else: r.append('else')
    finally: r.append('f')
---
from warnings import warn
import logging, sys, time, warnings
warn('x'); logging.info('a'); logger = logging.getLogger(__name__); logger.warning('b')
warnings.filterwarnings('ignore')
print('hello', file=sys.stderr)
r = 1
---
s = 'x'
r = s is 'x', 'a' 'b', ("a"
 "b"), 1_000, 0xFF, 1e3, ..., \
 5, not True, ~5, +3, "\u00e9", rb'\n', '\x41', f"{'a' if s else 'b'}", f'{s!r:>5}', f"{s + 'q'}", '%s' % s, "tab\t"
'''.strip('\n').split('\n---\n')


def _bound(programs):
    return [f'{program}\nresult = r' for program in programs]


programs = {
    'expressions': [f'result = {expression}' for expression in _expressions],
    'operations': [
        f'{setup}\nresult = {expression}'
        for setup, expressions in _after.items()
        for expression in expressions.strip('\n').split('\n')
    ],
    'classes': _bound(_classes),
    'statements': _bound(_statements),
}

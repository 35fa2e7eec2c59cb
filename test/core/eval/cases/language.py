# Control flow, functions, comprehensions, unpacking, strings.
r_int = 7 // 2, -7 // 2, 7 % 3, -7 % 3, 2 ** 10, 2 ** -1, 7 / 2, 10 ** 20, (10 ** 20) // 3, -3 ** 2, 5 & 3, 5 | 3, 5 ^ 3, 1 << 5, ~5
r_float = 1.0, 0.1 + 0.2, 1e16, 1e-5, 3.0 // 2, -3.5 % 2, float('inf'), 1.5e300 * 1e10, 100000.0, 2.50
r_mixed = 64 / 2, 64 // 2.0, int(3.9), int(-3.9), round(2.5), round(3.5), round(2.675, 2), abs(-3), divmod(7, 2), True + 1, int('12'), float('1.5')
r_cmp = 1 < 2 < 3, 1 < 2 > 3, 'a' < 'b', (1, 2) < (1, 3), [1, 2] == [1, 2], 1 == 1.0, None is None, not [], not 0
r_logic = 1 and 2, 0 or 'x', None or [], [] and 1, 1 if 0 else 2


def f(a, b=2, /, c=3, *args, d, e=5, **kw):
    return a, b, c, args, d, e, kw


r_call = f(1, d=4), f(1, 2, 3, 4, 5, d=6, z=7), f(*[1, 2], **{'d': 3, 'q': 4})
first, *middle, last = range(5)
r_unpack = first, middle, last
(p, q), [r, *s] = (1, 2), 'abc'
r_unpack2 = p, q, r, s
x = y = [1]
x += [2]
r_alias = y, x is y
r_slices = list(range(10))[2:8:2], list(range(10))[::-1], 'hello'[1:-1], (1, 2, 3)[-2:], list(range(5))[10:], 'abc'[::-1]
lst = [0, 1, 2, 3, 4, 5]
lst[1:3] = ['a', 'b', 'c']
del lst[0]
lst[-1] = 'end'
r_listops = lst
r_methods = sorted([3, 1, 2], reverse=True), [3, 1, 2].index(1), [1, 2, 2].count(2), list(reversed([1, 2])), [[0] * 2 for _ in range(2)]
l2 = [5, 3, 4]
l2.sort(key=lambda v: -v)
l2.insert(1, 'i')
r_sort = l2, l2.pop(), l2.pop(0), l2
d = {'a': 1, **{'b': 2}, 'c': 3}
d['e'] = d.pop('a')
d.setdefault('f', []).append(1)
d.update(g=7, b=20)
r_dict = d, list(d), list(d.items())[0], d.get('zz'), d.get('zz', 5), 'b' in d, len(d), {v: k for k, v in {'x': 1}.items()}, dict(a=1), dict([(1, 2)])
r_set = sorted({3, 1, 2} | {5}), {1, 2} & {2, 3}, {1, 2} - {2}, {1} <= {1, 2}, len({1, 1, 2}), frozenset([1]) == {1}
r_comp = [i * j for i in range(3) for j in range(i) if j], {i: i ** 2 for i in range(3)}, {i % 2 for i in range(5)}, sum(i for i in range(5))
r_str = 'a-b-c'.split('-'), ' x '.strip(), 'a,b'.replace(',', ';'), 'Hello'.lower(), 'x'.join(['1', '2']), 'abc'.startswith(('x', 'a')), 'a.b.c'.rsplit('.', 1), 'abc'.find('c'), '{}-{}'.format(1, 2), '%s %d %.2f' % ('a', 3, 1.5), 'ab' * 2, 'layer1.conv'.partition('.'), 'Abc'.isupper(), '12'.isdigit()
name, value = 'n', 3.14159
r_f = f'{name}={value:.2f}', f'{name!r:>6}', f'{10:05d}', f'{1234567:,}', f'{value:10.3f}|', f'{"x":^5}', f'{3}{4}', f'{[1, 2]}', f'{value=:.1f}', f'{0.5:%}', f'{255:x}', f'{{}}', f'{name:{8}}|'
total = 0
for i in range(10):
    if i == 2:
        continue
    if i == 6:
        break
    total += i
else:
    total = -1
r_for = total
n = 0
while True:
    n += 1
    if n > 4:
        break
r_while = n


def outer():
    count = 0

    def inner():
        nonlocal count
        count += 1
        return count
    inner()
    return inner(), count


r_nonlocal = outer()
g_count = 1


def bump():
    global g_count
    g_count += 1


bump()
r_global = g_count


def gen(n):
    i = 0
    while i < n:
        got = yield i
        i += 1
    yield from 'ab'
    return 5


r_gen = list(gen(3)), next(gen(2)), [*gen(1)], tuple(x * 2 for x in range(3))
it = iter([1, 2, 3])
r_iter = next(it), list(it), next(it, 'done')
r_builtins = list(zip([1, 2], 'ab')), list(enumerate('ab', 1)), list(map(str, [1, 2])), list(filter(None, [0, 1, 2])), any([0, 1]), all([]), min(3, 1), max([1, 5, 2], key=lambda v: -v), sum([1, 2.5]), list(range(5, 0, -2))
squares = list(map(lambda a, b: a * b, [1, 2], [3, 4]))


def trial(v):
    out = []
    try:
        out.append('try')
        if v == 1:
            raise ValueError('bad', v)
        if v == 2:
            return out
        {}['k']
    except (TypeError, ValueError) as e:
        out.append(f'{type(e).__name__}:{e.args}')
    except KeyError as e:
        out.append(f'key {e}')
    else:
        out.append('else')
    finally:
        out.append('finally')
    return out


r_try = trial(1), trial(2), trial(3)


def chain():
    try:
        try:
            int('x')
        except ValueError as e:
            raise RuntimeError('wrapped') from e
    except RuntimeError as e:
        return str(e)


r_chain = chain()


def decorate(prefix):
    def wrap(fn):
        def inner(*args, **kwargs):
            return prefix + fn(*args, **kwargs)
        return inner
    return wrap


@decorate('<')
@decorate('(')
def word(x):
    return x


r_decorated = word('w')
if (m := 10) > 5:
    r_walrus = m


def kind(v):
    match v:
        case 0:
            return 'zero'
        case int() as i if i > 10:
            return f'big {i}'
        case [a, *rest]:
            return a, rest
        case {'k': val, **others}:
            return val, others
        case 'x' | 'y':
            return 'xy'
        case str(s):
            return s
        case _:
            return 'other'


r_match = kind(0), kind(11), kind(5), kind([1, 2, 3]), kind({'k': 1, 'z': 2}), kind('y'), kind('q'), kind(1.5)
fns = [lambda i=i: i for i in range(3)]
late = [lambda: i for i in range(3)]
r_closures = [fn() for fn in fns], [fn() for fn in late]
assert r_closures[0] == [0, 1, 2], 'message'
r_starred = [*range(2), *'ab'], {**{'a': 1}, 'b': 2}, (*[1], 2)
r_chained = (lambda *a, **k: (a, k))(1, *[2], x=3)
r_big = 2 ** 100, 12345678901234567890 % 97, int(1e20)
r_nested = [[i for i in range(j)] for j in range(3)]
r_cond = ['even' if i % 2 == 0 else 'odd' for i in range(3)]
a, b = 1, 2
a, b = b, a
r_swap = a, b
r_del = 'r_swap' in globals()
r_tuple = (1,) + (2,), (1, 2) * 2, (3, 1).index(1), tuple('ab'), ()
r_bool = bool(''), bool('a'), bool(0.0), isinstance(True, int), True == 1
r_minmax = min([], default=3), max('abc'), max((1, 2), (1, 3)), sorted('bca'), sorted({'b': 1, 'a': 2})
r_types = type(1).__name__, type('').__name__, type([]) is list, type(None).__name__, callable(len), callable(3)
r_getset = getattr('x', 'nope', None), hasattr([], 'append')


class Seen:
    def __getitem__(self, index):
        return index


seen = Seen()
r_subscript = seen[0, 1], seen[[0, 1]], seen[(0, 1)], seen[None]
r_defaults = max([], default=None), min([], default=0), 'abcd'.startswith('c', 2), 'abcd'.endswith('c', 0, 3)

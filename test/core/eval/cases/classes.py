# Classes: inheritance, C3, super, descriptors, special methods.
class A:
    kind = 'a'

    def __init__(self, x=1, *args, y=2, **kwargs):
        self.x = x
        self.args = args
        self.y = y
        self.kwargs = kwargs

    def who(self):
        return 'A'

    @property
    def double(self):
        return self.x * 2

    @double.setter
    def double(self, value):
        self.x = value // 2

    @classmethod
    def make(cls, n):
        return cls(n)

    @staticmethod
    def plus(a, b):
        return a + b

    def __add__(self, other):
        return A(self.x + (other.x if isinstance(other, A) else other))

    def __radd__(self, other):
        return A(other + self.x)

    def __eq__(self, other):
        return isinstance(other, A) and self.x == other.x

    def __hash__(self):
        return hash(self.x)

    def __getitem__(self, i):
        return self.args[i]

    def __len__(self):
        return len(self.args)

    def __call__(self, z):
        return self.x + z

    def __contains__(self, v):
        return v in self.args

    def __repr__(self):
        return f'A({self.x!r})'


class B(A):
    kind = 'b'

    def who(self):
        return 'B' + super().who()


class C(A):
    def who(self):
        return 'C' + super().who()


class D(B, C):
    def who(self):
        return 'D' + super(D, self).who()

    def __getattr__(self, name):
        if name.startswith('virtual_'):
            return name[8:]
        raise AttributeError(name)


a = A(3, 4, 5, y=6, z=7)
r_init = (a.x, a.args, a.y, a.kwargs)
r_mro = [k.__name__ for k in D.__mro__]
r_who = D().who()
r_property = a.double
a.double = 20
r_setter = a.x
r_make = B.make(9).x, type(B.make(9)).__name__
r_static = A.plus(1, 2), a.plus(3, 4)
r_add = (a + 1).x, (1 + a).x, (a + a).x
r_sum = sum([A(1), A(2)], 0).x
r_eq = A(1) == A(1), A(1) != A(2), A(1) in [A(2), A(1)]
r_item = a[0], a[-1], len(a), bool(a), bool(A())
r_call = a(5)
r_in = 4 in a, 9 in a
r_virtual = D().virtual_thing, hasattr(D(), 'other'), getattr(D(), 'missing', 'default')
r_isinstance = isinstance(D(), C), issubclass(D, A), isinstance(3, (str, int)), isinstance(True, int)
r_classattr = A.kind, B.kind, C.kind, D().kind
r_repr = repr([A(1), A('x')])
A.kind = 'changed'
r_changed = C.kind, B.kind


class Meta:
    registry = []

    def __init_subclass__(cls, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Meta.registry.append((cls.__name__, tag))


class Sub(Meta, tag='t'):
    pass


r_registry = Meta.registry


class Count(dict):
    def __missing__(self, key):
        return 0

    def bump(self, key):
        self[key] = self[key] + 1
        return self


r_count = Count().bump('a').bump('a')['a'], Count()['zzz'], isinstance(Count(), dict), len(Count().bump('q'))


class Stack(list):
    def push(self, x):
        self.append(x)
        return self

    def __getitem__(self, i):
        return ('item', super().__getitem__(i))


r_stack = Stack([1, 2]).push(3)[0], len(Stack([1, 2])), list(Stack('ab')), 2 in Stack([1, 2])


class Point(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]


r_point = Point(3, 4).x, Point(3, 4)[1], len(Point(1, 2)), Point(1, 2) == (1, 2)


class Size(int):
    def twice(self):
        return self * 2


r_size = Size(4).twice(), Size(3) + 1, Size(7) // 2


class Ctx:
    log = []

    def __enter__(self):
        Ctx.log.append('enter')
        return self

    def __exit__(self, kind, value, trace):
        Ctx.log.append('exit' if kind is None else kind.__name__)
        return kind is ValueError


with Ctx() as c, Ctx():
    Ctx.log.append('body')
with Ctx():
    raise ValueError('swallowed')
r_with = Ctx.log


class Desc:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner):
        return (self.name, owner.__name__)


class Owner:
    field = Desc()


r_desc = Owner().field


class Iter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        for i in range(self.n):
            yield i * i


r_iter = list(Iter(4)), max(Iter(3)), [x for x in Iter(3) if x], dict(zip('ab', Iter(2)))


class Cmp:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return self.v < other.v


r_sorted = [c.v for c in sorted([Cmp(3), Cmp(1), Cmp(2)])]
del r_classattr

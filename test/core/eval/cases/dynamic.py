# What classes do to classes, and names that are made of text.
import functools
import importlib
import math
import typing
from abc import ABC, abstractmethod


class Registered:
    registry = {}

    def __init_subclass__(cls, key=None, **kwargs):
        super().__init_subclass__(**kwargs)
        Registered.registry[key or cls.__name__.lower()] = cls


class One(Registered, key='first'):
    width = 1


class Two(Registered):
    width = 2


r_registry = {key: cls.width for key, cls in Registered.registry.items()}


class Slots:
    __slots__ = ('a', 'b')

    def __init__(self, a):
        self.a = a


s = Slots(3)
s.b = 4
r_slots = (s.a, s.b, hasattr(s, 'c'))

widths = [4, 8]


class Body:
    sizes = [w * 2 for w in widths]
    table = {name: i for i, name in enumerate('xyz')}
    total = sum(sizes)

    class Inner:
        depth = 3

        def twice(self):
            return self.depth * 2

    def make(self):
        return self.Inner().twice() + Body.Inner.depth


r_body = (Body.sizes, Body.table, Body.total, Body().make())


class Temperature:
    def __init__(self):
        self._celsius = 0

    @property
    def celsius(self):
        return self._celsius

    @celsius.setter
    def celsius(self, value):
        self._celsius = max(value, -273)

    @celsius.deleter
    def celsius(self):
        self._celsius = 'gone'


t = Temperature()
t.celsius = -500
cold = t.celsius
del t.celsius
r_property = (cold, t.celsius)


class Fallback:
    def __init__(self):
        self.options = {'depth': 2}

    def __getattr__(self, name):
        if name in self.options:
            return self.options[name]
        raise AttributeError(name)


f = Fallback()
r_getattr = (f.depth, getattr(f, 'width', 'none'), hasattr(f, 'depth'), hasattr(f, 'height'))


class Options(dict):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__ = self


o = Options(depth=2)
o.width = 8
o['height'] = 9
r_own_dict = (o.depth, o['width'], o.height, sorted(o))


class Config:
    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def merge(self, other):
        vars(self).update(other)
        return self


config = Config(a=1).merge({'b': 2})
config.__dict__['c'] = 3
r_dict = (config.a, config.b, config.c, list(vars(config)), len(config.__dict__), config.__dict__ == {'a': 1, 'b': 2, 'c': 3})
config.__dict__ = {'z': 26}
r_replaced = (config.z, hasattr(config, 'a'))

globals()['made_by_name'] = 41
r_globals = (made_by_name + 1, globals()['widths'], 'nothing' in globals(), globals().get('nothing', 0))


@functools.singledispatch
def describe(value, extra=0):
    return ('anything', extra)


@describe.register
def _(value: int, extra=0):
    return ('int', value, extra)


@describe.register(list)
def _(value, extra=0):
    return ('list', len(value), extra)


r_dispatch = (describe(3), describe([1, 2], extra=5), describe('x'), describe(True))


T = typing.TypeVar('T')


class Box(typing.Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item

    def map(self, function: typing.Callable[[T], T]) -> 'Box[T]':
        return Box(function(self.item))


class Sized(typing.Protocol):
    size: int

    def grow(self) -> int: ...


class Named(typing.NamedTuple):
    name: str
    size: int = 3

    def grow(self):
        return self.size + 1


r_generic = (Box[int](4).map(lambda x: x + 1).item, Named('a').grow(), Named('a', 5)._replace(name='b'))


class Base(ABC):
    @abstractmethod
    def area(self):
        ...

    @classmethod
    def unit(cls):
        return cls(1)


class Square(Base):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2


r_abstract = Square.unit().area()
try:
    Base()
    r_refused = False
except TypeError:
    r_refused = True

r_importlib = (importlib.import_module('math').floor(2.7), getattr(math, 'c' + 'eil')(2.1))


class Meta(type):
    made = []

    def __new__(mcs, name, bases, namespace, **kwargs):
        cls = super().__new__(mcs, name, bases, namespace)
        mcs.made.append(name)
        cls.tag = name.upper()
        return cls

    def __call__(cls, *args, **kwargs):
        instance = super().__call__(*args, **kwargs)
        instance.ready = True
        return instance


class Made(metaclass=Meta):
    def __init__(self, x):
        self.x = x


class Derived(Made):
    pass


r_metaclass = (Made.tag, Derived.tag, Made(2).ready, Derived(3).x, Meta.made)


class Singleton(type):
    instances = {}

    def __call__(cls, *args, **kwargs):
        if cls not in cls.instances:
            cls.instances[cls] = super().__call__(*args, **kwargs)
        return cls.instances[cls]


class Only(metaclass=Singleton):
    def __init__(self):
        self.count = 0


Only().count += 1
Only().count += 1
r_singleton = (Only().count, Only() is Only())


class Descriptor:
    def __set_name__(self, owner, name):
        self.name = '_' + name

    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name, 'unset')

    def __set__(self, instance, value):
        setattr(instance, self.name, value * 2)


class Described:
    size = Descriptor()


d = Described()
before = d.size
d.size = 21
r_descriptor = (before, d.size, d.__dict__, isinstance(Described.size, Descriptor))


def counted(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        wrapper.calls += 1
        return function(*args, **kwargs)

    wrapper.calls = 0
    return wrapper


@counted
def double(x):
    return 2 * x


r_decorated = (double(2), double(x=3), double.calls, double.__name__)


class Decorator:
    def __init__(self, times):
        self.times = times

    def __call__(self, function):
        return lambda *args: [function(*args)] * self.times


@Decorator(2)
def three():
    return 3


r_class_decorator = three()

made = type('Dynamic', (Square,), {'scale': 3, 'scaled': lambda self: self.area() * self.scale})
r_type = (made(2).scaled(), made.__name__, issubclass(made, Base))

r_operators = functools.reduce(lambda a, b: a * b, range(1, 6)), functools.partial(pow, 2)(5), [*map(int, '12')]
partial_method = type('P', (), {'power': functools.partialmethod(lambda self, n, base=2: base**n, 3)})
r_partialmethod = partial_method().power()


@functools.lru_cache(maxsize=None)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


r_cached = fibonacci(40)


class Cached:
    calls = 0

    @functools.cached_property
    def value(self):
        Cached.calls += 1
        return 5


cached = Cached()
r_cached_property = (cached.value + cached.value, Cached.calls)


class Ordered:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __eq__(self, other):
        return self.n == other.n


Ordered = functools.total_ordering(Ordered)
r_ordering = (Ordered(1) <= Ordered(2), Ordered(3) > Ordered(2), sorted([Ordered(2), Ordered(1)])[0].n)

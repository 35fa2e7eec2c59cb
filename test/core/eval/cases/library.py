# The standard library as model code uses it.
import collections
import copy
import dataclasses
import enum
import functools
import itertools
import math
import operator
from abc import ABC, abstractmethod
from collections import OrderedDict, defaultdict, namedtuple
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import partial, reduce, lru_cache, wraps
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Sequence, Tuple, Union

r_math = math.floor(2.7), math.ceil(2.1), math.sqrt(16), math.log2(8), math.log(math.e), math.pi, math.prod([2, 3]), math.gcd(12, 18), math.isclose(1.0, 1.0 + 1e-12), math.inf
od = OrderedDict([('a', 1), ('b', 2)])
od['c'] = 3
od.move_to_end('a')
r_od = list(od.items()), isinstance(od, dict)
dd = defaultdict(list)
dd['x'].append(1)
r_dd = dict(dd), len(dd)
P = namedtuple('P', ['x', 'y'], defaults=[5])
r_nt = P(1).y, P(1, 2)._replace(x=9).x, P(3, 4)[0], P(1, 2)._asdict(), [*P(1, 2)], P._fields
r_counter = collections.Counter('aab')['a']
r_deque = list(collections.deque([1, 2, 3], maxlen=2))
r_partial = partial(lambda a, b, c=0: (a, b, c), 1, c=3)(2)
r_reduce = reduce(operator.mul, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [[1], [2]], [])


@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


r_fib = fib(15)


def traced(fn):
    @wraps(fn)
    def inner(*args):
        return fn(*args)
    return inner


@traced
def named():
    """Doc."""
    return 1


r_wraps = named.__name__, named()
r_itertools = list(itertools.chain([1], [2, 3])), list(itertools.product('ab', [1, 2])), list(itertools.accumulate([1, 2, 3])), list(itertools.islice(itertools.count(3), 2)), list(itertools.repeat('x', 2)), list(itertools.zip_longest([1], 'ab')), list(itertools.combinations([1, 2, 3], 2)), list(itertools.chain.from_iterable([[1], [2]])), list(itertools.starmap(pow, [(2, 3)]))


@dataclass
class Config:
    width: int
    depth: int = 2
    names: List[str] = field(default_factory=list)

    def __post_init__(self):
        self.total = self.width * self.depth


r_dataclass = Config(3).total, Config(1, depth=4).depth, Config(1) == Config(1), dataclasses.replace(Config(2), depth=5).total, dataclasses.asdict(Config(1)), Config(3).names


@dataclass
class Child(Config):
    extra: str = 'e'


r_child = Child(2, extra='z').extra, [f.name for f in dataclasses.fields(Child)]


class Color(Enum):
    RED = 1
    GREEN = 'g'


class Level(IntEnum):
    LOW = 1
    HIGH = 5


r_enum = Color.RED.value, Color.RED.name, Color('g').name, Color['RED'].value, [c.name for c in Color], Color.RED == Color.RED, Color.RED is Color(1), Level.HIGH > 3, Level.LOW + 1, isinstance(Color.RED, Color), len(Color)


class Base(ABC):
    @abstractmethod
    def f(self): ...


class Impl(Base):
    def f(self):
        return 'impl'


r_abc = Impl().f()


@contextmanager
def managed(v):
    log.append('in')
    yield v + 1
    log.append('out')


log = []
with managed(1) as got:
    log.append(got)
r_context = log


class Pair(NamedTuple):
    a: int
    b: str = 'd'


r_typed = Pair(1).b, Pair(2, 'x')[1], Pair(1)._fields
nested = {'a': [1, {'b': 2}]}
deep = copy.deepcopy(nested)
deep['a'][1]['b'] = 99
shallow = copy.copy(nested)
r_copy = nested['a'][1]['b'], shallow['a'] is nested['a'], deep
Alias = Optional[Union[int, List[Tuple[int, ...]]]]


def typed(x: Optional[Callable[..., Any]] = None, *, y: Dict[str, Sequence[int]] = {}) -> Alias:
    return None


r_typing = typed()
r_operator = operator.itemgetter(1)([5, 6]), operator.attrgetter('x')(P(7, 8)), operator.add(1, 2)

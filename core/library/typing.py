# typing: names for annotations, which nothing reads at run time. A name in brackets is the name itself.
import collections
import collections.abc
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from collections.abc import (
    AsyncIterable, AsyncIterator, Awaitable, ByteString, Callable, Collection, Container, Coroutine, Generator, Hashable, ItemsView,
    Iterable, Iterator, KeysView, Mapping, MappingView, MutableMapping, MutableSequence, MutableSet, Reversible, Sequence, Sized,
    ValuesView,
)
from collections.abc import Set as AbstractSet

TYPE_CHECKING = False
List = list
Dict = dict
Tuple = tuple
Set = set
FrozenSet = frozenset
Type = type
Text = str
DefaultDict = defaultdict
Deque = deque


class _Special:
    """`Optional[int]`: remembers what stands in brackets for `get_args`."""

    def __init__(self, name, args=()):
        self._name = name
        self.__args__ = args

    def __getitem__(self, item):
        return _Special(self._name, item if isinstance(item, tuple) else (item,))

    def __or__(self, other):
        return _Special('Union', (self, other))

    def __ror__(self, other):
        return _Special('Union', (other, self))

    def __call__(self, *args, **kwargs):
        return self

    def __repr__(self):
        return f'typing.{self._name}'


Any = _Special('Any')
Union = _Special('Union')
Optional = _Special('Optional')
Literal = _Special('Literal')
Final = _Special('Final')
ClassVar = _Special('ClassVar')
Annotated = _Special('Annotated')
NoReturn = _Special('NoReturn')
Never = _Special('Never')
Self = _Special('Self')
LiteralString = _Special('LiteralString')
TypeAlias = _Special('TypeAlias')
TypeGuard = _Special('TypeGuard')
TypeIs = _Special('TypeIs')
Concatenate = _Special('Concatenate')
Required = _Special('Required')
NotRequired = _Special('NotRequired')
ReadOnly = _Special('ReadOnly')
Unpack = _Special('Unpack')


class Generic:
    def __class_getitem__(cls, item):
        return cls


class Protocol(Generic):
    pass


class SupportsInt(Protocol):
    pass


class SupportsFloat(Protocol):
    pass


class SupportsIndex(Protocol):
    pass


class ContextManager(Protocol):
    pass


AsyncContextManager = ContextManager


class Pattern(Protocol):
    pass


class Match(Protocol):
    pass


class IO(Protocol):
    pass


class TextIO(IO):
    pass


class BinaryIO(IO):
    pass


class TypeVar(_Special):
    def __init__(self, name, *constraints, **options):
        super().__init__(name)
        self.__name__ = name


class ParamSpec(TypeVar):
    args = Any
    kwargs = Any


class TypeVarTuple(TypeVar):
    def __iter__(self):
        return iter([self])


AnyStr = TypeVar('AnyStr')


def NewType(name, tp):
    return lambda value: value


class NamedTuple(tuple):
    """class Point(NamedTuple): x: int; y: int = 0"""

    def __init_subclass__(cls, **options):
        names = list(cls.__dict__.get('__annotations__', {}))
        if names:
            defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
            for key, value in collections._record_members(cls.__name__, names, defaults).items():
                if key in names or key not in cls.__dict__:
                    setattr(cls, key, staticmethod(value) if key == '__new__' else value)


class TypedDict(dict):
    def __init_subclass__(cls, **options):
        pass


def _same(value):
    return value


overload = final = no_type_check = runtime_checkable = override = _same


def cast(typ, val):
    return val


def assert_type(val, typ):
    return val


def reveal_type(obj):
    return obj


def deprecated(*args, **kwargs):
    return _same


def dataclass_transform(**options):
    return _same


def get_args(tp):
    return getattr(tp, '__args__', ())


def get_origin(tp):
    return None


def get_type_hints(obj, *args, **kwargs):
    return dict(getattr(obj, '__annotations__', {}))


class ForwardRef:
    def __init__(self, arg, is_argument=True, module=None, *, is_class=False):
        self.__forward_arg__ = arg

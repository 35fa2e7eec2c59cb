# collections.abc: what kind of container something is. `__instancehook__` answers isinstance for classes that do not inherit.


def _has(type, *names):
    return all(hasattr(type, name) for name in names)


class Hashable:
    def __instancehook__(type):
        return not issubclass(type, (list, dict, set))


class Iterable:
    def __instancehook__(type):
        return issubclass(type, _ITERABLES) or _has(type, '__iter__')

    def __class_getitem__(cls, item):
        return cls


class Iterator(Iterable):
    def __instancehook__(type):
        return _has(type, '__iter__', '__next__')

    def __iter__(self):
        return self


class Generator(Iterator):
    def __instancehook__(type):
        return _has(type, '__iter__', '__next__', 'send')


class Reversible(Iterable):
    def __instancehook__(type):
        return issubclass(type, (list, tuple, dict, str, range)) or _has(type, '__reversed__')


class Sized:
    def __instancehook__(type):
        return issubclass(type, _COLLECTIONS) or _has(type, '__len__')


class Container:
    def __instancehook__(type):
        return issubclass(type, _COLLECTIONS) or _has(type, '__contains__')

    def __class_getitem__(cls, item):
        return cls


class Collection(Sized, Iterable, Container):
    def __instancehook__(type):
        return issubclass(type, _COLLECTIONS) or _has(type, '__len__', '__iter__', '__contains__')


class Callable:
    def __instancehook__(type):
        return issubclass(type, _CALLABLES) or _has(type, '__call__')

    def __class_getitem__(cls, item):
        return cls


class Sequence(Reversible, Collection):
    def __instancehook__(type):
        return issubclass(type, (list, tuple, str, bytes, range))

    def __iter__(self):
        for i in range(len(self)):
            yield self[i]

    def __contains__(self, value):
        return any(value == item for item in self)

    def __reversed__(self):
        for i in reversed(range(len(self))):
            yield self[i]

    def index(self, value):
        for i, item in enumerate(self):
            if item == value:
                return i
        raise ValueError(f'{value!r} is not in the sequence')

    def count(self, value):
        return sum(1 for item in self if item == value)


class MutableSequence(Sequence):
    def __instancehook__(type):
        return issubclass(type, list)

    def append(self, value):
        self.insert(len(self), value)

    def extend(self, values):
        for value in values:
            self.append(value)

    def pop(self, index=-1):
        value = self[index]
        del self[index]
        return value


class Set(Collection):
    def __instancehook__(type):
        return issubclass(type, (set, frozenset))


class MutableSet(Set):
    def __instancehook__(type):
        return issubclass(type, set)


class Mapping(Collection):
    def __instancehook__(type):
        return issubclass(type, dict)

    def get(self, key, default=None):
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key):
        try:
            self[key]
        except KeyError:
            return False
        return True

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]


class MutableMapping(Mapping):
    def __instancehook__(type):
        return issubclass(type, dict)

    def pop(self, key, *default):
        if key not in self and default:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other=(), **items):
        for key, value in [*(other.items() if hasattr(other, 'items') else other), *items.items()]:
            self[key] = value


class MappingView(Sized):
    pass


class KeysView(MappingView, Set):
    pass


class ItemsView(MappingView, Set):
    pass


class ValuesView(MappingView, Collection):
    pass


class Awaitable:
    pass


class Coroutine(Awaitable):
    pass


class AsyncIterable:
    pass


class AsyncIterator(AsyncIterable):
    pass


class ByteString(Sequence):
    pass


class Buffer:
    pass


_COLLECTIONS = (list, tuple, dict, set, frozenset, str, bytes, range)
_ITERABLES = (*_COLLECTIONS, type(iter([])), type(_ for _ in []))
_CALLABLES = (type, type(len), type(lambda: None), type([].append))

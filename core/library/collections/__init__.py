# collections: dicts with an order or a default, tuples with names, counters, queues.
from . import abc

_MISSING = object()


class OrderedDict(dict):
    def move_to_end(self, key, last=True):
        items = [(k, v) for k, v in self.items() if k != key]
        items.insert(len(items) if last else 0, (key, self[key]))
        self.clear()
        self.update(items)

    def popitem(self, last=True):
        if not self:
            raise KeyError('dictionary is empty')
        key = list(self)[-1 if last else 0]
        return key, self.pop(key)

    def copy(self):
        return type(self)(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        return cls((key, value) for key in iterable)


class defaultdict(dict):
    def __init__(self, default_factory=None, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        self[key] = self.default_factory()
        return self[key]

    def copy(self):
        return defaultdict(self.default_factory, self)


class Counter(dict):
    def __init__(self, iterable=None, **counts):
        super().__init__()
        self.update(iterable, **counts)

    def __missing__(self, key):
        return 0

    def update(self, iterable=None, **counts):
        if isinstance(iterable, dict):
            counts = {**iterable, **counts}
        else:
            for key in iterable or ():
                self[key] = self[key] + 1
        for key, count in counts.items():
            self[key] = self[key] + count

    def most_common(self, n=None):
        return sorted(self.items(), key=lambda item: item[1], reverse=True)[:n]

    def elements(self):
        return (key for key, count in self.items() for _ in range(count))

    def total(self):
        return sum(self.values())


class deque:
    def __init__(self, iterable=(), maxlen=None):
        self._items = []
        self.maxlen = maxlen
        self.extend(iterable)

    def append(self, x):
        self._items.append(x)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            self._items.pop(0)

    def appendleft(self, x):
        self._items.insert(0, x)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            self._items.pop()

    def extend(self, iterable):
        for x in iterable:
            self.append(x)

    def extendleft(self, iterable):
        for x in iterable:
            self.appendleft(x)

    def pop(self):
        return self._items.pop()

    def popleft(self):
        return self._items.pop(0)

    def rotate(self, n=1):
        if self._items:
            n %= len(self._items)
            self._items = self._items[-n:] + self._items[:-n] if n else self._items

    def clear(self):
        self._items.clear()

    def count(self, x):
        return self._items.count(x)

    def index(self, x):
        return self._items.index(x)

    def remove(self, x):
        self._items.remove(x)

    def reverse(self):
        self._items.reverse()

    def copy(self):
        return deque(self._items, self.maxlen)

    def __len__(self):
        return len(self._items)

    def __iter__(self):
        return iter(self._items)

    def __reversed__(self):
        return reversed(self._items)

    def __contains__(self, x):
        return x in self._items

    def __getitem__(self, index):
        return self._items[index]

    def __setitem__(self, index, x):
        self._items[index] = x


class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for one in self.maps:
            if key in one:
                return one[key]
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __contains__(self, key):
        return any(key in one for one in self.maps)

    def __iter__(self):
        return iter({key: None for one in reversed(self.maps) for key in one})

    def __len__(self):
        return len(list(iter(self)))

    def get(self, key, default=None):
        return self[key] if key in self else default

    def keys(self):
        return list(self)

    def values(self):
        return [self[key] for key in self]

    def items(self):
        return [(key, self[key]) for key in self]

    def new_child(self, m=None):
        return ChainMap({} if m is None else m, *self.maps)


class UserDict(dict):
    @property
    def data(self):
        return self


class UserList(list):
    @property
    def data(self):
        return self


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    names = field_names.replace(',', ' ').split() if isinstance(field_names, str) else list(field_names)
    given = list(defaults) if defaults is not None else []
    return _record(typename, names, dict(zip(names[len(names) - len(given) :], given)))


def _record(typename, names, defaults, base=tuple):
    """A tuple class whose items have names."""
    return type(typename, (base,), _record_members(typename, names, defaults))


def _record_members(typename, names, defaults):
    def new(cls, *args, **kwargs):
        if len(args) > len(names):
            raise TypeError(f'{typename}() takes {len(names)} positional arguments but {len(args)} were given')
        values = list(args)
        for name in names[len(args) :]:
            if name in kwargs:
                values.append(kwargs.pop(name))
            elif name in defaults:
                values.append(defaults[name])
            else:
                raise TypeError(f"{typename}() missing required argument: '{name}'")
        for name in kwargs:
            raise TypeError(f"{typename}() got an unexpected keyword argument '{name}'")
        return tuple.__new__(cls, values)

    def make(cls, iterable):
        return cls(*iterable)

    def asdict(self):
        return dict(zip(names, self))

    def replace(self, **changes):
        return type(self)(**{**asdict(self), **changes})

    def text(self):
        return f'{type(self).__name__}(' + ', '.join(f'{name}={value!r}' for name, value in zip(names, self)) + ')'

    def item(index):
        return property(lambda self: self[index])

    return {
        '__new__': new, '_make': classmethod(make), '_asdict': asdict, '_replace': replace, '__repr__': text,
        '_fields': tuple(names), '_field_defaults': defaults, '__match_args__': tuple(names),
        **{name: item(index) for index, name in enumerate(names)},
    }

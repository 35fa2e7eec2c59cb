# functools: functions made of functions.
import _convlens

_MISSING = object()


class partial:
    def __init__(self, func, /, *args, **keywords):
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        if not callable(func):
            raise TypeError('the first argument must be callable')
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        items = [repr(self.func), *map(repr, self.args), *(f'{k}={v!r}' for k, v in self.keywords.items())]
        return f'functools.partial({", ".join(items)})'


class partialmethod:
    def __init__(self, func, /, *args, **keywords):
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        return partial(self.func, instance, *self.args, **self.keywords)


def reduce(function, iterable, initial=_MISSING):
    items = iter(iterable)
    if initial is _MISSING:
        for value in items:
            break
        else:
            raise TypeError('reduce() of empty iterable with no initial value')
    else:
        value = initial
    for item in items:
        value = function(value, item)
    return value


WRAPPER_ASSIGNMENTS = ('__module__', '__name__', '__qualname__', '__doc__')
WRAPPER_UPDATES = ('__dict__',)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        if name == '__doc__' and _convlens.share_docstring(wrapper, wrapped):
            continue
        if hasattr(wrapped, name):
            setattr(wrapper, name, getattr(wrapped, name))
    for name, value in getattr(wrapped, '__dict__', {}).items():
        setattr(wrapper, name, value)
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


def lru_cache(maxsize=128, typed=False):
    """Remembers every result; what cannot be a key is computed again."""
    if callable(maxsize):
        return cache(maxsize)
    return cache


def cache(user_function):
    results = {}

    def wrapper(*args, **kwargs):
        try:
            key = (args, tuple(kwargs.items()))
            if key in results:
                return results[key]
        except TypeError:
            return user_function(*args, **kwargs)
        results[key] = user_function(*args, **kwargs)
        return results[key]

    wrapper.cache_clear = results.clear
    return update_wrapper(wrapper, user_function)


class cached_property:
    def __init__(self, func):
        self.func = func
        self.name = func.__name__

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = self.func(instance)
        # The instance's own attribute hides this descriptor from now on.
        setattr(instance, self.name, value)
        return value


def singledispatch(func):
    registry = {object: func}

    def dispatch(cls):
        for candidate in cls.__mro__:
            if candidate in registry:
                return registry[candidate]
        return func

    def register(cls, function=None):
        if function is None and not isinstance(cls, type):
            function, cls = cls, list(cls.__annotations__.values())[0]
        if function is None:
            return lambda f: register(cls, f)
        registry[cls] = function
        return function

    def wrapper(*args, **kwargs):
        return dispatch(type(args[0]))(*args, **kwargs)

    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return update_wrapper(wrapper, func)


class singledispatchmethod:
    def __init__(self, func):
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)

    def __get__(self, instance, owner=None):
        def method(*args, **kwargs):
            return self.dispatcher.dispatch(type(args[0])).__get__(instance, owner)(*args, **kwargs)

        return method


def total_ordering(cls):
    """The comparisons that are missing, from the one that is there."""
    own = cls.__dict__
    if '__lt__' in own:
        cls.__gt__ = lambda a, b: not (a < b or a == b)
        cls.__le__ = lambda a, b: a < b or a == b
        cls.__ge__ = lambda a, b: not a < b
    elif '__gt__' in own:
        cls.__lt__ = lambda a, b: not (a > b or a == b)
        cls.__ge__ = lambda a, b: a > b or a == b
        cls.__le__ = lambda a, b: not a > b
    elif '__le__' in own:
        cls.__lt__ = lambda a, b: a <= b and not a == b
        cls.__ge__ = lambda a, b: not a <= b or a == b
        cls.__gt__ = lambda a, b: not a <= b
    elif '__ge__' in own:
        cls.__gt__ = lambda a, b: a >= b and not a == b
        cls.__le__ = lambda a, b: not a >= b or a == b
        cls.__lt__ = lambda a, b: not a >= b
    else:
        raise ValueError('must define at least one ordering operation: < > <= >=')
    return cls


def cmp_to_key(mycmp):
    class Key:
        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

    return Key

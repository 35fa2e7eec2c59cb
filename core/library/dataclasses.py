# dataclasses: methods made of a class's annotated names.
import copy
from types import SimpleNamespace

MISSING = object()
KW_ONLY = object()


class FrozenInstanceError(AttributeError):
    pass


class InitVar:
    def __class_getitem__(cls, item):
        return cls


class Field:
    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = metadata or {}
        self.kw_only = kw_only
        self.only_init = False


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None, kw_only=MISSING):
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError('cannot specify both default and default_factory')
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def _collect(cls, kw_only):
    """The fields by name, inherited ones first."""
    found = {}
    for base in reversed(cls.__mro__[1:]):
        for one in getattr(base, '__dataclass_fields__', {}).values():
            found[one.name] = one
    for name, annotation in cls.__dict__.get('__annotations__', {}).items():
        text = annotation if isinstance(annotation, str) else repr(annotation)
        if annotation is KW_ONLY or text.endswith('KW_ONLY'):
            kw_only = True
            continue
        if 'ClassVar' in text:
            continue
        value = cls.__dict__.get(name, MISSING)
        one = value if isinstance(value, Field) else field(default=value)
        if isinstance(one.default, (list, dict, set)):
            raise ValueError(f'mutable default {type(one.default)} for field {name} is not allowed: use default_factory')
        one.name = name
        one.type = annotation
        one.only_init = annotation is InitVar or 'InitVar' in text
        if one.kw_only is MISSING:
            one.kw_only = kw_only
        if isinstance(value, Field):
            if one.default is not MISSING:
                setattr(cls, name, one.default)
            else:
                delattr(cls, name)
        found[name] = one
    return found


def _make_init(cls, every, frozen):
    positional = [one.name for one in every if one.init and not one.kw_only]
    required = False
    for one in reversed([one for one in every if one.init and not one.kw_only]):
        if one.default is MISSING and one.default_factory is MISSING:
            required = True
        elif required:
            raise TypeError(f'non-default argument follows default argument {one.name!r}')

    def init(self, *args, **kwargs):
        if len(args) > len(positional):
            raise TypeError(f'{cls.__name__}.__init__() takes {len(positional)} positional arguments but {len(args)} were given')
        given = dict(zip(positional, args))
        for name, value in kwargs.items():
            if name in given:
                raise TypeError(f"{cls.__name__}.__init__() got multiple values for argument '{name}'")
            given[name] = value
        only_init = []
        for one in every:
            if one.init and one.name in given:
                value = given.pop(one.name)
            elif one.default_factory is not MISSING:
                value = one.default_factory()
            elif one.default is not MISSING:
                value = one.default
            elif one.init:
                raise TypeError(f"{cls.__name__}.__init__() missing required argument: '{one.name}'")
            else:
                continue
            if one.only_init:
                only_init.append(value)
            elif frozen:
                object.__setattr__(self, one.name, value)
            else:
                setattr(self, one.name, value)
        for name in given:
            raise TypeError(f"{cls.__name__}.__init__() got an unexpected keyword argument '{name}'")
        if hasattr(self, '__post_init__'):
            self.__post_init__(*only_init)

    return init


def _frozen_setattr(self, name, value):
    raise FrozenInstanceError(f"cannot assign to field '{name}'")


def _frozen_delattr(self, name):
    raise FrozenInstanceError(f"cannot delete field '{name}'")


def _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only):
    collected = _collect(cls, kw_only)
    cls.__dataclass_fields__ = collected
    cls.__dataclass_params__ = SimpleNamespace(
        init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen, match_args=match_args, kw_only=kw_only)
    every = list(collected.values())
    kept = [one for one in every if not one.only_init]
    shown = [one.name for one in kept if one.repr]
    compared = [one.name for one in kept if one.compare]
    own = cls.__dict__

    def values(self):
        return tuple(getattr(self, name) for name in compared)

    if init:
        cls.__init__ = _make_init(cls, every, frozen)
    if repr and '__repr__' not in own:
        cls.__repr__ = lambda self: (
            type(self).__name__ + '(' + ', '.join(f'{name}={getattr(self, name)!r}' for name in shown) + ')')
    if eq and '__eq__' not in own:
        cls.__eq__ = lambda self, other: values(self) == values(other) if type(other) is type(self) else NotImplemented
    if order:
        cls.__lt__ = lambda self, other: values(self) < values(other)
        cls.__le__ = lambda self, other: values(self) <= values(other)
        cls.__gt__ = lambda self, other: values(self) > values(other)
        cls.__ge__ = lambda self, other: values(self) >= values(other)
    if (eq and frozen or unsafe_hash) and '__hash__' not in own:
        cls.__hash__ = lambda self: hash(values(self))
    if frozen:
        cls.__setattr__ = _frozen_setattr
        cls.__delattr__ = _frozen_delattr
    if match_args:
        cls.__match_args__ = tuple(one.name for one in every if one.init and not one.kw_only)
    return cls


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False, match_args=True,
              kw_only=False, slots=False, weakref_slot=False):
    def wrap(cls):
        return _process(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only)

    return wrap if cls is None else wrap(cls)


def fields(class_or_instance):
    if not hasattr(class_or_instance, '__dataclass_fields__'):
        raise TypeError('must be called with a dataclass type or instance')
    return tuple(one for one in class_or_instance.__dataclass_fields__.values() if not one.only_init)


def is_dataclass(obj):
    return hasattr(obj, '__dataclass_fields__')


def replace(obj, /, **changes):
    for one in fields(obj):
        if one.init and one.name not in changes:
            changes[one.name] = getattr(obj, one.name)
    return type(obj)(**changes)


def _plain(value, factory):
    if is_dataclass(value) and not isinstance(value, type):
        return factory([(one.name, _plain(getattr(value, one.name), factory)) for one in fields(value)])
    if isinstance(value, dict):
        return {_plain(k, factory): _plain(v, factory) for k, v in value.items()}
    if isinstance(value, tuple) and hasattr(value, '_fields'):
        return type(value)(*[_plain(item, factory) for item in value])
    if isinstance(value, (list, tuple)):
        return type(value)([_plain(item, factory) for item in value])
    return copy.deepcopy(value)


def asdict(obj, *, dict_factory=dict):
    return _plain(obj, dict_factory)


def astuple(obj, *, tuple_factory=tuple):
    return tuple_factory([_plain(getattr(obj, one.name), dict) for one in fields(obj)])


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, **options):
    members = dict(namespace or {})
    annotations = {}
    for one in fields:
        name, annotation, *default = (one, 'Any') if isinstance(one, str) else one
        annotations[name] = annotation
        if default:
            members[name] = default[0]
    return dataclass(type(cls_name, tuple(bases), {**members, '__annotations__': annotations}), **options)

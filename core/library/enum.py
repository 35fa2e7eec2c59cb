# enum: a class whose names become its instances, once its body is done. Looking up by value or name, iterating and counting go
# through hooks of the class, where Python has a metaclass.
import _convlens


class auto:
    """The next value, told once the class's body is done; what the body combines of it is told then, too."""

    value = None

    def resolve(self):
        return self.value

    def __or__(self, other):
        return _Combined(self, other, lambda a, b: a | b)

    def __and__(self, other):
        return _Combined(self, other, lambda a, b: a & b)

    def __xor__(self, other):
        return _Combined(self, other, lambda a, b: a ^ b)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__


class _Combined(auto):
    def __init__(self, left, right, combine):
        self.left = left
        self.right = right
        self.combine = combine

    def resolve(self):
        left, right = (part.resolve() if isinstance(part, auto) else part for part in (self.left, self.right))
        return self.combine(left, right)


class nonmember:
    def __init__(self, value):
        self.value = value


class member(nonmember):
    pass


def _is_member(name, value):
    if name.startswith('_') and name.endswith('_') or isinstance(value, nonmember) and not isinstance(value, member):
        return False
    # Functions, classes, properties and other descriptors stay what they are.
    return not (callable(value) and not isinstance(value, partial_types)) and not isinstance(value, (property, staticmethod, classmethod)) \
        and not hasattr(type(value), '__get__')


partial_types = ()


class Enum:
    _member_map_ = {}
    _member_type_ = object

    def __init_subclass__(cls, **options):
        if cls._member_map_:
            raise TypeError(f'{cls.__name__}: cannot extend an enumeration that has members')
        for base in cls.__mro__:
            if base in (int, float, str, bytes, tuple):
                cls._member_type_ = base
        cls._member_map_ = cls.__members__ = {}
        before = []
        for name, value in list(cls.__dict__.items()):
            if name == '__annotations__' or not _is_member(name, value):
                continue
            if isinstance(value, member):
                value = value.value
            if isinstance(value, _Combined):
                value = value.resolve()
            elif isinstance(value, auto):
                value.value = cls._generate_next_value_(name, 1, len(before), before)
                value = value.value
            elif isinstance(value, tuple) and any(isinstance(item, auto) for item in value):
                value = tuple(cls._generate_next_value_(name, 1, len(before), before) if isinstance(item, auto) else item for item in value)
            one = _make_member(cls, name, value)
            before.append(one._value_)
            cls._member_map_[name] = one
            setattr(cls, name, one)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return max(last_values) + 1 if last_values else start

    @classmethod
    def _missing_(cls, value):
        return None

    @property
    def name(self):
        return self._name_

    @property
    def value(self):
        return self._value_

    def __repr__(self):
        return f'<{type(self).__name__}.{self._name_}: {self._value_!r}>'

    def __str__(self):
        return f'{type(self).__name__}.{self._name_}'

    def __hash__(self):
        return hash(self._name_)

    def __eq__(self, other):
        if self is other:
            return True
        return type(self)._member_type_ is not object and self._value_ == (other._value_ if isinstance(other, Enum) else other)

    def __reduce_ex__(self, protocol):
        return type(self), (self._value_,)


def _make_member(cls, name, value):
    """A new member, or the earlier one with the same value, of which this name is an alias."""
    args = value if isinstance(value, tuple) and cls._member_type_ is not tuple else (value,)
    own_new = None
    for base in cls.__mro__:
        if base is Enum or base is cls._member_type_:
            break
        if '__new__' in base.__dict__:
            own_new = base.__new__
            break
    if own_new is not None:
        one = own_new(cls, *args)
        if not hasattr(one, '_value_'):
            one._value_ = value
    elif cls._member_type_ is object:
        one = object.__new__(cls)
        one._value_ = value
    else:
        one = cls._member_type_.__new__(cls, *args)
        one._value_ = cls._member_type_(*args)
    for earlier in cls._member_map_.values():
        if earlier._value_ == one._value_:
            return earlier
    one._name_ = name
    one.__objclass__ = cls
    if cls.__init__ is not object.__init__ and cls._member_type_ is object:
        one.__init__(*args)
    return one


def _members(cls):
    """Without aliases."""
    return [one for name, one in cls._member_map_.items() if one._name_ == name]


def _by_value(cls, value, names=None, **options):
    if not cls._member_map_ and names is not None:
        return _functional(cls, value, names)
    if isinstance(value, cls):
        return value
    for one in cls._member_map_.values():
        if one._value_ == value:
            return one
    found = cls._missing_(value)
    if found is None:
        raise ValueError(f'{value!r} is not a valid {cls.__name__}')
    return found


def _functional(cls, name, names):
    """Enum('Color', 'RED GREEN')"""
    if isinstance(names, str):
        names = names.replace(',', ' ').split()
    if not isinstance(names, dict):
        names = {item: i for i, item in enumerate(names, 1)} if all(isinstance(item, str) for item in names) else dict(names)
    made = type(name, (cls,), dict(names))
    return made


def _by_name(cls, name):
    return cls._member_map_[name]


def _contains(cls, value):
    return any(one is value or one._value_ == value for one in cls._member_map_.values())


_convlens.class_hooks(
    Enum, call=_by_value, iterate=_members, getitem=_by_name, contains=_contains, length=lambda cls: len(_members(cls)))


class ReprEnum(Enum):
    pass


class IntEnum(int, ReprEnum):
    def __str__(self):
        return str(self._value_)


class StrEnum(str, ReprEnum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    def __str__(self):
        return self._value_


class Flag(Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return 2 * max(last_values) if last_values else start

    @classmethod
    def _missing_(cls, value):
        one = object.__new__(cls)
        one._value_ = value
        one._name_ = '|'.join(other._name_ for other in _members(cls) if other._value_ & value) or None
        return one

    def __or__(self, other):
        return _by_value(type(self), self._value_ | other._value_)

    def __and__(self, other):
        return _by_value(type(self), self._value_ & other._value_)

    def __xor__(self, other):
        return _by_value(type(self), self._value_ ^ other._value_)

    def __invert__(self):
        every = 0
        for one in _members(type(self)):
            every |= one._value_
        return _by_value(type(self), every & ~self._value_)

    def __contains__(self, other):
        return self._value_ & other._value_ == other._value_

    def __bool__(self):
        return bool(self._value_)


class IntFlag(int, Flag):
    pass


EnumMeta = EnumType = type


def unique(enumeration):
    for name, one in enumeration._member_map_.items():
        if one._name_ != name:
            raise ValueError(f'duplicate values found in {enumeration!r}: {name} -> {one._name_}')
    return enumeration


def verify(*checks):
    return lambda enumeration: enumeration


def global_enum(cls):
    return cls

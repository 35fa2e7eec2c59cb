# abc: classes that only their subclasses make instances of.


class ABCMeta(type):
    def register(cls, subclass):
        return subclass

    def __call__(cls, *args, **kwargs):
        missing = _missing(cls)
        if missing:
            methods = 'method' if len(missing) == 1 else 'methods'
            raise TypeError(f"Can't instantiate abstract class {cls.__name__} with abstract {methods} {', '.join(sorted(missing))}")
        return super().__call__(*args, **kwargs)


def _missing(cls):
    """The abstract methods that no class before their own defines anew."""
    known = cls.__dict__.get('_abstract_methods_left')
    if known is None:
        seen, known = set(), []
        for base in cls.__mro__:
            for name, value in base.__dict__.items():
                if name not in seen and getattr(value, '__isabstractmethod__', False) is True:
                    known.append(name)
                seen.add(name)
        cls._abstract_methods_left = known
    return known


class ABC(metaclass=ABCMeta):
    pass


def abstractmethod(funcobj):
    try:
        funcobj.__isabstractmethod__ = True
    except AttributeError:
        pass
    return funcobj


def abstractproperty(fget):
    return property(fget)


def abstractclassmethod(callable):
    return classmethod(callable)


def abstractstaticmethod(callable):
    return staticmethod(callable)

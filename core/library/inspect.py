# inspect: signatures and kinds of objects.
import _convlens
import types
from collections import OrderedDict


class _Empty:
    pass


_KINDS = {'positionalOnly': 0, 'positional': 1, 'star': 2, 'keywordOnly': 3, 'doubleStar': 4}


class Parameter:
    empty = _Empty
    POSITIONAL_ONLY = 0
    POSITIONAL_OR_KEYWORD = 1
    VAR_POSITIONAL = 2
    KEYWORD_ONLY = 3
    VAR_KEYWORD = 4

    def __init__(self, name, kind, *, default=_Empty, annotation=_Empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation


class BoundArguments:
    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    def apply_defaults(self):
        for name, parameter in self.signature.parameters.items():
            if name not in self.arguments and parameter.default is not _Empty:
                self.arguments[name] = parameter.default


class Signature:
    empty = _Empty

    def __init__(self, parameters=()):
        self.parameters = OrderedDict((parameter.name, parameter) for parameter in parameters)
        self.return_annotation = _Empty

    def bind(self, *args, **kwargs):
        names = [p.name for p in self.parameters.values() if p.kind in (0, 1)]
        return BoundArguments(self, {**dict(zip(names, args)), **kwargs})

    bind_partial = bind


def signature(obj, **options):
    if isinstance(obj, type):
        obj = obj.__init__
        skipped = 1
    else:
        skipped = 0
    found = _convlens.signature(obj)
    if _convlens.is_unknown(found):
        return found
    return Signature(
        Parameter(name, _KINDS[kind], default=default if has_default else _Empty) for name, kind, has_default, default in found[skipped:])


def getfullargspec(func):
    return _convlens.unknown('the arguments of a function')


def isfunction(obj):
    return isinstance(obj, types.FunctionType)


def ismethod(obj):
    return isinstance(obj, types.MethodType)


def isbuiltin(obj):
    return isinstance(obj, types.BuiltinFunctionType)


def isroutine(obj):
    return isfunction(obj) or ismethod(obj) or isbuiltin(obj)


def isclass(obj):
    return isinstance(obj, type)


def ismodule(obj):
    return type(obj).__name__ == 'module'


def isgenerator(obj):
    return isinstance(obj, types.GeneratorType)


def isgeneratorfunction(obj):
    return _convlens.unknown('whether a function is a generator')


def isabstract(obj):
    return False


def getmembers(obj, predicate=None):
    found = [(name, getattr(obj, name)) for name in dir(obj)]
    return sorted([pair for pair in found if predicate is None or predicate(pair[1])], key=lambda pair: pair[0])


def getmro(cls):
    return cls.__mro__


def getdoc(obj):
    return obj.__doc__


def getmodule(obj):
    return _convlens.unknown('the module of an object')


def _unknown(*args, **kwargs):
    return _convlens.unknown('source code as text')


getsource = getsourcelines = currentframe = stack = _unknown


def getfile(object):
    return _convlens.source_file(object)


getsourcefile = getfile


def unwrap(func, *, stop=None):
    while hasattr(func, '__wrapped__'):
        func = func.__wrapped__
    return func


def cleandoc(doc):
    return doc

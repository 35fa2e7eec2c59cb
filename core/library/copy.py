# copy: objects over again.
import _convlens


class Error(Exception):
    pass


def copy(x):
    if hasattr(x, '__copy__'):
        return x.__copy__()
    return _convlens.copy(x)


def deepcopy(x, memo=None):
    return _convlens.deepcopy(x)


def replace(obj, /, **changes):
    return obj.__replace__(**changes)

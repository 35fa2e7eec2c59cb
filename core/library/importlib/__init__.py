# importlib: modules by name.
import _convlens
from . import abc, machinery, metadata, util


def import_module(name, package=None):
    return _convlens.unknown('a relative import by name') if name.startswith('.') else __import__(name, fromlist=['*'])


def reload(module):
    return module


def invalidate_caches():
    pass

# importlib: modules by name.
from . import abc, machinery, metadata, util


def import_module(name, package=None):
    if name.startswith('.'):
        if not package:
            raise TypeError(f"the 'package' argument is required to perform a relative import for {name!r}")
        level = len(name) - len(name.lstrip('.'))
        base = package.rsplit('.', level - 1)[0] if level > 1 else package
        name = f'{base}.{name[level:]}' if name[level:] else base
    return __import__(name, fromlist=['*'])


def reload(module):
    return module


def invalidate_caches():
    pass

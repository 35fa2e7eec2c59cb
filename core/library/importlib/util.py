# importlib.util
import _convlens
from .machinery import ModuleSpec


def find_spec(name, package=None):
    if name.startswith('.'):
        return _convlens.unknown('a relative import by name')
    return ModuleSpec(name, _convlens.unknown('the loader of a module')) if _convlens.has_module(name) else None


def module_from_spec(spec):
    return _convlens.unknown('a module by its file')


spec_from_file_location = module_from_spec

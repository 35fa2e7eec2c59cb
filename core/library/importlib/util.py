# importlib.util
import _convlens


def find_spec(name, package=None):
    return _convlens.unknown('whether a module is installed')


def module_from_spec(spec):
    return _convlens.unknown('a module by its file')


spec_from_file_location = module_from_spec

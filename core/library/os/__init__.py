# os: no environment is set, and no file is there to be asked for.
import _convlens
from . import path

name = 'posix'
sep = '/'
linesep = '\n'
pathsep = ':'
curdir = '.'


class _Environment(dict):
    """Asked with a default, nothing is set; what must be set is not known."""

    def __missing__(self, key):
        return _convlens.unknown(f'the environment variable {key}')


environ = _Environment()


def getenv(key, default=None):
    return environ.get(key, default)


def fspath(path):
    return path if isinstance(path, str) else path.__fspath__()


def getcwd():
    return _convlens.unknown('a folder of this machine')


def _ask(*args, **kwargs):
    return _convlens.unknown('what stands on this machine')


listdir = scandir = walk = stat = cpu_count = getpid = popen = system = urandom = _ask


def _ignore(*args, **kwargs):
    pass


makedirs = mkdir = remove = unlink = rename = rmdir = chdir = putenv = removedirs = replace = _ignore


class PathLike:
    def __instancehook__(type):
        return hasattr(type, '__fspath__')

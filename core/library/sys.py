# sys: a Python 3.12 without arguments.
import _convlens
from collections import namedtuple

_Version = namedtuple('version_info', ['major', 'minor', 'micro', 'releaselevel', 'serial'])
version_info = _Version(3, 12, 0, 'final', 0)
version = '3.12.0'


class _Implementation:
    name = 'cpython'
    cache_tag = 'cpython-312'
    version = version_info


implementation = _Implementation()


class _Arguments(list):
    """None are given; those that are asked for all the same are not known."""

    def __getitem__(self, index):
        if isinstance(index, int) and index >= len(self):
            return _convlens.unknown('an argument of the command line')
        return super().__getitem__(index)


argv = _Arguments([''])
path = []
modules = {}
platform = 'linux'
byteorder = 'little'
maxsize = 2**63 - 1
executable = ''
prefix = ''


class _Stream:
    def write(self, text):
        return len(text)

    def flush(self):
        pass

    def isatty(self):
        return False


stdout = _Stream()
stderr = _Stream()
stdin = _Stream()


def exit(status=None):
    raise SystemExit(status)


def exc_info():
    return None, None, None


def getrecursionlimit():
    return 1000


def setrecursionlimit(limit):
    pass


def getsizeof(obj, *default):
    return _convlens.unknown('bytes of an object')


def intern(string):
    return string


def _getframe(depth=0):
    return _convlens.unknown('a frame')

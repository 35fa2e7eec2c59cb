# sys: a Python 3.12 without arguments.
import _convlens
from collections import namedtuple

_Version = namedtuple('version_info', ['major', 'minor', 'micro', 'releaselevel', 'serial'])
version_info = _Version(3, 12, 0, 'final', 0)
version = '3.12.0'
argv = ['']
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

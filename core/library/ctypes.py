# ctypes: nothing in it is modelled.
import _convlens


def __getattr__(name):
    return _convlens.unknown('foreign functions')

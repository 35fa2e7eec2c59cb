# errno: nothing in it is modelled.
import _convlens


def __getattr__(name):
    return _convlens.unknown('numbers of system errors')

# urllib.request: the network is not there.
import _convlens


def __getattr__(name):
    return _convlens.unknown('the network')

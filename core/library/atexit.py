# atexit: as far as code asks for it.
import _convlens


def register(func, *args, **kwargs):
    return func


unregister = register


def __getattr__(name):
    return _convlens.unknown('what runs at the end')

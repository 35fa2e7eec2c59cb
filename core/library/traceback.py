# traceback: nothing is printed.
import _convlens


def print_exc(*args, **kwargs):
    pass


def format_exc(*args, **kwargs):
    return _convlens.unknown('a traceback')

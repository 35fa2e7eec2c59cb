# torch.autograd: whether operations are kept for gradients, which decides what training keeps; and functions written by hand.
import _convlens
import functools
from . import function, functional, graph
from .function import Function

_enabled = [True]


class _GradMode:
    """A context manager, and a decorator of a function that runs in it."""

    def __init__(self, mode):
        self.mode = mode

    def __enter__(self):
        self.before = _enabled[0]
        _set(self.mode)

    def __exit__(self, *error):
        _set(self.before)
        return False

    def __call__(self, function):
        if isinstance(function, type):
            return function

        @functools.wraps(function)
        def within(*args, **kwargs):
            with _GradMode(self.mode):
                return function(*args, **kwargs)

        return within


def _set(mode):
    _enabled[0] = mode
    _convlens.track(mode)


def no_grad(function=None):
    return _GradMode(False) if function is None else _GradMode(False)(function)


def enable_grad(function=None):
    return _GradMode(True) if function is None else _GradMode(True)(function)


def inference_mode(mode=True):
    return _GradMode(not mode) if isinstance(mode, bool) else _GradMode(False)(mode)


class set_grad_enabled(_GradMode):
    """Takes effect when called, also without `with`."""

    def __init__(self, mode):
        super().__init__(mode)
        self.before = _enabled[0]
        _set(mode)

    def __enter__(self):
        _set(self.mode)


def is_grad_enabled():
    return _enabled[0]


def is_inference_mode_enabled():
    return False


def Variable(data, requires_grad=False, volatile=None):
    return data


def backward(*args, **kwargs):
    pass


def grad(outputs, inputs, *args, **kwargs):
    return _convlens.unknown('gradients')


class detect_anomaly(_GradMode):
    def __init__(self, check_nan=True):
        super().__init__(True)


set_detect_anomaly = detect_anomaly

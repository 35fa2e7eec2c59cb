# torch.jit: compiling changes no result, so decorators give back what they get.
import _convlens
from typing import Final
from torch.nn import Module
from . import annotations

_is_instance = isinstance


def _same(obj, *args, **kwargs):
    return obj


script = export = freeze = optimize_for_inference = interface = script_if_tracing = _same


def ignore(drop=False, **kwargs):
    return drop if callable(drop) else lambda function: function


def unused(fn):
    return fn


def is_scripting():
    return False


def is_tracing():
    return False


def annotate(the_type, the_value):
    return the_value


def isinstance(obj, target_type):
    # of a container the types of its elements count too
    if target_type in (list, tuple, dict, set) or not _is_instance(target_type, type):
        return _convlens.unknown('a type as TorchScript sees it')
    return _is_instance(obj, target_type)


def trace(func, *args, **kwargs):
    return func


trace_module = trace


def load(f, *args, **kwargs):
    return _convlens.unknown('a TorchScript file')


def save(m, f, *args, **kwargs):
    pass


def fork(func, *args, **kwargs):
    return func(*args, **kwargs)


def wait(future):
    return future


def set_fusion_strategy(strategy):
    pass


class ScriptModule(Module):
    pass


RecursiveScriptModule = TopLevelTracedModule = ScriptModule


class ScriptFunction:
    pass


def script_method(fn):
    return fn


class _Nothing:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


def optimized_execution(should_optimize):
    return _Nothing()


strict_fusion = _Nothing

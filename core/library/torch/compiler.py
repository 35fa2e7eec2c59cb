# torch.compiler: nothing is compiled here.
import torch


def is_compiling():
    return False


def is_dynamo_compiling():
    return False


def is_exporting():
    return False


def _decorator(fn=None, *args, **kwargs):
    return fn if callable(fn) else lambda function: function


disable = allow_in_graph = substitute_in_graph = assume_constant_result = set_stance = _decorator


def compile(*args, **kwargs):
    return torch.compile(*args, **kwargs)


def reset():
    pass


def cudagraph_mark_step_begin():
    pass

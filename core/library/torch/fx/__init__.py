# torch.fx: tracing is not done here. The decorators that prepare for it give back what they get, a traced module is the module; once
# its graph is looked at, and so may be changed, what it computes is no longer certain.
import _convlens
from torch.nn import Module


def wrap(fn_or_name):
    return fn_or_name


class Graph:
    def __getattr__(self, name):
        _convlens.doubt('a traced graph')
        return _convlens.unknown('a traced graph')

    def lint(self):
        pass

    def print_tabular(self):
        pass


def _nothing(*args, **kwargs):
    pass


def symbolic_trace(root, concrete_args=None):
    if isinstance(root, Module):
        root.graph = Graph()
        root.recompile = root.print_readable = root.delete_all_unused_submodules = _nothing
    return root


class Proxy:
    """What tracing would pass instead of a tensor: never seen here."""


class Tracer:
    def __new__(cls, *args, **kwargs):
        return _convlens.unknown('a traced graph')


class GraphModule(Module):
    def __new__(cls, *args, **kwargs):
        return _convlens.unknown('a traced graph')


def _untraced(*args, **kwargs):
    return _convlens.unknown('a traced graph')


Node = Interpreter = Transformer = _untraced


from . import proxy

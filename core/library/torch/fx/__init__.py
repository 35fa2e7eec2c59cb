# torch.fx: tracing is not done here; the decorators that prepare for it give back what they get.
import _convlens
from torch.nn import Module


def wrap(fn_or_name):
    return fn_or_name


def symbolic_trace(root, concrete_args=None):
    return root


class Proxy:
    """What tracing would pass instead of a tensor: never seen here."""


class Tracer:
    def trace(self, root, concrete_args=None):
        return _convlens.unknown('a traced graph')

    def is_leaf_module(self, m, module_qualified_name):
        return True


class GraphModule(Module):
    pass


def _untraced(*args, **kwargs):
    return _convlens.unknown('a traced graph')


Graph = Node = Interpreter = Transformer = _untraced


from . import proxy

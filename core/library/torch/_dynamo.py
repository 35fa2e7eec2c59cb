# torch._dynamo: the inner name of torch.compiler, and what a compiled module is: a wrapper around the original one.
from torch.compiler import allow_in_graph, assume_constant_result, disable, is_compiling, reset
from torch.nn import Module


class OptimizedModule(Module):
    """The module as `_orig_mod`: parameters and submodules have that name before their own; all else is asked of it."""

    def __init__(self, mod):
        super().__init__()
        self._modules['_orig_mod'] = mod
        self.training = mod.training

    def __getattr__(self, name):
        original = self._modules['_orig_mod']
        return original if name == '_orig_mod' else getattr(original, name)

    def __setattr__(self, name, value):
        if name in ('training', '_orig_mod') or '_orig_mod' not in self.__dict__.get('_modules', ()):
            super().__setattr__(name, value)
        else:
            setattr(self._modules['_orig_mod'], name, value)

    def forward(self, *args, **kwargs):
        return self._modules['_orig_mod'](*args, **kwargs)


def mark_dynamic(*args, **kwargs):
    pass


def optimize(*args, **kwargs):
    return lambda model: OptimizedModule(model) if isinstance(model, Module) else model

# Weight normalisation (Salimans & Kingma 2016): w = g · v / ‖v‖, computed before every call; g and v are the parameters.
import torch
from ..parameter import Parameter


def _norm_over_others(v, dim):
    """The norm over all axes but `dim`, which are kept with length 1; over all, without axes, where `dim` is -1."""
    if dim == -1:
        return torch.linalg.vector_norm(v)
    return torch.linalg.vector_norm(v, dim=[d for d in range(v.dim()) if d != dim % v.dim()], keepdim=True)


def _weight_norm(v, g, dim):
    return v * (g / _norm_over_others(v, dim))


class WeightNorm:
    def __init__(self, name, dim):
        self.name = name
        self.dim = -1 if dim is None else dim

    def compute_weight(self, module):
        return _weight_norm(getattr(module, self.name + '_v'), getattr(module, self.name + '_g'), self.dim)

    def __call__(self, module, inputs):
        setattr(module, self.name, self.compute_weight(module))


def weight_norm(module, name='weight', dim=0):
    weight = getattr(module, name)
    norm = WeightNorm(name, dim)
    del module._parameters[name]
    module.register_parameter(name + '_g', Parameter(_norm_over_others(weight, norm.dim).data))
    module.register_parameter(name + '_v', Parameter(weight.data))
    setattr(module, name, norm.compute_weight(module))
    norm.handle = module.register_forward_pre_hook(norm)
    return module


def remove_weight_norm(module, name='weight'):
    for hook, _ in list(module._forward_pre_hooks.values()):
        if isinstance(hook, WeightNorm) and hook.name == name:
            weight = hook.compute_weight(module)
            hook.handle.remove()
            delattr(module, name)
            del module._parameters[name + '_g']
            del module._parameters[name + '_v']
            setattr(module, name, Parameter(weight.data))
            return module
    raise ValueError(f"weight_norm of '{name}' not found in {module}")

# torch.nn.utils.parametrize: a parameter computed by modules from others. The originals move to `parametrizations.<name>`, and
# the module's class becomes a subclass of its own where the name is a property.
import torch
from ..modules.container import ModuleDict, ModuleList
from ..modules.module import Module
from ..parameter import Parameter


class cached:
    """Within it PyTorch computes every parametrized tensor once; here it is computed each time."""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


class ParametrizationList(ModuleList):
    def __init__(self, modules, original, unsafe=False):
        super().__init__(modules)
        self.unsafe = unsafe
        value = original
        for module in reversed(list(self)):
            if hasattr(module, 'right_inverse'):
                value = module.right_inverse(value)
        self.is_tensor = isinstance(value, torch.Tensor)
        self.ntensors = 1 if self.is_tensor else len(value)
        for i, tensor in enumerate([value] if self.is_tensor else value):
            name = 'original' if self.is_tensor else f'original{i}'
            if isinstance(original, Parameter):
                self.register_parameter(name, tensor if tensor is original else Parameter(tensor, requires_grad=original.requires_grad))
            else:
                self.register_buffer(name, tensor)

    def forward(self):
        originals = [self.original] if self.is_tensor else [getattr(self, f'original{i}') for i in range(self.ntensors)]
        value = self[0](*originals)
        for module in list(self)[1:]:
            value = module(value)
        return value


def _make_property(name):
    return property(lambda self: self.parametrizations[name]())


def register_parametrization(module, tensor_name, parametrization, *, unsafe=False):
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        module.parametrizations[tensor_name].append(parametrization)
        return module
    if tensor_name not in module._parameters and tensor_name not in module._buffers:
        raise ValueError(f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name '{tensor_name}'")
    originals = ParametrizationList([parametrization], getattr(module, tensor_name), unsafe)
    delattr(module, tensor_name)
    if not is_parametrized(module):
        original = type(module)
        module.__class__ = type('Parametrized' + original.__name__, (original,), {'_unparametrized': original})
        module.parametrizations = ModuleDict()
    setattr(type(module), tensor_name, _make_property(tensor_name))
    module.parametrizations[tensor_name] = originals
    return module


def is_parametrized(module, tensor_name=None):
    if not isinstance(module._modules.get('parametrizations'), ModuleDict):
        return False
    return len(module.parametrizations) > 0 if tensor_name is None else tensor_name in module.parametrizations


def remove_parametrizations(module, tensor_name, leave_parametrized=True):
    if not is_parametrized(module, tensor_name):
        raise ValueError(f'Module {module} does not have a parametrization on {tensor_name}')
    originals = module.parametrizations[tensor_name]
    value = getattr(module, tensor_name) if leave_parametrized else originals.original
    is_parameter = len(originals._parameters) > 0
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    if is_parameter:
        module.register_parameter(tensor_name, value if isinstance(value, Parameter) else Parameter(value.data))
    else:
        module.register_buffer(tensor_name, value)
    if not is_parametrized(module):
        delattr(module, 'parametrizations')
        module.__class__ = type(module)._unparametrized
    return module


def type_before_parametrizations(module):
    return type(module)._unparametrized if is_parametrized(module) else type(module)

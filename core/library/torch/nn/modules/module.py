# torch.nn.Module: a tree of named parameters, buffers and child modules. Native (`_convlens.ModuleBase`): storing, finding and
# deleting attributes, and being called (which runs the hooks registered here). This file registers, walks and names.
import _convlens
import torch
from collections import OrderedDict, namedtuple
from ...utils.hooks import RemovableHandle
from ..parameter import Parameter
from ._loading import refused

_IncompatibleKeys = namedtuple('_IncompatibleKeys', ['missing_keys', 'unexpected_keys'])


def _check_name(module, name, own, what):
    """What PyTorch asks of every registered name."""
    if _convlens.is_free(module, name, own):
        return
    if not isinstance(name, str):
        raise TypeError(f'{what} name should be a string')
    if name in own:
        return
    if '.' in name:
        raise KeyError(f'{what} name can\'t contain "."')
    if name == '':
        raise KeyError(f'{what} name can\'t be empty string ""')
    if name in module._modules or name in module._parameters or name in module._buffers or name in module.__dict__ or hasattr(type(module), name):
        raise KeyError(f"attribute '{name}' already exists")


class Module(_convlens.ModuleBase):
    dump_patches = False
    call_super_init = False
    _version = 1
    # Shared while empty: an instance gets its own when it first needs it.
    _non_persistent_buffers_set = frozenset()
    _forward_pre_hooks = {}
    _forward_hooks = {}
    # Set where a hook may change what is saved or loaded.
    _has_state_hooks = False

    def forward(self, *input):
        raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')

    # Registration

    def register_buffer(self, name, tensor, persistent=True):
        _check_name(self, name, self._buffers, 'buffer')
        self._buffers[name] = tensor
        if persistent:
            if name in self._non_persistent_buffers_set:
                self._non_persistent_buffers_set = self._non_persistent_buffers_set - {name}
        else:
            self._non_persistent_buffers_set = self._non_persistent_buffers_set | {name}

    def register_parameter(self, name, param):
        _check_name(self, name, self._parameters, 'parameter')
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(f"cannot assign '{type(param).__name__}' object to parameter '{name}' (torch.nn.Parameter or None required)")
        self._parameters[name] = param

    def add_module(self, name, module):
        if module is not None and not isinstance(module, Module):
            raise TypeError(f'{type(module).__name__} is not a Module subclass')
        _check_name(self, name, self._modules, 'module')
        self._modules[name] = module

    def register_module(self, name, module):
        self.add_module(name, module)

    # Dotted names

    def get_submodule(self, target):
        found = self
        for name in target.split('.') if target else []:
            if not hasattr(found, name):
                raise AttributeError(f'{found._get_name()} has no attribute `{name}`')
            found = getattr(found, name)
            if not isinstance(found, Module):
                raise AttributeError(f'`{name}` is not an nn.Module')
        return found

    def set_submodule(self, target, module, strict=False):
        path, _, name = target.rpartition('.')
        parent = self.get_submodule(path)
        if strict and not hasattr(parent, name):
            raise AttributeError(f'{parent._get_name()} has no attribute `{name}`')
        setattr(parent, name, module)

    def get_parameter(self, target):
        path, _, name = target.rpartition('.')
        found = getattr(self.get_submodule(path), name)
        if not isinstance(found, Parameter):
            raise AttributeError(f'`{name}` is not an nn.Parameter')
        return found

    def get_buffer(self, target):
        path, _, name = target.rpartition('.')
        owner = self.get_submodule(path)
        if name not in owner._buffers:
            raise AttributeError(f'`{name}` is not a buffer')
        return owner._buffers[name]

    # Walking. Every walk yields a shared object once, at its first name.

    def named_children(self):
        return _convlens.named_children(self)

    def children(self):
        return _convlens.seconds(self.named_children())

    def named_modules(self, memo=None, prefix='', remove_duplicate=True):
        return _convlens.named_modules(Module.named_modules, self, memo, prefix, remove_duplicate)

    def modules(self, remove_duplicate=True):
        return _convlens.seconds(self.named_modules(remove_duplicate=remove_duplicate))

    def _named_members(self, get_members_fn, prefix='', recurse=True, remove_duplicate=True):
        seen = set()
        owners = self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate) if recurse else [(prefix, self)]
        for path, module in owners:
            for name, member in get_members_fn(module):
                if member is None or id(member) in seen:
                    continue
                if remove_duplicate:
                    seen.add(id(member))
                yield f'{path}.{name}' if path else name, member

    def named_parameters(self, prefix='', recurse=True, remove_duplicate=True):
        return self._named_members(lambda module: module._parameters.items(), prefix, recurse, remove_duplicate)

    def parameters(self, recurse=True):
        return _convlens.seconds(self.named_parameters(recurse=recurse))

    def named_buffers(self, prefix='', recurse=True, remove_duplicate=True):
        return self._named_members(lambda module: module._buffers.items(), prefix, recurse, remove_duplicate)

    def buffers(self, recurse=True):
        return _convlens.seconds(self.named_buffers(recurse=recurse))

    def apply(self, fn):
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    # State

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        for name, parameter in self._parameters.items():
            if parameter is not None:
                destination[prefix + name] = parameter
        for name, buffer in self._buffers.items():
            if buffer is not None and name not in self._non_persistent_buffers_set:
                destination[prefix + name] = buffer

    def state_dict(self, *args, destination=None, prefix='', keep_vars=False):
        if destination is None:
            destination = OrderedDict()
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, module in self._modules.items():
            if module is not None:
                module.state_dict(destination=destination, prefix=f'{prefix}{name}.', keep_vars=keep_vars)
        return destination

    def _load_from_state_dict(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs):
        pass

    def load_state_dict(self, state_dict, strict=True, assign=False):
        # Values do not decide shapes, and PyTorch refuses shapes that differ.
        lines = refused(self, state_dict, Module) if strict is True else []
        if lines:
            raise RuntimeError(f'Error(s) in loading state_dict for {type(self).__name__}:\n\t' + '\n\t'.join(lines))
        return _IncompatibleKeys([], [])

    # Mode

    def train(self, mode=True):
        if not isinstance(mode, bool):
            raise ValueError('training mode is expected to be boolean')
        return _convlens.set_mode(Module, self, mode)

    def eval(self):
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none=True):
        pass

    def compile(self, *args, **kwargs):
        pass

    # Devices do not matter to shapes and costs; dtypes matter to memory.

    def _apply(self, fn, recurse=True):
        if recurse:
            for module in self.children():
                module._apply(fn)
        for owned in (self._parameters, self._buffers):
            for name, tensor in owned.items():
                if tensor is not None:
                    if owned is self._parameters:
                        tensor.data = fn(tensor.data)
                    else:
                        owned[name] = fn(tensor)
        return self

    def _cast(self, dtype):
        def cast(tensor):
            return tensor.to(dtype) if tensor.is_floating_point() and tensor.dtype != dtype else tensor

        return self._apply(cast)

    def to(self, *args, **kwargs):
        dtype = kwargs.get('dtype')
        for argument in args:
            if isinstance(argument, torch.dtype):
                dtype = argument
            elif isinstance(argument, torch.Tensor):
                dtype = argument.dtype
        if dtype is None:
            return self
        if not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(f'nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={dtype}')
        return self._cast(dtype)

    def type(self, dst_type):
        return self._apply(lambda tensor: tensor.type(dst_type))

    def float(self):
        return self._cast(torch.float32)

    def double(self):
        return self._cast(torch.float64)

    def half(self):
        return self._cast(torch.float16)

    def bfloat16(self):
        return self._cast(torch.bfloat16)

    def _stay(self, *args, **kwargs):
        return self

    cuda = cpu = xpu = ipu = mtia = to_empty = share_memory = _stay

    # Hooks: the native call runs those of `_forward_pre_hooks` and `_forward_hooks`; the rest concern values or gradients.

    def _register_hook(self, hooks, hook, prepend=False, with_kwargs=False):
        if not getattr(self, hooks):
            setattr(self, hooks, OrderedDict())
        table = getattr(self, hooks)
        handle = RemovableHandle(table)
        table[handle.id] = (hook, with_kwargs)
        if prepend:
            table.move_to_end(handle.id, last=False)
        return handle

    def register_forward_pre_hook(self, hook, *, prepend=False, with_kwargs=False):
        return self._register_hook('_forward_pre_hooks', hook, prepend, with_kwargs)

    def register_forward_hook(self, hook, *, prepend=False, with_kwargs=False, always_call=False):
        return self._register_hook('_forward_hooks', hook, prepend, with_kwargs)

    def _ignore_hook(self, hook, *args, **kwargs):
        return RemovableHandle({})

    register_backward_hook = register_full_backward_hook = register_full_backward_pre_hook = _ignore_hook

    def _note_state_hook(self, hook, *args, **kwargs):
        self._has_state_hooks = True
        return RemovableHandle({})

    register_state_dict_pre_hook = register_state_dict_post_hook = _register_state_dict_hook = _note_state_hook
    register_load_state_dict_pre_hook = register_load_state_dict_post_hook = _register_load_state_dict_pre_hook = _note_state_hook

    # Text

    def _get_name(self):
        return type(self).__name__

    def extra_repr(self):
        return ''

    def __repr__(self):
        lines = self.extra_repr().split('\n') if self.extra_repr() else []
        for name, module in self._modules.items():
            lines.append(f'({name}): ' + repr(module).replace('\n', '\n  '))
        if not self._modules and len(lines) < 2:
            return f'{self._get_name()}({"".join(lines)})'
        return f'{self._get_name()}(\n  ' + '\n  '.join(lines) + '\n)'

    def __dir__(self):
        own = [*dir(type(self)), *self.__dict__, *self._parameters, *self._modules, *self._buffers]
        return sorted(name for name in own if not name[0].isdigit())

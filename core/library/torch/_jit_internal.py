# torch._jit_internal: TorchScript's decorators under their inner names.
from torch.jit import Final, annotate, export, ignore, is_scripting, unused
from torch.jit.annotations import BroadcastingList1, BroadcastingList2, BroadcastingList3


def _overload(func):
    return func


_overload_method = _copy_to_script_wrapper = _overload


def boolean_dispatch(arg_name, arg_index, default, if_true, if_false, module_name, func_name):
    """Two functions as one: the flag `arg_name` chooses."""

    def function(*args, **kwargs):
        flag = args[arg_index] if len(args) > arg_index else kwargs.get(arg_name, default)
        return if_true(*args, **kwargs) if flag else if_false(*args, **kwargs)

    return function

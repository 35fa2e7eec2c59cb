# torch.nn.parameter: the classes of a module's own tensors. All native; an uninitialised one has no shape until materialised.
from _convlens import Buffer, Parameter, UninitializedBuffer, UninitializedParameter


def is_lazy(param):
    return isinstance(param, (UninitializedParameter, UninitializedBuffer))

# torch.ao.quantization: stubs that mark where a model would be quantised; in a float model they are identities.
import _convlens
from torch.nn import Module


class QuantStub(Module):
    def __init__(self, qconfig=None):
        super().__init__()

    def forward(self, x):
        return x


class DeQuantStub(Module):
    def __init__(self, qconfig=None):
        super().__init__()

    def forward(self, x):
        return x


def _quantised(*args, **kwargs):
    return _convlens.unknown('a quantised model')


fuse_modules = fuse_modules_qat = prepare = prepare_qat = convert = quantize_dynamic = get_default_qconfig = _quantised

# torch.ao.quantization: stubs that mark where a model would be quantised, identities in a float model; and layers fused into one.
import _convlens
from torch.nn import Module
from .fusing import fuse_modules, fuse_modules_qat


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


prepare = prepare_qat = convert = quantize_dynamic = quantize = quantize_qat = QuantWrapper = _quantised
get_default_qconfig = get_default_qat_qconfig = get_default_qconfig_mapping = QConfig = QConfigMapping = _quantised
default_qconfig = default_dynamic_qconfig = 'a configuration'

from . import intrinsic, quantized

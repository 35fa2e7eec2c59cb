# einops: rearrangements written as patterns (Rogozhnikov 2022), as reshape, permute, a reduction, expand and reshape again.
from .einops import EinopsError, parse_shape, rearrange, reduce, repeat
from .packing import pack, unpack
from .summing import einsum

__version__ = '0.8.2'


def asnumpy(tensor):
    return tensor.numpy()

# numpy: arrays of numbers as tensors beside the network (arrays.py): shapes and types always, elements where they are few. Sizes,
# widths and rates that decide structure are exact; what is drawn or read from files is not known.
import _convlens
import math
import torch
from . import fft, linalg, random
from .arrays import _elementwise, _promoted, _run, _tensor, _wrap, array, ndarray
from .making import (
    arange, asarray, diag, empty, empty_like, eye, full, full_like, geomspace, identity, indices, linspace, logspace, meshgrid, ones,
    ones_like, tri, tril, tril_indices, triu, triu_indices, zeros, zeros_like,
)
from .reducing import (
    all, amax, amin, any, argmax, argmin, argsort, average, bincount, count_nonzero, cumprod, cumsum, diff, max, mean, median, min, nanmax,
    nanmean, nanmin, nansum, percentile, prod, ptp, quantile, sort, std, sum, trapezoid, unique, var,
)
from .scalars import (
    _round, bool_, complex128, complex64, dtype, float16, float32, float64, int16, int32, int64, int8, number, uint16, uint32, uint64,
    uint8,
)
from .shaping import (
    append, array_split, atleast_1d, atleast_2d, atleast_3d, broadcast_arrays, broadcast_shapes, broadcast_to, column_stack, concat,
    concatenate, delete, dstack, expand_dims, flip, fliplr, flipud, hstack, moveaxis, pad, permute_dims, ravel, repeat, reshape, roll,
    rollaxis, rot90, row_stack, split, squeeze, stack, swapaxes, take, tile, transpose, vstack,
)

pi = math.pi
e = math.e
inf = math.inf
nan = math.nan
newaxis = None
__version__ = '2.0.0'
float_ = double = float64
single = float32
half = float16
int_ = intp = longlong = int64
uint = uint64
ubyte = uint8
integer = signedinteger = int64
floating = inexact = float64
generic = number
array_like = ndarray
asanyarray = ascontiguousarray = asfortranarray = asarray
LinAlgError = linalg.LinAlgError


def _function(scalar, operator):
    """Of numbers of any type: the results are floats."""
    return _elementwise(scalar, operator, True)


sqrt = _function(math.sqrt, torch.sqrt)
cbrt = _function(math.cbrt, lambda x: torch.sign(x) * torch.abs(x) ** (1 / 3))
exp = _function(math.exp, torch.exp)
exp2 = _function(math.exp2, torch.exp2)
expm1 = _function(math.expm1, torch.expm1)
log = _function(math.log, torch.log)
log2 = _function(math.log2, torch.log2)
log10 = _function(math.log10, torch.log10)
log1p = _function(math.log1p, torch.log1p)
sin = _function(math.sin, torch.sin)
cos = _function(math.cos, torch.cos)
tan = _function(math.tan, torch.tan)
arcsin = asin = _function(math.asin, torch.asin)
arccos = acos = _function(math.acos, torch.acos)
arctan = atan = _function(math.atan, torch.atan)
arctan2 = atan2 = _function(math.atan2, torch.atan2)
hypot = _function(math.hypot, torch.hypot)
sinh = _function(math.sinh, torch.sinh)
cosh = _function(math.cosh, torch.cosh)
tanh = _function(math.tanh, torch.tanh)
arctanh = _function(math.atanh, torch.atanh)
deg2rad = radians = _function(math.radians, torch.deg2rad)
rad2deg = degrees = _function(math.degrees, torch.rad2deg)
ceil = _elementwise(lambda x: float(math.ceil(x)), torch.ceil)
floor = _elementwise(lambda x: float(math.floor(x)), torch.floor)
trunc = fix = _elementwise(lambda x: float(math.trunc(x)), torch.trunc)
rint = _elementwise(lambda x: _round(x), torch.round)
abs = absolute = fabs = _elementwise(lambda x: x if x >= 0 else -x, torch.abs)
square = _elementwise(lambda x: x * x, torch.square)
negative = _elementwise(lambda x: -x, torch.neg)
reciprocal = _elementwise(lambda x: 1 / x, torch.reciprocal)
sign = _elementwise(lambda x: (x > 0) - (x < 0), torch.sign)
isnan = _elementwise(math.isnan, torch.isnan)
isinf = _elementwise(math.isinf, torch.isinf)
isfinite = _elementwise(math.isfinite, torch.isfinite)
logical_not = _elementwise(lambda x: not x, torch.logical_not)
maximum = fmax = _elementwise(lambda a, b: a if a >= b else b, torch.maximum)
minimum = fmin = _elementwise(lambda a, b: a if a <= b else b, torch.minimum)
power = float_power = _elementwise(lambda a, b: a**b, torch.pow)
add = _elementwise(lambda a, b: a + b, torch.add)
subtract = _elementwise(lambda a, b: a - b, torch.sub)
multiply = _elementwise(lambda a, b: a * b, torch.mul)
divide = true_divide = _function(lambda a, b: a / b, torch.div)
floor_divide = _elementwise(lambda a, b: a // b, torch.floor_divide)
mod = remainder = fmod = _elementwise(lambda a, b: a % b, torch.remainder)
equal = _elementwise(lambda a, b: a == b, torch.eq)
not_equal = _elementwise(lambda a, b: a != b, torch.ne)
less = _elementwise(lambda a, b: a < b, torch.lt)
less_equal = _elementwise(lambda a, b: a <= b, torch.le)
greater = _elementwise(lambda a, b: a > b, torch.gt)
greater_equal = _elementwise(lambda a, b: a >= b, torch.ge)
logical_and = _elementwise(lambda a, b: bool(a and b), torch.logical_and)
logical_or = _elementwise(lambda a, b: bool(a or b), torch.logical_or)
logical_xor = _elementwise(lambda a, b: bool(a) != bool(b), torch.logical_xor)
bitwise_and = _elementwise(lambda a, b: a & b, torch.bitwise_and)
bitwise_or = _elementwise(lambda a, b: a | b, torch.bitwise_or)
bitwise_xor = _elementwise(lambda a, b: a ^ b, torch.bitwise_xor)
invert = bitwise_not = _elementwise(lambda x: ~x, torch.bitwise_not)
matmul = _elementwise(None, torch.matmul)
_choice = _elementwise(lambda c, a, b: a if c else b, torch.where)


def where(condition, x=None, y=None):
    return nonzero(condition) if x is None else _choice(condition, x, y)


def nonzero(a):
    return asarray(a).nonzero()


def flatnonzero(a):
    return nonzero(asarray(a).flatten())[0]


def argwhere(a):
    return ndarray(_run(torch.argwhere, asarray(a)._t))


def round(a, decimals=0, out=None):
    return _elementwise(lambda x: _round(x, decimals), lambda t: torch.round(t, decimals=decimals))(a)


around = round


def clip(a, a_min=None, a_max=None, **options):
    if a_min is not None:
        a = maximum(a, a_min)
    return a if a_max is None else minimum(a, a_max)


def dot(a, b):
    a, b = _promoted([asarray(a), asarray(b)])
    if a.dim() == 0 or b.dim() == 0:
        return _wrap(_run(torch.mul, a, b))
    if b.dim() <= 2:
        return _wrap(_run(torch.matmul, a, b))
    return _wrap(_run(torch.tensordot, a, b, ([a.dim() - 1], [b.dim() - 2])))


def inner(a, b):
    return _wrap(_run(torch.inner, *_promoted([asarray(a), asarray(b)])))


def outer(a, b):
    a, b = _promoted([asarray(a).flatten(), asarray(b).flatten()])
    return _wrap(_run(torch.outer, a, b))


def tensordot(a, b, axes=2):
    return _wrap(_run(torch.tensordot, *_promoted([asarray(a), asarray(b)]), axes))


def kron(a, b):
    return _wrap(_run(torch.kron, *_promoted([asarray(a), asarray(b)])))


def cross(a, b, axis=-1):
    return _wrap(_run(torch.linalg.cross, *_promoted([asarray(a), asarray(b)])))


def einsum(subscripts, *operands, **options):
    return _wrap(_run(torch.einsum, subscripts, *_promoted([asarray(each) for each in operands])))


def searchsorted(a, v, side='left', sorter=None):
    return _wrap(_run(torch.searchsorted, asarray(a)._t, _tensor(v), right=side == 'right'))


digitize = lambda x, bins, right=False: searchsorted(bins, x, 'left' if right else 'right')


def interp(x, xp, fp, left=None, right=None, period=None):
    if isinstance(x, (int, float)):
        return _convlens.unknown('an interpolated number')
    return empty(asarray(x).shape)


def isin(element, test_elements, **options):
    return ndarray(_run(torch.isin, asarray(element)._t, asarray(test_elements)._t))


in1d = isin


def unravel_index(indices, shape):
    if isinstance(indices, int):
        places = []
        for size in reversed(shape):
            places.append(indices % size)
            indices //= size
        return tuple(places[::-1])
    return tuple(ndarray(each) for each in _run(torch.unravel_index, asarray(indices)._t, tuple(shape)))


def copy(a):
    return array(a)


def isscalar(element):
    return isinstance(element, (int, float, complex, str, bool))


def isclose(a, b, rtol=1e-05, atol=1e-08):
    close = _function(lambda x, y: math.fabs(x - y) <= atol + rtol * math.fabs(y), lambda x, y: torch.abs(x - y) <= atol + rtol * torch.abs(y))
    return close(a, b)


def allclose(a, b, rtol=1e-05, atol=1e-08):
    return all(isclose(a, b, rtol, atol))


def array_equal(a1, a2):
    return asarray(a1).shape == asarray(a2).shape and all(equal(a1, a2))


def nan_to_num(x, nan=0.0, posinf=None, neginf=None):
    return _wrap(_run(torch.nan_to_num, asarray(x)._t, nan, posinf, neginf))


def real(val):
    return _wrap(_run(torch.real, asarray(val)._t))


def imag(val):
    return _wrap(_run(torch.imag, asarray(val)._t))


def ndim(a):
    return asarray(a).ndim


def shape(a):
    return asarray(a).shape


def size(a):
    return asarray(a).size


def result_type(*arrays):
    return asarray(sum([zeros(1, asarray(a).dtype) for a in arrays])).dtype


def finfo(type):
    from .scalars import torch_type

    return torch.finfo(torch_type(type))


def iinfo(type):
    from .scalars import torch_type

    return torch.iinfo(torch_type(type))


def seterr(**options):
    return {}


def _ignore(*args, **options):
    pass


set_printoptions = save = savez = savez_compressed = savetxt = _ignore


def load(file, **options):
    return _convlens.unknown('the contents of a file')


loadtxt = genfromtxt = fromfile = frombuffer = fromstring = load


def _of_tensor(tensor):
    """`x.numpy()`: an array of the tensor's shape and type."""
    return ndarray(tensor)

# numpy: what decides the structure of a network: sizes, widths and rates as small arrays of numbers. The rest is unknown.
import _convlens
import math
from . import random
from .arrays import _elementwise, arange, array, asarray, concatenate, empty, full, linspace, ndarray, ones, zeros
from .scalars import _round, bool_, float16, float32, float64, int16, int32, int64, int8, number, uint8

_sorted = sorted

pi = math.pi
e = math.e
inf = math.inf
nan = math.nan
newaxis = None
__version__ = '2.0.0'
float_ = double = float64
int_ = intp = int64
integer = int64
floating = float64
array_like = ndarray

sqrt = _elementwise(math.sqrt)
exp = _elementwise(math.exp)
log = _elementwise(math.log)
log2 = _elementwise(math.log2)
log10 = _elementwise(math.log10)
sin = _elementwise(math.sin)
cos = _elementwise(math.cos)
tanh = _elementwise(math.tanh)
ceil = _elementwise(lambda x: float(math.ceil(x)))
floor = _elementwise(lambda x: float(math.floor(x)))
trunc = _elementwise(lambda x: float(math.trunc(x)))
rint = _elementwise(lambda x: _round(x))
abs = absolute = fabs = _elementwise(lambda x: x if x >= 0 else -x)
square = _elementwise(lambda x: x * x)
sign = _elementwise(lambda x: (x > 0) - (x < 0))
isnan = _elementwise(math.isnan)
isfinite = _elementwise(math.isfinite)
maximum = _elementwise(lambda a, b: a if a >= b else b)
minimum = _elementwise(lambda a, b: a if a <= b else b)
power = _elementwise(lambda a, b: a**b)
add = _elementwise(lambda a, b: a + b)
subtract = _elementwise(lambda a, b: a - b)
multiply = _elementwise(lambda a, b: a * b)
divide = true_divide = _elementwise(lambda a, b: a / b)
floor_divide = _elementwise(lambda a, b: a // b)
mod = remainder = _elementwise(lambda a, b: a % b)


def round(a, decimals=0):
    return _elementwise(lambda x: _round(x, decimals))(a)


around = round


def clip(a, a_min, a_max):
    return minimum(maximum(a, a_min), a_max)


def prod(a, axis=None, dtype=None):
    return asarray(a).prod(axis)


def sum(a, axis=None, dtype=None):
    return asarray(a).sum(axis)


def mean(a, axis=None):
    return asarray(a).mean(axis)


def max(a, axis=None):
    return asarray(a).max(axis)


def min(a, axis=None):
    return asarray(a).min(axis)


amax = max
amin = min


def cumsum(a, axis=None):
    return asarray(a).cumsum()


def argmax(a, axis=None):
    return asarray(a).argmax()


def argmin(a, axis=None):
    return asarray(a).argmin()


def where(condition, x=None, y=None):
    return _elementwise(lambda c, a, b: a if c else b)(condition, x, y)


def append(arr, values, axis=None):
    return concatenate([asarray(arr).flatten(), asarray(values).flatten()])


def repeat(a, repeats, axis=None):
    return asarray(a).repeat(repeats, axis)


def _at_least(rank):
    """Axes of size 1 before those that are there, and of three the last one after them, as NumPy has it."""

    def one(a):
        a = asarray(a)
        missing = rank - a.ndim
        if missing <= 0:
            return a
        if rank == 3:
            return a.reshape((*((1,) * (missing - 1)), *a.shape, 1) if a.ndim else (1, 1, 1))
        return a.reshape((*((1,) * missing), *a.shape))

    def apply(*arrays):
        return one(arrays[0]) if len(arrays) == 1 else tuple(one(a) for a in arrays)

    return apply


atleast_1d = _at_least(1)
atleast_2d = _at_least(2)
atleast_3d = _at_least(3)


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, sorted=True):
    if axis is not None:
        return _convlens.unknown('numpy.unique along an axis')
    items = asarray(ar).flatten().tolist()
    found = _sorted(set(items))
    answers = [array(found)]
    if return_index:
        answers.append(array([items.index(item) for item in found]))
    if return_inverse:
        answers.append(array([found.index(item) for item in items]))
    if return_counts:
        answers.append(array([items.count(item) for item in found]))
    return answers[0] if len(answers) == 1 else tuple(answers)


def diff(a):
    items = asarray(a).tolist()
    return array([b - c for b, c in zip(items[1:], items[:-1])])


def isscalar(element):
    return isinstance(element, (int, float, complex, str, bool))


def allclose(a, b, rtol=1e-05, atol=1e-08):
    return all(_elementwise(lambda x, y: math.fabs(x - y) <= atol + rtol * math.fabs(y))(a, b))


def all(a, axis=None):
    return bool(asarray(a).prod())


def any(a, axis=None):
    return bool(asarray(a).sum())


def zeros_like(a, dtype=None):
    return zeros(asarray(a).shape, dtype)


def ones_like(a, dtype=None):
    return ones(asarray(a).shape, dtype)


def ndim(a):
    return asarray(a).ndim


def shape(a):
    return asarray(a).shape


def size(a):
    return asarray(a).size


def seterr(**options):
    return {}


def set_printoptions(**options):
    pass


def load(file, **options):
    return _convlens.unknown('the contents of a file')


loadtxt = genfromtxt = fromfile = frombuffer = load

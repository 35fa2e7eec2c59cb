# numpy's types of numbers. A number itself is Python's, narrowed to what the type can hold.
import math
import torch


class number:
    """What `isinstance(x, np.number)` asks: here numbers are Python's."""

    def __instancehook__(type):
        return issubclass(type, (int, float))


def _round(x, decimals=0):
    return round(x, decimals) if decimals or isinstance(x, int) else float(round(x))


def _narrow(x, bits, least):
    """The nearest float with `bits` of significand, halves to even; below 2^least they lie evenly."""
    if x == 0 or math.isinf(x) or math.isnan(x):
        return x
    exponent = math.floor(math.log2(math.fabs(x))) + 1
    if 2.0**exponent <= math.fabs(x):
        exponent += 1  # the logarithm was rounded down to an integer
    unit = 2.0 ** (max(exponent, least) - bits)
    return round(x / unit) * unit


def _type(name, convert):
    class Type:
        def __new__(cls, value=0):
            from .making import asarray

            return convert(value) if isinstance(value, (int, float, str)) else asarray(value).astype(cls)

        @staticmethod
        def of(value):
            return convert(value)

        def __instancehook__(type):
            return issubclass(type, int) if convert is int else issubclass(type, float)

    Type.name = name
    return Type


float64 = _type('float64', float)
float32 = _type('float32', lambda x: _narrow(float(x), 24, -125))
float16 = _type('float16', lambda x: _narrow(float(x), 11, -13))
int64 = _type('int64', int)
int32 = _type('int32', int)
int16 = _type('int16', int)
int8 = _type('int8', int)
uint8 = _type('uint8', int)
uint16 = _type('uint16', int)
uint32 = _type('uint32', int)
uint64 = _type('uint64', int)
complex64 = _type('complex64', complex)
complex128 = _type('complex128', complex)
bool_ = _type('bool', bool)


def _converter(dtype):
    if isinstance(dtype, str):
        named = {'float': float, 'int': int, 'bool': bool, 'float64': float64, 'float32': float32, 'int64': int64, 'int32': int32}
        dtype = named.get(dtype)
    return getattr(dtype, 'of', dtype)


_TYPES = [float64, float32, float16, int64, int32, int16, int8, uint8, bool_, complex64, complex128]
_NAMED = {type.name: type for type in _TYPES}
_PYTHON = {float: float64, int: int64, bool: bool_, complex: complex128, 'float': float64, 'int': int64, 'bool': bool_, 'complex': complex128}
_PYTHON |= {'f': float32, 'f4': float32, 'f8': float64, 'i4': int32, 'i8': int64, 'u1': uint8, '<f4': float32, '<f8': float64}


def dtype(type):
    """One object for a type, by whatever name: the class of its numbers."""
    if type is None:
        return float64
    return _PYTHON.get(type, _NAMED.get(type, type))


def torch_type(type):
    if isinstance(type, torch.dtype):
        return type
    name = dtype(type).name
    return torch.bool if name == 'bool' else getattr(torch, name)


def dtype_of(type):
    return _NAMED[str(type).removeprefix('torch.')]

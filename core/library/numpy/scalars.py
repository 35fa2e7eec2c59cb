# numpy's types of numbers. A number itself is Python's, narrowed to what the type can hold.
import math


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
            from .arrays import asarray

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
bool_ = _type('bool', bool)


def _converter(dtype):
    if isinstance(dtype, str):
        named = {'float': float, 'int': int, 'bool': bool, 'float64': float64, 'float32': float32, 'int64': int64, 'int32': int32}
        dtype = named.get(dtype)
    return getattr(dtype, 'of', dtype)

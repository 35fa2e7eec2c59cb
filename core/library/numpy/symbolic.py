# numpy.ndarray as a shape and a flat list of numbers, row-major: of numbers that are symbols, or that are not known.
import _convlens
import math
import torch
from .arrays import _flatten, _run, array, ndarray
from .scalars import _converter, _round, bool_, float64, int64, torch_type


def _listed(value):
    """Any array as this kind."""
    if isinstance(value, symbolic):
        return value
    if isinstance(value, ndarray):
        return symbolic(value.shape, value.flatten().tolist())
    shape, flat = [], []
    _flatten(value, shape, flat)
    return symbolic(shape, flat)


def elementwise(function):
    """A function of numbers, over arrays, lists and numbers."""

    def apply(*args):
        for arg in args:
            if isinstance(arg, (ndarray, list, tuple)):
                break
        else:
            return function(*args)
        arrays = [_listed(arg) for arg in args if isinstance(arg, (ndarray, list, tuple))]
        largest = max(arrays, key=lambda a: a.size)
        columns = []
        for arg in args:
            if not isinstance(arg, (ndarray, list, tuple)):
                columns.append([arg] * largest.size)
                continue
            one = _listed(arg)
            if one.shape != largest.shape and one.size != 1:
                return _convlens.unknown('NumPy arrays of different shapes')
            columns.append(one._flat * (largest.size // one.size))
        return symbolic(largest.shape, [function(*items) for items in zip(*columns)])

    return apply


def _operator(function):
    apply = elementwise(function)
    return lambda self, other: apply(self, other), lambda self, other: apply(other, self)


class symbolic(ndarray):
    shape = ()  # no property here

    def __init__(self, shape, flat):
        self.shape = tuple(shape)
        self._flat = flat

    __add__, __radd__ = _operator(lambda a, b: a + b)
    __sub__, __rsub__ = _operator(lambda a, b: a - b)
    __mul__, __rmul__ = _operator(lambda a, b: a * b)
    __truediv__, __rtruediv__ = _operator(lambda a, b: a / b)
    __floordiv__, __rfloordiv__ = _operator(lambda a, b: a // b)
    __mod__, __rmod__ = _operator(lambda a, b: a % b)
    __pow__, __rpow__ = _operator(lambda a, b: a**b)
    __lt__, _ = _operator(lambda a, b: a < b)
    __le__, _ = _operator(lambda a, b: a <= b)
    __gt__, _ = _operator(lambda a, b: a > b)
    __ge__, _ = _operator(lambda a, b: a >= b)
    __eq__, _ = _operator(lambda a, b: a == b)
    __ne__, _ = _operator(lambda a, b: a != b)

    def __neg__(self):
        return self * -1

    @property
    def _t(self):
        """What an operator that this class does not have sees: the shape and the type."""
        return _run(torch.empty, self.shape, dtype=torch_type(self.dtype))

    @property
    def size(self):
        return len(self._flat)

    @property
    def ndim(self):
        return len(self.shape)

    @property
    def dtype(self):
        return float64 if any(isinstance(item, float) for item in self._flat) else bool_ if self._all_bool() else int64

    def _all_bool(self):
        return len(self._flat) > 0 and all(isinstance(item, bool) for item in self._flat)

    @property
    def T(self):
        if self.ndim < 2:
            return self
        return _convlens.unknown('a transposed NumPy array')

    def __len__(self):
        if not self.shape:
            raise TypeError('len() of unsized object')
        return self.shape[0]

    def __iter__(self):
        return iter([self[i] for i in range(len(self))])

    def __bool__(self):
        if self.size != 1:
            raise ValueError('The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()')
        return bool(self._flat[0])

    def __int__(self):
        return int(self.item())

    def __float__(self):
        return float(self.item())

    def __index__(self):
        return self.item()

    def __getitem__(self, index):
        if isinstance(index, ndarray):
            index = _listed(index)
        rows = self.shape[1:]
        width = math.prod(rows)
        if isinstance(index, ndarray) and index._all_bool() and index.shape == self.shape:
            chosen = [item for item, wanted in zip(self._flat, index._flat) if wanted]
            return symbolic((len(chosen),), chosen)
        if isinstance(index, (ndarray, list)):
            chosen = [self[i] for i in (index.tolist() if isinstance(index, ndarray) else index)]
            return array(chosen)
        if isinstance(index, slice):
            chosen = list(range(len(self)))[index]
            return symbolic((len(chosen), *rows), [item for i in chosen for item in self._flat[i * width : (i + 1) * width]])
        if isinstance(index, tuple):
            chosen = self._chosen(index)
            if chosen is None:
                return _convlens.unknown('a part of a NumPy array')
            positions, shape = chosen
            items = [self._flat[i] for i in positions]
            return symbolic(shape, items) if shape else items[0]
        if not -len(self) <= index < len(self):
            raise IndexError(f'index {index} is out of bounds for axis 0 with size {len(self)}')
        start = index % len(self) * width
        return symbolic(rows, self._flat[start : start + width]) if rows else self._flat[start]

    def _chosen(self, index):
        """The positions that integers and slices choose, and their shape; None for what chooses in another way."""
        index = list(index) if isinstance(index, tuple) else [index]
        if any(not isinstance(i, (int, slice)) for i in index) or len(index) > self.ndim:
            return None
        positions, shape = [0], []
        for axis, size in enumerate(self.shape):
            one = index[axis] if axis < len(index) else slice(None)
            if isinstance(one, slice):
                chosen = list(range(size))[one]
                shape.append(len(chosen))
            elif -size <= one < size:
                chosen = [one % size]
            else:
                raise IndexError(f'index {one} is out of bounds for axis {axis} with size {size}')
            positions = [start * size + i for start in positions for i in chosen]
        return positions, tuple(shape)

    def __setitem__(self, index, value):
        chosen = self._chosen(index)
        items = _listed(value)._flat if isinstance(value, ndarray) else [value]
        if chosen is None or not isinstance(value, (int, float, ndarray)) or len(items) not in (1, len(chosen[0])):
            self._flat = [_convlens.unknown('a NumPy array after an assignment')] * self.size
            return
        if self.dtype == float64:
            items = [float(item) for item in items]
        for place, i in enumerate(chosen[0]):
            self._flat[i] = items[place] if len(items) > 1 else items[0]

    def __array__(self, dtype=None):
        return self

    def tolist(self):
        if not self.shape:
            return self._flat[0]
        return [item.tolist() if isinstance(item, ndarray) else item for item in self]

    def item(self, *index):
        if index:
            return self[index if len(index) > 1 else index[0]]
        if self.size != 1:
            raise ValueError('can only convert an array of size 1 to a Python scalar')
        return self._flat[0]

    def astype(self, dtype, **options):
        convert = _converter(dtype)
        return symbolic(self.shape, [convert(item) for item in self._flat])

    def copy(self):
        return symbolic(self.shape, list(self._flat))

    def flatten(self):
        return symbolic((self.size,), list(self._flat))

    ravel = flatten

    def reshape(self, *shape):
        shape = list(shape[0]) if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else list(shape)
        if -1 in shape:
            shape[shape.index(-1)] = self.size // -math.prod(shape)
        if math.prod(shape) != self.size:
            raise ValueError(f'cannot reshape array of size {self.size} into shape {tuple(shape)}')
        return symbolic(shape, self._flat)

    def round(self, decimals=0):
        return symbolic(self.shape, [_round(item, decimals) for item in self._flat])

    def _reduced(self, axis, reduce, what):
        if axis is None or self.ndim == 1:
            return reduce(self._flat)
        return _convlens.unknown(f'the {what} of a NumPy array over an axis')

    def sum(self, axis=None, dtype=None, keepdims=False):
        return self._reduced(axis, sum, 'sum')

    def prod(self, axis=None, dtype=None, keepdims=False):
        # the product of no numbers is a float in NumPy
        return self._reduced(axis, math.prod, 'product') if self.size else 1.0

    def mean(self, axis=None, dtype=None, keepdims=False):
        return self._reduced(axis, lambda items: sum(items) / len(items), 'mean')

    def max(self, axis=None, dtype=None, keepdims=False):
        return self._reduced(axis, max, 'maximum')

    def min(self, axis=None, dtype=None, keepdims=False):
        return self._reduced(axis, min, 'minimum')

    def any(self, axis=None, keepdims=False):
        return self._reduced(axis, any, 'truth')

    def all(self, axis=None, keepdims=False):
        return self._reduced(axis, all, 'truth')

    def cumsum(self, axis=None):
        total, sums = 0, []
        for item in self._flat:
            total += item
            sums.append(total)
        return symbolic((self.size,), sums)

    def argmax(self, axis=None):
        return self._flat.index(max(self._flat))

    def argmin(self, axis=None):
        return self._flat.index(min(self._flat))

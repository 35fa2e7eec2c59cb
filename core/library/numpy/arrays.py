# numpy.ndarray as a shape and a flat list of numbers, row-major.
import _convlens
import math
from .scalars import _converter, _round, bool_, float64, int64


def _flatten(value, shape, flat):
    """Collects the numbers of nested lists and, in `shape`, how long each level is."""
    if isinstance(value, ndarray):
        value = value.tolist()
    if not isinstance(value, (list, tuple, range)):
        flat.append(value)
        return
    shape.append(len(value))
    inner = []
    for item in value:
        inner = []
        _flatten(item, inner, flat)
    shape.extend(inner)


def _elementwise(function):
    """A function of numbers, over arrays, lists and numbers."""

    def apply(*args):
        for arg in args:
            if isinstance(arg, (ndarray, list, tuple)):
                break
        else:
            return function(*args)
        arrays = [asarray(arg) for arg in args if isinstance(arg, (ndarray, list, tuple))]
        largest = max(arrays, key=lambda a: a.size)
        columns = []
        for arg in args:
            if not isinstance(arg, (ndarray, list, tuple)):
                columns.append([arg] * largest.size)
                continue
            one = asarray(arg)
            if one.shape != largest.shape and one.size != 1:
                return _convlens.unknown('NumPy arrays of different shapes')
            columns.append(one._flat * (largest.size // one.size))
        return ndarray(largest.shape, [function(*items) for items in zip(*columns)])

    return apply


def _operator(function):
    apply = _elementwise(function)
    return lambda self, other: apply(self, other), lambda self, other: apply(other, self)


class ndarray:
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
        rows = self.shape[1:]
        width = math.prod(rows)
        if isinstance(index, ndarray) and index._all_bool() and index.shape == self.shape:
            chosen = [item for item, wanted in zip(self._flat, index._flat) if wanted]
            return ndarray((len(chosen),), chosen)
        if isinstance(index, (ndarray, list)):
            chosen = [self[i] for i in (index.tolist() if isinstance(index, ndarray) else index)]
            return array(chosen)
        if isinstance(index, slice):
            chosen = list(range(len(self)))[index]
            return ndarray((len(chosen), *rows), [item for i in chosen for item in self._flat[i * width : (i + 1) * width]])
        if isinstance(index, tuple):
            chosen = self._chosen(index)
            if chosen is None:
                return _convlens.unknown('a part of a NumPy array')
            positions, shape = chosen
            items = [self._flat[i] for i in positions]
            return ndarray(shape, items) if shape else items[0]
        if not -len(self) <= index < len(self):
            raise IndexError(f'index {index} is out of bounds for axis 0 with size {len(self)}')
        start = index % len(self) * width
        return ndarray(rows, self._flat[start : start + width]) if rows else self._flat[start]

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
        items = value._flat if isinstance(value, ndarray) else [value]
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
        return ndarray(self.shape, [convert(item) for item in self._flat])

    def copy(self):
        return ndarray(self.shape, list(self._flat))

    def flatten(self):
        return ndarray((self.size,), list(self._flat))

    ravel = flatten

    def reshape(self, *shape):
        shape = list(shape[0]) if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else list(shape)
        if -1 in shape:
            shape[shape.index(-1)] = self.size // -math.prod(shape)
        if math.prod(shape) != self.size:
            raise ValueError(f'cannot reshape array of size {self.size} into shape {tuple(shape)}')
        return ndarray(shape, self._flat)

    def repeat(self, repeats, axis=None):
        if axis is not None and self.ndim != 1:
            return _convlens.unknown('numpy.repeat along an axis')
        counts = asarray(repeats)._flat
        counts = counts * self.size if len(counts) == 1 else counts
        items = [item for item, count in zip(self._flat, counts) for _ in range(count)]
        return ndarray((len(items),), items)

    def round(self, decimals=0):
        return ndarray(self.shape, [_round(item, decimals) for item in self._flat])

    def _reduced(self, axis, reduce, what):
        if axis is None or self.ndim == 1:
            return reduce(self._flat)
        return _convlens.unknown(f'the {what} of a NumPy array over an axis')

    def sum(self, axis=None):
        return self._reduced(axis, sum, 'sum')

    def prod(self, axis=None):
        # the product of no numbers is a float in NumPy
        return self._reduced(axis, math.prod, 'product') if self.size else 1.0

    def mean(self, axis=None):
        return self._reduced(axis, lambda items: sum(items) / len(items), 'mean')

    def max(self, axis=None):
        return self._reduced(axis, max, 'maximum')

    def min(self, axis=None):
        return self._reduced(axis, min, 'minimum')

    def any(self):
        return any(self._flat)

    def all(self):
        return all(self._flat)

    def cumsum(self, axis=None):
        total, sums = 0, []
        for item in self._flat:
            total += item
            sums.append(total)
        return ndarray((self.size,), sums)

    def argmax(self):
        return self._flat.index(max(self._flat))

    def argmin(self):
        return self._flat.index(min(self._flat))


def array(object, dtype=None, **options):
    if _convlens.is_unknown(object):
        return object
    shape, flat = [], []
    _flatten(object, shape, flat)
    if any(isinstance(item, float) for item in flat):
        flat = [float(item) for item in flat]
    made = ndarray(shape, flat)
    return made if dtype is None else made.astype(dtype)


def asarray(a, dtype=None):
    return a if isinstance(a, ndarray) and dtype is None else array(a, dtype)


def full(shape, fill_value, dtype=None):
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    made = ndarray(shape, [fill_value] * math.prod(shape))
    return made if dtype is None else made.astype(dtype)


def zeros(shape, dtype=None):
    return full(shape, 0.0, dtype)


def ones(shape, dtype=None):
    return full(shape, 1.0, dtype)


def empty(shape, dtype=None):
    return full(shape, _convlens.unknown('memory that nothing filled'))


def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    count = max(0, math.ceil((stop - start) / step))
    made = ndarray((count,), [start + i * step for i in range(count)])
    return made if dtype is None else made.astype(dtype)


def linspace(start, stop, num=50, endpoint=True, dtype=None):
    gaps = num - 1 if endpoint else num
    step = (stop - start) / gaps if gaps > 0 else 0.0
    items = [i * step + start for i in range(num)]
    if endpoint and num > 1:
        items[-1] = float(stop)
    made = ndarray((num,), [float(item) for item in items])
    return made if dtype is None else made.astype(dtype)


def concatenate(arrays, axis=0):
    arrays = [asarray(a) for a in arrays]
    if any(a.ndim != 1 for a in arrays):
        return _convlens.unknown('NumPy arrays of several axes put together')
    return array([item for a in arrays for item in a._flat])

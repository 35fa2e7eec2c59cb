# numpy.ndarray over a tensor: shape and type always, the elements where they are few and known. What is computed here is no
# operation of the network (`_convlens.unrecorded`). Arrays that hold symbols are in symbolic.py.
import _convlens
import math
import torch
from .scalars import _converter, bool_, dtype_of, float64, int64, torch_type

_run = _convlens.unrecorded


def _flatten(value, shape, flat):
    """Collects the numbers of nested lists and, in `shape`, how long each level is."""
    if isinstance(value, (ndarray, torch.Tensor)):
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


def _is_array(value):
    return isinstance(value, (ndarray, list, tuple, torch.Tensor))


def _wrap(tensor):
    """An array; of no dimensions: the number itself."""
    if not isinstance(tensor, torch.Tensor):
        return tensor
    return ndarray(tensor) if tensor.dim() else _run(torch.Tensor.item, tensor)


def _tensor(value):
    """What torch's operators take: the tensor of an array or list, a number as it is."""
    if isinstance(value, (list, tuple, range)):
        value = array(value)
    return value._t if isinstance(value, ndarray) else value


def _whole(tensor):
    return not (tensor.is_floating_point() or tensor.is_complex())


def _promoted(values, floating=False):
    """NumPy's types: a float beside integers makes them float64, whatever its own width."""
    tensors = [_tensor(value) for value in values]
    arrays = [each for each in tensors if isinstance(each, torch.Tensor)]
    has_float = floating
    for each in tensors:
        if isinstance(each, float) or (isinstance(each, torch.Tensor) and each.is_floating_point()):
            has_float = True
    if has_float and any([_whole(each) for each in arrays]):
        wide = any([each.dtype in (torch.int32, torch.int64) or each.dtype == torch.float64 for each in arrays])
        target = torch.float64 if wide or not [each for each in arrays if not _whole(each)] else torch.float32
        tensors = [_run(torch.Tensor.to, each, target) if isinstance(each, torch.Tensor) else each for each in tensors]
    return tensors


def _has_symbols(values):
    from .symbolic import symbolic

    for value in values:
        if isinstance(value, symbolic) or isinstance(array(value) if isinstance(value, (list, tuple)) else value, symbolic):
            return True
    return False


def _elementwise(scalar, operator=None, floating=False):
    """A function of numbers, over arrays, lists and numbers: `operator` is torch's function of the same meaning."""

    def apply(*args, dtype=None, **options):
        if not any([_is_array(arg) for arg in args]):
            return scalar(*args)
        if operator is None or _has_symbols(args):
            from .symbolic import elementwise

            return elementwise(scalar)(*args)
        result = _wrap(_run(operator, *_as_tensors(_promoted(args, floating))))
        return result if dtype is None else result.astype(dtype)

    return apply


def _as_tensors(values):
    """Several of torch's functions want tensors alone: numbers become tensors of no dimensions."""
    arrays = [each for each in values if isinstance(each, torch.Tensor)]
    return [each if isinstance(each, torch.Tensor) or not arrays else _number(each, arrays[0]) for each in values]


def _number(value, beside):
    if not isinstance(value, (int, float, bool)):
        return value
    return _run(torch.tensor, value, dtype=beside.dtype if isinstance(value, float) or beside.dtype != torch.bool else None)


def _operator(scalar, operator, floating=False):
    apply = _elementwise(scalar, operator, floating)
    return lambda self, other: apply(self, other), lambda self, other: apply(other, self)


class ndarray:
    def __init__(self, tensor):
        self._t = tensor

    __add__, __radd__ = _operator(lambda a, b: a + b, torch.add)
    __sub__, __rsub__ = _operator(lambda a, b: a - b, torch.sub)
    __mul__, __rmul__ = _operator(lambda a, b: a * b, torch.mul)
    __truediv__, __rtruediv__ = _operator(lambda a, b: a / b, torch.div, True)
    __floordiv__, __rfloordiv__ = _operator(lambda a, b: a // b, torch.floor_divide)
    __mod__, __rmod__ = _operator(lambda a, b: a % b, torch.remainder)
    __pow__, __rpow__ = _operator(lambda a, b: a**b, torch.pow)
    __matmul__, __rmatmul__ = _operator(None, torch.matmul)
    __and__, __rand__ = _operator(lambda a, b: a & b, torch.bitwise_and)
    __or__, __ror__ = _operator(lambda a, b: a | b, torch.bitwise_or)
    __xor__, __rxor__ = _operator(lambda a, b: a ^ b, torch.bitwise_xor)
    __lt__, _ = _operator(lambda a, b: a < b, torch.lt)
    __le__, _ = _operator(lambda a, b: a <= b, torch.le)
    __gt__, _ = _operator(lambda a, b: a > b, torch.gt)
    __ge__, _ = _operator(lambda a, b: a >= b, torch.ge)
    __eq__, _ = _operator(lambda a, b: a == b, torch.eq)
    __ne__, _ = _operator(lambda a, b: a != b, torch.ne)

    def __neg__(self):
        return ndarray(_run(torch.neg, self._t))

    def __abs__(self):
        return ndarray(_run(torch.abs, self._t))

    def __invert__(self):
        return ndarray(_run(torch.bitwise_not, self._t))

    @property
    def shape(self):
        return tuple(self._t.shape)

    @shape.setter
    def shape(self, value):
        self._t = self.reshape(value)._t

    @property
    def size(self):
        return math.prod(self.shape)

    @property
    def ndim(self):
        return self._t.dim()

    @property
    def dtype(self):
        return dtype_of(self._t.dtype)

    @property
    def itemsize(self):
        return self._t.itemsize

    @property
    def nbytes(self):
        return self.size * self.itemsize

    @property
    def T(self):
        return self.transpose()

    @property
    def real(self):
        return ndarray(_run(torch.real, self._t))

    @property
    def imag(self):
        return ndarray(_run(torch.imag, self._t)) if self._t.is_complex() else ndarray(_run(torch.zeros_like, self._t))

    @property
    def flat(self):
        return iter(self.flatten())

    def __len__(self):
        if not self.ndim:
            raise TypeError('len() of unsized object')
        return self.shape[0]

    def __iter__(self):
        return iter([self[i] for i in range(len(self))])

    def __bool__(self):
        if self.size != 1:
            raise ValueError('The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()')
        return bool(self.item())

    def __int__(self):
        return int(self.item())

    def __float__(self):
        return float(self.item())

    def __index__(self):
        return self.item()

    def __contains__(self, value):
        return value in self.flatten().tolist()

    def __getitem__(self, index):
        index = self._subscript(index)
        if not isinstance(index, tuple) and isinstance(index, int) and not -len(self) <= index < len(self):
            raise IndexError(f'index {index} is out of bounds for axis 0 with size {len(self)}')
        return _wrap(_run(torch.Tensor.__getitem__, self._t, index))

    def __setitem__(self, index, value):
        _run(torch.Tensor.__setitem__, self._t, self._subscript(index), _tensor(value))

    def _subscript(self, index):
        """The index as torch takes it: arrays as tensors, slices backwards as the positions that they name."""
        if isinstance(index, tuple):
            parts, axis = [], 0
            for part in index:
                parts.append(self._position(part, axis))
                axis = axis - (self.ndim - len(index) + 1) if part is Ellipsis else axis if part is None else axis + 1
            return tuple(parts)
        return self._position(index, 0)

    def _position(self, part, axis):
        if isinstance(part, slice) and part.step is not None and part.step < 0:
            return _run(torch.tensor, list(range(self.shape[axis]))[part], dtype=torch.int64)
        return _tensor(part) if isinstance(part, (ndarray, list)) else part

    def __array__(self, dtype=None):
        return self

    def tolist(self):
        return _run(torch.Tensor.tolist, self._t)

    def item(self, *index):
        if index:
            return self[index if len(index) > 1 else index[0]]
        if self.size != 1:
            raise ValueError('can only convert an array of size 1 to a Python scalar')
        return _run(torch.Tensor.item, self._t)

    def astype(self, dtype, **options):
        return ndarray(_run(torch.Tensor.to, self._t, torch_type(dtype)))

    def copy(self, order='C'):
        return ndarray(_run(torch.clone, self._t))

    def flatten(self, order='C'):
        return ndarray(_run(torch.flatten, self._t))

    ravel = flatten

    def reshape(self, *shape, **options):
        shape = list(shape[0]) if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else list(shape)
        known = math.prod([size for size in shape if size != -1])
        if self.size % max(known, 1) if -1 in shape else known != self.size:
            raise ValueError(f'cannot reshape array of size {self.size} into shape {tuple(shape)}')
        return ndarray(_run(torch.reshape, self._t, shape))

    def transpose(self, *axes):
        axes = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes
        return ndarray(_run(torch.permute, self._t, tuple(axes) if axes else tuple(range(self.ndim))[::-1]))

    def swapaxes(self, axis1, axis2):
        return ndarray(_run(torch.swapaxes, self._t, axis1, axis2))

    def squeeze(self, axis=None):
        return ndarray(_run(torch.squeeze, self._t) if axis is None else _run(torch.squeeze, self._t, axis))

    def repeat(self, repeats, axis=None):
        return ndarray(_run(torch.repeat_interleave, self._t, _tensor(repeats), axis))

    def round(self, decimals=0):
        from . import round

        return round(self, decimals)

    def clip(self, min=None, max=None):
        return ndarray(_run(torch.clamp, self._t, min, max))

    def fill(self, value):
        _run(torch.Tensor.fill_, self._t, value)

    def dot(self, b):
        return self @ b

    def nonzero(self):
        return tuple(ndarray(each) for each in _run(torch.nonzero, self._t, as_tuple=True))

    def sort(self, axis=-1):
        self._t = _run(torch.sort, self._t, axis)[0]

    def view(self, dtype=None):
        return self

    def tobytes(self):
        return _convlens.unknown('the bytes of a NumPy array')

    # Reductions: over all axes by Python's own functions, where the elements are known.

    def _reduced(self, axis, keepdims, function, operator, floating=False):
        if axis is None and not keepdims:
            return function(self.flatten().tolist())
        tensor = _promoted([self], floating)[0]
        axis = tuple(range(self.ndim)) if axis is None else axis
        return _wrap(_run(operator, tensor, dim=axis, keepdim=keepdims))

    def sum(self, axis=None, dtype=None, keepdims=False):
        return self._reduced(axis, keepdims, sum, torch.sum)

    def prod(self, axis=None, dtype=None, keepdims=False):
        # the product of no numbers is a float in NumPy
        return self._reduced(axis, keepdims, lambda items: math.prod(items) if items else 1.0, torch.prod)

    def mean(self, axis=None, dtype=None, keepdims=False):
        return self._reduced(axis, keepdims, lambda items: sum(items) / len(items), torch.mean, True)

    def max(self, axis=None, keepdims=False):
        return self._reduced(axis, keepdims, max, torch.amax)

    def min(self, axis=None, keepdims=False):
        return self._reduced(axis, keepdims, min, torch.amin)

    def any(self, axis=None, keepdims=False):
        return self._reduced(axis, keepdims, any, torch.any)

    def all(self, axis=None, keepdims=False):
        return self._reduced(axis, keepdims, all, torch.all)

    def var(self, axis=None, dtype=None, ddof=0, keepdims=False):
        def variance(items):
            mean = sum(items) / len(items)
            return sum([(item - mean) ** 2 for item in items]) / (len(items) - ddof)

        return self._reduced(axis, keepdims, variance, lambda t, dim, keepdim: torch.var(t, dim, correction=ddof, keepdim=keepdim), True)

    def std(self, axis=None, dtype=None, ddof=0, keepdims=False):
        from . import sqrt

        return sqrt(self.var(axis, dtype, ddof, keepdims))

    def cumsum(self, axis=None):
        return ndarray(_run(torch.cumsum, self.flatten()._t if axis is None else self._t, 0 if axis is None else axis))

    def argmax(self, axis=None):
        return self._reduced(axis, False, lambda items: items.index(max(items)), torch.argmax)

    def argmin(self, axis=None):
        return self._reduced(axis, False, lambda items: items.index(min(items)), torch.argmin)

    def argsort(self, axis=-1):
        return ndarray(_run(torch.argsort, self._t, axis))


def array(object, dtype=None, copy=True, **options):
    from .symbolic import symbolic

    if isinstance(object, torch.Tensor):
        return ndarray(object) if dtype is None else ndarray(object).astype(dtype)
    if isinstance(object, (ndarray, symbolic)):
        return object.copy() if dtype is None else object.astype(dtype)
    if _convlens.is_unknown(object):
        return object
    if not isinstance(object, (list, tuple, range, int, float)):
        return _convlens.unknown('an array of what is no number')
    shape, flat = [], []
    _flatten(object, shape, flat)
    if any([isinstance(item, float) for item in flat]):
        flat = [float(item) for item in flat]
    made = symbolic(shape, flat)
    if not all([_convlens.is_number(item) for item in flat]):
        return made if dtype is None else made.astype(dtype)
    if not flat:
        return ndarray(_run(torch.zeros, shape, dtype=torch.float64 if dtype is None else torch_type(dtype)))
    wanted = made.dtype if dtype is None else dtype
    return ndarray(_run(torch.reshape, _run(torch.tensor, flat, dtype=torch_type(wanted)), shape))

# Arrays made from sizes and bounds.
import _convlens
import math
import torch
from .arrays import _run, _tensor, array, ndarray
from .scalars import torch_type

_LIMIT = 4096  # more elements than this are not carried


def asarray(a, dtype=None, **options):
    return a if isinstance(a, ndarray) and dtype is None else array(a, dtype)


def _shape(shape):
    if isinstance(shape, ndarray):
        shape = shape.tolist()
    return tuple(shape) if isinstance(shape, (list, tuple)) else (shape,)


def zeros(shape, dtype=None, order='C'):
    return ndarray(_run(torch.zeros, _shape(shape), dtype=torch_type(dtype)))


def ones(shape, dtype=None, order='C'):
    return ndarray(_run(torch.ones, _shape(shape), dtype=torch_type(dtype)))


def empty(shape, dtype=None, order='C'):
    return ndarray(_run(torch.empty, _shape(shape), dtype=torch_type(dtype)))


def full(shape, fill_value, dtype=None):
    if not _convlens.is_number(fill_value):
        from .symbolic import symbolic

        return symbolic(_shape(shape), [fill_value] * math.prod(_shape(shape)))
    wanted = array([fill_value]).dtype if dtype is None else dtype
    return ndarray(_run(torch.full, _shape(shape), fill_value, dtype=torch_type(wanted)))


def zeros_like(a, dtype=None):
    a = asarray(a)
    return zeros(a.shape, a.dtype if dtype is None else dtype)


def ones_like(a, dtype=None):
    a = asarray(a)
    return ones(a.shape, a.dtype if dtype is None else dtype)


def empty_like(a, dtype=None):
    a = asarray(a)
    return empty(a.shape, a.dtype if dtype is None else dtype)


def full_like(a, fill_value, dtype=None):
    a = asarray(a)
    return full(a.shape, fill_value, a.dtype if dtype is None else dtype)


def eye(N, M=None, k=0, dtype=None):
    rows, columns = N, N if M is None else M
    if k == 0:
        return ndarray(_run(torch.eye, rows, columns, dtype=torch_type(dtype)))
    return ndarray(_run(torch.empty, rows, columns, dtype=torch_type(dtype)))


def identity(n, dtype=None):
    return eye(n, dtype=dtype)


def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    if not all([_convlens.is_number(bound) for bound in (start, stop, step)]):
        made = ndarray(_run(torch.arange, start, stop, step))
        return made if dtype is None else made.astype(dtype)
    count = max(0, math.ceil((stop - start) / step))
    floating = any([isinstance(bound, float) for bound in (start, stop, step)])
    if count > _LIMIT:
        return ndarray(_run(torch.empty, count, dtype=torch_type(dtype or (float if floating else int))))
    items = [start + i * step for i in range(count)]
    return array(items, (float if floating else int) if dtype is None else dtype)


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    if not isinstance(start, (int, float)) or not isinstance(stop, (int, float)) or num > _LIMIT:
        return ndarray(_run(torch.empty, num, *asarray(start).shape, dtype=torch_type(dtype)))
    gaps = num - 1 if endpoint else num
    step = (stop - start) / gaps if gaps > 0 else 0.0
    items = [float(i * step + start) for i in range(num)]
    if endpoint and num > 1:
        items[-1] = float(stop)
    made = array(items, float if dtype is None else dtype)
    return (made, step) if retstep else made


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    return array([float(base) ** item for item in linspace(start, stop, num, endpoint).tolist()], dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    return logspace(math.log10(start), math.log10(stop), num, endpoint, 10.0, dtype)


def meshgrid(*xi, indexing='xy', copy=True, sparse=False):
    return [ndarray(each) for each in _run(torch.meshgrid, *[asarray(x)._t for x in xi], indexing=indexing)]


def indices(dimensions, dtype=int, sparse=False):
    return empty((len(dimensions), *dimensions), dtype)


def tri(N, M=None, k=0, dtype=float):
    return ndarray(_run(torch.tril, ones((N, N if M is None else M), dtype)._t, k))


def tril(m, k=0):
    return ndarray(_run(torch.tril, _tensor(m), k))


def triu(m, k=0):
    return ndarray(_run(torch.triu, _tensor(m), k))


def _corner(kind, n, k, m):
    rows, columns = _run(kind, n, n if m is None else m, k)
    return ndarray(rows), ndarray(columns)


def tril_indices(n, k=0, m=None):
    return _corner(torch.tril_indices, n, k, m)


def triu_indices(n, k=0, m=None):
    return _corner(torch.triu_indices, n, k, m)


def diag(v, k=0):
    return ndarray(_run(torch.diag, _tensor(v), k))

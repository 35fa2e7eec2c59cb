# Reductions and what goes along one axis.
import _convlens
import torch
from .arrays import _promoted, _run, _tensor, _wrap, array, ndarray
from .making import asarray

_sorted = sorted


def _method(name):
    def apply(a, axis=None, **options):
        options.pop('out', None)
        return getattr(asarray(a), name)(axis, **options)

    return apply


prod, mean, max, min, any, all = _method('prod'), _method('mean'), _method('max'), _method('min'), _method('any'), _method('all')
std, var, cumsum = _method('std'), _method('var'), _method('cumsum')
argmax, argmin = _method('argmax'), _method('argmin')
amax, amin = max, min
nanmax, nanmin, nanmean = max, min, mean


def sum(a, axis=None, dtype=None, **options):
    options.pop('out', None)
    return asarray(a).sum(axis, **options)


nansum = sum


def cumprod(a, axis=None):
    a = asarray(a)
    return ndarray(_run(torch.cumprod, a.flatten()._t if axis is None else a._t, 0 if axis is None else axis))


def ptp(a, axis=None):
    return max(a, axis) - min(a, axis)


def count_nonzero(a, axis=None):
    return (asarray(a) != 0).sum(axis)


def average(a, axis=None, weights=None):
    return mean(a, axis) if weights is None else sum(asarray(a) * asarray(weights), axis) / sum(asarray(weights), axis)


def median(a, axis=None, keepdims=False):
    return quantile(a, 0.5, axis, keepdims=keepdims)


def quantile(a, q, axis=None, keepdims=False, **options):
    if axis is None and isinstance(q, float) and not keepdims:
        items = _sorted(asarray(a).flatten().tolist())
        place = q * (len(items) - 1)
        low = int(place)
        high = low + 1 if low + 1 < len(items) else low
        return float(items[low] + (items[high] - items[low]) * (place - low))
    tensor = _promoted([asarray(a)], True)[0]
    return _wrap(_run(torch.quantile, tensor, _run(torch.as_tensor, _tensor(q), dtype=tensor.dtype), axis, keepdims))


def percentile(a, q, axis=None, **options):
    return quantile(a, q / 100 if isinstance(q, (int, float)) else asarray(q) / 100, axis, **options)


def sort(a, axis=-1):
    a = asarray(a)
    if a.ndim == 1:
        return array(_sorted(a.tolist()), a.dtype)
    return ndarray(_run(torch.sort, a._t, axis)[0])


def argsort(a, axis=-1, kind=None):
    a = asarray(a)
    if a.ndim == 1:
        items = a.tolist()
        return array(_sorted(range(len(items)), key=lambda i: items[i]), int)
    return a.argsort(axis)


def diff(a, n=1, axis=-1):
    return ndarray(_run(torch.diff, asarray(a)._t, n, axis))


def trapezoid(y, x=None, dx=1.0, axis=-1):
    if x is None:
        return _wrap(_run(torch.trapezoid, asarray(y)._t, dx=dx, dim=axis))
    return _wrap(_run(torch.trapezoid, asarray(y)._t, asarray(x)._t, dim=axis))


def bincount(x, weights=None, minlength=0):
    return ndarray(_run(torch.bincount, asarray(x)._t, minlength=minlength))


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, sorted=True):
    if axis is not None:
        return _convlens.unknown('numpy.unique along an axis')
    ar = asarray(ar)
    items = ar.flatten().tolist()
    found = _sorted(set(items))
    answers = [array(found, ar.dtype)]
    if return_index:
        answers.append(array([items.index(item) for item in found], int))
    if return_inverse:
        answers.append(array([found.index(item) for item in items], int))
    if return_counts:
        answers.append(array([items.count(item) for item in found], int))
    return answers[0] if len(answers) == 1 else tuple(answers)

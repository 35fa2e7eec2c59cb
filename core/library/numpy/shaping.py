# Arrays put together, taken apart and turned.
import torch
from .arrays import _promoted, _run, _tensor, array, ndarray
from .making import asarray


def _together(operator, arrays, *args):
    return ndarray(_run(operator, _promoted([asarray(a) for a in arrays]), *args))


def concatenate(arrays, axis=0, dtype=None):
    if axis is None:
        arrays, axis = [asarray(a).flatten() for a in arrays], 0
    if any([_is_symbolic(a) for a in arrays]):
        return array([item for a in arrays for item in asarray(a).tolist()])
    return _together(torch.cat, arrays, axis)


concat = concatenate


def _is_symbolic(a):
    from .symbolic import symbolic

    return isinstance(asarray(a), symbolic)


def stack(arrays, axis=0):
    if any([_is_symbolic(a) for a in arrays]) and axis == 0:
        return array([asarray(a).tolist() for a in arrays])
    return _together(torch.stack, arrays, axis)


def vstack(tup):
    return _together(torch.vstack, tup)


row_stack = vstack


def hstack(tup):
    return _together(torch.hstack, tup)


def dstack(tup):
    return _together(torch.dstack, tup)


def column_stack(tup):
    return _together(torch.column_stack, tup)


def append(arr, values, axis=None):
    if axis is None:
        return concatenate([asarray(arr).flatten(), asarray(values).flatten()])
    return concatenate([arr, values], axis)


def array_split(ary, indices_or_sections, axis=0):
    given = indices_or_sections.tolist() if isinstance(indices_or_sections, ndarray) else indices_or_sections
    return [ndarray(each) for each in _run(torch.tensor_split, _tensor(ary), given, axis)]


def split(ary, indices_or_sections, axis=0):
    if isinstance(indices_or_sections, int) and asarray(ary).shape[axis] % indices_or_sections:
        raise ValueError('array split does not result in an equal division')
    return array_split(ary, indices_or_sections, axis)


def expand_dims(a, axis):
    a = asarray(a)
    axes = [axis] if isinstance(axis, int) else list(axis)
    tensor = a._t
    for each in sorted([one if one >= 0 else one + a.ndim + len(axes) for one in axes]):
        tensor = _run(torch.unsqueeze, tensor, each)
    return ndarray(tensor)


def squeeze(a, axis=None):
    return asarray(a).squeeze(axis)


def reshape(a, shape=None, order='C', newshape=None):
    return asarray(a).reshape(newshape if shape is None else shape)


def ravel(a, order='C'):
    return asarray(a).flatten()


def transpose(a, axes=None):
    return asarray(a).transpose() if axes is None else asarray(a).transpose(axes)


permute_dims = transpose


def swapaxes(a, axis1, axis2):
    return asarray(a).swapaxes(axis1, axis2)


def moveaxis(a, source, destination):
    return ndarray(_run(torch.movedim, asarray(a)._t, source, destination))


def rollaxis(a, axis, start=0):
    return moveaxis(a, axis, start - 1 if start > axis else start)


def roll(a, shift, axis=None):
    return ndarray(_run(torch.roll, asarray(a)._t, shift, axis))


def flip(m, axis=None):
    m = asarray(m)
    axes = tuple(range(m.ndim)) if axis is None else (axis,) if isinstance(axis, int) else axis
    return ndarray(_run(torch.flip, m._t, axes))


def flipud(m):
    return flip(m, 0)


def fliplr(m):
    return flip(m, 1)


def rot90(m, k=1, axes=(0, 1)):
    return ndarray(_run(torch.rot90, asarray(m)._t, k, axes))


def repeat(a, repeats, axis=None):
    return asarray(a).repeat(repeats, axis)


def tile(A, reps):
    return ndarray(_run(torch.tile, asarray(A)._t, (reps,) if isinstance(reps, int) else tuple(reps)))


def broadcast_to(array, shape):
    return ndarray(_run(torch.broadcast_to, asarray(array)._t, (shape,) if isinstance(shape, int) else tuple(shape)))


def broadcast_arrays(*args):
    return [ndarray(each) for each in _run(torch.broadcast_tensors, *[asarray(a)._t for a in args])]


def broadcast_shapes(*args):
    return tuple(torch.broadcast_shapes(*args))


def atleast_1d(*arys):
    return _at_least(torch.atleast_1d, arys)


def atleast_2d(*arys):
    return _at_least(torch.atleast_2d, arys)


def atleast_3d(*arys):
    return _at_least(torch.atleast_3d, arys)


def _at_least(operator, arrays):
    made = [ndarray(_run(operator, _run(torch.as_tensor, _tensor(a)))) for a in arrays]
    return made[0] if len(made) == 1 else tuple(made)


def pad(array, pad_width, mode='constant', **options):
    """The widths before and after each axis, for all alike where there is one; other modes fill with other values."""
    array = asarray(array)
    widths = pad_width.tolist() if isinstance(pad_width, ndarray) else pad_width
    if isinstance(widths, int):
        widths = [(widths, widths)] * array.ndim
    elif isinstance(widths[0], int):
        widths = [tuple(widths) if len(widths) == 2 else (widths[0], widths[0])] * array.ndim
    elif len(widths) == 1:
        widths = list(widths) * array.ndim
    around = [width for before, after in list(widths)[::-1] for width in (before, after)]
    padded = _run(torch.nn.functional.pad, array._t, around, 'constant', options.get('constant_values', 0))
    return ndarray(padded if mode == 'constant' else _run(torch.empty_like, padded))


def delete(arr, obj, axis=None):
    arr = asarray(arr)
    if axis is None:
        arr, axis = arr.flatten(), 0
    gone = [obj] if isinstance(obj, int) else list(obj)
    size = arr.shape[axis]
    kept = [i for i in range(size) if i not in [one % size for one in gone]]
    return ndarray(_run(torch.index_select, arr._t, axis, torch.tensor(kept, dtype=torch.int64)))


def take(a, indices, axis=None):
    a = asarray(a)
    if axis is None:
        a, axis = a.flatten(), 0
    if isinstance(indices, int):
        return a[(slice(None),) * axis + (indices,)] if axis else a[indices]
    return a[(slice(None),) * axis + (asarray(indices),)]

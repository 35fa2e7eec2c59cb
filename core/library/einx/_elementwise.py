# Element by element: every tensor is laid out in the order of the result, axes that it lacks of length one.
import _convlens
import torch
from einops.einops import _lengths, _parse_side, _product, _spell_out
from ._patterns import ellipsis_of, names_of, sides_of, spelled, unlike


def _elementwise(function):
    def operation(pattern, *tensors, **given):
        sides, output = sides_of(pattern)
        if '[' in pattern or len(sides) != len(tensors):
            return _convlens.unknown(unlike)
        tensors = [_tensor(value) for value in tensors]
        grouped = [spelled(side, tensor) for side, tensor in zip(sides, tensors)]
        if output is None:
            every = {name for groups in grouped for name in names_of(groups)}
            whole = [groups for groups in grouped if set(names_of(groups)) == every]
            if not whole:
                return _convlens.unknown(unlike)
            result = whole[0]
        else:
            result = _spell_out(_parse_side(output), max([ellipsis_of(side, tensor) for side, tensor in zip(sides, tensors)]))
        after = names_of(result)
        if any(name.isdigit() for name in after) or any(name not in after for groups in grouped for name in names_of(groups)):
            return _convlens.unknown(unlike)
        lengths = dict(given)
        # what stands alone in one tensor tells how another one's group is made up
        for groups, tensor in zip(grouped, tensors):
            lengths.update({group[0]: size for group, size in zip(groups, tensor.shape) if len(group) == 1})
        for groups, tensor in zip(grouped, tensors):
            lengths.update(_lengths(groups, tensor.shape, {name: size for name, size in lengths.items() if name in names_of(groups)}))
        value = function(*[_aligned(tensor, groups, after, lengths) for tensor, groups in zip(tensors, grouped)])
        if any(len(group) != 1 for group in result):
            value = value.reshape([_product([lengths[name] for name in group]) for group in result])
        return value

    return operation


def _tensor(value):
    return value if isinstance(value, torch.Tensor) else torch.tensor(value)


def _aligned(tensor, groups, after, lengths):
    """Its axes one by one, in the order of the result, those that it lacks of length one."""
    own = names_of(groups)
    if any(len(group) != 1 for group in groups):
        tensor = tensor.reshape([lengths[name] for name in own])
    order = [own.index(name) for name in after if name in own]
    if order != sorted(order):
        tensor = tensor.permute(order)
    for position, name in enumerate(after):
        if name not in own:
            tensor = tensor.unsqueeze(position)
    return tensor


def _several(function):
    def folded(first, *others):
        for other in others:
            first = function(first, other)
        return first

    return _elementwise(folded)


add, multiply = _several(torch.add), _several(torch.multiply)
logical_and, logical_or = _several(torch.logical_and), _several(torch.logical_or)
maximum, minimum = _several(torch.maximum), _several(torch.minimum)
subtract, floor_divide = _elementwise(torch.subtract), _elementwise(torch.floor_divide)
divide = true_divide = _elementwise(torch.true_divide)
less, less_equal, greater, greater_equal = [_elementwise(each) for each in (torch.less, torch.less_equal, torch.greater, torch.greater_equal)]
equal, not_equal = _elementwise(torch.eq), _elementwise(torch.not_equal)
logaddexp, where = _elementwise(torch.logaddexp), _elementwise(torch.where)

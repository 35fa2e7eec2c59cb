# The three operations. A side of a pattern is a list of groups, each a list of axis names: 'b (h p) c' is [['b'], ['h', 'p'], ['c']].
# An ellipsis stands for as many axes as the tensor has beside the named ones; a number is an axis of that length.
import torch

# Inside brackets, and as axes of its own.
_ELLIPSIS = '…'
_BARE = ['...']


class EinopsError(RuntimeError):
    pass


def _parse_side(text):
    groups, inside = [], None
    for token in text.replace('...', f' {_ELLIPSIS} ').replace('(', ' ( ').replace(')', ' ) ').split():
        if token == '(':
            if inside is not None:
                raise EinopsError('Axis composition is one-level (brackets inside brackets not allowed)')
            inside = []
        elif token == ')':
            if inside is None:
                raise EinopsError('Brackets are not balanced')
            groups.append(inside)
            inside = None
        elif not (token.isdigit() or token == _ELLIPSIS or token.isidentifier()):
            raise EinopsError(f"Invalid axis identifier: {token}")
        elif inside is None:
            groups.append(_BARE if token == _ELLIPSIS else [] if token == '1' else [token])
        elif token != '1':
            inside.append(token)
    if inside is not None:
        raise EinopsError(f'Imbalanced parentheses in expression: "{text}"')
    names = [name for group in groups for name in group if not name.isdigit()]
    for name in names:
        if names.count(name) > 1:
            raise EinopsError(f'Indexing expression contains duplicate dimension "{name}"')
    return groups


def _parse(pattern):
    left, arrow, right = pattern.partition('->')
    if not arrow:
        raise EinopsError(f'{pattern} has no "->"')
    return _parse_side(left), _parse_side(right)


def _spell_out(groups, count):
    """The ellipsis as `count` axes of its own."""
    axes = [f'{_ELLIPSIS}{i}' for i in range(count)]
    result = []
    for group in groups:
        if group == _BARE:
            result += [[axis] for axis in axes]
        else:
            result.append([name for item in group for name in (axes if item == _ELLIPSIS else [item])])
    return result


def _product(numbers):
    product = 1
    for n in numbers:
        product = product * n
    return product


def _lengths(groups, shape, given):
    """The length of every axis on the left, from the tensor's shape and the lengths that are given."""
    if len(groups) != len(shape):
        raise EinopsError(f'Wrong shape: expected {len(groups)} dims. Received {len(shape)}-dim tensor.')
    lengths = dict(given)
    for group, size in zip(groups, shape):
        for name in group:
            if name.isdigit():
                lengths[name] = int(name)
        open_names = [name for name in group if name not in lengths]
        if len(open_names) > 1:
            raise EinopsError(f'Could not infer sizes for {set(open_names)}')
        known = _product([lengths[name] for name in group if name in lengths])
        if open_names:
            if known != 1 and size % known != 0:
                raise EinopsError(f"Shape mismatch, can't divide axis of length {size} in chunks of {known}")
            lengths[open_names[0]] = size if known == 1 else size // known
        elif known != size:
            raise EinopsError(f'Shape mismatch, {size} != {known}')
    return lengths


def _reduced(tensor, reduction, axes):
    if callable(reduction):
        return reduction(tensor, tuple(axes))
    if reduction in ('sum', 'mean'):
        return getattr(tensor, reduction)(axes)
    if reduction in ('max', 'min'):
        return getattr(tensor, 'a' + reduction)(axes)
    if reduction in ('prod', 'any', 'all'):
        for axis in sorted(axes, reverse=True):
            tensor = getattr(tensor, reduction)(axis)
        return tensor
    raise EinopsError(f'Unknown reduction {reduction}')


def _apply(tensor, pattern, reduction, given):
    if isinstance(tensor, (list, tuple)):
        if len(tensor) == 0:
            raise TypeError("Rearrange/Reduce/Repeat can't be applied to an empty list")
        tensor = torch.stack(list(tensor))
    left, right = _parse(pattern)
    named = sum(1 for group in left if group != _BARE)
    count = tensor.dim() - named if _BARE in left else 0
    if count < 0:
        raise EinopsError(f'Wrong shape: expected >={named} dims. Received {tensor.dim()}-dim tensor.')
    left, right = _spell_out(left, count), _spell_out(right, count)
    before = [name for group in left for name in group]
    after = [name for group in right for name in group]
    _check(pattern, reduction, before, after, given)
    lengths = _lengths(left, tensor.shape, {name: size for name, size in given.items() if name in before})
    lengths.update({name: int(name) if name.isdigit() else given[name] for name in after if name not in before})
    if any(len(group) != 1 for group in left):
        tensor = tensor.reshape([lengths[name] for name in before])
    kept = [name for name in after if name in before]
    gone = [name for name in before if name not in after]
    order = [before.index(name) for name in kept + gone]
    if order != sorted(order):
        tensor = tensor.permute(order)
    if gone:
        tensor = _reduced(tensor, reduction, list(range(len(kept), len(before))))
    if len(after) > len(kept):
        for position, name in enumerate(after):
            if name not in before:
                tensor = tensor.unsqueeze(position)
        tensor = tensor.expand([lengths[name] if name not in before else -1 for name in after])
    if any(len(group) != 1 for group in right):
        tensor = tensor.reshape([_product([lengths[name] for name in group]) for group in right])
    return tensor


def _check(pattern, reduction, before, after, given):
    """Which axes may stand on one side only, by the operation."""
    only_left = [name for name in before if name not in after]
    only_right = [name for name in after if name not in before]
    if reduction == 'rearrange' and any(name.isdigit() for name in before + after):
        raise EinopsError('Non-unitary anonymous axes are not supported in rearrange (exception is length 1)')
    if reduction in ('rearrange', 'repeat') and only_left:
        raise EinopsError(f'Identifiers only on one side of expression (should be on both): {set(only_left)} in "{pattern}"')
    if reduction != 'repeat' and only_right:
        raise EinopsError(f'Identifiers only on one side of expression (should be on both): {set(only_right)} in "{pattern}"')
    for name in only_right:
        if not name.isdigit() and name not in given:
            raise EinopsError(f'Specify sizes for new axes in repeat: {name}')
    for name in given:
        if name not in before and name not in after:
            raise EinopsError(f'Axis {name} is not used in transform')


def rearrange(tensor, pattern, **axes_lengths):
    return _apply(tensor, pattern, 'rearrange', axes_lengths)


def reduce(tensor, pattern, reduction, **axes_lengths):
    return _apply(tensor, pattern, reduction, axes_lengths)


def repeat(tensor, pattern, **axes_lengths):
    return _apply(tensor, pattern, 'repeat', axes_lengths)


def parse_shape(x, pattern):
    names = pattern.split()
    if len(names) != len(x.shape):
        raise RuntimeError(f"Can't parse shape with different number of dimensions: {pattern} {tuple(x.shape)}")
    return {name: size for name, size in zip(names, x.shape) if name != '_'}

# What the modules share: `3` standing for `(3, 3)`, and the checks of arguments that PyTorch makes when it allocates weights.
import _convlens
from collections.abc import Iterable


def _ntuple(n, name='parse'):
    def parse(x):
        if isinstance(x, int):
            return (x,) * n
        return tuple(x) if isinstance(x, Iterable) else (x,) * n

    parse.__name__ = name
    return parse


_single = _ntuple(1, '_single')
_pair = _ntuple(2, '_pair')
_triple = _ntuple(3, '_triple')
_quadruple = _ntuple(4, '_quadruple')


def _reverse_repeat_tuple(t, n):
    """(1, 2) -> (2, 2, 1, 1): `padding` per axis as `F.pad` takes it, last axis first."""
    return tuple(x for x in reversed(t) for _ in range(n))


def _list_with_default(out_size, defaults):
    """The output size of an adaptive pool: None keeps the input's."""
    if isinstance(out_size, int):
        return out_size
    if len(defaults) <= len(out_size):
        raise ValueError(f'Input dimension should be at least {len(out_size) + 1}')
    return [d if v is None else v for v, d in zip(out_size, defaults[-len(out_size) :])]


def consume_prefix_in_state_dict_if_present(state_dict, prefix):
    for key in list(state_dict.keys()):
        if key.startswith(prefix):
            state_dict[key[len(prefix) :]] = state_dict.pop(key)


def _whole(**sizes):
    """Allocating a tensor with a float size is an error: `64 / 2` where `64 // 2` is meant."""
    for name, value in sizes.items():
        for item in value if isinstance(value, (tuple, list)) else (value,):
            if isinstance(item, float):
                _convlens.problem('CL1010', parameter=name, value=item, hint=f'{name} = {int(item)}' if item == item // 1 else None)


def _legal_groups(in_channels, out_channels, groups):
    """The nearest values below and above that divide both channel counts."""
    legal = [g for g in range(1, min(in_channels, out_channels) + 1) if in_channels % g == 0 and out_channels % g == 0]
    below = [g for g in legal if g < groups][-1:]
    above = [g for g in legal if g > groups][:1]
    return ' or '.join(f'groups = {g}' for g in below + above)


def _check_groups(in_channels, out_channels, groups):
    if groups <= 0:
        raise ValueError('groups must be a positive integer')
    for parameter, channels in (('in_channels', in_channels), ('out_channels', out_channels)):
        if channels % groups != 0:
            _convlens.problem('CL1001', parameter=parameter, channels=channels, groups=groups,
                              hint=_legal_groups(in_channels, out_channels, groups))

# Patterns: a side for each tensor, and one for the result where it is written. Axes by name, groups in brackets, an ellipsis.
from einops.einops import _BARE, _parse_side, _spell_out

unlike = 'an einx pattern of another form than names, groups and an ellipsis'


def sides_of(pattern):
    left, arrow, right = pattern.partition('->')
    return [side.strip() for side in left.split(',')], right.strip() if arrow else None


def names_of(groups):
    return [name for group in groups for name in group]


def ellipsis_of(side, tensor):
    """For how many axes of the tensor the ellipsis stands."""
    groups = _parse_side(side)
    return tensor.dim() - sum(1 for group in groups if group != _BARE) if _BARE in groups else 0


def spelled(side, tensor):
    """The groups of a side, its ellipsis spelled out for the tensor."""
    return _spell_out(_parse_side(side), ellipsis_of(side, tensor))

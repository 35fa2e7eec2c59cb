# What takes axes away: those in square brackets, or those that the result does not name.
import _convlens
import torch
from einops.einops import _apply
from ._patterns import sides_of, unlike


def _reduction(function):
    def operation(pattern, tensor, *, keepdims=False, **given):
        sides, output = sides_of(pattern)
        bare = sides[0].replace('[', '').replace(']', '')
        if len(sides) != 1 or keepdims or (output is None and '(' in pattern) or (output is not None and '[' in pattern):
            return _convlens.unknown(unlike)
        if output is None:
            inside = [name for part in sides[0].split('[')[1:] for name in part.partition(']')[0].split()]
            output = ' '.join(name for name in bare.split() if name not in inside)
        return _apply(tensor, f'{bare} -> {output}', function, given)

    return operation


sum, mean, any, all = [_reduction(each) for each in (torch.sum, torch.mean, torch.any, torch.all)]
var, std = [_reduction(lambda tensor, axes, of=each: of(tensor, axes, correction=0)) for each in (torch.var, torch.std)]
max, min, logsumexp = [_reduction(each) for each in (torch.amax, torch.amin, torch.logsumexp)]

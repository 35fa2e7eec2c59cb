# einops.pack and unpack: tensors that differ in some axes, flattened there and put together: 'b * c'.
import math
import torch


def _split(pattern):
    before, star, after = pattern.partition('*')
    return len(before.split()), len(after.split())


def pack(tensors, pattern):
    before, after = _split(pattern)
    flat, shapes = [], []
    for tensor in tensors:
        shape = tuple(tensor.shape)
        middle = shape[before : len(shape) - after]
        shapes.append(middle)
        flat.append(tensor.reshape((*shape[:before], math.prod(middle), *shape[len(shape) - after :])))
    return torch.cat(flat, dim=before), shapes


def unpack(tensor, packed_shapes, pattern):
    before, _ = _split(pattern)
    shape = tuple(tensor.shape)
    parts = torch.split(tensor, [math.prod(middle) for middle in packed_shapes], dim=before)
    return [part.reshape((*shape[:before], *middle, *shape[before + 1 :])) for part, middle in zip(parts, packed_shapes)]

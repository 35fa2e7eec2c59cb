# Dimensions merged into one, and one split into several.
from .module import Module


class Flatten(Module):
    def __init__(self, start_dim=1, end_dim=-1):
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input):
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self):
        return f'start_dim={self.start_dim}, end_dim={self.end_dim}'


class Unflatten(Module):
    def __init__(self, dim, unflattened_size):
        super().__init__()
        if isinstance(dim, int):
            self._require_tuple_int(unflattened_size)
        elif not isinstance(dim, str):
            raise TypeError('invalid argument type for dim parameter')
        self.dim = dim
        self.unflattened_size = unflattened_size

    def _require_tuple_int(self, size):
        if not isinstance(size, (tuple, list)):
            raise TypeError(f'unflattened_size must be a tuple of ints, but found type {type(size).__name__}')
        for i, item in enumerate(size):
            if not isinstance(item, int):
                raise TypeError(f'unflattened_size must be tuple of ints, but found element of type {type(item).__name__} at pos {i}')

    def forward(self, input):
        return input.unflatten(self.dim, self.unflattened_size)

    def extra_repr(self):
        return f'dim={self.dim}, unflattened_size={self.unflattened_size}'

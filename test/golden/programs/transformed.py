"""Modules called with other tensors in place of their own, and functions batched by torch.vmap."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.func import functional_call, stack_module_state, vmap


class Generated(nn.Module):
    """A layer whose weights another one makes."""

    def __init__(self):
        super().__init__()
        self.make = nn.Linear(3, 6 * 4)
        self.layer = nn.Linear(4, 2)

    def forward(self, x, condition):
        weight = self.make(condition).view(6, 4)
        return functional_call(self.layer, {'weight': weight, 'bias': weight.sum(1)}, (x,))


class Doubled(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 4))
        self.body[1].weight = self.body[0].weight

    def forward(self, x):
        return functional_call(self.body, {name: 2 * value for name, value in self.body.named_parameters()}, x)


class Batched(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(8, 4)
        self.conv = nn.Conv2d(3, 5, 3)
        self.weight = nn.Parameter(torch.ones(6, 8))

    def forward(self, x, images):
        rows = vmap(self.layer)(x)
        columns = vmap(self.layer, in_dims=1, out_dims=1)(x)
        products = vmap(lambda a, b: (a @ b).sum(0))(x, x.transpose(1, 2))
        dots = vmap(vmap(torch.dot, in_dims=(None, 0)), in_dims=(0, None))(x[0], self.weight)
        scaled = torch.vmap(lambda item: {'out': F.relu(self.layer(item['x'])), 'sum': item['x'].sum()})({'x': x})
        return rows, columns, products, dots, scaled, vmap(self.conv)(images), vmap(torch.mv)(x, x[:, 0]), vmap(lambda a, s: a * s, (0, None))(x, x[0])


class Ensemble(nn.Module):
    def __init__(self):
        super().__init__()
        self.members = nn.ModuleList([nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 2)) for _ in range(3)])

    def forward(self, x):
        params, buffers = stack_module_state(list(self.members))
        base = [self.members[0]]
        return vmap(lambda p, b, item: functional_call(base[0], (p, b), (item,)), in_dims=(0, 0, None))(params, buffers, x)


MODELS = {
    "Generated()": [[5, 4], [3]],
    "Doubled()": [[5, 4]],
    "Batched()": [[5, 3, 8], [5, 3, 6, 6]],
    "Ensemble()": [[5, 8]],
}

# One example stands for all: what memory they take is not told.
MEMORY_UNKNOWN = ["Batched()", "Ensemble()"]

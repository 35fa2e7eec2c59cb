"""Position embeddings computed in NumPy, as masked autoencoders and diffusion transformers have them; arrays that decide structure."""
import numpy as np
import torch
import torch.nn as nn


def sincos_from_grid(dim, positions):
    omega = np.arange(dim // 2, dtype=np.float64)
    omega /= dim / 2.0
    omega = 1.0 / 10000**omega
    out = np.einsum('m,d->md', positions.reshape(-1), omega)
    return np.concatenate([np.sin(out), np.cos(out)], axis=1)


def sincos_2d(dim, side, extra=0):
    grid = np.meshgrid(np.arange(side, dtype=np.float32), np.arange(side, dtype=np.float32))
    grid = np.stack(grid, axis=0).reshape([2, 1, side, side])
    embedding = np.concatenate([sincos_from_grid(dim // 2, grid[0]), sincos_from_grid(dim // 2, grid[1])], axis=1)
    return np.concatenate([np.zeros([extra, dim]), embedding], axis=0) if extra else embedding


class Tokens(nn.Module):
    def __init__(self, side=8, dim=32, depth=4):
        super().__init__()
        self.patches = nn.Conv2d(3, dim, 4, 4)
        self.class_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.positions = nn.Parameter(torch.zeros(1, side * side + 1, dim), requires_grad=False)
        self.positions.data.copy_(torch.from_numpy(sincos_2d(dim, side, 1)).float().unsqueeze(0))
        self.register_buffer('table', torch.from_numpy(sincos_2d(dim, side)).float())
        rates = np.linspace(0, 0.2, depth)
        widths = np.cumsum(np.full(depth, dim))[::-1].astype(int)
        self.blocks = nn.ModuleList([nn.Sequential(nn.Linear(dim, int(w)), nn.Dropout(float(p)), nn.Linear(int(w), dim)) for w, p in zip(widths, rates)])
        self.head = nn.Linear(int(np.prod((2, dim // 2))), 10)

    def forward(self, x):
        x = self.patches(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(x.shape[0], -1, -1), x + self.table], dim=1) + self.positions
        for block in self.blocks:
            x = x + block(x)
        return self.head(x[:, 0])


MODELS = {'Tokens()': [(2, 3, 32, 32)], 'Tokens(side=4, depth=2)': [(1, 3, 16, 16)]}

#!/usr/bin/env python3
"""Losses of the first 50 training steps of small networks in PyTorch, for test/engine/plan-trajectory.test.ts.

    python scripts/golden/trajectory.py > test/golden/engine/trajectory.json
    python scripts/golden/trajectory.py small > test/golden/engine/trajectory-small.json

The images are made by a formula that the test repeats, so nothing but the losses is stored.
"""
import json
import sys

import torch
from torch import nn

STEPS, BATCH = 50, 32
# Small: for backends that are slow, e.g. a WebGPU device in software.
SMALL = sys.argv[1:] == ['small']
SIZE = 16 if SMALL else 28


def images(step):
    """Bytes: stripes whose distance is the label + 2, over noise from a 32-bit linear congruential generator."""
    state = (step * 7919 + 1) & 0xFFFFFFFF
    pixels, labels = [], []
    for _ in range(BATCH):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        label = (state >> 16) % 10
        labels.append(label)
        for at in range(SIZE * SIZE):
            state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
            bar = 160 if at // SIZE % (label + 2) == 0 else 0
            pixels.append(((state >> 24) * 95 // 255) + bar)
    x = torch.tensor(pixels, dtype=torch.uint8).view(BATCH, 1, SIZE, SIZE)
    return ((x.float().div(255) - 0.1307) / 0.3081), torch.tensor(labels)


class Block(nn.Module):
    def __init__(self, inside, outside, dilation):
        super().__init__()
        self.depthwise = nn.Conv2d(inside, inside, 3, padding=dilation, dilation=dilation, groups=inside, bias=False)
        self.pointwise = nn.Conv2d(inside, outside, 1, bias=False)
        self.bn_dw = nn.BatchNorm2d(inside)
        self.bn_pw = nn.BatchNorm2d(outside)

    def forward(self, x):
        return self.bn_pw(self.pointwise(self.bn_dw(self.depthwise(x)).relu())).relu()


class Notes(nn.Module):
    def __init__(self, base, dilation):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, base, 3, padding=1, bias=False), nn.BatchNorm2d(base), nn.ReLU())
        self.ds_block1 = Block(base, base * 2, dilation)
        self.ds_block2 = Block(base * 2, base * 4, dilation)
        self.ds_block3 = Block(base * 4, base * 8, 1)
        self.fc = nn.Linear(base * 8, 10)

    def forward(self, x):
        x = nn.functional.max_pool2d(self.ds_block1(self.stem(x)), 2)
        x = nn.functional.max_pool2d(self.ds_block2(x), 2)
        return self.fc(self.ds_block3(x).mean((2, 3)))


class ResidualBlock(nn.Module):
    def __init__(self, inside, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.down = None
        if stride != 1:
            self.down = nn.Sequential(nn.Conv2d(inside, channels, 1, stride, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x):
        y = self.bn2(self.conv2(self.bn1(self.conv1(x)).relu()))
        return (y + (x if self.down is None else self.down(x))).relu()


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2))
        self.block1 = ResidualBlock(8, 8, 1)
        self.block2 = ResidualBlock(8, 16, 2)
        self.fc = nn.Linear(16, 10)

    def forward(self, x):
        return self.fc(self.block2(self.block1(self.stem(x))).mean((2, 3)))


class Inverted(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.ReLU6())
        self.block1 = self.block(8, 8, 1)
        self.block2 = self.block(8, 12, 2)
        self.fc = nn.Linear(12, 10)

    @staticmethod
    def block(inside, outside, stride):
        hidden = inside * 3
        return nn.Sequential(
            nn.Conv2d(inside, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(),
            nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(),
            nn.Conv2d(hidden, outside, 1, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x):
        x = self.stem(x)
        x = x + self.block1(x)
        return self.fc(self.block2(x).mean((2, 3)))


OPTIMIZERS = {
    'adam': lambda p: torch.optim.Adam(p, 1e-3),
    'adamw': lambda p: torch.optim.AdamW(p, 1e-3, weight_decay=1e-2),
    'sgd': lambda p: torch.optim.SGD(p, 0.05, momentum=0.9, weight_decay=5e-4),
}

MODELS = {
    'notes-4-2': lambda: Notes(4, 2),
    'notes-8-2': lambda: Notes(8, 2),
    'notes-12-1': lambda: Notes(12, 1),
    'notes-16-3': lambda: Notes(16, 3),
    'notes-32-2': lambda: Notes(32, 2),
    'residual': Residual,
    'inverted': Inverted,
}

CASES = [
    ('notes-8-2', 'adam', 0), ('notes-8-2', 'sgd', 1), ('notes-12-1', 'adamw', 2), ('notes-32-2', 'adam', 0),
    ('residual', 'adam', 0), ('residual', 'sgd', 3), ('inverted', 'adamw', 0), ('inverted', 'sgd', 1),
    ('notes-16-3', 'adam', 4), ('notes-8-2', 'adamw', 5), ('notes-12-1', 'sgd', 6), ('residual', 'adamw', 7),
    ('inverted', 'adam', 8),
]

SMALL_CASES = [('notes-4-2', 'adam', 0), ('notes-4-2', 'sgd', 1)]


def run(model, optimizer, seed, dtype=torch.float32, layout=torch.contiguous_format):
    torch.manual_seed(seed)
    net = MODELS[model]().to(dtype).to(memory_format=layout)
    step = OPTIMIZERS[optimizer](net.parameters())

    def batch(index):
        x, y = images(index)
        return x.to(dtype).contiguous(memory_format=layout), y

    losses = []
    for index in range(STEPS):
        x, y = batch(index)
        step.zero_grad()
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        step.step()
        losses.append(loss.item())
    net.eval()
    x, y = batch(STEPS)
    with torch.no_grad():
        evaluation = nn.functional.cross_entropy(net(x), y).item()
    return losses, evaluation


def case(model, optimizer, seed):
    """With how far PyTorch's own variants are from each other at each step, relatively: float64, and channels last."""
    losses, evaluation = run(model, optimizer, seed)
    variants = [run(model, optimizer, seed, torch.float64)[0], run(model, optimizer, seed, layout=torch.channels_last)[0]]
    drift = [max(abs(v[i] - loss) / loss for v in variants) for i, loss in enumerate(losses)]
    return {'model': model, 'optimizer': optimizer, 'seed': seed, 'losses': losses, 'drift': drift, 'evaluation': evaluation}


if __name__ == '__main__':
    torch.set_num_threads(1)
    cases = [case(*each) for each in (SMALL_CASES if SMALL else CASES)]
    size = {'size': SIZE} if SMALL else {}
    json.dump({'torch': torch.__version__, 'batch': BATCH, **size, 'cases': cases}, sys.stdout)

"""Typical mistakes. Each class fails when it is constructed or called; the place is underlined before anything runs."""

import torch
from torch import nn


class GroupsThatDoNotDivide(nn.Module):
    """Input: (1, 3, 32, 32)"""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 64, 3, padding=1)
        # 64 channels cannot be cut into 6 equal groups: 4 or 8 would do
        self.grouped = nn.Conv2d(64, 96, 3, padding=1, groups=6)

    def forward(self, x):
        return self.grouped(self.stem(x))


class FlattenAndLinear(nn.Module):
    """Input: (1, 1, 28, 28)"""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 16, 3)
        self.pool = nn.MaxPool2d(2)
        # 28 -> 26 -> 13, so it is 16*13*13; padding=1 above would have made it 16*14*14
        self.fc = nn.Linear(16 * 14 * 14, 10)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv(x)))
        return self.fc(torch.flatten(x, 1))


class Halves(nn.Module):
    """Input: (1, 32, 16, 16)"""

    def __init__(self, channels: int = 32):
        super().__init__()
        # `/` makes a float, even where the result is whole: use `//`
        self.squeeze = nn.Conv2d(channels, channels / 2, 1)

    def forward(self, x):
        return self.squeeze(x)


class ChannelsThatDoNotMeet(nn.Module):
    """Input: (1, 3, 32, 32)"""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 32, 3, padding=1)
        self.bn1 = nn.BatchNorm2d(32)
        self.conv2 = nn.Conv2d(64, 64, 3, padding=1)

    def forward(self, x):
        x = torch.relu(self.bn1(self.conv1(x)))
        return self.conv2(x)


class KernelBeyondTheInput(nn.Module):
    """Input: (1, 8, 8, 8)"""

    def __init__(self):
        super().__init__()
        # a 3x3 kernel with dilation 4 spans 9 positions, and the image has 8
        self.wide = nn.Conv2d(8, 8, 3, dilation=4)

    def forward(self, x):
        return self.wide(x)


class SumOfDifferentSizes(nn.Module):
    """Input: (1, 16, 32, 32)"""

    def __init__(self):
        super().__init__()
        self.body = nn.Conv2d(16, 16, 3, stride=2, padding=1)

    def forward(self, x):
        # the shortcut must be strided as well
        return x + self.body(x)

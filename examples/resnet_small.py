"""A small residual network (He et al., 2016) for images of 32x32, in two sizes, with plain or grouped blocks.

The lines `# convlens: ...` say which models to look at, and on which input: one above a class, one above a function.
"""

from functools import partial
from typing import Callable, Sequence

import torch.nn.functional as F
from torch import Tensor, nn

conv3x3 = partial(nn.Conv2d, kernel_size=3, padding=1, bias=False)


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, in_channels: int, channels: int, stride: int = 1):
        super().__init__()
        self.conv1 = conv3x3(in_channels, channels, stride=stride)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = conv3x3(channels, channels)
        self.bn2 = nn.BatchNorm2d(channels)
        self.shortcut = shortcut(in_channels, channels * self.expansion, stride)

    def forward(self, x: Tensor) -> Tensor:
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + self.shortcut(x))


class GroupedBottleneck(nn.Module):
    """1x1, grouped 3x3, 1x1: the block of ResNeXt (Xie et al., 2017)."""

    expansion = 2

    def __init__(self, in_channels: int, channels: int, stride: int = 1, groups: int = 8):
        super().__init__()
        out_channels = channels * self.expansion
        self.conv1 = nn.Conv2d(in_channels, channels, kernel_size=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = conv3x3(channels, channels, stride=stride, groups=groups)
        self.bn2 = nn.BatchNorm2d(channels)
        self.conv3 = nn.Conv2d(channels, out_channels, kernel_size=1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.shortcut = shortcut(in_channels, out_channels, stride)

    def forward(self, x: Tensor) -> Tensor:
        out = F.relu(self.bn1(self.conv1(x)))
        out = F.relu(self.bn2(self.conv2(out)))
        out = self.bn3(self.conv3(out))
        return F.relu(out + self.shortcut(x))


def shortcut(in_channels: int, out_channels: int, stride: int) -> nn.Module:
    """The identity where the shapes agree, else a projection."""
    if stride == 1 and in_channels == out_channels:
        return nn.Identity()
    projection = nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False)
    return nn.Sequential(projection, nn.BatchNorm2d(out_channels))


# convlens: ResNetSmall(BasicBlock, [2, 2, 2]) input=1x3x32x32
class ResNetSmall(nn.Module):
    def __init__(
        self,
        block: Callable[..., nn.Module],
        depths: Sequence[int],
        width: int = 16,
        num_classes: int = 10,
    ):
        super().__init__()
        self.channels = width
        self.stem = nn.Sequential(conv3x3(3, width), nn.BatchNorm2d(width), nn.ReLU(inplace=True))
        stages = []
        for i, depth in enumerate(depths):
            stages.append(self._stage(block, width * 2**i, depth, stride=1 if i == 0 else 2))
        self.stages = nn.Sequential(*stages)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(self.channels, num_classes)

    def _stage(self, block: Callable[..., nn.Module], channels: int, depth: int, stride: int) -> nn.Sequential:
        layers = []
        for step in [stride] + [1] * (depth - 1):
            layers.append(block(self.channels, channels, step))
            self.channels = channels * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        x = self.stages(self.stem(x))
        return self.fc(self.pool(x).flatten(1))


# convlens: resnext_small() input=1x3x32x32
def resnext_small(num_classes: int = 10) -> ResNetSmall:
    return ResNetSmall(GroupedBottleneck, [2, 2, 2], width=32, num_classes=num_classes)

"""A small MobileNetV2: inverted residuals with linear bottlenecks (Sandler et al., 2018), for images of 96x96.

An inverted residual is narrow at its ends and wide in the middle, where only a depthwise convolution works. Hover over its three
convolutions: nearly all the parameters are in the pointwise ones.
"""

from dataclasses import dataclass

import torch
from torch import nn


@dataclass(frozen=True)
class Stage:
    expansion: int
    channels: int
    blocks: int
    stride: int


STAGES = (
    Stage(expansion=1, channels=16, blocks=1, stride=1),
    Stage(expansion=6, channels=24, blocks=2, stride=2),
    Stage(expansion=6, channels=32, blocks=3, stride=2),
    Stage(expansion=6, channels=64, blocks=2, stride=2),
    Stage(expansion=6, channels=96, blocks=1, stride=1),
)


def make_divisible(value: float, divisor: int = 8) -> int:
    """The nearest multiple of `divisor`, but never less than nine tenths of `value`."""
    rounded = max(divisor, int(value + divisor / 2) // divisor * divisor)
    return rounded + divisor if rounded < 0.9 * value else rounded


class ConvNormAct(nn.Sequential):
    def __init__(self, in_channels: int, out_channels: int, kernel_size: int = 3, stride: int = 1, groups: int = 1):
        padding = (kernel_size - 1) // 2
        super().__init__(
            nn.Conv2d(in_channels, out_channels, kernel_size, stride, padding, groups=groups, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU6(inplace=True),
        )


class InvertedResidual(nn.Module):
    def __init__(self, in_channels: int, out_channels: int, stride: int, expansion: int):
        super().__init__()
        hidden = in_channels * expansion
        self.use_residual = stride == 1 and in_channels == out_channels
        layers: list[nn.Module] = []
        if expansion != 1:
            layers.append(ConvNormAct(in_channels, hidden, kernel_size=1))
        layers += [
            ConvNormAct(hidden, hidden, stride=stride, groups=hidden),
            # no activation: what is narrow must not lose more
            nn.Conv2d(hidden, out_channels, kernel_size=1, bias=False),
            nn.BatchNorm2d(out_channels),
        ]
        self.conv = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.conv(x) if self.use_residual else self.conv(x)


class MobileNetV2Small(nn.Module):
    """Input: (N, 3, 96, 96)"""

    def __init__(self, num_classes: int = 10, width: float = 1.0, stages: tuple[Stage, ...] = STAGES):
        super().__init__()
        channels = make_divisible(16 * width)
        features: list[nn.Module] = [ConvNormAct(3, channels, stride=2)]
        for stage in stages:
            out_channels = make_divisible(stage.channels * width)
            for i in range(stage.blocks):
                stride = stage.stride if i == 0 else 1
                features.append(InvertedResidual(channels, out_channels, stride, stage.expansion))
                channels = out_channels
        last = make_divisible(320 * max(1.0, width))
        features.append(ConvNormAct(channels, last, kernel_size=1))
        self.features = nn.Sequential(*features)
        self.head = nn.Sequential(nn.Dropout(0.2), nn.Linear(last, num_classes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.features(x)
        x = x.mean(dim=(2, 3))
        return self.head(x)

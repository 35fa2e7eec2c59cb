"""One convolution from 64 to 128 channels, in five forms. Hover over each to compare parameters and multiply-accumulates.

    form                 weight                        parameters    of the standard form
    standard             (128, 64, 3, 3)                   73,728    1
    two groups           (128, 32, 3, 3)                   36,864    1/2
    eight groups         (128,  8, 3, 3)                    9,216    1/8
    depthwise            ( 64,  1, 3, 3)                      576    channels do not mix, and stay 64
    depthwise separable  ( 64,  1, 3, 3) + (128, 64, 1, 1)  8,768    1/128 + 1/9

`groups` cuts the channels into that many parts that do not see each other. It must divide both the channels in and out.
"""

import torch
from torch import nn


class Comparison(nn.Module):
    """The five forms side by side on one image.

    Input: (1, 64, 28, 28)
    """

    def __init__(self, in_channels: int = 64, out_channels: int = 128):
        super().__init__()
        # every output channel sees every input channel
        self.standard = nn.Conv2d(in_channels, out_channels, 3, padding=1, bias=False)

        # the first 64 outputs see the first 32 inputs, the others the rest
        self.two_groups = nn.Conv2d(in_channels, out_channels, 3, padding=1, groups=2, bias=False)
        self.eight_groups = nn.Conv2d(in_channels, out_channels, 3, padding=1, groups=8, bias=False)

        # as many groups as channels: each is filtered by itself
        self.depthwise = nn.Conv2d(in_channels, in_channels, 3, padding=1, groups=in_channels, bias=False)
        # and mixed at each position by itself
        self.pointwise = nn.Conv2d(in_channels, out_channels, 1, bias=False)

    def forward(self, x):
        standard = self.standard(x)
        two_groups = self.two_groups(x)
        eight_groups = self.eight_groups(x)
        separable = self.pointwise(self.depthwise(x))
        return standard, two_groups, eight_groups, separable


class ChannelShuffle(nn.Module):
    """Grouped layers in a row never mix their groups. A shuffle between them does (ShuffleNet, Zhang et al., 2018).

    Input: (1, 64, 28, 28)
    """

    def __init__(self, channels: int = 64, groups: int = 4):
        super().__init__()
        self.groups = groups
        self.first = nn.Conv2d(channels, channels, 1, groups=groups, bias=False)
        self.second = nn.Conv2d(channels, channels, 1, groups=groups, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.first(x)
        batch, channels, height, width = x.shape
        x = x.view(batch, self.groups, channels // self.groups, height, width)
        x = x.transpose(1, 2).reshape(batch, channels, height, width)
        return self.second(x)


class DilatedStack(nn.Module):
    """The kernel is 3x3 each time; its reach grows with the dilation, its cost does not.

    Input: (1, 8, 64, 64)
    """

    def __init__(self, channels: int = 8, dilations: tuple[int, ...] = (1, 2, 4)):
        super().__init__()
        self.layers = nn.ModuleList(nn.Conv2d(channels, channels, 3, padding=d, dilation=d) for d in dilations)

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return x

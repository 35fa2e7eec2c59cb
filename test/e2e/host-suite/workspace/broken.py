import torch
import torch.nn as nn


class Net(nn.Module):
    """Input: (1, 3, 32, 32)"""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)

    def forward(self, x):
        return self.conv(x)


def half_typed(

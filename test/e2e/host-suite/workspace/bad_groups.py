import torch
import torch.nn as nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(6, 8, 3, groups=4)

    def forward(self, x):
        return self.conv(x)


Net()(torch.randn(1, 6, 8, 8))

import torch
import torch.nn as nn


class Net(nn.Module):
    """Input: (1, 3, 32, 32)"""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.depthwise = nn.Conv2d(8, 8, 3, stride=2, padding=1, groups=8, bias=False)

    def forward(self, x):
        return self.depthwise(self.conv(x))


net = Net()
net(torch.randn(1, 3, 32, 32))

"""Views that PyTorch grants, though what they view does not lie in memory as it was made."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Granted(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 2, 2)
        self.mix = nn.Linear(8, 24)
        self.norm = nn.LayerNorm(8)
        self.position = nn.Parameter(torch.ones(1, 16, 8))

    def forward(self, x):
        x = self.conv(x)
        shuffled = x.view(2, 2, 4, 4, 4).transpose(1, 2).contiguous().view(2, 8, 4, 4)
        last = x.permute(0, 2, 3, 1)
        again = self.conv.weight.new_zeros(2, 4, 4, 8).copy_(last).view(2, 16, 8)
        tokens = x.flatten(2).transpose(1, 2)
        positions = (self.position + tokens).view(2, -1)
        normed = self.norm(tokens).view(-1, 8)
        q, k, v = self.mix(tokens).view(2, 16, 3, 2, 4).permute(2, 0, 3, 1, 4)
        heads = ((q @ k.transpose(-1, -2)).softmax(-1) @ v).transpose(1, 2).contiguous().view(2, 16, 8)
        half, _ = self.mix(tokens).chunk(2, -1)
        parts = half.view(2, 16, 3, 4), x[:1].view(1, -1), x[:, 1].view(2, -1), x[:, ::2].view(2, 4, 16)
        reversed_twice = tokens.transpose(1, 2).view(2, 8, 4, 4)
        single = x[:1].transpose(0, 1).view(-1)
        return shuffled, last.reshape(2, -1).view(4, -1), again, positions, normed, heads, parts, reversed_twice, single, torch.stack([x, x], -1).view(2, -1)


class ChannelsLast(nn.Module):
    """A convolution keeps the order in which the axes of its input lie."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 2, 2)
        self.norm = nn.BatchNorm2d(8)

    def forward(self, x):
        x = F.relu(self.norm(self.conv(x.permute(0, 3, 1, 2))))
        return x.permute(0, 2, 3, 1).view(2, -1, 8)


MODELS = {
    "Granted()": [[2, 3, 8, 8]],
    "ChannelsLast()": [[2, 8, 8, 3]],
}

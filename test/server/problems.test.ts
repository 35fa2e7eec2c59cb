// Diagnostics where PyTorch would raise, and the edits that mend them.
import { it } from 'vitest';
import { check } from './surface';

it('offers the legal groups next to an illegal one', () =>
  check(`
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 64, 28, 28)"""
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(64, 128, 3, groups=3)
            #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: in_channels = 64 is not divisible by groups = 3
            #                                  ^^^^^^ action: Set groups to 2: 36,864 params => nn.Conv2d(64, 128, 3, groups=2)
            #                                  ^^^^^^ action: Set groups to 4: 18,432 params => nn.Conv2d(64, 128, 3, groups=4)

        def forward(self, x):
            return self.conv(x)
  `));

it('offers the right in_features', () =>
  check(`
    import torch
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 3, 8, 8)"""
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3)
            self.fc = nn.Linear(4 * 8 * 8, 10)

        def forward(self, x):
            x = torch.flatten(self.conv(x), 1)
            return self.fc(x)
            #      ^^^^^^^^^^ error: expects 256 features, but its input has 144
            #      ^^^^^^^^^^ action: Set in_features to 144 => nn.Linear(144, 10)
  `));

it('offers the padding that keeps the size', () =>
  check(`
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 3, 32, 32)"""
        def __init__(self):
            super().__init__()
            self.a = nn.Conv2d(3, 4, 5, dilation=2)
            #           ^^^^^^ action: Set padding to 4: keeps the size => nn.Conv2d(3, 4, 5, dilation=2, padding=4)
            self.b = nn.Conv2d(4, 4, (3, 1), padding=0)
            #           ^^^^^^ action: Set padding to (1, 0): keeps the size => nn.Conv2d(4, 4, (3, 1), padding=(1, 0))

        def forward(self, x):
            return self.b(self.a(x))
  `));

it('offers a depthwise separable form in the words of the source', () =>
  check(`
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 8, 16, 16)"""
        def __init__(self, width=16):
            super().__init__()
            self.a = nn.Conv2d(8, width, 3, padding=1, bias=False)
            #           ^^^^^^ action: Replace by depthwise separable: 200 params instead of 1,152 => nn.Sequential(nn.Conv2d(8, 8, 3, padding=1, bias=False, groups=8), nn.Conv2d(8, width, 1, bias=False))
            self.b = nn.Conv2d(
                in_channels=width, out_channels=4, kernel_size=3)
            #   ^^^^^^^^^^^^^^^^^ action: Replace by depthwise separable: 228 params instead of 580 => nn.Sequential(nn.Conv2d(in_channels=width, out_channels=width, kernel_size=3, groups=width), nn.Conv2d(width, 4, 1))

        def forward(self, x):
            return self.b(self.a(x))
  `));

it('raises no alarm on a model that is right', () =>
  check(`
    import torch.nn as nn

    class Net(nn.Module):
    #     ^^^ lens: 112 params · 111K MACs
        """Input: (1, 3, 32, 32)"""
        def __init__(self):
            super().__init__()
            self.a = nn.Conv2d(3, 4, 3, padding=1)
            #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ none:

        def forward(self, x):
            return self.a(x)
  `));

import { it } from 'vitest';
import { check } from './surface';

it('fills in every formula at a constructor, with the ladder of variants', () =>
  check(`
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 64, 28, 28)"""
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(64, 128, 3, padding=1, groups=4)
            #              ^^^^^^ hover: groups 4
            #              ^^^^^^ hover: (128, 16, 3, 3)
            #              ^^^^^^ hover: 128·(64/4)·3² + 128 = 18,560
            #              ^^^^^^ hover: 128·(64/4)·3²·28² = 14,450,688
            #              ^^^^^^ hover: ⌊(28 + 2·1 − 1·(3−1) − 1)/1⌋ + 1 = 28
            #              ^^^^^^ hover: | standard | 73,856 | 57,802,752 | 100% |
            #              ^^^^^^ hover: **groups=4 ◀ this layer**
            #              ^^^^^^ hover: | groups=64 (depthwise) | 1,280 | 903,168 | 1.6% |
            #              ^^^^^^ hover: | depthwise separable | 8,960 | 6,874,112 | 11.9% |
            #                                    ^^^^^^^ hover: 18,560
            #              ^^^^^^ hover: | 1×128×28×28 | 3×3 | 100% |
            self.norm = nn.BatchNorm2d(128)
            #                 ^^^ hover: 2·128 = 256
            #                 ^^^ hover: ! Variants
            self.fc = nn.Linear(128, 10)
            #            ^^^^^^ hover: 10·128 + 10 = 1,290

        def forward(self, x):
            x = self.norm(self.conv(x))
            #                   ^^^ hover: 1×64×28×28
            #        ^^^^ hover: 1×128×28×28
            return self.fc(x.mean((2, 3)))
            #              ^^^ hover: 1×128
  `));

it('lists the instances of a layer that is constructed several times', () =>
  check(`
    import torch.nn as nn

    class Block(nn.Module):
        def __init__(self, cin):
            super().__init__()
            self.conv = nn.Conv2d(cin, 2 * cin, 3, padding=1)
            #              ^^^^^^ hover: 2 instances
            #              ^^^^^^ hover: (16, 8, 3, 3)
            #              ^^^^^^ hover: (32, 16, 3, 3)
            #              ^^^^^^ hover: \`0.conv\`

        def forward(self, x):
            return self.conv(x)
            #           ^^^^ hover: 1×32×8×8

    class Net(nn.Sequential):
        """Input: (1, 8, 8, 8)"""
        def __init__(self):
            super().__init__(Block(8), Block(16))
            #                ^^^^^ hover: 1,168
  `));

it('speaks of a container in its name only', () =>
  check(`
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 3, 8, 8)"""
        def __init__(self):
            super().__init__()
            self.stem = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
            #              ^^^^^^^^^^ hover: **Sequential**
            #                            ^^^^^^ hover: **Conv2d**
            #                                                                    ^ hover: no hover

        def forward(self, x):
            return self.stem(x)
  `));

it('tells why something is unknown, and where', () =>
  check(`
    import torch.nn as nn
    from somewhere import mystery

    class Net(nn.Module):
        """Input: (1, 3, 8, 8)"""
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3)

        def forward(self, x):
            y = mystery(x)
            #   ^^^^^^^ hover: Unknown:
            return self.conv(x) + y
  `));

it('speaks Chinese where the editor does', () =>
  check(
    `
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 8, 8, 8)"""
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(8, 8, 3, groups=8)
            #              ^^^^^^ hover: 深度卷积 · 8 组
            #              ^^^^^^ hover: 感受野

        def forward(self, x):
            return self.conv(x)
  `,
    { locale: 'zh-cn' },
  ));

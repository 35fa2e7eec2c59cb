import { it } from 'vitest';
import { check } from './surface';

const imports = `
    import torch
    import torch.nn as nn
`;

it('shows channels, space and params at a constructor, the shape behind a call', () =>
  check(`
    import torch
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 3, 32, 32)"""
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 16, 3, stride=2, padding=1)
            #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 3→16 · 32²→16² · 448
            self.norm = nn.BatchNorm2d(16)
            #           ^^^^^^^^^^^^^^^^^^ hint: 16 · 16² · 32
            self.pool = nn.MaxPool2d(2)
            #           ^^^^^^^^^^^^^^^ hint: 16 · 16²→8²
            self.act = nn.ReLU()
            #          ^^^^^^^^^ hint: 16 · 16²
            self.fc = nn.Linear(1024, 10)
            #         ^^^^^^^^^^^^^^^^^^^ hint: 1024→10 · 10.3K

        def forward(self, x):
            x = self.act(self.norm(self.conv(x)))
            #   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 1×16×16×16
            x = self.pool(x)
            #   ^^^^^^^^^^^^ hint: 1×16×8×8
            x = torch.flatten(x, 1)
            #   ^^^^^^^^^^^^^^^^^^^ hint: 1×1024
            return self.fc(x)
            #      ^^^^^^^^^^ hint: 1×10
  `));

it('shows the range and the count of a layer that is constructed several times', () =>
  check(`
    import torch.nn as nn

    class Block(nn.Module):
        def __init__(self, cin, cout):
            super().__init__()
            self.depthwise = nn.Conv2d(cin, cin, 3, padding=1, groups=cin, bias=False)
            #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 8–16 · 8² · 72–144 ·×2
            self.pointwise = nn.Conv2d(cin, cout, 1, bias=False)
            #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 8–16→16–32 · 8² ·×2

        def forward(self, x):
            return self.pointwise(self.depthwise(x))
            #                     ^^^^^^^^^^^^^^^^^ hint: 1×8–16×8×8 ·×2
            #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 1×16–32×8×8 ·×2

    class Net(nn.Module):
        """Input: (1, 8, 8, 8)"""
        def __init__(self):
            super().__init__()
            self.layers = nn.Sequential(Block(8, 16), Block(16, 32))

        def forward(self, x):
            return self.layers(x)
            #      ^^^^^^^^^^^^^^ hint: 1×32×8×8
  `));

it('switches kinds on and off separately', () =>
  check(
    `${imports}
    class Net(nn.Module):
        """Input: (1, 3, 32, 32)"""
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 16, 3, padding=1)
            #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 442K MACs · RF 3²

        def forward(self, x):
            return self.conv(x)
            #      ^^^^^^^^^^^^ hint: none
    `,
    { kinds: { shapes: false, params: false, macs: true, receptiveField: true } },
  ));

it('keeps the symbols of a size that is not known', () =>
  check(`
    import torch.nn as nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 16, 3, padding=1)
            #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 3→16 · H×W · 448

        def forward(self, x):
            return self.conv(x)
            #      ^^^^^^^^^^^^ hint: N×16×H×W
  `));

it('keeps the other hints where a line is half typed', () =>
  check(`
    import torch.nn as nn

    class Net(nn.Module):
        """Input: (1, 3, 8, 8)"""
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(3, 4, 3, padding=1)
            #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 3→4 · 8² · 112
            self.next = nn.Conv2d(4,

        def forward(self, x):
            return self.conv(x)
  `));

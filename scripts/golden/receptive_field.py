"""Measures what one output position and one output channel of small models see of the input, in PyTorch itself: the support of
their gradients. Writes test/golden/cost/receptive_field.json.

    python scripts/golden/receptive_field.py

Weights and inputs are positive and random, in float64 and evaluation mode, so that no gradient cancels; many inputs at once, so
that the maximum of a pool falls everywhere. Statistics of normalisation layers count for channels, as they mix them, and not for
positions: there they are detached. Positions lie far from the border, and `span` of them are measured along each axis:
`low` and `high` are the first and last input pixel that each sees.
"""

import json
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).resolve().parent
SAMPLES, SPAN = 24, 13

PRELUDE = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n'


def module(init: str, forward: str) -> str:
    lines = ['class Model(nn.Module):', '    def __init__(self):', '        super().__init__()']
    lines += [f'        {line}' for line in init.strip().split('\n') if line]
    lines += ['', '    def forward(self, x):'] + [f'        {line}' for line in forward.strip().split('\n')]
    return '\n'.join(lines) + '\n'


# name: (constructor, forward, input without the batch)
MODELS = {
    'a chain': ('self.a = nn.Conv2d(3, 4, 3, stride=2, padding=1)\nself.b = nn.Conv2d(4, 5, 5, dilation=2)', 'return self.b(F.relu(self.a(x)))', (3, 96, 80)),
    'sides that differ': ('self.a = nn.Conv2d(2, 4, (3, 7), stride=(1, 2), padding=(1, 3))', 'return self.a(x)', (2, 40, 64)),
    'groups': ('self.a = nn.Conv2d(8, 12, 3, groups=4, padding=1)', 'return self.a(x)', (8, 24, 24)),
    'depthwise': ('self.a = nn.Conv2d(6, 12, 3, groups=6, padding=1)', 'return self.a(x)', (6, 24, 24)),
    'depthwise separable': ('self.a = nn.Conv2d(6, 6, 3, groups=6, padding=2, dilation=2)\nself.b = nn.Conv2d(6, 8, 1)', 'return self.b(F.relu6(self.a(x)))', (6, 24, 24)),
    'groups twice': ('self.a = nn.Conv2d(8, 8, 1, groups=4)\nself.b = nn.Conv2d(8, 8, 3, groups=2)', 'return self.b(self.a(x))', (8, 24, 24)),
    'channel shuffle by views': ('self.a = nn.Conv2d(8, 8, 1, groups=4)\nself.b = nn.Conv2d(8, 8, 1, groups=4)', 'x = self.a(x)\nn, c, h, w = x.shape\nx = x.view(n, 4, c // 4, h, w).transpose(1, 2).contiguous().view(n, c, h, w)\nreturn self.b(x)', (8, 24, 24)),
    'channel shuffle': ('self.a = nn.Conv2d(12, 12, 1, groups=3)\nself.s = nn.ChannelShuffle(3)\nself.b = nn.Conv2d(12, 12, 1, groups=3)', 'return self.b(self.s(self.a(x)))', (12, 24, 24)),
    'chunk and cat': ('self.a = nn.Conv2d(4, 4, 3, padding=1)', 'a, b = x.chunk(2, dim=1)\nreturn torch.cat((a, self.a(b)), 1)', (8, 24, 24)),
    'split unevenly': ('self.a = nn.Conv2d(2, 3, 3, padding=1)\nself.b = nn.Conv2d(5, 2, 1)', 'a, b, c = torch.split(x, [2, 5, 1], dim=1)\nreturn torch.cat([c, self.b(b), self.a(a)], dim=1)', (8, 24, 24)),
    'slices of channels': ('self.a = nn.Conv2d(3, 3, 3, padding=1)', 'return torch.cat([x[:, ::2], self.a(x[:, 1::2]), x[:, -1:]], 1)', (6, 24, 24)),
    'flip of channels': ('self.a = nn.Conv2d(4, 4, 3, padding=1, groups=2)', 'return self.a(torch.flip(x, dims=[1]))', (4, 24, 24)),
    'index of channels': ('self.a = nn.Conv2d(4, 4, 1, groups=4)', 'return self.a(x[:, [2, 0, 3, 1]])', (4, 24, 24)),
    'a residual': ('self.a = nn.Conv2d(4, 4, 3, padding=1, groups=2)\nself.b = nn.Conv2d(4, 4, 3, padding=1, groups=4)', 'return x + self.b(F.relu(self.a(x)))', (4, 32, 32)),
    'a residual with a stride': ('self.a = nn.Conv2d(4, 8, 3, stride=2, padding=1)\nself.b = nn.Conv2d(8, 8, 3, padding=1)\nself.d = nn.Conv2d(4, 8, 1, stride=2)\nself.n = nn.BatchNorm2d(8)', 'return F.relu(self.n(self.b(self.a(x)))) + self.d(x)', (4, 64, 64)),
    'branches': ('self.a = nn.Conv2d(3, 2, 1)\nself.b = nn.Conv2d(3, 2, 3, padding=1)\nself.c = nn.Conv2d(3, 2, 5, padding=2)', 'return torch.cat([self.a(x), self.b(x), self.c(x), F.max_pool2d(x, 3, 1, 1)], 1)', (3, 32, 32)),
    'branches to one side': ('self.a = nn.Conv2d(2, 2, 3)\nself.b = nn.Conv2d(2, 2, 2)', 'return self.a(x) + self.b(x)[:, :, 1:, :-1]', (2, 32, 32)),
    'a max pool with padding': ('self.a = nn.Conv2d(2, 3, 7, 2, 3)\nself.p = nn.MaxPool2d(3, 2, 1)', 'return self.p(self.a(x))', (2, 112, 112)),
    'an average pool': ('self.a = nn.Conv2d(2, 3, 3)\nself.p = nn.AvgPool2d(2)', 'return self.p(self.a(x))', (2, 64, 64)),
    'a dilated max pool': ('self.p = nn.MaxPool2d(3, stride=1, dilation=2)', 'return self.p(x)', (2, 40, 40)),
    'an even adaptive pool': ('self.a = nn.Conv2d(2, 2, 3, padding=1)', 'return F.adaptive_avg_pool2d(self.a(x), 16)', (2, 64, 64)),
    'an uneven adaptive pool': ('self.p = nn.AdaptiveAvgPool2d((20, 16))', 'return self.p(x)', (2, 64, 56)),
    'a global pool': ('self.a = nn.Conv2d(3, 4, 3, groups=1)\nself.p = nn.AdaptiveAvgPool2d(1)', 'return self.p(self.a(x))', (3, 24, 20)),
    'a mean over positions': ('self.a = nn.Conv2d(4, 4, 3, groups=2)', 'return self.a(x).mean((2, 3))', (4, 24, 20)),
    'a mean over one axis': ('self.a = nn.Conv2d(4, 4, 3, groups=2)', 'return self.a(x).mean(2, keepdim=True)', (4, 24, 40)),
    'a transposed convolution': ('self.a = nn.Conv2d(2, 3, 3, stride=2, padding=1)\nself.u = nn.ConvTranspose2d(3, 4, 4, stride=2, padding=1)', 'return self.u(self.a(x))', (2, 64, 64)),
    'a transposed convolution with groups': ('self.u = nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2)', 'return self.u(x)', (4, 32, 32)),
    'an up-sampling by repetition': ('self.a = nn.Conv2d(2, 2, 3, padding=1)\nself.u = nn.Upsample(scale_factor=2)\nself.b = nn.Conv2d(2, 2, 3, padding=1)', 'return self.b(self.u(self.a(x)))', (2, 40, 40)),
    'a bilinear up-sampling': ('self.a = nn.Conv2d(2, 2, 3, padding=1)', "return F.interpolate(self.a(x), scale_factor=2, mode='bilinear')", (2, 40, 40)),
    'a bilinear up-sampling by three': ('self.a = nn.Conv2d(2, 2, 3, stride=3)', "return F.interpolate(self.a(x), scale_factor=3, mode='bilinear')", (2, 60, 60)),
    'a bicubic up-sampling': ('self.a = nn.Conv2d(2, 2, 1)', "return F.interpolate(self.a(x), scale_factor=2, mode='bicubic')", (2, 40, 40)),
    'a bilinear up-sampling to a size': ('self.a = nn.Conv2d(2, 2, 3, padding=1)', "return F.interpolate(self.a(x), size=(80, 120), mode='bilinear')", (2, 40, 40)),
    'aligned corners': ('self.a = nn.Conv2d(2, 2, 3, padding=1)', "return F.interpolate(self.a(x), size=(79, 79), mode='bilinear', align_corners=True)", (2, 40, 40)),
    'a bilinear down-sampling': ('self.a = nn.Conv2d(2, 2, 3, padding=1)', "return F.interpolate(self.a(x), scale_factor=0.5, mode='bilinear')", (2, 64, 64)),
    'a down-sampling by leaving out': ('self.a = nn.Conv2d(2, 2, 3, padding=1)', 'return F.interpolate(self.a(x), scale_factor=0.5)', (2, 64, 64)),
    'an encoder and a decoder': ('self.a = nn.Conv2d(2, 4, 3, padding=1)\nself.b = nn.Conv2d(4, 4, 3, padding=1)\nself.u = nn.ConvTranspose2d(4, 4, 2, 2)\nself.c = nn.Conv2d(8, 2, 3, padding=1)', 'a = F.relu(self.a(x))\nb = F.relu(self.b(F.max_pool2d(a, 2)))\nreturn self.c(torch.cat([a, self.u(b)], 1))', (2, 64, 64)),
    'a pixel shuffle': ('self.a = nn.Conv2d(3, 8, 3, padding=1)\nself.s = nn.PixelShuffle(2)', 'return self.s(self.a(x))', (3, 32, 32)),
    'a pixel shuffle alone': ('self.s = nn.PixelShuffle(2)', 'return self.s(x)', (8, 32, 32)),
    'a pixel unshuffle': ('self.s = nn.PixelUnshuffle(2)\nself.a = nn.Conv2d(8, 4, 1, groups=2)', 'return self.a(self.s(x))', (2, 64, 64)),
    'flatten and linear': ('self.a = nn.Conv2d(3, 4, 3, padding=1)\nself.f = nn.Linear(4 * 16 * 12, 5)', 'return self.f(torch.flatten(self.a(x), 1))', (3, 16, 12)),
    'attention to squeezed channels': ('self.a = nn.Conv2d(4, 4, 3, padding=1, groups=4)\nself.f1, self.f2 = nn.Conv2d(4, 2, 1), nn.Conv2d(2, 4, 1)', 'x = self.a(x)\nreturn x * torch.sigmoid(self.f2(F.relu(self.f1(F.adaptive_avg_pool2d(x, 1)))))', (4, 16, 12)),
    'attention over positions': ('self.q, self.k, self.v = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4)', 'x = x.flatten(2).transpose(1, 2)\ns = self.q(x) @ self.k(x).transpose(-2, -1)\nreturn torch.softmax(s, -1) @ self.v(x)', (4, 6, 5)),
    'a linear layer over tokens': ('self.a = nn.Conv2d(3, 4, 4, stride=4)\nself.f = nn.Linear(4, 6)', 'return self.f(self.a(x).permute(0, 2, 3, 1)).permute(0, 3, 1, 2)', (3, 96, 96)),
    'channels last': ('self.a = nn.Conv2d(3, 4, 3, padding=1)', 'return self.a(x.permute(0, 3, 1, 2))', (32, 28, 3)),
    'channels last, a global mean': ('self.a = nn.Conv2d(4, 4, 3, padding=1, groups=2)', 'x = self.a(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1)\nreturn x.mean((1, 2))', (16, 12, 4)),
    'one axis': ('self.a = nn.Conv1d(4, 6, 5, stride=2, padding=2, groups=2)\nself.b = nn.Conv1d(6, 6, 3, dilation=4)', 'return self.b(self.a(x))', (4, 128)),
    'three axes': ('self.a = nn.Conv3d(2, 2, (1, 3, 3), padding=(0, 1, 1))\nself.b = nn.MaxPool3d((2, 2, 1))', 'return self.b(self.a(x))', (2, 40, 40, 24)),
    'a group norm': ('self.a = nn.Conv2d(8, 8, 3, padding=1, groups=8)\nself.n = nn.GroupNorm(4, 8)', 'return self.n(self.a(x))', (8, 24, 24)),
    'a layer norm over channels': ('self.n = nn.LayerNorm(4)', 'return self.n(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)', (4, 24, 24)),
    'an instance norm': ('self.n = nn.InstanceNorm2d(4)\nself.a = nn.Conv2d(4, 4, 3, groups=2)', 'return self.a(self.n(x))', (4, 24, 24)),
    'a stack of maxima': ('self.a = nn.Conv2d(2, 2, 3, padding=1)', 'return torch.cat([x.max(1, keepdim=True)[0], x.mean(1, keepdim=True), torch.stack([x, self.a(x)]).sum(0)], 1)', (2, 24, 24)),
    'a reversed reshape': ('self.a = nn.Conv2d(6, 6, 1, groups=3)', 'n, c, h, w = x.shape\nreturn self.a(x).reshape(n, 3, 2, h, w).sum(2)', (6, 24, 24)),
    'a matrix of relations between channels': ('self.a = nn.Conv2d(4, 4, 1, groups=2)', 'x = self.a(x).flatten(2)\nreturn x @ x.transpose(1, 2)', (4, 6, 5)),
    'a broadcast along a new axis': ('self.a = nn.Conv2d(4, 4, 3, padding=1, groups=2)', 'n, c, h, w = x.shape\nreturn (self.a(x).view(n, 1, c, h, w) * torch.ones(2, 1, 1, 1)).flatten(1, 2)', (4, 24, 24)),
    'the type of another tensor': ('self.a = nn.Conv2d(4, 4, 3, padding=1, groups=2)', 'return self.a(x).to(x)', (4, 24, 24)),
    'padding apart': ('self.p = nn.ZeroPad2d((1, 2, 0, 3))\nself.a = nn.Conv2d(2, 2, 4)', 'return self.a(self.p(x))', (2, 32, 32)),
    'a crop': ('self.a = nn.Conv2d(2, 2, 3)', 'return self.a(x)[:, :, 2:-2, 3:]', (2, 40, 40)),
    'every second pixel': ('self.a = nn.Conv2d(2, 2, 3, padding=1)', 'return self.a(x)[:, :, ::2, 1::2]', (2, 64, 64)),
    'patches by a reshape': ('self.f = nn.Linear(3 * 4 * 4, 5)', 'n, c, h, w = x.shape\nx = x.reshape(n, c, h // 4, 4, w // 4, 4).permute(0, 2, 4, 1, 3, 5).flatten(3)\nreturn self.f(x).permute(0, 3, 1, 2)', (3, 96, 96)),
}


def positive(model: nn.Module) -> None:
    for parameter in model.parameters():
        fan = max(1, parameter[0].numel()) if parameter.dim() > 1 else 1
        parameter.data = (torch.rand_like(parameter) + 0.5) / fan
    for name, buffer in model.named_buffers():
        if name.endswith('running_mean'):
            buffer.zero_()


def still_statistics():
    """The normalisations with their statistics detached: each position sees itself alone."""
    group, layer, instance = F.group_norm, F.layer_norm, F.instance_norm

    def scaled(x, y):
        scale = (y.abs() + 1) / (x.abs() + 1)
        return x * scale.detach()

    F.group_norm = lambda x, *a, **k: scaled(x, group(x, *a, **k))
    F.layer_norm = lambda x, *a, **k: scaled(x, layer(x, *a, **k))
    F.instance_norm = lambda x, *a, **k: scaled(x, instance(x, *a, **k))

    def restore():
        F.group_norm, F.layer_norm, F.instance_norm = group, layer, instance

    return restore


def support(output, x) -> torch.Tensor:
    """The input's elements, without the batch, on which the output depends."""
    (gradient,) = torch.autograd.grad(output, x, retain_graph=True)
    return (gradient.abs() > 1e-300).any(0)


def measure(init: str, forward: str, shape) -> dict:
    source = module(init, forward)
    names: dict = {}
    exec(compile(PRELUDE + source, 'model.py', 'exec'), names)
    torch.manual_seed(0)
    model = names['Model']().double().eval()
    positive(model)
    x = (torch.rand(SAMPLES, *shape, dtype=torch.float64) + 0.5).requires_grad_()
    last = 'channels last' in source or (len(shape) == 3 and shape[2] <= 4 < shape[0])
    channel, axes = (2, [0, 1]) if last else (0, list(range(1, len(shape))))
    with torch.enable_grad():
        y = model(x)
        channels = []
        outputs = y.shape[-1] if y.dim() == 3 and len(shape) == 3 and 'transpose(1, 2)\n' in source else y.shape[1]
        on_last = outputs == y.shape[-1] and outputs != y.shape[1]
        for c in range(outputs):
            part = y[..., c] if on_last else y[:, c]
            seen = support(part.abs().sum() if False else (part * (torch.rand_like(part) + 0.5)).sum(), x)
            seen = seen.movedim(channel, 0).flatten(1).any(1)
            channels.append([i for i, s in enumerate(seen.tolist()) if s])
        restore = still_statistics()
        try:
            y = model(x)
        finally:
            restore()
        positions = y.shape[2:] if y.dim() > 2 and not on_last else (y.shape[1:-1] if on_last else ())
        fields = []
        for i, axis in enumerate(axes):
            if len(positions) != len(axes):
                seen = support((y * (torch.rand_like(y) + 0.5)).sum() if y.dim() == 2 else y[:, 0].sum(), x)
                line = seen.movedim(axis, 0).flatten(1).any(1).nonzero().flatten().tolist()
                fields.append({'start': 0, 'low': [line[0]], 'high': [line[-1]]})
                continue
            middle = [n // 2 for n in positions]
            count = min(SPAN, positions[i])
            start = (positions[i] - count) // 2
            low, high = [], []
            for o in range(start, start + count):
                at = list(middle)
                at[i] = o
                index = (slice(None), slice(None), *at)
                line = support(y[index].sum(), x).movedim(axis, 0).flatten(1).any(1).nonzero().flatten().tolist()
                low.append(line[0])
                high.append(line[-1])
            fields.append({'start': start, 'low': low, 'high': high})
    return {'source': source, 'input': [1, *shape], 'output': [1, *y.shape[1:]], 'axes': fields, 'channels': channels}


if __name__ == '__main__':
    torch.set_num_threads(1)
    cases = {}
    for name, (init, forward, shape) in MODELS.items():
        cases[name] = measure(init, forward, shape)
        print(name, cases[name]['output'], [(a['low'][:3], a['high'][:3]) for a in cases[name]['axes']], flush=True)
    target = HERE.parent.parent / 'test' / 'golden' / 'cost' / 'receptive_field.json'
    body = ',\n'.join(f'  {json.dumps(name)}: {json.dumps(case)}' for name, case in cases.items())
    target.write_text('{\n' + body + '\n}\n')

"""Models that are frozen, copied, compiled, fused, parametrised, scripted, checkpointed and hooked."""
import copy
from typing import Dict, List

import torch
import torch.fx
import torch.nn as nn
from torch import Tensor
from torch.nn.utils import fuse_conv_bn_eval, fuse_linear_bn_eval, parametrize
from torch.utils.checkpoint import checkpoint, checkpoint_sequential

IMAGE = [2, 3, 16, 16]


def block(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())


class Small(nn.Module):
    def __init__(self, channels=8):
        super().__init__()
        self.stem = block(3, channels)
        self.body = nn.Sequential(block(channels, channels), block(channels, 2 * channels))
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(2 * channels, 10)

    def forward(self, x):
        return self.fc(torch.flatten(self.pool(self.body(self.stem(x))), 1))


class Pair(nn.Module):
    def __init__(self, left, right):
        super().__init__()
        self.left, self.right = left, right

    def forward(self, x):
        return self.left(x) + self.right(x)


def frozen_twin():
    model = Small()
    twin = copy.deepcopy(model)
    for parameter in twin.parameters():
        parameter.requires_grad_(False)
    return Pair(model, twin)


def frozen_parts():
    model = Small()
    model.stem.requires_grad_(False)
    model.body[0][0].weight.requires_grad_(requires_grad=False)
    torch.Tensor.requires_grad_(model.fc.bias, False)
    model.fc.weight.requires_grad = False
    model.fc.weight.requires_grad_()
    return model


def compiled():
    return torch.compile(Small(), backend='eager')


class CompiledParts(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = torch.compile(backend='eager')(Small())
        self.net.fc = nn.Linear(16, 4)
        self.scale = torch.compile(self.double, backend='eager')

    def double(self, x):
        return x * 2

    def forward(self, x):
        return self.scale(self.net(x))


class Checkpointed(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 1)
        self.blocks = nn.ModuleList([block(8, 8) for _ in range(2)])
        self.tail = nn.Sequential(*[block(8, 8) for _ in range(4)])

    def forward(self, x):
        x = self.stem(x)
        if not self.training:
            for one in self.blocks:
                x = checkpoint(one, x, use_reentrant=False)
            x = checkpoint_sequential(self.tail, 2, x, use_reentrant=False)
        return x


def fused():
    convolution, norm = nn.Conv2d(3, 8, 3, bias=False), nn.BatchNorm2d(8)
    linear = fuse_linear_bn_eval(nn.Linear(8, 4).eval(), nn.BatchNorm1d(4).eval())
    turned = fuse_conv_bn_eval(nn.ConvTranspose2d(8, 8, 3).eval(), nn.BatchNorm2d(8).eval(), transpose=True)
    convolution = fuse_conv_bn_eval(convolution.eval(), norm.eval())
    return nn.Sequential(convolution, turned, nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), linear)


class Symmetric(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).transpose(-1, -2)


def parametrised():
    linear = nn.Linear(16, 16)
    parametrize.register_parametrization(linear, 'weight', Symmetric())
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 16), linear)


class Hooked(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = Small()
        self.features = {}
        self.net.body[0].register_forward_hook(self.keep('early'))
        self.net.register_full_backward_hook(lambda module, before, after: None)
        self.net.fc.register_forward_pre_hook(lambda module, inputs: None)
        self.apply(self.initialise)
        self.head = nn.Linear(8, 2)

    def initialise(self, module):
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.trunc_normal_(module.weight, std=0.02)
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    def keep(self, name):
        def hook(module, inputs, output):
            self.features[name] = output
        return hook

    def forward(self, x):
        y = self.net(x)
        return y, self.head(self.features['early'].mean((2, 3)))


class Scripted(nn.Module):
    __constants__ = ['size']
    size: torch.jit.Final[int]

    def __init__(self):
        super().__init__()
        self.size = 3
        self.conv = nn.Conv2d(3, 4, self.size)
        self.cache = torch.jit.annotate(Dict[str, Tensor], {})

    @torch.jit.export
    def identity(self, x):
        return x

    @torch.jit.ignore
    def double(self, x: Tensor) -> Tensor:
        return x * 2

    @torch.jit.unused
    def unused(self, x):
        return x

    @torch.jit._overload_method
    def first(self, x: Tensor) -> Tensor:
        pass

    @torch.jit._overload_method
    def first(self, x: List[Tensor]) -> Tensor:
        pass

    def first(self, x):
        return x[0] if isinstance(x, list) else x

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(x)
        if torch.jit.is_scripting() or torch.jit.is_tracing():
            return x
        kept = torch.jit.annotate(List[Tensor], [])
        kept.append(self.double(x))
        return self.first([self.identity(torch.jit.wait(torch.jit.fork(self.unused, kept[0])))])


class Keyed(nn.Module):
    """Devices are keys: equal ones are the same."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)
        self.kept = {}

    def forward(self, x):
        y = self.conv(x)
        self.kept.setdefault(y.device, []).append(y)
        same = torch.device('cuda:1') == torch.device('cuda', 1) == torch.device(torch.device('cuda:1'))
        return self.kept[x.device][-1], x.new_zeros(3 if same else 4)


def traced():
    return torch.fx.symbolic_trace(Small())


MODELS = {
    'frozen_twin()': [IMAGE],
    'frozen_parts()': [IMAGE],
    'compiled()': [IMAGE],
    'CompiledParts()': [IMAGE],
    'Checkpointed()': [IMAGE],
    'fused()': [IMAGE],
    'parametrised()': [IMAGE],
    'Hooked()': [IMAGE],
    'Scripted()': [IMAGE],
    'Keyed()': [IMAGE],
    'traced()': [IMAGE],
}

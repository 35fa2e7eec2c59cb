#!/usr/bin/env python3
"""Measures the state of models after torch.manual_seed(S) and construction, beside the steps that fill each tensor.

    python scripts/golden/initialisation.py > test/golden/engine/initialisation.json

`steps` are those of core/graph/graph.ts. `crc32` is of the little-endian values of each tensor; `values` where bits may differ.
"""
import json
import math
import sys
import zlib

import torch
from torch import nn


def kaiming(fan_in):
    """The bound of kaiming_uniform_(a=sqrt(5)), in double precision as torch.nn.init computes it."""
    gain = math.sqrt(2.0 / (1 + math.sqrt(5) ** 2))
    bound = math.sqrt(3.0) * (gain / math.sqrt(fan_in))
    return {"kind": "uniform", "low": -bound, "high": bound}


def bias(fan_in):
    bound = 1 / math.sqrt(fan_in)
    return {"kind": "uniform", "low": -bound, "high": bound}


def constant(value):
    return {"kind": "constant", "value": value}


def steps_of(model):
    """By module in order of construction, which is state_dict order for these models."""
    steps = []
    for path, module in model.named_modules():
        at = path + "." if path else ""
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            fan_in = module.weight[0].numel()
            steps.append((at + "weight", kaiming(fan_in)))
            if module.bias is not None:
                steps.append((at + "bias", bias(fan_in)))
        elif isinstance(module, nn.BatchNorm2d):
            for name, value in (("weight", 1), ("bias", 0), ("running_mean", 0), ("running_var", 1), ("num_batches_tracked", 0)):
                steps.append((at + name, constant(value)))
        elif isinstance(module, nn.Embedding):
            steps.append((at + "weight", {"kind": "normal", "mean": 0, "std": 1}))
    return steps


class Separable(nn.Module):
    def __init__(self, base):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, base, 3, bias=False), nn.BatchNorm2d(base))
        self.depthwise = nn.Conv2d(base, base, 3, groups=base)
        self.pointwise = nn.Conv2d(base, 2 * base, 1)
        self.embedding = nn.Embedding(7, 3)
        self.fc = nn.Linear(2 * base, 10)


class Custom(nn.Module):
    """Every other kind of fill, by hand."""

    def __init__(self):
        super().__init__()
        self.small = nn.Parameter(torch.empty(3).normal_(0.5, 2))
        torch.rand(11)
        self.cut = nn.Parameter(nn.init.trunc_normal_(torch.empty(5, 7), 0, 0.02, -2, 2))
        self.mask = nn.Parameter(torch.empty(4, 4).bernoulli_(0.25))
        self.register_buffer("order", torch.randperm(12))
        self.register_buffer("index", torch.randint(-3, 9, (6,)))
        self.register_buffer("table", torch.tensor([0.5, -1.25, 3.0]))
        self.tall = nn.Parameter(nn.init.orthogonal_(torch.empty(6, 4), 1.5))
        self.wide = nn.Parameter(nn.init.orthogonal_(torch.empty(3, 2, 4), 1))
        self.last = nn.Parameter(torch.empty(20).normal_(0, 0.1))


custom_steps = [
    ("small", {"kind": "normal", "mean": 0.5, "std": 2}),
    (None, {"kind": "uniform", "low": 0, "high": 1}, 11),
    ("cut", {"kind": "truncatedNormal", "mean": 0, "std": 0.02, "low": -2, "high": 2}),
    ("mask", {"kind": "bernoulli", "probability": 0.25}),
    ("order", {"kind": "permutation", "size": 12}),
    ("index", {"kind": "integers", "low": -3, "high": 9}),
    ("table", {"kind": "data", "data": [0.5, -1.25, 3.0]}),
    ("tall", {"kind": "orthogonal", "gain": 1.5}),
    ("wide", {"kind": "orthogonal", "gain": 1}),
    ("last", {"kind": "normal", "mean": 0, "std": 0.1}),
]


def measure(name, seed, make, steps=None):
    torch.manual_seed(seed)
    model = make()
    state = model.state_dict()
    tensors = []
    for key, value in state.items():
        entry = {"name": key, "shape": list(value.shape), "dtype": str(value.dtype).split(".")[1]}
        if key in ("tall", "wide"):
            entry["values"] = value.flatten().tolist()
        else:
            entry["crc32"] = zlib.crc32(value.contiguous().numpy().tobytes())
        tensors.append(entry)
    names = list(state)
    rows = []
    for step in steps or steps_of(model):
        parameter = None if step[0] is None else names.index(step[0])
        elements = step[2] if parameter is None else state[step[0]].numel()
        rows.append({"parameter": parameter, "elements": elements, "initialiser": step[1]})
    return {"name": name, "seed": seed, "tensors": tensors, "steps": rows}


json.dump(
    {
        "torch": torch.__version__,
        "models": [
            *(measure(f"separable, seed {seed}", seed, lambda: Separable(8)) for seed in (0, 1, 123)),
            measure("custom", 5, Custom, custom_steps),
        ],
    },
    sys.stdout,
    separators=(",", ":"),
)
sys.stdout.write("\n")

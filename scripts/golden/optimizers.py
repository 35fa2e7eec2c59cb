#!/usr/bin/env python3
"""Measures torch.optim: parameters and state after a few steps of given gradients, and gradient clipping.

    python scripts/golden/optimizers.py > test/golden/engine/optimizers.json

Arrays are base64 of little-endian float32, flat over the parameters in order.
"""
import base64
import json
import sys

import torch

shapes = [(5, 3), (7,), (2, 2, 2)]
steps = 6


def packed(tensors):
    return base64.b64encode(torch.cat([t.detach().flatten() for t in tensors]).numpy().tobytes()).decode()


def run(kind, options, clip=None):
    torch.manual_seed(0)
    parameters = [torch.nn.Parameter(torch.randn(shape)) for shape in shapes]
    frozen = torch.nn.Parameter(torch.ones(4))
    gradients = [[torch.randn(shape) * 10 ** (step - 3) for shape in shapes] for step in range(steps)]
    optimizer = getattr(torch.optim, kind)([*parameters, frozen], **options)
    initial = packed(parameters)
    norms = []
    for step in gradients:
        for parameter, gradient in zip(parameters, step):
            parameter.grad = gradient.clone()
        if clip and clip["kind"] == "norm":
            norms.append(torch.nn.utils.clip_grad_norm_(parameters, clip["max"]).item())
        elif clip:
            torch.nn.utils.clip_grad_value_(parameters, clip["max"])
        optimizer.step()
    state = optimizer.state_dict()["state"]
    names = [name for name in state.get(0, {}) if name != "step"]
    return {
        "kind": kind.lower(),
        "options": options,
        "clip": clip,
        "initial": initial,
        "gradients": [packed(step) for step in gradients],
        "norms": norms,
        "final": packed(parameters),
        "slots": {name: packed([state[i][name] for i in range(len(shapes))]) for name in names},
    }


json.dump(
    {
        "torch": torch.__version__,
        "shapes": shapes,
        "runs": [
            run("SGD", {"lr": 0.1}),
            run("SGD", {"lr": 0.1, "weight_decay": 0.01}),
            run("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.2, "weight_decay": 0.01}),
            run("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True}),
            run("SGD", {"lr": 0.1, "maximize": True}),
            run("Adam", {"lr": 0.001}),
            run("Adam", {"lr": 0.1, "betas": (0.4, 0.7), "eps": 0.001, "weight_decay": 0.1}),
            run("Adam", {"lr": 0.01, "amsgrad": True}),
            run("AdamW", {"lr": 0.01}),
            run("AdamW", {"lr": 0.01, "weight_decay": 0, "amsgrad": True}),
            run("RMSprop", {"lr": 0.01}),
            run("RMSprop", {"lr": 0.01, "alpha": 0.4, "weight_decay": 0.1}),
            run("RMSprop", {"lr": 0.01, "momentum": 0.9, "centered": True}),
            run("RMSprop", {"lr": 0.01, "centered": True}),
            run("SGD", {"lr": 0.1}, {"kind": "norm", "max": 1.5}),
            run("Adam", {"lr": 0.1}, {"kind": "value", "max": 0.5}),
        ],
    },
    sys.stdout,
    separators=(",", ":"),
)
sys.stdout.write("\n")

#!/usr/bin/env python3
"""Checkpoints as torch writes them, and the check that torch takes ours.

    python scripts/golden/checkpoint.py write test/golden/engine     small .pth files and checkpoint.json, what they hold
    python scripts/golden/checkpoint.py load FILE KIND ...           loads each FILE strictly into the same model and optimizer,
                                                                     steps once, and prints what it found, a line of JSON each
"""
import json
import sys
from pathlib import Path

import torch
from torch import nn

kinds = {
    "adam": (torch.optim.Adam, {"lr": 0.01}),
    "adamw": (torch.optim.AdamW, {"lr": 0.01, "amsgrad": True}),
    "sgd": (torch.optim.SGD, {"lr": 0.01, "momentum": 0.9}),
    "plain-sgd": (torch.optim.SGD, {"lr": 0.01}),
    "rmsprop": (torch.optim.RMSprop, {"lr": 0.01, "momentum": 0.5, "centered": True}),
}


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3, bias=False)
        self.bn = nn.BatchNorm2d(2)
        self.fc = nn.Linear(2, 3)

    def forward(self, x):
        return self.fc(torch.relu(self.bn(self.conv(x))).mean((2, 3)))


def make(kind):
    model = Small()
    made, options = kinds[kind]
    return model, made(model.parameters(), **options)


def step(model, optimizer):
    torch.manual_seed(1)
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(torch.randn(4, 1, 5, 5)), torch.tensor([0, 1, 2, 0])).backward()
    optimizer.step()


def described(value):
    if isinstance(value, torch.Tensor):
        return {
            "dtype": str(value.dtype).split(".")[1],
            "shape": list(value.shape),
            "values": [float(x) for x in value.flatten()],
        }
    if isinstance(value, dict):
        return {str(key): described(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [described(item) for item in value]
    return value


def write(folder):
    expected = {}
    for kind in ("adam", "sgd"):
        torch.manual_seed(0)
        model, optimizer = make(kind)
        step(model, optimizer)
        step(model, optimizer)
        if kind == "sgd":
            model = model.to(memory_format=torch.channels_last)
        saved = {"epoch": 2, "model_state": model.state_dict(), "optimizer_state": optimizer.state_dict(), "val_acc": 97.0}
        torch.save(saved, folder / f"{kind}.pth")
        expected[kind] = described(saved)
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6)
    odd = {
        "transposed": base.t(),
        "window": base[1:3, 2:5],
        "scalar": torch.tensor(7, dtype=torch.int64),
        "half": torch.tensor([1.5, -2.25, 65504.0, 6e-8]).half(),
        "bfloat16": torch.tensor([1.5, -3.140625, 1e30]).bfloat16(),
        "double": torch.tensor([0.1], dtype=torch.float64),
        "flags": torch.tensor([True, False]),
        "bytes": torch.tensor([0, 255], dtype=torch.uint8),
        "empty": torch.empty(0, 3),
        "parameter": nn.Parameter(torch.ones(2)),
        "中文": torch.zeros(1),
        "plain": {"big": 2**70, "negative": -(2**40), "list": [1, 2.5, None, True, "x"], "tuple": (1,), 3: "three"},
    }
    torch.save(odd, folder / "odd.pth")
    expected["odd"] = described({**odd, "plain": None})
    (folder / "checkpoint.json").write_text(json.dumps(expected, separators=(",", ":"), ensure_ascii=False) + "\n")


def load(path, kind):
    saved = torch.load(path, weights_only=True)
    model, optimizer = make(kind)
    model.load_state_dict(saved["model_state"], strict=True)
    optimizer.load_state_dict(saved["optimizer_state"])
    keys = sorted(make(kind)[1].state_dict()["param_groups"][0])
    found = sorted(saved["optimizer_state"]["param_groups"][0])
    trainer = saved.pop("trainer", None)
    if trainer is not None:
        torch.set_rng_state(trainer["rng_state"])
    drawn = torch.rand(3).tolist()
    result = {"saved": described(saved), "missing": sorted(set(keys) - set(found)), "extra": sorted(set(found) - set(keys)), "drawn": drawn}
    step(model, optimizer)
    result["finite"] = all(bool(torch.isfinite(p).all()) for p in model.parameters())
    print(json.dumps(result))


if sys.argv[1] == "write":
    write(Path(sys.argv[2]))
else:
    for path, kind in zip(sys.argv[2::2], sys.argv[3::2]):
        load(path, kind)

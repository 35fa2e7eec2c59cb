#!/usr/bin/env python3
"""What PyTorch makes of the Python examples: every call of a leaf module with its shapes, parameters and multiply-accumulates.

    python scripts/golden/examples.py        writes test/golden/examples.json

A leaf has no child modules. Multiply-accumulates are half of what torch.utils.flop_counter counts during the call. The models are
measured on the meta device: nothing is computed. Of torchvision and of data nothing is needed.
"""
import importlib.util
import json
import pathlib
import sys
import types

import torch
from torch.utils.flop_counter import FlopCounterMode

root = pathlib.Path(__file__).resolve().parents[2]

MODELS = {
    "mnist_ds_dilated_net.py": [
        ("DilatedDigitNet()", (1, 1, 28, 28)),
        ("DilatedDigitNet(width=16, dilation=3)", (2, 1, 28, 28)),
    ],
    "mobilenet_v2_small.py": [
        ("MobileNetV2Small()", (1, 3, 96, 96)),
        ("MobileNetV2Small(width=0.5)", (1, 3, 64, 64)),
    ],
    "resnet_small.py": [
        ("ResNetSmall(BasicBlock, [2, 2, 2])", (1, 3, 32, 32)),
        ("resnext_small()", (1, 3, 32, 32)),
    ],
    "grouped_vs_depthwise.py": [
        ("Comparison()", (1, 64, 28, 28)),
        ("ChannelShuffle()", (1, 64, 28, 28)),
        ("DilatedStack()", (1, 8, 64, 64)),
    ],
}


def load(path):
    # the training script imports torchvision for its data, which is not looked at here
    for name in ("torchvision", "torchvision.transforms"):
        sys.modules.setdefault(name, types.ModuleType(name))
    sys.modules["torchvision"].transforms = sys.modules["torchvision.transforms"]
    sys.modules["torchvision"].datasets = types.SimpleNamespace(MNIST=None)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


def shapes(value):
    return list(value.shape) if isinstance(value, torch.Tensor) else [shapes(item) for item in value]


def measure(model, shape):
    model = model.eval().to("meta")
    counter = FlopCounterMode(display=False)
    calls, begun = [], {}

    def begin(module, inputs):
        begun[module] = counter.get_total_flops()

    def end(name):
        def hook(module, inputs, output):
            calls.append({
                "path": name,
                "type": type(module).__name__,
                "in": [shapes(value) for value in inputs],
                "out": shapes(output),
                "params": sum(p.numel() for p in module.parameters(recurse=False)),
                "macs": (counter.get_total_flops() - begun[module]) // 2,
            })
        return hook

    for name, module in model.named_modules():
        if next(module.children(), None) is None:
            module.register_forward_pre_hook(begin)
            module.register_forward_hook(end(name))
    with torch.no_grad(), counter:
        output = model(torch.empty(shape, device="meta"))
    parameters = list(model.parameters())
    return {
        "input": list(shape),
        "output": shapes(output),
        "params": sum(p.numel() for p in parameters),
        "trainable": sum(p.numel() for p in parameters if p.requires_grad),
        "macs": counter.get_total_flops() // 2,
        "calls": calls,
    }


golden = {"torch": torch.__version__.split("+")[0], "models": []}
for file, models in MODELS.items():
    module = load(root / "examples" / file)
    for expression, shape in models:
        entry = {"file": file, "expr": expression, **measure(eval(expression, vars(module)), shape)}
        golden["models"].append(entry)
target = root / "test/golden/examples.json"
target.write_text(json.dumps(golden, separators=(",", ":")).replace('{"path"', '\n {"path"').replace('{"file"', '\n{"file"') + "\n")

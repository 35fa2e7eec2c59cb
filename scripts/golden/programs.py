#!/usr/bin/env python3
"""What PyTorch makes of the programs in test/golden/programs: every leaf call in eval and in training mode, and what training keeps.

    python scripts/golden/programs.py        writes test/golden/programs/<program>.json for every <program>.py there

A program binds MODELS: the expressions of its models, each with the shapes of its inputs; and MEMORY_UNKNOWN, those of them of which
what training keeps is not to be told. Run on the CPU.
"""
import importlib.util
import json
import pathlib
import sys

import torch
from torch.utils.flop_counter import FlopCounterMode

folder = pathlib.Path(__file__).resolve().parents[2] / "test/golden/programs"


def load(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return vars(module)


def shapes(value):
    if isinstance(value, torch.Tensor):
        return list(value.shape)
    if isinstance(value, (list, tuple)):
        return [shapes(item) for item in value]
    if isinstance(value, dict):
        return {key: shapes(item) for key, item in value.items()}
    return None


def totals(model):
    parameters = list(model.parameters())
    return {
        "params": sum(p.numel() for p in parameters),
        "trainable": sum(p.numel() for p in parameters if p.requires_grad),
    }


def forward(model, inputs):
    """Every call of a leaf module in order; multiply-accumulates are half of what torch.utils.flop_counter counts."""
    counter = FlopCounterMode(display=False)
    calls, begun = [], {}

    def begin(module, _):
        begun[module] = counter.get_total_flops()

    def end(name):
        def hook(module, given, output):
            calls.append({
                "path": name,
                "type": type(module).__name__,
                "in": [shapes(value) for value in given if isinstance(value, torch.Tensor)],
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
        output = model(*inputs)
    return {"output": shapes(output), "macs": counter.get_total_flops() // 2, "calls": calls}


def saved_bytes(model, inputs):
    """Of the distinct storages that autograd nodes keep; parameters and buffers left out."""
    own = {t.untyped_storage()._cdata for t in [*model.parameters(), *model.buffers()]}
    kept = {}

    def pack(tensor):
        storage = tensor.untyped_storage()
        kept[storage._cdata] = (storage.nbytes(), tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        output = model(*inputs)
    del output
    return sum(size for pointer, (size, _) in kept.items() if pointer not in own)


def measure(namespace, expression, inputs):
    make = lambda train: eval(expression, namespace).train(train)  # noqa: E731
    tensors = [torch.rand(shape) for shape in inputs]
    return {
        "expr": expression,
        "input": inputs,
        **totals(make(False)),
        "eval": forward(make(False), tensors),
        "train": forward(make(True), tensors),
        "saved": None if expression in namespace.get("MEMORY_UNKNOWN", []) else saved_bytes(make(True), tensors),
    }


for path in sorted(folder.glob("*.py")):
    torch.manual_seed(0)
    namespace = load(path)
    rows = [measure(namespace, expression, inputs) for expression, inputs in namespace["MODELS"].items()]
    text = json.dumps(rows, separators=(",", ":")).replace('{"path"', '\n  {"path"').replace('{"expr"', '\n{"expr"')
    path.with_suffix(".json").write_text(text + "\n")
    print(path.name, len(rows))

#!/usr/bin/env python3
"""Measures every torch.nn module over a grid of arguments in real PyTorch, for test/core/library.

    python scripts/golden/modules.py        writes test/golden/modules/<family>.json     (PyTorch 2.13, CPU)

A row is a module's expression, the shapes of the inputs and, where the call is more than `self.m(*inputs)`, the call:

    {"module": "nn.Conv2d(4, 6, 3)", "inputs": ["2x4x8x8"], "call": "self.m(x0)", "train": false,
     "state": {"weight": [[6, 4, 3, 3], "parameter"], ...},           in order; shape null: not initialised
     "output": [2, 6, 6, 6], "macs": 15552, "calls": [["m", "Conv2d"]]}    or    "raises": "ValueError"
"""
import json
import os
import sys

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from module_grid import families  # noqa: E402


def source(row):
    """The Python source that the row stands for: a module `Probe` that holds the measured one."""
    names = [f'x{i}' for i in range(len(row['inputs']))]
    return '\n'.join([
        'import torch',
        'import torch.nn as nn',
        'import torch.nn.functional as F',
        '',
        '',
        'class Probe(nn.Module):',
        '    def __init__(self):',
        '        super().__init__()',
        f'        self.m = {row["module"]}',
        '',
        f'    def forward(self, {", ".join(names)}):',
        f'        return {row["call"]}',
        '',
    ])


def shapes(value):
    if isinstance(value, torch.Tensor):
        return list(value.shape)
    if isinstance(value, (list, tuple)):
        return [shapes(item) for item in value]
    return None


def state_of(probe):
    state = {}
    for name, tensor in probe.m.state_dict(keep_vars=True).items():
        lazy = isinstance(tensor, nn.parameter.UninitializedTensorMixin)
        kind = 'parameter' if isinstance(tensor, nn.Parameter) else 'buffer'
        state[name] = [None if lazy else list(tensor.shape), kind]
    return state


def run(row, device):
    """One forward pass, without PyTorch's fused paths for inference (they hide the products from the counter)."""
    namespace = {}
    exec(source(row), namespace)
    calls = []
    with torch.no_grad(), FlopCounterMode(display=False) as counter, torch.device(device):
        probe = namespace['Probe']()
        probe.train(row['train'])
        for name, module in probe.named_modules():
            if not any(True for _ in module.children()):
                module.register_forward_hook(lambda m, args, out, name=name: calls.append([name, type(m).__name__]))
        before = counter.get_total_flops()
        output = probe(*[torch.ones(*map(int, shape.split('x'))) for shape in row['inputs']])
        macs = (counter.get_total_flops() - before) // 2
    return {'state': state_of(probe), 'output': shapes(output), 'macs': macs, 'calls': calls}


def measure(row):
    """On the meta device, as the other goldens, and on the CPU, which also says what raises and measures what needs values."""
    torch.backends.mha.set_fastpath_enabled(False)
    try:
        result = run(row, 'cpu')
    except Exception as error:
        return {**row, 'raises': type(error).__name__}
    try:
        result = run(row, 'meta')
    except Exception as error:
        if 'meta' not in str(error).lower():
            raise
    return {**row, **result}


def main():
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', 'test', 'golden', 'modules')
    os.makedirs(target, exist_ok=True)
    for family, rows in families().items():
        measured = [measure(row) for row in rows]
        with open(os.path.join(target, f'{family}.json'), 'w', encoding='utf8') as file:
            file.write('{"torch": ' + json.dumps(torch.__version__.split('+')[0]) + ', "rows": [\n')
            file.write(',\n'.join(json.dumps(row) for row in measured) + '\n]}\n')
        raised = sum('raises' in row for row in measured)
        print(f'{family}: {len(measured)} rows, {raised} raise')


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""Measures the models of engine_cases.py in PyTorch: loss, gradients and buffers of one training step, and the output in evaluation.

    python scripts/golden/engine_ops.py > test/golden/engine/operators.json

Inputs, targets and parameters come from a 32-bit linear congruential generator that the test repeats. Arrays are base64 of
little-endian float32.
"""
import base64
import inspect
import json
import sys

import numpy
import torch

import engine_cases


def numbers(seed, count):
    """Multiples of 2^-23 in [-1, 1)."""
    state = (seed * 2654435761 + 12345) & 0xFFFFFFFF
    values = numpy.empty(count, dtype=numpy.float32)
    for i in range(count):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values[i] = (state >> 8) / 2 ** 23 - 1
    return values


def tensor(seed, shape):
    return torch.from_numpy(numbers(seed, int(numpy.prod(shape)))).view(*shape)


def pack(values):
    return base64.b64encode(values.detach().numpy().astype('<f4').tobytes()).decode()


def fill(model):
    """Every floating tensor of the state in order; variances are positive; `p` stays zero."""
    for index, (name, value) in enumerate(model.state_dict().items()):
        if not value.is_floating_point() or name == 'p':
            continue
        given = tensor(100 + index, value.shape) * 0.5
        value.copy_(given.abs() + 0.5 if name.endswith('running_var') else given)


def measure(name, case):
    torch.manual_seed(0)
    model = case()
    with torch.no_grad():
        fill(model)
    x = tensor(1, case.shape)
    model.train()
    torch.manual_seed(7)
    output = getattr(model, 'measured', model)(x)
    target = tensor(2, output.shape)
    loss = torch.nn.functional.mse_loss(output, target)
    loss.backward()
    gradients = {key: pack(p.grad) for key, p in model.named_parameters() if p.grad is not None}
    buffers = {key: pack(b.float()) for key, b in model.named_buffers()}
    model.eval()
    with torch.no_grad():
        evaluated = model(x)
    return {'name': name, 'input': list(case.shape), 'output': list(output.shape), 'loss': loss.item(), 'gradients': gradients,
            'buffers': buffers, 'evaluated': pack(evaluated)}


def is_case(value):
    return inspect.isclass(value) and issubclass(value, engine_cases.Case) and hasattr(value, 'run') and (
        hasattr(value, 'make') or not value.__name__ == 'Norm')


if __name__ == '__main__':
    torch.set_num_threads(1)
    cases = [(name, value) for name, value in vars(engine_cases).items() if is_case(value) and name not in ('Norm', 'Convolution', 'AfterConv')]
    json.dump({'torch': torch.__version__, 'cases': [measure(*case) for case in cases]}, sys.stdout)

#!/usr/bin/env python3
"""Measures the state of the models of init_cases.py after torch.manual_seed(S) and construction (and, of lazy ones, a first pass).

    python scripts/golden/init_models.py > test/golden/engine/init_models.json

By tensor: the CRC-32 of its little-endian values (uniform draws are equal by bits), and a few values, for normal ones.
"""
import inspect
import json
import sys
import zlib

import torch

import init_cases

SEED, SAMPLES = 3, 12


def measure(name, make):
    torch.manual_seed(SEED)
    model = make()
    if hasattr(make, 'shape'):
        model(torch.zeros(make.shape))
    tensors = []
    for key, value in model.state_dict().items():
        flat = value.flatten()
        at = [i * (len(flat) - 1) // max(1, SAMPLES - 1) for i in range(min(SAMPLES, len(flat)))]
        tensors.append({'name': key, 'shape': list(value.shape), 'crc32': zlib.crc32(value.contiguous().numpy().tobytes()),
                        'sample': [[i, flat[i].item()] for i in at]})
    return {'name': name, 'seed': SEED, 'next': torch.randint(0, 2 ** 20, (1,)).item(), 'tensors': tensors}


models = [(name, value) for name, value in vars(init_cases).items()
          if inspect.isclass(value) and value.__module__ == 'init_cases']
json.dump({'torch': torch.__version__, 'models': [measure(*each) for each in models]}, sys.stdout, separators=(',', ':'))
sys.stdout.write('\n')

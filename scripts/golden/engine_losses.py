#!/usr/bin/env python3
"""Losses and their gradients in PyTorch, for test/engine/layer-losses.test.ts.

    python scripts/golden/engine_losses.py > test/golden/engine/losses.json
"""
import json
import sys

import torch
import torch.nn.functional as F

torch.manual_seed(0)
LABELS = [1, 0, 3, 2, 1, -100]
WEIGHT = [0.5, 2.0, 1.0, 0.25]


def case(name, spec, shape, loss, **data):
    output = torch.randn(shape)
    if spec['kind'] == 'nll':
        output = output.log_softmax(1)
    output.requires_grad_()
    value = loss(output)
    value.backward()
    return {'name': name, 'spec': spec, 'shape': shape, 'output': output.detach().flatten().tolist(), 'loss': value.item(),
            'gradient': output.grad.flatten().tolist(), **data}


labels = torch.tensor(LABELS)
dense = torch.tensor([[[0, 1, 2], [3, 1, 7]], [[2, 2, 0], [1, 0, 7]]])
targets = torch.rand(5, 3)
weight = torch.tensor(WEIGHT)
CASES = [
    case('cross entropy', {'kind': 'cross_entropy'}, [5, 4], lambda x: F.cross_entropy(x, labels[:5]), labels=LABELS[:5]),
    case('ignored labels', {'kind': 'cross_entropy'}, [6, 4], lambda x: F.cross_entropy(x, labels), labels=LABELS),
    case('class weights', {'kind': 'cross_entropy', 'weight': WEIGHT}, [6, 4], lambda x: F.cross_entropy(x, labels, weight), labels=LABELS),
    case('label smoothing', {'kind': 'cross_entropy', 'labelSmoothing': 0.1}, [6, 4],
         lambda x: F.cross_entropy(x, labels, label_smoothing=0.1), labels=LABELS),
    case('weights and smoothing', {'kind': 'cross_entropy', 'weight': WEIGHT, 'labelSmoothing': 0.2}, [6, 4],
         lambda x: F.cross_entropy(x, labels, weight, label_smoothing=0.2), labels=LABELS),
    case('dense labels', {'kind': 'cross_entropy', 'ignoreIndex': 7}, [2, 4, 2, 3], lambda x: F.cross_entropy(x, dense, ignore_index=7),
         labels=dense.flatten().tolist()),
    case('negative log likelihood', {'kind': 'nll', 'weight': WEIGHT}, [6, 4], lambda x: F.nll_loss(x, labels, weight), labels=LABELS),
    case('mean squared error', {'kind': 'mse'}, [5, 3], lambda x: F.mse_loss(x, targets), targets=targets.flatten().tolist()),
    case('binary cross entropy', {'kind': 'bce_with_logits'}, [5, 3], lambda x: F.binary_cross_entropy_with_logits(x * 1, targets),
         targets=targets.flatten().tolist()),
    case('positive weights', {'kind': 'bce_with_logits', 'posWeight': [0.5, 2.0, 3.0]}, [5, 3],
         lambda x: F.binary_cross_entropy_with_logits(x, targets, pos_weight=torch.tensor([0.5, 2.0, 3.0])),
         targets=targets.flatten().tolist()),
]

if __name__ == '__main__':
    json.dump({'torch': torch.__version__, 'cases': CASES}, sys.stdout)

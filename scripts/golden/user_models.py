#!/usr/bin/env python3
"""Measures one training step of the networks of user_cases.py, from torch.manual_seed(0) on: loss, output, gradients.

    python scripts/golden/user_models.py > test/golden/engine/user_models.json

Of each gradient its 2-norm and a few elements; inputs are those of engine_ops.py.
"""
import json
import sys

import torch

import user_cases
from engine_ops import tensor

CASES = ['LeNet()', 'UNet()', 'UNet(bilinear=False)', 'Mixer()', 'ViT()', 'TorchViT()', 'MHA()', 'Autoencoder()', "CNNLSTM()",
         "CNNLSTM('gru')", "CNNLSTM('rnn')", 'LSTMCellNet()', 'GRULast()', 'Odd()', 'VGGLike()', 'Heads()', 'WindowAttention()']
SHAPE, SAMPLES = (3, 1, 28, 28), 6
#: Of the losses of all outputs but the first, in training.
AUXILIARY = 0.3


def sample(values):
    flat = values.flatten()
    at = [i * (len(flat) - 1) // (SAMPLES - 1) for i in range(SAMPLES)]
    return [[i, flat[i].item()] for i in at]


def measure(expression):
    torch.manual_seed(0)
    model = eval(expression, vars(user_cases))
    x = tensor(1, SHAPE)
    model.train()
    output = model(x)
    outputs = output if isinstance(output, tuple) else (output,)
    output = outputs[0]
    losses = [torch.nn.functional.mse_loss(each, tensor(2, output.shape)) for each in outputs]
    loss = losses[0] + AUXILIARY * sum(losses[1:])
    loss.backward()
    gradients = {name: {'norm': p.grad.norm().item(), 'sample': sample(p.grad)}
                 for name, p in model.named_parameters() if p.grad is not None}
    model.eval()
    with torch.no_grad():
        evaluated = model(x)
    return {'model': expression, 'output': list(output.shape), 'loss': loss.item(), 'gradients': gradients,
            'evaluated': sample(evaluated)}


torch.set_num_threads(1)
json.dump({'torch': torch.__version__, 'input': SHAPE, 'auxiliary': AUXILIARY, 'cases': [measure(each) for each in CASES]}, sys.stdout, separators=(',', ':'))
sys.stdout.write('\n')

#!/usr/bin/env python3
"""The public names of PyTorch's modules and of its tensors, for core/eval/torch/pytorchNames.ts.

    python scripts/golden/names.py        writes core/eval/torch/pytorchNames.ts     (PyTorch 2.13, CPU)

A name that is not among them PyTorch does not have: `nn.Conv2D`. Modules whose names differ between builds and platforms
(torch.cuda, torch.backends, torch.distributed) and those that make names when they are asked for (torch.ops) stay away.
Submodules count, loaded or not: any import of one makes it an attribute of its package.
"""
import importlib
import pathlib
import pkgutil
import warnings

import torch

warnings.simplefilter('ignore')
TARGET = pathlib.Path(__file__).resolve().parents[2] / 'core/eval/torch/pytorchNames.ts'
MODULES = '''
    torch torch.amp torch.autograd torch.autograd.functional torch.distributions torch.fft torch.func torch.fx torch.hub torch.jit torch.linalg
    torch.nn torch.nn.attention torch.nn.functional torch.nn.init torch.nn.modules torch.nn.parallel torch.nn.parameter torch.nn.utils
    torch.nn.utils.parametrizations torch.nn.utils.parametrize torch.nn.utils.prune torch.nn.utils.rnn torch.optim
    torch.optim.lr_scheduler torch.random torch.special torch.utils torch.utils.checkpoint torch.utils.data
'''.split()
WIDTH = 117  # what Prettier leaves in one line
HEAD = '''// Written by scripts/golden/names.py from PyTorch {version}: the public names of modules and of tensors. Do not edit.
export const pytorchNames: Readonly<Record<string, string>> = {{
'''


def public(names):
    return sorted(name for name in names if not name.startswith('_'))


def names_of(module):
    submodules = [info.name for info in pkgutil.iter_modules(module.__path__)] if hasattr(module, '__path__') else []
    return public({*dir(module), *submodules})


def main():
    rows = {name: names_of(importlib.import_module(name)) for name in MODULES}
    rows['torch.Tensor'] = public(dir(torch.Tensor))
    lines = []
    for name, names in sorted(rows.items()):
        key = f"'{name}'" if '.' in name else name
        text = f"'{' '.join(names)}',\n"
        lines.append(f'  {key}: {text}' if len(key) + len(text) <= WIDTH else f'  {key}:\n    {text}')
    TARGET.write_text(HEAD.format(version=torch.__version__.split('+')[0]) + ''.join(lines) + '};\n')
    print(sum(map(len, rows.values())), 'names')


if __name__ == '__main__':
    main()

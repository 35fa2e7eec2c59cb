#!/usr/bin/env python3
"""The public names of PyTorch's modules and of its tensors, and of the standard library's modules that are modelled.

    python scripts/golden/names.py        writes core/eval/torch/pytorchNames.ts and core/eval/standardNames.ts     (PyTorch 2.13, CPU)

A name that is not among them PyTorch does not have: `nn.Conv2D`. Modules whose names differ between builds and platforms
(torch.cuda, torch.backends, torch.distributed) and those that make names when they are asked for (torch.ops) stay away.
Submodules count, loaded or not: any import of one makes it an attribute of its package. The standard library's names differ between
Python's versions: one that is not here may be there, but one that is here is no error.
"""
import importlib
import pathlib
import pkgutil
import sys
import warnings

import torch

warnings.simplefilter('ignore')
ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULES = '''
    torch torch.amp torch.autograd torch.autograd.functional torch.distributions torch.fft torch.func torch.fx torch.hub torch.jit torch.linalg
    torch.nn torch.nn.attention torch.nn.functional torch.nn.init torch.nn.modules torch.nn.parallel torch.nn.parameter torch.nn.utils
    torch.nn.utils.parametrizations torch.nn.utils.parametrize torch.nn.utils.prune torch.nn.utils.rnn torch.optim
    torch.optim.lr_scheduler torch.random torch.special torch.utils torch.utils.checkpoint torch.utils.data
'''.split()
# what Prettier leaves in one line: so much, and whatever follows a key so short
WIDTH = 117
SHORT = 4
HEAD = '''// Written by scripts/golden/names.py from {source}. Do not edit.
export const {constant}: Readonly<Record<string, string>> = {{
'''


def public(names):
    return sorted(name for name in names if not name.startswith('_'))


def names_of(module):
    submodules = [info.name for info in pkgutil.iter_modules(module.__path__)] if hasattr(module, '__path__') else []
    return public({*dir(module), *submodules})


def modelled():
    """The modules of the standard library that core/library models."""
    for file in sorted((ROOT / 'core/library').rglob('*.py')):
        parts = file.relative_to(ROOT / 'core/library').with_suffix('').parts
        name = '.'.join(parts[:-1] if parts[-1] == '__init__' else parts)
        if parts[0] not in sys.stdlib_module_names or parts[0].startswith('_'):
            continue
        # one that answers to every name needs no list
        if 'def __getattr__' not in file.read_text():
            yield name


def write(target, constant, source, rows):
    lines = []
    for name, names in sorted(rows.items()):
        key = f"'{name}'" if '.' in name else name
        text = f"'{' '.join(names)}',\n"
        lines.append(f'  {key}: {text}' if len(key) <= SHORT or len(key) + len(text) <= WIDTH else f'  {key}:\n    {text}')
    (ROOT / target).write_text(HEAD.format(source=source, constant=constant) + ''.join(lines) + '};\n')
    print(sum(map(len, rows.values())), 'names in', target)


def main():
    standard = {name: names_of(importlib.import_module(name)) for name in ['math', *modelled()]}
    python = '.'.join(map(str, sys.version_info[:2]))
    write('core/eval/standardNames.ts', 'standardNames', f"Python {python}: the public names of modules of the standard library", standard)
    rows = {name: names_of(importlib.import_module(name)) for name in MODULES}
    rows['torch.Tensor'] = public(dir(torch.Tensor))
    version = torch.__version__.split('+')[0]
    write('core/eval/torch/pytorchNames.ts', 'pytorchNames', f'PyTorch {version}: the public names of modules and of tensors', rows)


if __name__ == '__main__':
    main()

#!/usr/bin/env python3
"""What other tools count, for single modules and for the models of test/golden/cost/models.py.

    pip install torchinfo==1.8.0 fvcore==0.1.5.post20221221 thop==0.1.1.post2209072238 ptflops==0.7.5
    python scripts/golden/conventions.py > test/golden/cost/conventions.json

Batch 1, evaluation mode, ptflops with its PyTorch backend. `macs` is torch.utils.flop_counter / 2.
"""
import contextlib
import copy
import importlib.util
import io
import json
import logging
import sys
import warnings
from pathlib import Path

# ptflops and torchinfo look for these only to know more modules.
sys.modules.setdefault("torchvision", None)
sys.modules.setdefault("timm", None)
import torch  # noqa: E402
import torchinfo  # noqa: E402
from torch import nn  # noqa: E402, F401
from torch.utils.flop_counter import FlopCounterMode  # noqa: E402

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

HEADER = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n\n"
MODULE = HEADER + "def model():\n    return {expression}\n"
FUNCTION = HEADER + (
    "class Model(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.w = nn.Parameter(torch.ones(32, 4, 3, 3))\n\n"
    "    def forward(self, x):\n        return {expression}\n\n\ndef model():\n    return Model()\n"
)

IMAGE = [1, 16, 28, 28]
MODULES = [
    ("nn.Conv2d(16, 32, 3, padding=1)", IMAGE),
    ("nn.Conv2d(16, 32, 3, padding=1, groups=4, bias=False)", IMAGE),
    ("nn.Conv2d(16, 16, 3, stride=2, dilation=2, groups=16)", IMAGE),
    ("nn.ConvTranspose2d(16, 32, 2, stride=2, bias=False)", IMAGE),
    ("nn.ConvTranspose2d(16, 32, 3, stride=2, padding=1, output_padding=1, groups=4)", IMAGE),
    ("nn.BatchNorm2d(16)", IMAGE),
    ("nn.BatchNorm2d(16, affine=False)", IMAGE),
    ("nn.ReLU()", IMAGE),
    ("nn.ReLU(inplace=True)", IMAGE),
    ("nn.MaxPool2d(2)", IMAGE),
    ("nn.AvgPool2d(2)", IMAGE),
    ("nn.AdaptiveAvgPool2d(1)", IMAGE),
    ("nn.AdaptiveAvgPool2d(3)", IMAGE),
    ("nn.AdaptiveMaxPool2d(2)", IMAGE),
    ("nn.GroupNorm(4, 16)", IMAGE),
    ("nn.LayerNorm(28)", IMAGE),
    ("nn.LayerNorm([28, 28], elementwise_affine=False)", IMAGE),
    ("nn.InstanceNorm2d(16)", IMAGE),
    ("nn.InstanceNorm2d(16, affine=True)", IMAGE),
    ("nn.ReLU6()", IMAGE),
    ("nn.SiLU()", IMAGE),
    ("nn.GELU()", IMAGE),
    ("nn.Sigmoid()", IMAGE),
    ("nn.Hardswish()", IMAGE),
    ("nn.PReLU()", IMAGE),
    ("nn.PReLU(16)", IMAGE),
    ("nn.LeakyReLU()", IMAGE),
    ("nn.ELU()", IMAGE),
    ("nn.Softmax(1)", IMAGE),
    ("nn.Softmax(dim=-1)", IMAGE),
    ("nn.Upsample(scale_factor=2)", IMAGE),
    ("nn.Upsample(scale_factor=2, mode='bilinear')", IMAGE),
    ("nn.Dropout()", IMAGE),
    ("nn.PixelShuffle(2)", IMAGE),
    ("nn.Identity()", IMAGE),
    ("nn.Linear(128, 10)", [1, 128]),
    ("nn.Linear(28, 10)", [1, 16, 28]),
    ("nn.Linear(28, 10, bias=False)", [1, 16, 28]),
    ("nn.Conv1d(28, 10, 3)", [1, 28, 16]),
    ("nn.Conv3d(2, 4, 3, padding=1)", [1, 2, 4, 8, 8]),
    ("nn.BatchNorm1d(28)", [1, 28, 16]),
    ("nn.RNN(28, 10, batch_first=True)", [1, 16, 28]),
    ("nn.GRU(28, 10, num_layers=2, bidirectional=True)", [1, 16, 28]),
    ("nn.LSTM(28, 10, batch_first=True)", [1, 16, 28]),
    ("nn.LSTM(28, 10, num_layers=3, bias=False)", [1, 16, 28]),
    ("nn.LSTMCell(28, 10)", [1, 28]),
    ("nn.GRUCell(28, 10, bias=False)", [1, 28]),
    ("nn.Sequential(nn.Conv2d(16, 8, 1), nn.BatchNorm2d(8), nn.ReLU(), nn.Flatten(), nn.Linear(6272, 10))", IMAGE),
]
FUNCTIONS = [
    "F.conv2d(x, self.w, padding=1, groups=4)", "F.relu(x)", "F.max_pool2d(x, 2)", "F.adaptive_avg_pool2d(x, 1)", "F.softmax(x, 1)",
    "F.linear(x, self.w[0, 0, 0].repeat(5, 10)[:, :28])", "F.interpolate(x, scale_factor=2)", "F.interpolate(x, size=(7, 9), mode='bilinear')",
    "torch.matmul(x, x)", "torch.bmm(x[0], x[0])", "torch.einsum('nchw,ncwk->nchk', x, x)", "torch.einsum('chw,chk->cwk', x[0], x[0])",
    "x + x", "x * 2 - x", "x.mean((2, 3))", "torch.cat([x, x], 1)", "F.silu(x)", "F.gelu(x)", "F.layer_norm(x, (28,))", "F.avg_pool2d(x, 2)",
]


def figures(model, shape):
    import thop
    from fvcore.nn import FlopCountAnalysis
    from ptflops import get_model_complexity_info

    model.eval()
    x = torch.rand(shape)
    with FlopCounterMode(display=False) as counter:
        model(x)
    analysis = FlopCountAnalysis(model, x).unsupported_ops_warnings(False).uncalled_modules_warnings(False)
    with contextlib.redirect_stdout(io.StringIO()):
        # It feeds a batch of one, of the shape it is given without the batch.
        complexity, _ = get_model_complexity_info(copy.deepcopy(model), tuple(shape[1:]), as_strings=False, print_per_layer_stat=False)
    return {
        "macs": counter.get_total_flops() // 2,
        "torchinfo": torchinfo.summary(model, input_data=x, verbose=0, depth=50).total_mult_adds,
        "fvcore": int(analysis.total()),
        "thop": int(thop.profile(copy.deepcopy(model), (x,), verbose=False)[0]),
        "ptflops": complexity,
    }


def build(source):
    scope = {}
    exec(source, scope)
    return scope["model"]()


def main():
    folder = Path(__file__).resolve().parents[2] / "test" / "golden" / "cost"
    spec = importlib.util.spec_from_file_location("models", folder / "models.py")
    models = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(models)
    rows = []
    for expression, shape in MODULES:
        rows.append({"template": "module", "expression": expression, "input": shape, **figures(build(MODULE.replace("{expression}", expression)), shape)})
    for expression in FUNCTIONS:
        rows.append({"template": "function", "expression": expression, "input": IMAGE, **figures(build(FUNCTION.replace("{expression}", expression)), IMAGE)})
    for name, shape in models.INPUTS.items():
        # ptflops has a formula for nn.MultiheadAttention as a whole.
        if name == "Encoder":
            continue
        shape = [1, *shape[1:]]
        rows.append({"template": "models", "expression": f"{name}()", "input": shape, **figures(getattr(models, name)(), shape)})
    json.dump({"templates": {"module": MODULE, "function": FUNCTION}, "rows": rows}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()

"""Measures the operators in PyTorch: shapes, dtypes, multiply-accumulates, or the fact that PyTorch raises.

    python scripts/golden/operators.py [FAMILY...]    writes test/golden/operators/*.jsonl, one row a call; default: all families

Shapes, dtypes and small results come from running on the CPU; MACs from torch.utils.flop_counter on the meta device, halved.
The calls stand in operator_cases/: one module a family, each a function `cases(call)`.
Needs torch 2.13.
"""
import importlib
import json
import math
import pathlib
import sys
import warnings

import torch
from torch.utils.flop_counter import FlopCounterMode

warnings.filterwarnings("ignore")
HERE = pathlib.Path(__file__).parent
TARGET = HERE.parent.parent / "test" / "golden" / "operators"
FAMILIES = [
    "convolution", "matrix", "normalisation", "pooling", "elementwise", "layers", "attention", "recurrent", "losses",
    "reduction", "view", "indexing", "creation", "spectral", "metadata",
]


class T:
    """A tensor argument: its shape, its dtype, and its elements where they matter."""

    def __init__(self, *shape, dtype="float32", values=None):
        self.shape, self.dtype, self.values = list(shape), dtype, values

    def build(self, device):
        dtype = getattr(torch, self.dtype)
        if self.values is not None:
            return torch.tensor(self.values, dtype=dtype, device=device).reshape(self.shape)
        if device == "meta":
            return torch.empty(self.shape, dtype=dtype, device=device)
        if not dtype.is_floating_point and not dtype.is_complex:
            return torch.ones(self.shape, dtype=dtype)
        return torch.rand(self.shape).mul(0.8).add(0.1).to(dtype)


def encode(value):
    if isinstance(value, T):
        row = {"t": value.shape, "d": value.dtype}
        return row if value.values is None else row | {"v": value.values}
    if isinstance(value, bool) or value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, float):
        return {"f": value if math.isfinite(value) else str(value)}
    if isinstance(value, torch.dtype):
        return {"dtype": str(value).removeprefix("torch.")}
    if isinstance(value, slice):
        return {"s": [encode(value.start), encode(value.stop), encode(value.step)]}
    if value is Ellipsis:
        return {"e": True}
    if isinstance(value, (list, tuple)):
        return [encode(v) for v in value]
    raise TypeError(f"cannot encode {value!r}")


def build(value, device):
    if isinstance(value, T):
        return value.build(device)
    if isinstance(value, (list, tuple)):
        return type(value)(build(v, device) for v in value)
    return value


def result(value, values):
    """What came out, as plain data; `values` says whether the elements are determined by the row."""
    if isinstance(value, torch.Tensor):
        row = {"t": list(value.shape), "d": str(value.dtype).removeprefix("torch.")}
        if values and value.device.type == "cpu" and 0 < value.numel() <= 64 and not value.is_complex():
            row["v"] = [x if math.isfinite(x) else str(x) for x in value.detach().to(torch.float64).flatten().tolist()]
        return row
    if isinstance(value, torch.Size) or isinstance(value, (list, tuple)):
        return {"tuple": [result(v, values) for v in value]}
    if isinstance(value, float):
        return {"f": value if math.isfinite(value) else str(value)}
    if isinstance(value, torch.dtype):
        return encode(value)
    return value


def has_unknown_tensor(value):
    if isinstance(value, T):
        return value.values is None
    return isinstance(value, (list, tuple)) and any(map(has_unknown_tensor, value))


def resolve(name):
    if name.startswith("F."):
        return getattr(torch.nn.functional, name[2:])
    target = torch
    for part in name.split(".")[1:]:
        target = getattr(target, part)
    return target


def run(name, args, kwargs, device):
    args = [build(a, device) for a in args]
    kwargs = {k: build(v, device) for k, v in kwargs.items()}
    if name.startswith("@"):
        return getattr(args[0], name[1:])
    if name.startswith("."):
        if name == ".__getitem__":
            return args[0][subscript(args[1])]
        if name == ".__setitem__":
            args[0][subscript(args[1])] = args[2]
            return args[0]
        return getattr(args[0], name[1:])(*args[1:], **kwargs)
    return resolve(name)(*args, **kwargs)


def subscript(index):
    """A list of one stands for its element; longer lists are tuples."""
    return index[0] if len(index) == 1 else tuple(index)


RANDOM = ("rand", "normal", "bernoulli", "empty", "dropout", "uniform", "random", "exponential", "cauchy", "geometric", "multinomial")


class Recorder:
    def __init__(self):
        self.rows = []

    def __call__(self, name, *args, **kwargs):
        row = {"call": name, "args": [encode(a) for a in args]}
        if kwargs:
            row["kw"] = {k: encode(v) for k, v in kwargs.items()}
        determined = not has_unknown_tensor(list(args) + list(kwargs.values()))
        determined = determined and not any(r in name for r in RANDOM)
        torch.manual_seed(0)
        try:
            with torch.no_grad():
                row["out"] = result(run(name, args, kwargs, "cpu"), determined)
        except Exception as error:
            row["raises"] = str(error).split("\n")[0][:120]
        else:
            macs = self.macs(name, args, kwargs)
            if macs:
                row["macs"] = macs
        self.rows.append(json.dumps(row, separators=(",", ":"), ensure_ascii=False))

    def macs(self, name, args, kwargs):
        for device in ("meta", "cpu"):  # not every operator has a meta kernel
            try:
                with torch.no_grad(), FlopCounterMode(display=False) as counter:
                    run(name, args, kwargs, device)
            except Exception:
                continue
            return counter.get_total_flops() // 2
        return 0


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    total = 0
    for family in sys.argv[1:] or FAMILIES:
        call = Recorder()
        importlib.import_module(f"operator_cases.{family}").cases(call, T)
        rows = sorted(set(call.rows), key=call.rows.index)
        (TARGET / f"{family}.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")
        total += len(rows)
        print(f"{family}: {len(rows)}")
    print(f"{total} rows")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Measures PyTorch's CPU generator: streams of every distribution and the order of a DataLoader.

    python scripts/golden/generator.py > test/golden/engine/generator.json

A case is a seed and a list of draws in order. `data` is base64 of the little-endian values; long results stand as `crc32` of the
same bytes. `state` is the CRC-32 of torch.get_rng_state() at the end: the consumption of the generator, to the draw.
"""
import base64
import json
import sys
import zlib

import torch
from torch.utils.data import DataLoader, TensorDataset

LONG = 4096


def measured(tensor):
    raw = tensor.detach().contiguous().numpy().tobytes()
    if len(raw) > LONG:
        return {"crc32": zlib.crc32(raw)}
    return {"data": base64.b64encode(raw).decode()}


def uniform(n, low, high):
    return {"draw": "uniform", "n": n, "low": low, "high": high, **measured(torch.empty(n).uniform_(low, high))}


def normal(n, mean=0.0, std=1.0):
    return {"draw": "normal", "n": n, "mean": mean, "std": std, **measured(torch.empty(n).normal_(mean, std))}


def bernoulli(n, p):
    return {"draw": "bernoulli", "n": n, "probability": p, **measured(torch.empty(n).bernoulli_(p))}


def integers(n, low, high):
    result = torch.empty(n, dtype=torch.int64).random_(low, high)
    return {"draw": "integers", "n": n, "low": low, "high": high, **measured(result.double())}


def int64():
    return {"draw": "int64", "value": str(torch.empty((), dtype=torch.int64).random_().item())}


def permutation(n):
    return {"draw": "permutation", "n": n, **measured(torch.randperm(n).int())}


def truncated(n, mean, std, low, high):
    result = torch.nn.init.trunc_normal_(torch.empty(n), mean, std, low, high)
    return {"draw": "truncatedNormal", "n": n, "mean": mean, "std": std, "low": low, "high": high, **measured(result)}


def dropout(n, p):
    """The mask of functional dropout: 1 where the element is kept."""
    kept = torch.nn.functional.dropout(torch.ones(n), p) != 0
    return {"draw": "bernoulli", "n": n, "probability": 1 - p, **measured(kept.float())}


def case(name, seed, draws):
    torch.manual_seed(seed)
    made = [draw() for draw in draws]
    return {"name": name, "seed": str(seed), "draws": made, "state": zlib.crc32(torch.get_rng_state().numpy().tobytes())}


def loaders(seed, train, val, batch, epochs):
    """The script's loop: a shuffled training loader and a plain validation loader, both without workers."""
    torch.manual_seed(seed)
    torch.rand(5)
    train_loader = DataLoader(TensorDataset(torch.arange(train)), batch_size=batch, shuffle=True, num_workers=0)
    val_loader = DataLoader(TensorDataset(torch.arange(val)), batch_size=256, shuffle=False, num_workers=0)
    orders = []
    for _ in range(epochs):
        order = [x for x, in train_loader]
        orders.append({"batches": [len(x) for x in order], **measured(torch.cat(order).int())})
        for _ in val_loader:
            pass
    return {
        "seed": seed, "train": train, "val": val, "batch": batch, "epochs": orders,
        "state": zlib.crc32(torch.get_rng_state().numpy().tobytes()),
    }


def main():
    cases = [
        case(f"uniform, seed {seed}", seed, [lambda: uniform(5, 0, 1), lambda: uniform(288, -1 / 3, 1 / 3), lambda: uniform(7, -2.5, 10), lambda: uniform(100000, -0.0625, 0.0625)])
        for seed in (0, 1, 42, 2**32 - 1, 2**40 + 3, -1, -(2**63), 2**64 - 1)
    ]
    cases += [
        case(f"normal of {n}", n, [lambda: normal(n), lambda: normal(n, 0.5, 0.02), lambda: normal(n), lambda: uniform(3, 0, 1)])
        for n in (1, 2, 3, 15, 16, 17, 31, 32, 33, 100, 1000, 100003)
    ]
    cases += [
        case("the second normal value is kept", 9, [lambda: normal(1), lambda: uniform(4, 0, 1), lambda: normal(20), lambda: normal(2), lambda: normal(1)]),
        case("bernoulli", 3, [lambda: bernoulli(20, 0.3), lambda: bernoulli(1000, 0.9), lambda: bernoulli(3, 0), lambda: bernoulli(3, 1), lambda: uniform(2, 0, 1)]),
        case("dropout", 4, [lambda: dropout(500, 0.5), lambda: dropout(501, 0.1)]),
        case("integers", 5, [lambda: integers(30, 0, 10), lambda: integers(30, -5, 2**28 - 6), lambda: integers(30, 3, 2**28 + 3), lambda: integers(30, 0, 2**33), lambda: integers(30, 0, 2**53 - 1)]),
        case("int64", 6, [int64, int64, int64]),
        case("permutation", 7, [lambda: permutation(1), lambda: permutation(2), lambda: permutation(100), lambda: permutation(60000)]),
        case("truncated normal", 8, [lambda: truncated(10, 0, 1, -2, 2), lambda: truncated(1000, 0, 0.02, -2, 2), lambda: truncated(1000, 0, 1, -1, 1), lambda: truncated(513, 0.3, 2, -1.5, 2.5), lambda: uniform(2, 0, 1)]),
        case("truncated normal in a tail", 9, [lambda: truncated(50, 0, 1, 2, 3), lambda: truncated(300, 0, 1, -0.1, 0.1), lambda: truncated(300, 5, 1, -1, 1), lambda: uniform(2, 0, 1)]),
    ]
    result = {
        "torch": torch.__version__,
        "cases": cases,
        "loaders": [loaders(0, 1000, 600, 128, 3), loaders(123, 60000, 10000, 128, 2), loaders(7, 5, 1, 2, 2)],
    }
    json.dump(result, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")


main()

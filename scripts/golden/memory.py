#!/usr/bin/env python3
"""Activation memory as PyTorch has it, on the CPU, for the models of test/golden/cost/models.py and for single operators.

    python scripts/golden/memory.py > test/golden/cost/memory.json

    saved   bytes of the distinct storages that autograd nodes keep after the forward pass in training mode (what
            `torch.autograd.graph.saved_tensors_hooks` packs); parameters and buffers left out, the input counted, it needs no gradient
    peak    the most bytes of storages alive at once in an inference pass, each from the operation that makes it to the last that
            touches it; parameters, buffers and what an operation allocates for itself alone left out; the input counts from the
            start to its last use, the output to the end
"""
import importlib.util
import json
import sys
from pathlib import Path

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

folder = Path(__file__).resolve().parents[2] / "test" / "golden" / "cost"


def load_models():
    spec = importlib.util.spec_from_file_location("models", folder / "models.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def storages(tree):
    return [t.untyped_storage() for t in tree_leaves(tree) if isinstance(t, torch.Tensor)]


def own(model):
    return {t.untyped_storage().data_ptr() for t in [*model.parameters(), *model.buffers()]}


def saved_bytes(model, x):
    model.train()
    kept = {}

    def pack(tensor):
        storage = tensor.untyped_storage()
        kept[storage.data_ptr()] = (storage.nbytes(), tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        output = model(x)
    parameters = own(model)
    total = sum(size for pointer, (size, _) in kept.items() if pointer not in parameters)
    del output
    return total


class Trace(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.operations = []
        self.alive = []

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        self.alive.append((args, kwargs, result))
        self.operations.append((storages((args, kwargs)), storages(result)))
        return result


def peak_bytes(model, x):
    model.eval()
    with torch.no_grad(), Trace() as trace:
        output = model(x)
    parameters = own(model)
    birth, death, size, primary = {}, {}, {}, set()
    for storage in storages(x):
        birth[storage.data_ptr()], death[storage.data_ptr()] = 0, 0
        size[storage.data_ptr()] = storage.nbytes()
        primary.add(storage.data_ptr())
    for index, (inputs, outputs) in enumerate(trace.operations):
        made = {storage.data_ptr() for storage in outputs}
        for storage in inputs:
            death[storage.data_ptr()] = index
            if storage.data_ptr() not in made:
                primary.add(storage.data_ptr())
        for position, storage in enumerate(outputs):
            pointer = storage.data_ptr()
            birth.setdefault(pointer, index)
            death[pointer] = index
            size[pointer] = storage.nbytes()
            if position == 0 and pointer not in {storage.data_ptr() for storage in inputs}:
                primary.add(pointer)
    for storage in storages(output):
        death[storage.data_ptr()] = len(trace.operations)
        primary.add(storage.data_ptr())
    counted = [p for p in birth if p in primary and p not in parameters]
    return max(sum(size[p] for p in counted if birth[p] <= i <= death[p]) for i in range(len(trace.operations)))


TEMPLATE = """import torch
import torch.nn as nn
import torch.nn.functional as F


def assigned(target, value, channels):
    target[:, channels] = value
    return target


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 4, 1)
        self.w = nn.Parameter(torch.ones(4, 1, 1))

    def forward(self, x):
        h = self.conv(x)
        return {expression}
"""

# Of a convolution's output h, 2×4×6×6.
OPERATORS = [
    "h", "F.relu(h)", "F.relu(h, inplace=True)", "F.relu6(h)", "F.relu6(h, inplace=True)", "F.leaky_relu(h)", "F.elu(h)",
    "F.elu(h, inplace=True)", "F.selu(h)", "F.celu(h)", "F.gelu(h)", "F.silu(h)", "F.silu(h, inplace=True)", "F.mish(h)", "F.hardswish(h)",
    "F.hardswish(h, inplace=True)", "F.hardsigmoid(h)", "F.hardtanh(h)", "F.softplus(h)", "F.logsigmoid(h)", "F.prelu(h, self.w.flatten())",
    "torch.sigmoid(h)", "torch.tanh(h)", "F.softsign(h)", "F.softmax(h, 1)", "F.log_softmax(h, 1)", "F.glu(h, 1)",
    "h + x.sum()", "h - 1", "h * 2", "h * self.w", "h * h", "h * x.sum()", "self.w * x[:, :1]", "h / 2", "h / self.w", "h / h", "1 / h",
    "h ** 2", "h ** 1", "h ** 3", "h.square()", "h.exp()", "h.log()", "h.sqrt()", "h.rsqrt()", "h.abs()", "h.neg()", "h.sin()", "h.clamp(0, 1)",
    "h.clamp(min=0)", "torch.maximum(h, h * 2)", "torch.where(h > 0, h, h * 2)", "h.masked_fill(h > 0, 0.0)", "h.mean()", "h.mean((2, 3))",
    "h.sum(1)", "h.amax((2, 3))", "h.max()", "h.max(1)[0]", "h.max(1).values", "h.var((2, 3))", "h.std(1)", "h.norm()", "h.cumsum(1)", "h.flatten(1)",
    "h.view(2, -1)", "h.permute(0, 2, 3, 1).reshape(2, -1)", "h.permute(0, 2, 3, 1).contiguous() * 2", "h.transpose(1, 2)", "h.unsqueeze(0)",
    "h[:, 1:]", "h[:, 0] * self.w[0]", "h[:, ::2] * h[:, 1::2]", "h.chunk(2, 1)[0] * h.chunk(2, 1)[1]", "torch.cat([h, h * 2], 1)", "torch.stack([h, h])",
    "h.repeat(1, 2, 1, 1)", "h.expand(2, 4, 6, 6)", "F.pad(h, (1, 1, 1, 1))", "F.pad(h, (1, 1, 1, 1), mode='reflect')", "F.pad(h, (1, 1, 1, 1), mode='replicate')",
    "F.max_pool2d(h, 2)", "F.avg_pool2d(h, 2)", "F.adaptive_avg_pool2d(h, 1)", "F.adaptive_avg_pool2d(h, 2)", "F.adaptive_max_pool2d(h, 2)", 
    "F.max_pool1d(h.flatten(2), 2)", "F.avg_pool1d(h.flatten(2), 2)", "F.adaptive_avg_pool1d(h.flatten(2), 3)", "F.max_pool3d(h.unsqueeze(2), (1, 2, 2))",
    "F.dropout(h, 0.5, self.training)", "F.dropout2d(h, 0.5, self.training)", "F.dropout(h, 0.0, self.training)", "F.alpha_dropout(h, 0.5, self.training)",
    "F.batch_norm(h, None, None, training=True)", "F.layer_norm(h, (6, 6))", "F.group_norm(h, 2)", "F.instance_norm(h)",     "F.rms_norm(h, (6,))", "F.interpolate(h, scale_factor=2)", "F.interpolate(h, scale_factor=2, mode='bilinear')", "F.pixel_shuffle(h, 2)", "F.unfold(h, 3)",
    "torch.matmul(h, h)", "h @ self.w.flatten()[:1].expand(6, 6)", "torch.bmm(h.flatten(0, 1), h.flatten(0, 1))", "torch.einsum('nchw,nchv->ncwv', h, h)",
    "F.linear(h, self.w.view(2, 2).repeat(3, 3))", "F.linear(h.flatten(1), self.w.view(1, 4).repeat(2, 36))",
    "F.linear(h.permute(0, 2, 3, 1), self.w.view(1, 4))", "F.conv_transpose2d(h, self.w.view(4, 1, 1, 1), stride=2)", "F.conv1d(h.flatten(2), self.w.view(1, 4, 1))",
    "F.scaled_dot_product_attention(h, h, h)", "F.cross_entropy(h.mean((2, 3)), torch.zeros(2, dtype=torch.long))", "F.mse_loss(h, x.repeat(1, 2, 1, 1))",
    "F.nll_loss(h.mean((2, 3)), torch.zeros(2, dtype=torch.long))", "F.binary_cross_entropy_with_logits(h, x.repeat(1, 2, 1, 1))", "F.l1_loss(h, x.repeat(1, 2, 1, 1))",
    "F.smooth_l1_loss(h, x.repeat(1, 2, 1, 1))", "h.detach() * 2", "h.add_(1)", "h.mul_(2)", "h.clone()", "h.float()", "h.double()", "h.sort(1)[0]", "h.topk(2, 1)[0]",
    "F.relu(h, inplace=True) * self.w", "F.relu6(h, inplace=True) * self.w", "F.leaky_relu(h, inplace=True) * self.w",
    "F.elu(h, inplace=True) * self.w", "F.selu(h, inplace=True) * self.w", "F.celu(h, inplace=True) * self.w", "F.silu(h, inplace=True) * self.w",
    "F.hardswish(h, inplace=True) * self.w", "F.hardtanh(h, inplace=True) * self.w", "F.threshold(h, 0.1, 0.0, inplace=True) * self.w",
    "F.threshold(h, 0.1, 0.0) * self.w", "h.sigmoid_() * self.w", "h.exp_() * self.w", "h.mul_(self.w) * self.w", "h.div_(self.w) * self.w", "h.clamp_(0, 1) * self.w",
    "F.dropout(h, 0.5, True, inplace=True) * self.w", "h.pow_(2) * self.w", "h.abs_() * self.w", "F.relu(F.relu(h)) * self.w", "F.gelu(h).mul_(h.flatten()[0])",
    "h.index_select(1, torch.tensor([0, 2]))", "h[:, [0, 2]]", "h.gather(1, torch.zeros(2, 1, 6, 6, dtype=torch.long))", "h.flip(1)", "h.roll(1, 2)", "h.prod(1)", "h.logsumexp(1)",
    "h.argmax(1)", "(h > 0).float() * h", "h.tril()", "torch.addcmul(h, h, h)", "torch.lerp(h, h * 2, 0.5)", "h.pow(2).mean((2, 3)).sqrt()", "h.unbind(1)[0]", "h.split([1, 3], 1)[1].exp()",
    "F.normalize(h, dim=-1)", "F.normalize(h) * self.w", "F.normalize(h, dim=(2, 3))", "h.unfold(2, 2, 2)", "h.unfold(2, 3, 1).reshape(2, 4, -1).exp()",
    "h.unfold(3, 2, 2).flatten(1) * 2", "h.unfold(2, 3, 2).reshape(2, 4, -1) @ h.unfold(2, 3, 2).reshape(2, 4, -1).transpose(1, 2)",
    "torch.zeros(2, 4, 6, 6).copy_(h) * self.w", "assigned(h * 1, h[:, 2:], slice(1, 3)) * self.w", "assigned(h * 1, 0, slice(1, 3)) * self.w",
    "assigned(h * 1, h[:, :2], [0, 2]) * self.w",
    "F.scaled_dot_product_attention(h, h, h, dropout_p=0.1)", "F.scaled_dot_product_attention(h, h, h[..., :3])",
    "F.scaled_dot_product_attention(h.flatten(0, 1), h.flatten(0, 1), h.flatten(0, 1))", "F.scaled_dot_product_attention(h, h, h, is_causal=True)",
    "F.scaled_dot_product_attention(h, h, h, attn_mask=torch.ones(6, 6).bool())", "F.scaled_dot_product_attention(h, h, h, attn_mask=torch.ones(6, 6))",
    "F.scaled_dot_product_attention(h, h, h, attn_mask=self.w.flatten()[0].expand(6, 6))",
    "F.scaled_dot_product_attention(h.permute(0, 2, 1, 3), h.permute(0, 2, 1, 3), h.permute(0, 2, 1, 3), dropout_p=0.1)",
    "F.rms_norm(h, (6,), self.w.flatten().repeat(2)[:6])", "F.rms_norm(x, (6,), self.w.flatten().repeat(2)[:6])",
    "F.instance_norm(h, torch.zeros(4), torch.ones(4), self.w.flatten(), self.w.flatten())", "F.instance_norm(h, weight=self.w.flatten())",
    "F.layer_norm(h.double(), (6, 6))", "F.batch_norm(h.double(), None, None, training=True)", "F.group_norm(h.bfloat16(), 2)", "F.layer_norm(h.bfloat16(), (6, 6))",
    "F.dropout2d(h.double(), 0.5, self.training)", "F.linear(h.flatten(2).transpose(1, 2), self.w.view(2, 2).repeat(1, 2))",
    "torch.no_grad()(lambda: self.conv(x).exp())() * self.w", "torch.no_grad()(lambda: h.exp())() * 2 + h.exp()",
    "torch.fft.rfft2(h)", "torch.fft.irfft2(torch.fft.rfft2(h) * torch.view_as_complex(torch.ones(6, 4, 2)))",
    "torch.view_as_real(torch.fft.fft(h)) * self.w.unsqueeze(-1)", "torch.fft.ifftn(torch.fft.fftshift(torch.fft.fftn(h))).real * self.w",
]


def main():
    models = load_models()
    rows = []
    for name, shape in models.INPUTS.items():
        torch.manual_seed(0)
        model = getattr(models, name)()
        x = torch.rand(shape)
        rows.append({"model": f"{name}()", "input": list(shape), "saved": saved_bytes(model, x), "peak": peak_bytes(model, x)})
    operators = []
    for expression in OPERATORS:
        scope = {}
        source = TEMPLATE.replace("{expression}", expression)
        exec(source, scope)
        x = torch.rand(2, 2, 6, 6)
        operators.append({"expression": expression, "saved": saved_bytes(scope["Model"](), x)})
    json.dump({"torch": torch.__version__, "models": rows, "template": TEMPLATE, "operators": operators}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()

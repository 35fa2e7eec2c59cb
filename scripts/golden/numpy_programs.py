"""Programs of NumPy: shapes, types and the elements that decide structure. Each binds `result`."""

PROLOGUE = """
import numpy as np
import math


def told(value):
    if isinstance(value, np.ndarray):
        return list(value.shape), value.dtype == np.float64, value.dtype == np.float32, value.dtype == np.int64
    if isinstance(value, (list, tuple)):
        return [told(each) for each in value]
    return type(value) is bool or float(value)


a = np.arange(24).reshape(2, 3, 4)
x = np.linspace(0, 1, 6).reshape(2, 3)
f = x.astype(np.float32)
v = np.array([3, 1, 2])
"""

VALUES = [
    "(a[1, 2, 3] + a[0, 0, 1], a[-1].tolist(), a[:, 1].tolist(), a[..., -1].tolist(), a[:, ::-1].tolist())",
    "(v[::-1].tolist(), v[[0, 2]].tolist(), v[v > 1].tolist(), [int(i) for i in v], v[None].shape, v[:, None].shape)",
    "(np.transpose(a).shape, a.T.shape, a.transpose(2, 0, 1).shape, a.transpose((1, 0, 2)).shape, a.swapaxes(0, 2).shape)",
    "(x.T.tolist(), np.moveaxis(a, 0, -1).shape, np.expand_dims(a, (0, 2)).shape, np.expand_dims(v, 0).tolist(), np.squeeze(a[:1]).shape)",
    "[np.stack([v, v + 1], axis=1).tolist(), np.vstack([v, v]).tolist(), np.hstack([v, v]).tolist(), np.concatenate([x, x], 1).shape]",
    "[np.concatenate([v, [1.5]]).tolist(), np.append(v, 4).tolist(), np.append(x, x, axis=0).shape, np.dstack([x, x]).shape]",
    "[each.tolist() for each in np.split(np.arange(6), 3)] + [each.tolist() for each in np.array_split(np.arange(7), 3)]",
    "[each.shape for each in np.meshgrid(np.arange(3), np.arange(5))] + [each.shape for each in np.meshgrid(v, v, v, indexing='ij')]",
    "[each.tolist() for each in np.meshgrid(np.arange(2, dtype=np.float32), np.arange(3, dtype=np.float32))]",
    "(np.tile(v, 2).tolist(), np.tile(v, (2, 1)).tolist(), np.repeat(v, 2).tolist(), np.repeat(x, 2, axis=0).shape, np.roll(v, 1).tolist())",
    "(np.flip(v).tolist(), np.flip(a, 1).shape, np.fliplr(x).tolist(), np.rot90(x).shape, np.broadcast_to(v, (4, 3)).shape)",
    "(np.pad(v, 1).shape, np.pad(v, (1, 2)).shape, np.pad(x, ((0, 1), (2, 0))).shape, np.pad(a, 1, mode='edge').shape)",
    "(a.sum(), a.sum(axis=0).shape, a.sum(axis=(1, 2)).tolist(), a.mean(axis=1).shape, a.max(axis=-1).tolist(), x.sum(0).tolist())",
    "(x.mean(), float(x.std()), x.var(axis=1).shape, a.prod(axis=0).shape, v.argmax(), a.argmax(axis=1).shape, np.cumsum(v).tolist())",
    "(np.cumsum(x, axis=1).shape, np.cumprod(v).tolist(), np.diff(v).tolist(), np.sort(v).tolist(), np.argsort(v).tolist(), np.ptp(v))",
    "(np.median(v), np.percentile(v, 50), np.quantile(v, 0.25), np.average(v), np.count_nonzero(v > 1), bool((v > 1).any()), bool((v > 1).all()))",
    "(np.where(v > 1, v, 0).tolist(), [each.tolist() for each in np.where(v > 1)], np.nonzero(v)[0].tolist(), np.argwhere(v > 1).shape)",
    "(np.clip(v, 1, 2).tolist(), np.maximum(v, 2).tolist(), np.minimum(x, 0.5).shape, np.abs(-v).tolist(), (-v).tolist(), np.sign(v).tolist())",
    "((v / 2).tolist(), (v // 2).tolist(), (v % 2).tolist(), (v**2).tolist(), (2**v).tolist(), (1 - v).tolist(), (v * 0.5).tolist())",
    "((v == 2).tolist(), (v < 3).tolist(), ((v > 1) & (v < 3)).tolist(), (~(v > 1)).tolist(), np.logical_and(v > 1, v < 3).tolist())",
    "(np.eye(2).tolist(), np.eye(2, 3).shape, np.identity(3).shape, np.diag(v).shape, np.tril(np.ones((2, 2))).tolist(), np.tri(3).shape)",
    "(np.zeros((2, 3), dtype=int).tolist(), np.full(2, 7).tolist(), np.full((2, 2), 0.5).tolist(), np.ones_like(v).tolist(), np.empty((2, 0)).size)",
    "(v.size, v.ndim, len(a), a.shape, a.itemsize, f.itemsize, np.shape(x), np.ndim(x), np.size(a))",
    "(np.ceil(x * 3).tolist(), np.floor(2.7), np.rint(2.5), np.round(2.567, 2), np.round(x, 1).tolist(), np.around(v).tolist())",
    "(float(np.sqrt(16)), np.sqrt(v).shape, int(np.prod((2, 3, 4))), np.exp(0.0), float(np.log2(8)), np.power(2, 5), np.hypot(3.0, 4.0))",
    "(np.isin(v, [1, 2]).shape, np.unique(v).tolist(), v.tolist().index(2), 2 in v, np.array_equal(v, [3, 1, 2]), np.allclose(v, v + 1e-9))",
    "([int(i) for i in np.unravel_index(5, (3, 4))], [each.shape for each in np.tril_indices(2)])",
    "(np.array([[1, 2], [3, 4]]).ravel().tolist(), a.reshape(6, -1).shape, np.reshape(a, (4, 6)).shape, a.flatten().shape, a.copy().shape)",
    "(int(np.int64(7)), np.dtype('float32') == np.float32, f.dtype == 'float32' or f.dtype == np.float32)",
    "(np.logspace(0, 2, 3).tolist(), np.linspace(0, 1, 3, endpoint=False).tolist(), np.arange(0, 1, 0.25).tolist(), np.arange(5, 0, -2).tolist())",
    "(np.iinfo(np.int32).max, np.finfo(np.float32).eps, np.finfo(float).bits, np.delete(v, 1).tolist(), np.take(v, [2, 0]).tolist())",
]

SHAPES = [
    "[a + x[:, :, None], a * 2, a / 2, f + 1, f + 1.5, f * f, f + x, v + f[0], v + 1.5, v // 2, x @ x.T]",
    "[np.dot(x, x.T), np.matmul(a, np.ones((4, 5))), np.outer(v, v), np.inner(x, x), np.kron(x, x), np.cross([1, 0, 0], [0, 1, 0])]",
    "[np.einsum('ij,kj->ik', x, x), np.einsum('m,d->md', v, np.arange(4.0)), np.tensordot(a, x, axes=([0, 1], [0, 1]))]",
    "[np.linalg.norm(x), np.linalg.norm(x, axis=1), np.linalg.norm(x, axis=-1, keepdims=True), np.linalg.inv(np.eye(3))]",
    "[np.linalg.svd(np.ones((4, 3)), full_matrices=False)[0], np.linalg.solve(np.eye(2), np.ones(2)), np.linalg.qr(np.ones((3, 2)))[1]]",
    "[np.sin(x), np.cos(f), np.exp(v), np.sqrt(f), np.tanh(a), np.log1p(x), np.arctan2(x, x), np.deg2rad(x), np.degrees(f)]",
    "[np.random.rand(2, 3), np.random.randn(4), np.random.uniform(0, 1, (2, 2)), np.random.normal(size=5), np.random.randint(0, 9, size=(3,))]",
    "[np.random.permutation(5), np.random.choice(10, 3), np.random.choice([1.5, 2.5], size=(2, 2)), np.random.default_rng(0).standard_normal((2, 3))]",
    "[np.quantile(x, [0.25, 0.75], axis=1), np.median(a, axis=0), np.std(f, axis=0), np.sum(f, axis=1), np.max(f, axis=0)]",
    "[np.fft.fft(v).real, np.fft.rfft(x).imag, np.fft.fftfreq(4), np.fft.fftshift(x), np.fft.ifft2(x).real]",
    "[np.zeros(3, np.float32), np.ones((2, 2), 'float32'), np.array([1, 2], dtype=np.float32), np.array([1.0]), np.asarray(v, dtype=float), x.astype(int)]",
    "[np.zeros((200, 300)) + np.arange(300), np.arange(10000).reshape(100, -1), np.linspace(0, 1, 5000), np.ones((80, 80)).sum(0)]",
    "[np.concatenate([np.sin(np.einsum('m,d->md', np.arange(196), np.arange(192) / 192.0)), np.ones((196, 192))], axis=1)]",
]

WRONG = [
    "v.reshape(2, 2)", "v[5]", "np.concatenate([x, v])", "x @ x", "a + v", "np.stack([x, v])", "bool(v)", "np.split(v, 2)", "len(np.array(3))",
]

programs = {
    'numpy_arrays': [PROLOGUE + f"result = [each if isinstance(each, (list, tuple, bool)) else float(each) for each in {values}]" for values in VALUES]
    + [PROLOGUE + f"result = told({values})" for values in SHAPES]
    + [PROLOGUE + f"result = {wrong}" for wrong in WRONG],
}

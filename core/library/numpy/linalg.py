# numpy.linalg: shapes, by torch's functions of the same names.
import torch
from .arrays import _promoted, _run, _wrap, ndarray
from .making import asarray

LinAlgError = ValueError


def _floats(a):
    return _promoted([asarray(a)], True)[0]


def norm(x, ord=None, axis=None, keepdims=False):
    tensor = _floats(x)
    if ord is None:
        axis = tuple(range(tensor.dim())) if axis is None else axis
        return _wrap(_run(torch.sqrt, _run(torch.sum, _run(torch.square, tensor), axis, keepdims)))
    return _wrap(_run(torch.linalg.norm, tensor, ord, axis, keepdims))


def inv(a):
    return ndarray(_run(torch.linalg.inv, _floats(a)))


def pinv(a, rcond=None, hermitian=False):
    return ndarray(_run(torch.linalg.pinv, _floats(a)))


def det(a):
    return _wrap(_run(torch.linalg.det, _floats(a)))


def solve(a, b):
    return ndarray(_run(torch.linalg.solve, _floats(a), _floats(b)))


def _each(results):
    return tuple(ndarray(each) for each in results)


def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    if not compute_uv:
        return ndarray(_run(torch.linalg.svdvals, _floats(a)))
    return _each(_run(torch.linalg.svd, _floats(a), full_matrices))


def qr(a, mode='reduced'):
    return _each(_run(torch.linalg.qr, _floats(a), mode))


def eigh(a, UPLO='L'):
    return _each(_run(torch.linalg.eigh, _floats(a), UPLO))


def eig(a):
    return _each(_run(torch.linalg.eig, _floats(a)))


def cholesky(a):
    return ndarray(_run(torch.linalg.cholesky, _floats(a)))


def matrix_power(a, n):
    return ndarray(_run(torch.linalg.matrix_power, _floats(a), n))


def matrix_rank(A, tol=None):
    return _wrap(_run(torch.linalg.matrix_rank, _floats(A)))

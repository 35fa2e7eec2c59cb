# torch.linalg: every other name is an operator (core/ops).
import _convlens
from collections import namedtuple
from torch import linalg

LinAlgError = RuntimeError
_LeastSquares = namedtuple('linalg_lstsq', ['solution', 'residuals', 'rank', 'singular_values'])


def lstsq(A, B, rcond=None, *, driver=None):
    """(*, m, n), (*, m, k) -> the solution (*, n, k); which of the rest there is depends on the matrix' rank and the driver."""
    rest = [_convlens.unknown('what a least-squares solver tells beside the solution')] * 3
    return _LeastSquares(linalg._least_squares(A, B), *rest)

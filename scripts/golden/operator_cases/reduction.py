"""Reductions, and functions along one axis."""
from itertools import product

DIMS = [None, 0, 1, -1, 2, 3, [0, 1], [-1, 0], [0, 0], []]


def cases(call, T):
    for name in ("sum", "mean", "prod", "std", "var", "all", "any", "amax", "amin", "logsumexp", "nansum", "nanmean", "median",
                 "nanmedian", "mode", "argmax", "argmin", "max", "min", "count_nonzero", "norm", "std_mean", "var_mean"):
        for dim, keepdim in product(DIMS, [False, True]):
            if keepdim and dim is None or name == "logsumexp" and dim == []:
                continue  # not told apart from dim=None given by name, which some of these take
            extra = {"keepdim": True} if keepdim else {}
            call(f"torch.{name}", T(2, 3, 4), **({} if dim is None else {"dim": dim}), **extra)
        call(f"torch.{name}", T())
        call(f"torch.{name}", T(), dim=0)
        for dtype in ("int64", "bool", "uint8", "float16"):
            call(f"torch.{name}", T(2, 3, dtype=dtype))
            call(f"torch.{name}", T(2, 3, dtype=dtype), dim=1)
        call(f".{name}", T(2, 3), 1)
        call(f"torch.{name}", T(2, 0), dim=1)
        call(f"torch.{name}", T(2, 3, values=[1.0, 5.0, 2.0, 0.0, 3.0, 3.5]), dim=1)
        call(f"torch.{name}", T(2, 3, values=[1.0, 5.0, 2.0, 0.0, 3.0, 3.5]))
    for name in ("sum", "mean", "prod"):
        import torch

        call(f"torch.{name}", T(2, 3, dtype="int64"), dtype=torch.float32)
        call(f".{name}", T(2, 3), 0, dtype=torch.float64)
    call(".sum", T(2, 3, 4), (1, 2))
    call(".sum", T(2, 3, 4), 1, True)
    call(".mean", T(2, 3, 4), [2, 1], keepdim=True)
    call(".mean", T(2, 3, 4, 5), (2, 3))
    call(".max", T(2, 3), T(3))
    call("torch.max", T(2, 3), T(2, 1))
    call(".std", T(2, 3), unbiased=False)
    call(".std", T(2, 3), 1, False)
    call(".var", T(2, 3), dim=1, unbiased=False, keepdim=True)
    call("torch.var", T(2, 3), dim=1, correction=0)
    call("torch.norm", T(2, 3, 4), p=2, dim=1)
    call(".norm", T(2, 3, 4), dim=-1, keepdim=True)
    call(".norm", T(2, 3, 4), 2, 1)
    call(".norm", T(2, 3), p="fro")
    call("torch.linalg.norm", T(2, 3), dim=1)
    call("torch.linalg.vector_norm", T(2, 3, 4), dim=[1, 2], keepdim=True)
    call("torch.linalg.matrix_norm", T(2, 3, 4))
    call("torch.aminmax", T(2, 3), dim=1)
    call("torch.aminmax", T(2, 3))
    call("torch.kthvalue", T(2, 5), 2)
    call("torch.kthvalue", T(2, 5), 2, 0, True)
    for name in ("softmax", "log_softmax", "softmin"):
        for dim in (0, 1, -1, 3):
            call(f"F.{name}", T(2, 3, 4), dim=dim)
        call(f"F.{name}", T(2, 3), 1)
        call(f"F.{name}", T(2, 3, dtype="int64"), dim=1)
    call("torch.softmax", T(2, 3), -1)
    call(".softmax", T(2, 3), dim=-1)
    call(".log_softmax", T(2, 3), 1)
    call("F.softmax", T(2, 3, dtype="int64"), dim=1, dtype=torch.float32)
    for shape in ([4], [2, 3], [2, 3, 4], [2, 3, 4, 5]):
        call("F.softmax", T(*shape))
    call("F.gumbel_softmax", T(2, 3), tau=0.5, hard=True)
    for dim in (0, 1, -1, 2, 3):
        call("F.glu", T(2, 3, 4), dim)
    call("F.glu", T(2, 4))
    for name in ("cumsum", "cumprod", "cummax", "cummin", "logcumsumexp"):
        for dim in (0, -1, 2):
            call(f"torch.{name}", T(2, 3), dim)
        call(f"torch.{name}", T(2, 3, dtype="int32"), 0)
        call(f"torch.{name}", T(2, 3, values=[1.0, 5.0, 2.0, 0.5, 3.0, 3.5]), 1)
        call(f"torch.{name}", T(2, 3, values=[1.0, 5.0, 2.0, 0.5, 3.0, 3.5]), 0)
    for name in ("sort", "argsort"):
        call(f"torch.{name}", T(2, 3))
        call(f"torch.{name}", T(2, 3), 0, True)
        call(f"torch.{name}", T(2, 3), dim=3)
    for k, dim in product([1, 3, 4, 0], [-1, 0, 1]):
        call("torch.topk", T(4, 3), k, dim)
    call(".topk", T(4, 3), 2, 1, True, True)
    call(".topk", T(4, 3), k=2, dim=0, largest=False)
    call("torch.diff", T(2, 5))
    call("torch.diff", T(2, 5), n=2, dim=0)
    call("torch.diff", T(2, 5), n=2)
    call("torch.trace", T(3, 4))
    call("torch.quantile", T(2, 5), 0.5)
    call("torch.quantile", T(2, 5), 0.5, dim=1, keepdim=True)
    call("torch.dist", T(2, 3), T(2, 3))
    call("torch.cross", T(2, 3), T(2, 3))
    call("torch.equal", T(2, values=[1.0, 2.0]), T(2, values=[1.0, 2.0]))
    call("torch.equal", T(2), T(3))
    call("torch.allclose", T(2, 3), T(4))
    for name in ("equal", "dist", "cross"):
        call(f".{name}", T(2, 3), T(3))
    call("torch.nanquantile", T(2, 5), T(3, values=[0.1, 0.5, 0.9]), dim=0)
    call("torch.quantile", T(2, 5, dtype="int64"), 0.5)
    call("torch.trace", T(3, 4, dtype="int32"))
    call("torch.trace", T(3))
    call("torch.searchsorted", T(5), T(2, 3))
    call("torch.searchsorted", T(5), 0.5)
    call("torch.bucketize", T(2, 3), T(5), out_int32=True)
    call("torch.isin", T(2, 3), T(4))
    call("torch.allclose", T(2, values=[1.0, 2.0]), T(2, values=[1.0, 2.5]))
    cases_of_histograms(call, T)


def cases_of_histograms(call, T):
    for options in ({}, {"bins": 10}, {"bins": 10, "min": 0, "max": 1}, {"bins": 0}, {"bins": 5, "min": 2, "max": 1}):
        call("torch.histc", T(2, 3), **options)
        call(".histc", T(5), **options)
    for dtype in ("int64", "float64", "float16", "bool"):
        call("torch.histc", T(3, dtype=dtype), 5)
        call("torch.histogram", T(3, dtype=dtype), 5)
    call("torch.histogram", T(2, 3), 5)
    call("torch.histogram", T(2, 3), T(4, values=[0.0, 0.3, 0.6, 1.0]))
    call(".histogram", T(2, 3), 0)
    for name in ("trapezoid", "trapz", "cumulative_trapezoid"):
        for x in (T(3), T(4), T(2, 3), T(1, 3), T(2)):
            call(f"torch.{name}", T(2, 3), x)
        for dim in (0, 1, -1, 2):
            call(f"torch.{name}", T(2, 3), dim=dim)
            call(f"torch.{name}", T(2, 3, 4), dx=0.5, dim=dim)
        call(f"torch.{name}", T(2, 3, dtype="int64"))
    for shape in ([], [4], [3, 4], [2, 3, 4]):
        call("torch.msort", T(*shape))
        call(".msort", T(*shape))

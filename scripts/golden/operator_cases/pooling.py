"""Pools."""
from itertools import product


def cases(call, T):
    for size, kernel, stride, padding, ceil in product([5, 7, 8, 12], [1, 2, 3], [None, 1, 2, 3], [0, 1], [False, True]):
        call("F.max_pool2d", T(1, 2, size, size), kernel, stride, padding, ceil_mode=ceil)
        call("F.avg_pool2d", T(1, 2, size, size), kernel, stride, padding, ceil_mode=ceil)
    for dilation, ceil in product([1, 2, [1, 2]], [False, True]):
        call("F.max_pool2d", T(2, 9, 8), 3, [2, 1], [1, 0], dilation, ceil)
    for n, letters in ((1, "1d"), (2, "2d"), (3, "3d")):
        size = [9, 8, 7][:n]
        for name in (f"F.max_pool{letters}", f"F.avg_pool{letters}"):
            call(name, T(2, 3, *size), 3)
            call(name, T(3, *size), 2, 2)
            call(name, T(*size), 2)
            call(name, T(1, 2, 3, *size), 2)
            call(name, T(2, 3, *size), 3, 2, 1)
            call(name, T(2, 3, *size), 3, 2, 2)
            call(name, T(2, 3, *size), 10)
            call(name, T(2, 3, *size), 0)
            call(name, T(2, 3, *size), 2, 0)
            call(name, T(2, 3, *size), 2, -1)
            call(name, T(2, 3, *size), [2] * n, [1] * n)
            call(name, T(2, 3, *size), 2, padding=-1)
            call(name, T(2, 3, *size), [2, 2, 2, 2])
            call(name, T(2, 3, *size, dtype="int64"), 2)
        call(f"F.max_pool{letters}", T(2, 3, *size), 3, return_indices=True)
        call(f"F.max_pool{letters}_with_indices", T(2, 3, *size), 3, stride=2, ceil_mode=True)
        call(f"torch.max_pool{letters}", T(2, 3, *size), 3, 2)
        call(f"F.lp_pool{letters}", T(2, 3, *size), 2.0, 3)
        call(f"F.lp_pool{letters}", T(2, 3, *size), 2.0, 3, 2, True)
        for output in (1, 3, [2] * n, [None] * n, 10, 0, [1, 1, 1, 1], -1):
            call(f"F.adaptive_avg_pool{letters}", T(2, 3, *size), output)
            call(f"F.adaptive_max_pool{letters}", T(2, 3, *size), output)
        call(f"F.adaptive_max_pool{letters}", T(2, 3, *size), 2, True)
        call(f"F.adaptive_max_pool{letters}_with_indices", T(3, *size), 2)
        call(f"F.adaptive_avg_pool{letters}", T(3, *size), 2)
        call(f"F.adaptive_avg_pool{letters}", T(*size), 2)
        call(f"F.max_unpool{letters}", T(1, 1, *[2] * n), T(1, 1, *[2] * n, dtype="int64", values=list(range(2**n))), 2)
        call(f"F.max_unpool{letters}", T(1, 1, *[2] * n), T(1, 1, *[2] * n, dtype="int64", values=list(range(2**n))), 2, 2, 0, [5] * n)
        call(f"F.max_unpool{letters}", T(1, 1, *[2] * n), T(1, 1, *[2] * n, dtype="int64", values=list(range(2**n))), 2, 2, 0, [9] * n)
        call(f"F.max_unpool{letters}", T(1, 1, *[2] * n), T(1, 1, *[3] * n, dtype="int64"), 2)
        call(f"F.max_unpool{letters}", T(1, 1, *[2] * n), T(1, 1, *[2] * n), 2)
    call("torch.adaptive_avg_pool1d", T(2, 3, 9), 2)
    call("torch.avg_pool1d", T(2, 3, 9), 2)
    call("F.avg_pool2d", T(2, 3, 8, 8), 2, count_include_pad=False, divisor_override=3)
    for n, letters in ((2, "2d"), (3, "3d")):
        size = [9, 8, 7][:n]
        call(f"F.fractional_max_pool{letters}", T(2, 3, *size), 2, output_size=3)
        call(f"F.fractional_max_pool{letters}", T(2, 3, *size), 2, output_ratio=0.5)
        call(f"F.fractional_max_pool{letters}", T(2, 3, *size), 2, output_ratio=[0.5] * n)
        call(f"F.fractional_max_pool{letters}", T(2, 3, *size), 3, output_size=[2] * n, return_indices=True)
        call(f"F.fractional_max_pool{letters}_with_indices", T(2, 3, *size), 2, output_size=3)
        call(f"F.fractional_max_pool{letters}", T(2, 3, *size), 6, output_size=9)
        call(f"F.fractional_max_pool{letters}", T(2, 3, *size), 2)

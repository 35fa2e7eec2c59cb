"""Convolutions, plain and transposed."""
from itertools import product


def cases(call, T):
    for stride, padding, dilation, groups in product([1, 2, [2, 1]], [0, 1, [1, 2], "same", "valid"], [1, 2], [1, 2, 4]):
        call("F.conv2d", T(2, 4, 9, 8), T(8, 4 // groups, 3, 3), T(8), stride=stride, padding=padding, dilation=dilation, groups=groups)
    for kernel in (1, 2, 4, 5, 9, 10, 12):
        call("F.conv2d", T(1, 3, 9, 8), T(2, 3, kernel, kernel))
        call("F.conv2d", T(1, 3, 9, 8), T(2, 3, kernel, kernel), padding="same")
        call("F.conv2d", T(1, 3, 9, 8), T(2, 3, kernel, kernel), padding=2, stride=3)
    for n, name in ((1, "F.conv1d"), (2, "F.conv2d"), (3, "F.conv3d")):
        size, kernel = [9, 8, 7][:n], [3, 2, 3][:n]
        for stride, padding, groups in product([1, 2], [0, 1], [1, 2]):
            call(name, T(2, 4, *size), T(6, 4 // groups, *kernel), stride=stride, padding=padding, groups=groups)
        call(name, T(4, *size), T(6, 4, *kernel), T(6))
        call(name, T(2, 2, 4, *size), T(6, 4, *kernel))
        call(name, T(2, 5, *size), T(6, 4, *kernel))
        call(name, T(2, 4, *size), T(6, 4, *kernel), T(5))
        call(name, T(2, 4, *size), T(6, 4, *kernel), None, [2] * n, [1] * n, [1] * n, 1)
        call(name, T(2, 4, *size, dtype="int64"), T(6, 4, *kernel))
        call(name, T(0, 4, *size), T(6, 4, *kernel))
    call("F.conv2d", T(1, 4, 5, 5), T(6, 4, 3, 3), groups=3)
    call("F.conv2d", T(1, 6, 5, 5), T(4, 2, 3, 3), groups=3)
    call("F.conv2d", T(1, 4, 5, 5), T(4, 4, 3, 3), groups=0)
    call("F.conv2d", T(1, 4, 5, 5), T(4, 4, 3, 3), stride=0)
    call("F.conv2d", T(1, 4, 5, 5), T(4, 4, 3, 3), padding=-1)
    call("F.conv2d", T(1, 4, 5, 5), T(4, 4, 3, 3), padding="full")
    call("F.conv2d", T(1, 4, 5, 5), T(4, 4, 3, 3), padding="same", stride=2)
    call("F.conv2d", T(1, 4, 5, 5), T(4, 4, 3, 3), stride=[1, 1, 1])
    call("F.conv2d", T(1, 4, 5, 5), T(4, 4, 3))
    call("F.conv2d", T(1, 4, 5, 5), T(4, 4, 3, 3), stride=2.0)
    call("torch.conv2d", T(1, 4, 5, 5), T(4, 4, 3, 3))
    call("torch.conv1d", T(1, 4, 5), T(4, 4, 3))
    call("torch.conv3d", T(1, 4, 5, 5, 5), T(4, 4, 3, 3, 3))

    for stride, padding, output_padding, groups, dilation in product([1, 2, 3], [0, 1], [0, 1], [1, 2], [1, 2]):
        call("F.conv_transpose2d", T(2, 4, 5, 6), T(4, 3, 3, 2), T(3 * groups), stride=stride, padding=padding,
             output_padding=output_padding, groups=groups, dilation=dilation)
    for n, name in ((1, "F.conv_transpose1d"), (2, "F.conv_transpose2d"), (3, "F.conv_transpose3d")):
        size, kernel = [5, 4, 3][:n], [3, 2, 3][:n]
        call(name, T(2, 4, *size), T(4, 6, *kernel), stride=2, padding=1)
        call(name, T(4, *size), T(4, 6, *kernel), stride=2)
        call(name, T(2, 5, *size), T(4, 6, *kernel))
        call(name, T(2, 4, *size), T(4, 6, *kernel), T(5))
        call(name, T(2, 4, *size), T(4, 6, *kernel), None, 2, 0, 1, 1, 1)
        call(name, T(2, 4, *[1] * n), T(4, 6, *[1] * n), padding=1)
        call(name, T(2, 3, *size), T(3, 6, *kernel), groups=2)
        call(name, T(2, 4, *size), T(4, 6, *kernel), padding=-1)

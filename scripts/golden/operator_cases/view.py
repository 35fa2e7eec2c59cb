"""Shapes changed, elements moved."""
from itertools import product


def cases(call, T):
    import torch

    for shape in ([24], [2, -1], [-1, 4], [2, 3, 4], [4, 3, 2], [-1], [5, -1], [-1, -1], [2, 3, 5], [24, 1, 1], [2, 2, -1, 3], [0, -1]):
        call(".view", T(2, 3, 4), *shape)
        call(".view", T(2, 3, 4), shape)
        call(".reshape", T(2, 3, 4), *shape)
        call("torch.reshape", T(2, 3, 4), shape)
    call(".view", T(6, values=[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]), 2, 3)
    call(".view", T(2, 4), torch.int32)
    call(".view", T(2, 4), torch.float64)
    call(".view", T(2, 3), torch.float64)
    call(".view", T(2, 4), torch.uint8)
    call(".view", T(0, 4), -1)
    call(".view", T(1), [])
    call(".view", T(2, 4), 4.0, 2)
    call(".view_as", T(2, 6), T(3, 4))
    call(".reshape_as", T(2, 6), T(3, 5))
    for start, end in product([0, 1, -1, 3], [-1, 0, 2, 4]):
        call("torch.flatten", T(2, 3, 4, 5), start, end)
    call(".flatten", T(2, 3, 4), 1)
    call("torch.flatten", T())
    call("torch.ravel", T(2, 3))
    for sizes in ([2, 6], [3, -1], [5, -1], [12], [2, 2, 3], [2, 5]):
        call("torch.unflatten", T(2, 12, 4), 1, sizes)
    call(".unflatten", T(2, 12), -1, (3, 4))

    for dims in ([0, 1, 2], [2, 0, 1], [-1, 0, 1], [0, 1], [0, 0, 1], [0, 1, 3]):
        call(".permute", T(2, 3, 4), *dims)
        call("torch.permute", T(2, 3, 4), dims)
    call(".permute", T(2, 3, dtype="int64", values=[1, 2, 3, 4, 5, 6]), 1, 0)
    for name in ("transpose", "swapaxes", "swapdims"):
        call(f".{name}", T(2, 3, 4), 0, 2)
        call(f"torch.{name}", T(2, 3, 4), -1, 1)
        call(f"torch.{name}", T(2, 3, 4), 0, 3)
    call(".t", T(2, 3))
    call(".t", T(3))
    call(".t", T(2, 3, 4))
    call("@T", T(2, 3))
    call("@mT", T(2, 3, 4))
    call("@mT", T(3))
    for source, destination in ((0, 2), (2, 0), (-1, 1), ([0, 1], [2, 0]), ([0], [1, 2]), (0, 3)):
        call("torch.movedim", T(2, 3, 4), source, destination)

    for dim in (None, 0, 1, -1, 3, [0, 2], [1, 3], 4):
        call("torch.squeeze", T(1, 3, 1, 4), *([] if dim is None else [dim]))
    for dim in (0, 1, -1, 2, -3, 3, -4):
        call("torch.unsqueeze", T(2, 3), dim)
    for name in ("atleast_1d", "atleast_2d", "atleast_3d"):
        for shape in ([], [2], [2, 3], [2, 3, 4]):
            call(f"torch.{name}", T(*shape))
        call(f"torch.{name}", T(), T(2))

    for shape in ([3, 4], [-1, 4], [2, 3, 4], [2, -1, 4], [3, 5], [-1, 3, 4], [4], [3, -1]):
        call(".expand", T(3, 1), *shape)
        call(".expand", T(3, 1), shape)
        call("torch.broadcast_to", T(3, 1), shape)
    call(".expand", T(3, 4), 3, 1)
    call(".expand_as", T(3, 1), T(3, 4))
    for repeats in ([2], [2, 3], [2, 1, 3], [0, 1]):
        call(".repeat", T(2, 3), *repeats)
        call(".repeat", T(2, 3), repeats)
        call("torch.tile", T(2, 3), repeats)
    call(".repeat", T(2, dtype="int64", values=[7, 8]), 2, 2)
    call("torch.repeat_interleave", T(2, 3), 2)
    call("torch.repeat_interleave", T(2, 3), 2, 1)
    call("torch.repeat_interleave", T(2, 3), T(2, dtype="int64", values=[1, 3]), dim=0)
    call(".repeat_interleave", T(2, 3), 3, dim=-1)
    call("torch.broadcast_tensors", T(2, 1), T(3))

    for chunks, dim in product([1, 2, 3, 4, 7, 0], [0, 1, -1]):
        call("torch.chunk", T(3, 7), chunks, dim)
    for size, dim in product([1, 2, 3, 8, [3, 4], [2, 2, 3], [3, 3], 0], [1, -1, 0]):
        call("torch.split", T(3, 7), size, dim)
        call(".split", T(3, 7), size, dim=dim)
    call("torch.split_with_sizes", T(7), [3, 4])
    for sections, dim in product([1, 2, 3, 9, [2], [2, 5], [5, 2], [-1], 0], [1]):
        call("torch.tensor_split", T(3, 7), sections, dim)
    call("torch.tensor_split", T(3, 7), indices=[2, 5], dim=1)
    call(".tensor_split", T(3, 7), sections=2)
    call("torch.hsplit", T(3, 6), 2)
    call("torch.hsplit", T(3, 6), sections=2)
    call("torch.hsplit", T(3, 7), 2)
    call("torch.vsplit", T(4, 6), [1, 2])
    call("torch.dsplit", T(2, 3, 4), 2)
    call("torch.unbind", T(2, 3))
    call(".unbind", T(2, 3), -1)
    call("torch.unbind", T())
    call(".chunk", T(2, 4, dtype="int64", values=[1, 2, 3, 4, 5, 6, 7, 8]), 2, 1)

    for shapes, dim in product([[[2, 3], [4, 3]], [[2, 3], [2, 5]], [[2, 3], [2, 3]], [[2, 3], [3]], [[2, 3], [0]], [[0], [0]], [[2, 3]], []],
                               [0, 1, -1, 2]):
        call("torch.cat", [T(*s) for s in shapes], dim)
        call("torch.stack", [T(*s) for s in shapes], dim)
    call("torch.cat", [T(2, dtype="int64"), T(2)])
    call("torch.cat", (T(2), T(2)), dim=0)
    call("torch.concat", [T(2), T(2)], axis=0)
    call("torch.cat", [T(), T()])
    call("torch.cat", [T(2, 1, dtype="int64", values=[1, 2]), T(2, 2, dtype="int64", values=[3, 4, 5, 6])], 1)
    for name in ("hstack", "vstack", "dstack", "column_stack"):
        for shape in ([], [3], [2, 3], [2, 3, 4]):
            call(f"torch.{name}", [T(*shape), T(*shape)])
    call("torch.block_diag", T(2, 3), T(4, 5), T(2))

    for shifts, dims in ((1, None), (1, 0), ([1, 2], [0, 1]), ([1, 2], [0]), (1, 2)):
        call("torch.roll", T(3, 4), shifts, *([] if dims is None else [dims]))
    call("torch.flip", T(3, 4), [0, 1])
    call(".flip", T(3, 4), 1)
    call(".flip", T(3, dtype="int64", values=[1, 2, 3]), 0)
    call("torch.flip", T(3, 4), [2])
    call("torch.fliplr", T(3, 4))
    call("torch.fliplr", T(3))
    call("torch.flipud", T(3))
    for k in (0, 1, 2, -1):
        call("torch.rot90", T(3, 4), k)
    call("torch.rot90", T(2, 3, 4), 1, [1, 2])
    for name in ("tril", "triu"):
        call(f"torch.{name}", T(2, 3, 4))
        call(f"torch.{name}", T(3))
        call(f"torch.{name}", T(2, 3, dtype="int64", values=[1, 2, 3, 4, 5, 6]), diagonal=1)
        call(f"torch.{name}", T(2, 3, dtype="int64", values=[1, 2, 3, 4, 5, 6]), -1)
    for offset in (0, 1, -1, 3, 5, -5):
        call("torch.diagonal", T(3, 4), offset)
        call("torch.diagonal", T(2, 3, 4), offset, 1, 2)
        call("torch.diag", T(3, 4), offset)
        call("torch.diag", T(3), offset)
        call("torch.diag_embed", T(2, 3), offset)
    call("torch.as_strided", T(12), [3, 2], [2, 1])
    call(".as_strided", T(12), [3, 2], [2])
    call(".fill_diagonal_", T(3, 3), 1.0)
    call(".fill_diagonal_", T(3), 1.0)
    call("torch.diagonal", T(3))
    call("torch.diag_embed", T(2, 3), 0, 0, 2)

    for pad, mode in product([[1, 1], [1, 2, 3, 4], [-1, 0, 0, -2], [0, 0, 0, 0, 1, 1], [5, 5], [4, 4], [-5, -5], [1], [1] * 10, [1, 1, 1, 1, 1, 1]],
                             ["constant", "reflect", "replicate", "circular", "mirror"]):
        call("F.pad", T(2, 3, 4, 5), pad, mode)
    call("F.pad", T(2, 3, 4), [1, 1], "reflect")
    call("F.pad", T(4), [1, 1], "reflect")
    call("F.pad", T(2, 3), (1, 1), value=1.0)

    for shape, factor in product([[2, 12, 4, 6], [12, 4, 6], [2, 10, 4, 6], [4, 6]], [1, 2, 3, 0]):
        call("F.pixel_shuffle", T(*shape), factor)
        call("F.pixel_unshuffle", T(*shape), factor)
        call("F.channel_shuffle", T(*shape), factor)

    for kernel, dilation, padding, stride in product([2, 3, [2, 3]], [1, 2], [0, 1], [1, 2]):
        call("F.unfold", T(2, 3, 6, 7), kernel, dilation, padding, stride)
        call("F.fold", T(2, 36, 20), [6, 7], kernel, dilation, padding, stride)
    call("F.unfold", T(3, 6, 7), 2)
    call("F.unfold", T(2, 3, 6, 7), 9)
    call("F.fold", T(2, 12, 30), [6, 7], 2)
    call("F.fold", T(12, 30), [6, 7], 2)
    call("F.fold", T(2, 13, 30), [6, 7], 2)
    for dim, size, step in ((0, 2, 1), (1, 3, 2), (1, 7, 1), (1, 8, 1), (-1, 2, 2), (1, 2, 0)):
        call(".unfold", T(3, 7), dim, size, step)

    for mode, shape in product(["nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear", "area"],
                               [[2, 3, 5], [2, 3, 5, 6], [2, 3, 4, 5, 6], [2, 3]]):
        call("F.interpolate", T(*shape), scale_factor=2, mode=mode)
        call("F.interpolate", T(*shape), size=7, mode=mode)
    for scale in (0.5, 1.5, 0.1, [2, 3], [2.0, 0.5], [2.0], 2.0):
        call("F.interpolate", T(2, 3, 5, 6), scale_factor=scale)
    for size in (7, [7, 8], [7], [7, 8, 9], (3, 4), 0):
        call("F.interpolate", T(2, 3, 5, 6), size)
    call("F.interpolate", T(2, 3, 5, 6))
    call("F.interpolate", T(2, 3, 5, 6), 7, 2)
    call("F.interpolate", T(2, 3, 5, 6), size=7, mode="cubic")
    call("F.interpolate", T(2, 3, 5, 6), scale_factor=2, mode="bilinear", align_corners=True)
    call("F.upsample", T(2, 3, 5, 6), scale_factor=2)
    call("F.upsample_nearest", T(2, 3, 5, 6), scale_factor=2)
    call("F.upsample_bilinear", T(2, 3, 5, 6), scale_factor=2)
    for shape in ([], [3], [2, 3]):
        for offset in (0, 1, -2):
            call("torch.diagflat", T(*shape), offset)
            call(".diagflat", T(*shape), offset)
    for pieces in (1, 2, 3, 7):
        call("torch.unsafe_split", T(5, 2), pieces)
        call("torch.unsafe_chunk", T(5, 2), pieces)
        call(".unsafe_chunk", T(5, 2), pieces, 1)
    for size in ([3, 1], [2, 1, 4], [5], [1], [4], [2, 3, 4], [1, 2, 3, 4]):
        call(".sum_to_size", T(2, 3, 4), *size)
        call(".resize_", T(2, 3, 4), *size)
        call(".resize_", T(2, 3, 4), size)
        call(".resize_as_", T(2, 3, 4), T(*size))
    call(".resize_", T(2, 3), -1)

"""What a tensor is, and the same tensor in another type."""
import torch


def cases(call, T):
    for shape in ([], [4], [2, 3], [2, 3, 4]):
        call("@shape", T(*shape))
        call(".size", T(*shape))
        call(".size", T(*shape), 0)
        call(".size", T(*shape), -1)
        call(".size", T(*shape), 2)
        call(".dim", T(*shape))
        call("@ndim", T(*shape))
        call(".numel", T(*shape))
        call("torch.numel", T(*shape))
        call(".__len__", T(*shape))
        call(".stride", T(*shape))
    call(".stride", T(2, 3), 0)
    call("@itemsize", T(2, dtype="float64"))
    call("@nbytes", T(2, dtype="int64"))
    for dtype in ("float32", "int64", "bool", "uint8", "complex64", "float16"):
        call("torch.is_floating_point", T(2, dtype=dtype))
        call("torch.is_complex", T(2, dtype=dtype))
        call(".is_floating_point", T(2, dtype=dtype))
        call(".is_signed", T(2, dtype=dtype))
        call(".type", T(2, dtype=dtype))
        for method in ("float", "double", "half", "bfloat16", "long", "int", "short", "char", "byte", "bool", "cfloat", "cdouble"):
            call(f".{method}", T(2, dtype=dtype))
    call("@is_cuda", T(2))
    for value in ([1.5], [2.0]):
        call(".item", T(1, values=value))
        call(".item", T(values=value))
    call(".item", T(dtype="int64", values=[3]))
    call(".item", T(dtype="bool", values=[True]))
    call(".item", T(2, values=[1.0, 2.0]))
    call(".tolist", T(2, 2, dtype="int64", values=[1, 2, 3, 4]))
    call(".tolist", T(values=[1.5]))
    call(".is_same_size", T(2), T(3))
    call("torch.is_tensor", T(2))
    call("torch.is_tensor", 2)
    call(".to", T(2), torch.float64)
    call(".to", T(2), dtype=torch.int64)
    call(".to", T(2), "cpu")
    call(".to", T(2), "cpu", torch.float16)
    call(".to", T(2), T(3, dtype="float64"))
    call(".to", T(2, values=[1.7, -1.7]), torch.int64)
    call(".type", T(2), torch.float64)
    call(".type", T(2), "torch.LongTensor")
    call(".type_as", T(2), T(3, dtype="int32"))
    for method in ("clone", "contiguous", "detach", "cpu", "requires_grad_"):
        call(f".{method}", T(2, 3))
    call("@data", T(2, 3))
    call(".is_contiguous", T(2, 3))
    call(".is_nonzero", T(1, values=[0.0]))
    call(".share_memory_", T(2, 3))
    call("torch.conj", T(2, dtype="complex64"))
    call("torch.clone", T(2, 3))
    call("torch.view_as_real", T(2, 3, dtype="complex64"))
    call("torch.view_as_real", T(2, 3))
    call("torch.view_as_complex", T(3, 2))
    call("torch.view_as_complex", T(3, 2, dtype="float64"))
    call("torch.view_as_complex", T(3, 3))
    call("torch.view_as_complex", T(3, 2, dtype="int64"))
    call("torch.view_as_complex", T())
    call("@real", T(2, dtype="complex64"))
    call("@imag", T(2, dtype="complex64"))
    call("torch.real", T(2))
    dtypes = (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.uint8, torch.bool, torch.complex64)
    for left in dtypes:
        for right in dtypes:
            if {left, right} != {torch.float16, torch.complex64} and {left, right} != {torch.bfloat16, torch.complex64}:
                call("torch.promote_types", left, right)
            call("torch.can_cast", left, right)
    for right in (T(2, dtype="int64"), T(dtype="float64"), 1, 1.5, True):
        call("torch.result_type", T(2), right)
        call("torch.result_type", T(2, dtype="int32"), right)
    for shapes in ([(1, 2), (3, 1)], [(2,), (3, 1), (4, 1, 1)], [(2,), (3,)], [(2, 3)], [3, (2, 1)], [(), (2,)], [(0,), (1,)], [(-1,)]):
        call("torch.broadcast_shapes", *shapes)

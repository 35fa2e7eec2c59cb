"""Normalisations."""
from itertools import product


def cases(call, T):
    for shape, training, affine in product([[2, 4], [2, 4, 5], [2, 4, 5, 6], [2, 4, 3, 3, 3], [1, 4], [1, 4, 2], [1, 4, 1, 1], [4], [2, 3, 5]],
                                           [False, True], [False, True]):
        extra = dict(weight=T(4), bias=T(4)) if affine else {}
        call("F.batch_norm", T(*shape), T(4), T(4), training=training, **extra)
    call("F.batch_norm", T(2, 4, 3, 3), None, None, training=True)
    call("F.batch_norm", T(2, 4, 3, 3), None, None, training=False)
    call("F.batch_norm", T(2, 4, 3, 3), T(4), T(4), T(4), T(4), True, 0.2, 0.001)
    call("F.batch_norm", T(2, 4, 3, 3, dtype="int64"), T(4), T(4))
    call("F.batch_norm", T(2, 4, 3, 3), T(5), T(5))
    call("F.batch_norm", T(2, 4, 3, 3), T(4), T(4), weight=T(3))
    for shape, stats in product([[2, 4, 5], [2, 4, 5, 6], [2, 4, 1, 1], [4, 5], [2, 3, 5]], [True, False]):
        call("F.instance_norm", T(*shape), T(4), T(4), T(4), T(4), use_input_stats=stats)
    call("F.instance_norm", T(2, 4, 5, 5))
    for name in ("F.layer_norm", "F.rms_norm"):
        for shape, normalised in product([[2, 3, 4], [4], [3, 4], [2, 3, 5]], [[4], [3, 4], [2, 3, 4], [5], []]):
            call(name, T(*shape), normalised)
        call(name, T(2, 3, 4), [4], T(4))
        call(name, T(2, 3, 4), [4], T(3))
        call(name, T(2, 3, 4), [3, 4], T(3, 4))
        call(name, T(2, 3, 4), (4,))
        call(name, T(2, 3, 4), [4], weight=T(4), eps=0.001)
    call("F.layer_norm", T(2, 3, 4), 4)
    call("torch.layer_norm", T(2, 3, 4), [4], T(4), T(4))
    for shape, groups, affine in product([[2, 6], [2, 6, 5], [2, 6, 3, 3], [1, 6, 1, 1], [6], [2, 4, 3, 3]], [1, 2, 3, 4, 6, 0], [False, True]):
        extra = dict(weight=T(6), bias=T(6)) if affine else {}
        call("F.group_norm", T(*shape), groups, **extra)
    call("torch.group_norm", T(2, 6, 3, 3), 3, T(6), T(6))
    for shape, size in product([[2, 6], [2, 6, 5], [2, 6, 5, 5], [2, 6, 3, 3, 3]], [1, 2, 5, 0]):
        call("F.local_response_norm", T(*shape), size)
    for dim in (0, 1, -1, 2, 3, [0, 1], [1, 2]):
        call("F.normalize", T(2, 3, 4), dim=dim)
    call("F.normalize", T(2, 3, 4), p=1.0)
    call("F.normalize", T(4))
    call("F.normalize", T(2, 3), 2.0, 1, 1e-8)

"""Elements chosen and replaced by position."""


def cases(call, T):
    index = lambda *shape, values=None: T(*shape, dtype="int64", values=values)
    zeros = lambda *shape: index(*shape, values=[0] * __import__("math").prod(shape))
    mask = lambda *shape, values: T(*shape, dtype="bool", values=values)
    S = slice
    subscripts = [
        [0], [-1], [2], [-3], [0, 1], [0, 1, 2], [0, 1, 2, 3], [S(None)], [S(1, None)], [S(None, -1)], [S(0, 10)], [S(5, 3)],
        [S(None, None, 2)], [S(None), S(1, 3, 2)], [S(None, None, -1)], [None], [None, 0], [0, None], [Ellipsis], [Ellipsis, 0],
        [0, Ellipsis], [Ellipsis, None], [S(None), None, None], [Ellipsis, S(1, None), 0], [Ellipsis, Ellipsis], [S(None), S(None), S(-2, None)],
        [[0, 1]], [[0, 1, 1]], [[0, 5]], [S(None), [0, 2]], [[0, 1], [1, 2]], [[0, 1], S(None), [1, 2]], [0, S(None), [1, 2]],
        [[[0, 1], [1, 0]]], [zeros(3)], [zeros(2, 3)], [S(None), zeros(2, 2)], [zeros(2), zeros(2, 1)], [zeros(2), zeros(3)],
        [zeros(2), S(None), zeros(2)], [S(None), zeros(2), zeros(2)], [None, zeros(2)], [zeros(2), None], [zeros(2), None, zeros(2)],
        [mask(2, values=[True, False])], [mask(3, values=[True, False, True])], [S(None), mask(3, values=[True, False, True])],
        [mask(2, 3, values=[True, False, True, True, True, False])], [True], [False], [[True, False]], [1.5], ["a"],
        [index(values=[1])], [index(values=[1]), S(None), zeros(2)], [0, zeros(2)], [zeros(2), 0], [S(None), 0, zeros(2)], [T(2)],
    ]
    for subscript in subscripts:
        call(".__getitem__", T(2, 3, 4), subscript)
        for value in ([], [4], [3, 4], [2, 3, 4], [1, 1, 1, 4], [5]):
            call(".__setitem__", T(2, 3, 4), subscript, T(*value))
    for subscript in ([0], [S(None), 1], [S(None, None, 2), S(1, None)], [None, -1], [Ellipsis, 0]):
        call(".__getitem__", T(2, 3, dtype="int64", values=[1, 2, 3, 4, 5, 6]), subscript)
        call(".__setitem__", T(2, 3, dtype="int64", values=[1, 2, 3, 4, 5, 6]), subscript, 9)
    call(".__getitem__", T(), [0])
    call(".__getitem__", T(), [Ellipsis])
    call(".__getitem__", T(), [None])

    for dim, i in ((0, 0), (1, -1), (1, 3), (3, 0), (-1, 2)):
        call("torch.select", T(2, 3, 4), dim, i)
    for dim, start, length in ((0, 0, 1), (1, 1, 2), (1, 1, 3), (-1, -2, 2), (1, 0, 0), (1, 0, -1), (1, -4, 1)):
        call("torch.narrow", T(2, 3, 4), dim, start, length)
    call("torch.index_select", T(2, 3), 1, zeros(5))
    call("torch.index_select", T(2, 3), 1, T(5, dtype="int32"))
    call("torch.index_select", T(2, 3), 1, zeros(5, 1))
    call("torch.index_select", T(2, 3), 1, T(5))
    call(".index_select", T(2, 3), 2, zeros(5))
    for shape, dim in (([2, 3], 0), ([5, 3], 0), ([5, 3], 1), ([2, 4], 0), ([1, 1], 1), ([2], 0), ([2, 3, 1], 0)):
        call("torch.gather", T(2, 3), dim, zeros(*shape))
        call("torch.scatter_add", T(2, 3), dim, zeros(*shape), T(5, 4))
        call(".scatter_", T(2, 3), dim, zeros(*shape), 1.0)
        call("torch.scatter", T(2, 3), dim, zeros(*shape), T(*shape))
    call("torch.gather", T(2, 3), 0, T(2, 3))
    call("torch.scatter_reduce", T(2, 3), 0, zeros(2, 3), T(2, 3), "sum")
    call(".scatter_", T(2, 3), 1, zeros(2, 1), value=1.0)
    call("torch.take_along_dim", T(2, 3), zeros(2, 1), 1)
    call("torch.take_along_dim", T(2, 3), zeros(1, 5), 1)
    call("torch.take_along_dim", T(2, 3), zeros(4))
    call("torch.take_along_dim", T(2, 3), zeros(4), 1)
    call("torch.take", T(2, 3), zeros(4, 2))
    call(".index_add_", T(2, 3), 1, zeros(4), T(2, 4))
    call(".index_add_", T(2, 3), 1, zeros(4), T(2, 3))
    call("torch.index_copy", T(2, 3), 0, zeros(1), T(1, 3))
    call(".index_fill_", T(2, 3), 0, zeros(1), 1.0)
    call("torch.index_fill", T(2, 3), 5, zeros(1), 1.0)
    call(".masked_scatter", T(2, 3), mask(3, values=[True, False, True]), T(6))
    call(".masked_scatter_", T(2, 3), mask(4, values=[True, False, True, True]), T(6))
    call(".index_put_", T(2, 3), [zeros(2), zeros(2)], T(2))
    for name in ("unique", "unique_consecutive", "bincount"):
        call(f"torch.{name}", index(4))
        if name != "bincount":
            few = index(2, 3, values=[3, 1, 1, 1, 3, 3])
            call(f"torch.{name}", few)
            call(f".{name}", few, return_counts=True)
            call(f"torch.{name}", few, return_inverse=True, return_counts=True)
    call("torch.masked_select", T(3), mask(3, values=[True, False, True]))
    call("torch.nonzero", index(4, values=[1, 0, 2, 0]))
    call("torch.nonzero", index(4, values=[1, 0, 2, 0]), as_tuple=True)
    cases_of_replaced_parts(call, T)


def cases_of_replaced_parts(call, T):
    for src, dim, index in ((3, 1, 2), (4, 1, 2), (3, 1, 9), (4, 0, -1), (3, 2, 0)):
        call("torch.select_scatter", T(3, 4), T(src), dim, index)
        call(".select_scatter", T(3, 4), T(src), dim, index)
    for rows, options in ((2, {"start": 6}), (3, {"start": 6}), (8, {}), (4, {"step": 2}), (2, {"start": -2}), (2, {"start": 2, "end": 4})):
        call("torch.slice_scatter", T(8, 8), T(rows, 8), **options)
        call(".slice_scatter", T(8, 8), T(8, rows), 1, *options.values())
    for length, offset in ((3, 0), (2, 0), (2, 1), (2, -1), (3, 1)):
        call("torch.diagonal_scatter", T(3, 3), T(length), offset)
        call(".diagonal_scatter", T(3, 3), T(length), offset)
    for name in ("torch.put", ".put", ".put_"):
        call(name, T(2, 3), T(2, dtype="int64", values=[1, 3]), T(2))
        call(name, T(2, 3), T(2, dtype="int64", values=[1, 3]), T(3))
        call(name, T(2, 3), T(2, dtype="int32", values=[1, 3]), T(2))
        call(name, T(2, 3), T(2, dtype="int64", values=[1, 3]), T(2, dtype="float64"))
    for size in (0, 5, 12):
        call("torch.nonzero_static", T(3, 4), size=size)
    for reduce in ("prod", "mean", "amax", "amin", "sum"):
        call("torch.index_reduce", T(5, 3), 0, T(3, dtype="int64", values=[0, 4, 2]), T(3, 3), reduce)
        call(".index_reduce_", T(5, 3), 0, T(3, dtype="int64", values=[0, 4, 2]), T(2, 3), reduce)
    call("torch.unravel_index", T(2, dtype="int64", values=[1, 5]), (3, 4))
    call("torch.unravel_index", T(dtype="int64", values=[5]), (3, 4))
    call("torch.unravel_index", T(1), (3, 4))

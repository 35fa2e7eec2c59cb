"""Dropout, look-ups, sampling, distances."""


def cases(call, T):
    for name in ("dropout", "dropout1d", "dropout2d", "dropout3d", "alpha_dropout", "feature_alpha_dropout"):
        for shape in ([2], [2, 3], [2, 3, 4], [2, 3, 4, 5], [2, 3, 4, 5, 6]):
            call(f"F.{name}", T(*shape), 0.3, training=False)
        call(f"F.{name}", T(2, 3, 4), p=1.5)
        call(f"F.{name}", T(2, 3, 4), p=-0.1)
        call(f"F.{name}", T(2, 3, 4), 0.5, True)
    call("torch.dropout", T(2, 3), 0.5, True)
    call("torch.feature_dropout", T(2, 3, 4), 0.5, True)
    for shape in ([], [4], [2, 3], [2, 3, 4]):
        call("F.embedding", T(*shape, dtype="int64"), T(10, 6))
        call("F.embedding", T(*shape, dtype="int32"), T(10, 6))
        call("F.embedding", T(*shape), T(10, 6))
        call("F.embedding_bag", T(*shape, dtype="int64"), T(10, 6))
        call("F.one_hot", T(*shape, dtype="int64"), 5)
    call("F.embedding", T(2, dtype="int64"), T(10))
    call("F.embedding", T(2, dtype="int64", values=[1, 10]), T(10, 6))
    call("F.embedding", T(2, dtype="int64"), T(10, 6), padding_idx=0)
    call("F.embedding_bag", T(4, dtype="int64"), T(10, 6), T(2, dtype="int64", values=[0, 2]))
    call("F.embedding_bag", T(4, dtype="int64"), T(10, 6), T(3, dtype="int64", values=[0, 2, 4]), include_last_offset=True, mode="sum")
    call("F.embedding_bag", T(2, 4, dtype="int64"), T(10, 6), T(2, dtype="int64", values=[0, 2]))
    call("F.one_hot", T(3, dtype="int64", values=[0, 4, 2]))
    call("F.one_hot", T(3), 5)
    call("F.one_hot", T(3, dtype="int32"), 5)
    for input_shape, grid in (([2, 3, 8, 9], [2, 5, 6, 2]), ([2, 3, 4, 8, 9], [2, 5, 6, 7, 3]), ([2, 3, 8, 9], [1, 5, 6, 2]),
                              ([2, 3, 8, 9], [2, 5, 6, 3]), ([2, 3, 8], [2, 5, 1]), ([2, 3, 8, 9], [2, 5, 6, 7, 3])):
        call("F.grid_sample", T(*input_shape), T(*grid), align_corners=False)
    for theta, size in (([2, 2, 3], [2, 3, 8, 9]), ([2, 3, 4], [2, 3, 4, 8, 9]), ([2, 3, 4], [2, 3, 8, 9]), ([1, 2, 3], [2, 3, 8, 9])):
        call("F.affine_grid", T(*theta), size, align_corners=False)
    for left, right in (([2, 7, 8], [2, 7, 8]), ([2, 7, 8], [7, 8]), ([2, 7, 8], [2, 5, 8]), ([8], [8]), ([2, 1, 8], [1, 5, 8])):
        for dim in (1, -1, 0):
            call("F.cosine_similarity", T(*left), T(*right), dim=dim)
        call("F.pairwise_distance", T(*left), T(*right))
        call("F.pairwise_distance", T(*left), T(*right), keepdim=True)
        call("torch.cdist", T(*left), T(*right))
    call("torch.cdist", T(2, 7, 8), T(2, 5, 9))
    call("F.pdist", T(5, 3))
    call("F.pdist", T(2, 5, 3))

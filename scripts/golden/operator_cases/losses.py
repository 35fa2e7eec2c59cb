"""Losses."""
REDUCTIONS = ("none", "mean", "sum")


def cases(call, T):
    for shape in ([5], [2, 5], [2, 5, 4], [2, 5, 4, 3]):
        target = shape[:1] + shape[2:] if len(shape) > 1 else []
        for reduction in REDUCTIONS:
            for name in ("F.cross_entropy", "F.nll_loss"):
                call(name, T(*shape), T(*target, dtype="int64"), reduction=reduction)
            call("F.cross_entropy", T(*shape), T(*shape), reduction=reduction)
        call("F.cross_entropy", T(*shape), T(*target, dtype="int64"), T(5), label_smoothing=0.1)
    call("F.cross_entropy", T(2, 5), T(3, dtype="int64"))
    call("F.cross_entropy", T(2, 5), T(2))
    call("F.cross_entropy", T(2, 5), T(2, 4))
    call("F.cross_entropy", T(2, 5), T(2, 1, dtype="int64"))
    call("F.cross_entropy", T(2, 5), T(2, dtype="int64"), T(4))
    call("F.cross_entropy", T(2, 5), T(2, dtype="int64"), label_smoothing=1.5)
    call("F.cross_entropy", T(2, 5), T(2, dtype="int32"))
    call("F.cross_entropy", T(2, 5), T(2, dtype="int64"), reduction="average")
    call("F.nll_loss", T(2, 5), T(2, dtype="int64"), reduce=False)
    call("F.nll_loss", T(2, 5), T(2, dtype="int64"), size_average=False)
    for name in ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "kl_div", "poisson_nll_loss", "soft_margin_loss",
                 "hinge_embedding_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits"):
        for reduction in REDUCTIONS:
            call(f"F.{name}", T(2, 5), T(2, 5), reduction=reduction)
        call(f"F.{name}", T(2, 5), T(5), reduction="none")
        call(f"F.{name}", T(2, 5), T(4))
        call(f"F.{name}", T(), T())
    call("F.kl_div", T(2, 5), T(2, 5), reduction="batchmean", log_target=True)
    call("F.gaussian_nll_loss", T(2, 5), T(2, 5), T(2, 5), reduction="none")
    call("F.gaussian_nll_loss", T(2, 5), T(2, 5), T(2, 1))
    for reduction in REDUCTIONS:
        call("F.margin_ranking_loss", T(5), T(5), T(5), reduction=reduction)
        call("F.cosine_embedding_loss", T(2, 5), T(2, 5), T(2), reduction=reduction)
        call("F.triplet_margin_loss", T(2, 5), T(2, 5), T(2, 5), reduction=reduction)
        call("F.triplet_margin_with_distance_loss", T(2, 5), T(2, 5), T(2, 5), reduction=reduction)
        call("F.multi_margin_loss", T(2, 5), T(2, dtype="int64"), reduction=reduction)
        call("F.multilabel_margin_loss", T(2, 5), T(2, 5, dtype="int64"), reduction=reduction)
        call("F.multilabel_soft_margin_loss", T(2, 5), T(2, 5), reduction=reduction)
        call("F.ctc_loss", T(9, 2, 5), T(2, 3, dtype="int64", values=[1, 2, 3, 1, 2, 3]), T(2, dtype="int64", values=[9, 9]),
             T(2, dtype="int64", values=[3, 3]), reduction=reduction)

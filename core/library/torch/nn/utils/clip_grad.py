# Clipping of gradients, which concerns training alone.
import _convlens


def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    return _convlens.unknown('the norm of gradients')


def clip_grad_value_(parameters, clip_value, foreach=None):
    pass


def get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    return _convlens.unknown('the norm of tensors')


clip_grad_norm = clip_grad_norm_

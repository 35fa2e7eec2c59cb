# Functions that torch has in an order of arguments of its own, beside those of torch.nn.functional.
import torch
from torch.nn import functional as F


def batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled=True):
    return F.batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)


def instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, cudnn_enabled=True):
    return F.instance_norm(input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps)


def embedding(weight, indices, padding_idx=-1, scale_grad_by_freq=False, sparse=False):
    return F.embedding(indices, weight)


def constant_pad_nd(input, pad, value=0):
    return F.pad(input, pad, 'constant', value)


def convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups):
    axes = weight.dim() - 2
    if transposed:
        function = (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)[axes - 1]
        return function(input, weight, bias, stride, padding, output_padding, groups, dilation)
    return (F.conv1d, F.conv2d, F.conv3d)[axes - 1](input, weight, bias, stride, padding, dilation, groups)


def conv_tbc(input, weight, bias, pad=0):
    """Time, batch, channels: (T, B, in), weight (kernel, in, out)."""
    return F.conv1d(input.permute(1, 2, 0), weight.permute(2, 1, 0), bias, padding=pad).permute(2, 0, 1)


def grid_sampler(input, grid, interpolation_mode, padding_mode, align_corners):
    modes, paddings = ('bilinear', 'nearest', 'bicubic'), ('zeros', 'border', 'reflection')
    return F.grid_sample(input, grid, modes[interpolation_mode], paddings[padding_mode], align_corners)


grid_sampler_2d = grid_sampler_3d = grid_sampler


def affine_grid_generator(theta, size, align_corners):
    return F.affine_grid(theta, size, align_corners)


_REDUCTIONS = ('none', 'mean', 'sum')


def kl_div(input, target, reduction=1, log_target=False):
    return F.kl_div(input, target, reduction=_REDUCTIONS[reduction], log_target=log_target)


def binary_cross_entropy_with_logits(input, target, weight=None, pos_weight=None, reduction=1):
    return F.binary_cross_entropy_with_logits(input, target, weight, reduction=_REDUCTIONS[reduction], pos_weight=pos_weight)


def broadcast_tensors(*tensors):
    """Each a view of what it was, in the one shape."""
    tensors = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)) else tensors
    shape = torch.broadcast_shapes(*[tensor.shape for tensor in tensors])
    return tuple(tensor.expand(shape) for tensor in tensors)


def norm_except_dim(v, pow=2, dim=0):
    """The norm over all axes but one, which stays."""
    if dim == -1:
        return v.norm(pow)
    return torch.linalg.vector_norm(v, pow, [axis for axis in range(v.dim()) if axis != dim % v.dim()], True)


def sym_int(a):
    return int(a)


def sym_float(a):
    return float(a)


def sym_max(a, b):
    return max(a, b)


def sym_min(a, b):
    return min(a, b)


def sym_not(a):
    return not a


def sym_ite(b, t, f):
    return t if b else f


def sym_sum(args):
    return sum(args)


def cond(pred, true_fn, false_fn, operands=()):
    return true_fn(*operands) if pred else false_fn(*operands)


def _removed(instead):
    """What torch has under an old name only to say what took its place."""

    def removed(*args, **kwargs):
        raise RuntimeError(f'This function was deprecated since version 1.9 and is now removed. Please use the `torch.linalg.{instead}` function instead.')

    return removed


eig, symeig, lstsq, matrix_rank, solve = [_removed(name) for name in ('eig', 'eigh', 'lstsq', 'matrix_rank', 'solve')]

# A batch norm folded into the layer before it: w·γ/σ and (b − μ)·γ/σ + β. A bias that was not there is made, and is not trained.
import copy
import torch
from ..parameter import Parameter


def _fuse(layer, bn, weights, *options):
    if layer.training or bn.training:
        raise AssertionError('Fusion only for eval!')
    if bn.running_mean is None or bn.running_var is None:
        raise AssertionError('bn.running_mean and bn.running_var must not be None')
    fused = copy.deepcopy(layer)
    fused.weight, fused.bias = weights(
        fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias, *options)
    return fused


def _folded(weight, bias, mean, var, eps, gamma, beta, shape):
    scale = torch.rsqrt(var + eps)
    if gamma is not None:
        scale = scale * gamma
    own = torch.zeros_like(mean) if bias is None else bias
    shifted = (own - mean) * scale
    if beta is not None:
        shifted = shifted + beta
    return (
        Parameter((weight * scale.reshape(shape)).to(weight.dtype), weight.requires_grad),
        Parameter(shifted.to(weight.dtype if bias is None else bias.dtype), own.requires_grad),
    )


def fuse_conv_bn_eval(conv, bn, transpose=False):
    return _fuse(conv, bn, fuse_conv_bn_weights, transpose)


def fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose=False):
    rest = [1] * (conv_w.dim() - 2)
    return _folded(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, [1, -1, *rest] if transpose else [-1, 1, *rest])


def fuse_linear_bn_eval(linear, bn):
    if linear.out_features != bn.num_features and bn.num_features != 1:
        raise AssertionError(
            'To fuse, linear.out_features == bn.num_features or bn.num_features == 1, '
            f'got linear.out_features={linear.out_features} and bn.num_features={bn.num_features}')
    return _fuse(linear, bn, fuse_linear_bn_weights)


def fuse_linear_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b):
    return _folded(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, [-1, 1])

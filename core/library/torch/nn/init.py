# torch.nn.init: how a tensor is filled. The formulas decide the bounds (Glorot & Bengio 2010, He et al. 2015, Saxe et al. 2013);
# the draw itself is recorded, so that a seed means what it means in PyTorch.
import math
from _convlens import initialise


def uniform_(tensor, a=0.0, b=1.0, generator=None):
    initialise(tensor, 'uniform', a, b)
    return tensor


def normal_(tensor, mean=0.0, std=1.0, generator=None):
    initialise(tensor, 'normal', mean, std)
    return tensor


def trunc_normal_(tensor, mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None):
    initialise(tensor, 'truncatedNormal', mean, std, a, b)
    return tensor


def constant_(tensor, val):
    initialise(tensor, 'constant', val)
    return tensor


def ones_(tensor):
    return constant_(tensor, 1.0)


def zeros_(tensor):
    return constant_(tensor, 0.0)


def eye_(tensor):
    if tensor.dim() != 2:
        raise ValueError('Only tensors with 2 dimensions are supported')
    initialise(tensor, 'eye')
    return tensor


def dirac_(tensor, groups=1):
    if tensor.dim() not in (3, 4, 5):
        raise ValueError('Only tensors with 3, 4, or 5 dimensions are supported')
    if tensor.shape[0] % groups != 0:
        raise ValueError('dim 0 must be divisible by groups')
    initialise(tensor, 'dirac', groups)
    return tensor


def calculate_gain(nonlinearity, param=None):
    """The factor by which an activation shrinks the standard deviation, inverted."""
    if nonlinearity in _UNIT_GAIN:
        return 1
    if nonlinearity == 'tanh':
        return 5.0 / 3
    if nonlinearity == 'relu':
        return math.sqrt(2.0)
    if nonlinearity == 'leaky_relu':
        slope = 0.01 if param is None else param
        if isinstance(slope, bool) or not isinstance(slope, (int, float)):
            raise ValueError(f'negative_slope {param} not a valid number')
        return math.sqrt(2.0 / (1 + slope**2))
    if nonlinearity == 'selu':
        return 3.0 / 4
    raise ValueError(f'Unsupported nonlinearity {nonlinearity}')


_UNIT_GAIN = ('linear', 'conv1d', 'conv2d', 'conv3d', 'conv_transpose1d', 'conv_transpose2d', 'conv_transpose3d', 'sigmoid')


def _calculate_fan_in_and_fan_out(tensor):
    """How many values one output sums over, and how many outputs one input reaches."""
    shape = tensor.shape
    if len(shape) < 2:
        raise ValueError('Fan in and fan out can not be computed for tensor with fewer than 2 dimensions')
    positions = math.prod(shape[2:])
    return shape[1] * positions, shape[0] * positions


def _calculate_correct_fan(tensor, mode):
    mode = mode.lower()
    if mode not in ('fan_in', 'fan_out'):
        raise ValueError(f'Mode {mode} not supported, please use one of [\'fan_in\', \'fan_out\']')
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return fan_in if mode == 'fan_in' else fan_out


def xavier_uniform_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    bound = math.sqrt(3.0) * (gain * math.sqrt(2.0 / float(fan_in + fan_out)))
    return uniform_(tensor, -bound, bound)


def xavier_normal_(tensor, gain=1.0, generator=None):
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return normal_(tensor, 0.0, gain * math.sqrt(2.0 / float(fan_in + fan_out)))


def _kaiming_std(tensor, a, mode, nonlinearity):
    return calculate_gain(nonlinearity, a) / math.sqrt(_calculate_correct_fan(tensor, mode))


def kaiming_uniform_(tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None):
    if 0 in tensor.shape:
        return tensor
    bound = math.sqrt(3.0) * _kaiming_std(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound)


def kaiming_normal_(tensor, a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None):
    if 0 in tensor.shape:
        return tensor
    return normal_(tensor, 0.0, _kaiming_std(tensor, a, mode, nonlinearity))


def orthogonal_(tensor, gain=1, generator=None):
    if tensor.dim() < 2:
        raise ValueError('Only tensors with 2 or more dimensions are supported')
    if tensor.numel() != 0:
        initialise(tensor, 'orthogonal', gain)
    return tensor


def sparse_(tensor, sparsity, std=0.01, generator=None):
    if tensor.dim() != 2:
        raise ValueError('Only tensors with 2 dimensions are supported')
    initialise(tensor, 'sparse', sparsity, std)
    return tensor


def _fill_layer(weight, bias):
    """How convolution and linear layers begin: kaiming_uniform_ with a = sqrt(5), and the bias within 1 / sqrt(fan_in)."""
    shape = weight.shape
    fan_in = shape[1] * math.prod(shape[2:])
    if fan_in != 0:
        if shape[0] != 0:
            bound = math.sqrt(3.0) * (_LAYER_GAIN / math.sqrt(fan_in))
            initialise(weight, 'uniform', -bound, bound)
        if bias is not None:
            bound = 1 / math.sqrt(fan_in)
            initialise(bias, 'uniform', -bound, bound)


_LAYER_GAIN = calculate_gain('leaky_relu', math.sqrt(5))


# The names before PyTorch 0.4.
uniform = uniform_
normal = normal_
constant = constant_
eye = eye_
dirac = dirac_
xavier_uniform = xavier_uniform_
xavier_normal = xavier_normal_
kaiming_uniform = kaiming_uniform_
kaiming_normal = kaiming_normal_
orthogonal = orthogonal_
sparse = sparse_

# TensorFlow.js activations, by the name that a layer's `activation` gives.
import _convlens
from _tensorflow import operator

_clamp, _mul, _add, _sigmoid, _relu = operator('clamp'), operator('mul'), operator('add'), operator('sigmoid'), operator('relu')
_softmax, _log_softmax, _gelu = operator('softmax'), operator('log_softmax'), operator('gelu')

_functions = {
    'elu': operator('elu'),
    'relu': _relu,
    'relu6': operator('relu6'),
    'selu': operator('selu'),
    'sigmoid': _sigmoid,
    # max(0, min(1, 0.2·x + 0.5)): another slope than PyTorch's hardsigmoid.
    'hardSigmoid': lambda x: _clamp(_add(_mul(x, 0.2), 0.5), 0, 1),
    'softplus': operator('softplus'),
    'softsign': operator('softsign'),
    'tanh': operator('tanh'),
    'softmax': lambda x: _softmax(x, -1),
    'logSoftmax': lambda x: _log_softmax(x, -1),
    'gelu': _gelu,
    'gelu_new': lambda x: _gelu(x, approximate='tanh'),
    'mish': operator('mish'),
    'swish': lambda x: _mul(x, _sigmoid(x)),
    'linear': lambda x: x,
}


def check_activation(name):
    """The option of a layer: a name, null, or something else that cannot be told."""
    if isinstance(name, str) and name not in _functions:
        raise ValueError(f'Unknown activation: {name}.')
    return name


def activate(name, x):
    if name is None:
        return x
    if not isinstance(name, str):
        return _convlens.unknown('an activation that is no name')
    return _functions[name](x)

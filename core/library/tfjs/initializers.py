# TensorFlow.js initializers: what fills a weight. VarianceScaling (Glorot & Bengio 2010, He et al. 2015) as TensorFlow.js has it:
# its normal form is truncated at two standard deviations. A seed means something else there than here.
import _convlens
import math


class Initializer:
    def __init__(self, kind, config=None):
        self.kind = kind
        self.config = {} if config is None else config


def _fans(shape):
    """Inputs and outputs of one element of the kernel; channels come last."""
    if len(shape) == 2:
        return shape[0], shape[1]
    if 3 <= len(shape) <= 5:
        field = math.prod(shape[:-2])
        return shape[-2] * field, shape[-1] * field
    root = math.sqrt(math.prod(shape))
    return root, root


# Scale, mode and distribution.
_scaled = {
    'glorotNormal': (1.0, 'fanAvg', 'normal'),
    'glorotUniform': (1.0, 'fanAvg', 'uniform'),
    'heNormal': (2.0, 'fanIn', 'normal'),
    'heUniform': (2.0, 'fanIn', 'uniform'),
    'leCunNormal': (1.0, 'fanIn', 'normal'),
    'leCunUniform': (1.0, 'fanIn', 'uniform'),
}


def _truncated(weight, mean, std):
    _convlens.initialise(weight, 'truncatedNormal', mean, std, mean - 2 * std, mean + 2 * std)


def _scale(weight, shape, scale, mode, distribution):
    fan_in, fan_out = _fans(shape)
    fan = {'fanIn': fan_in, 'fanOut': fan_out}.get(mode, (fan_in + fan_out) / 2)
    scale /= max(1, fan)
    if distribution == 'normal':
        _truncated(weight, 0.0, math.sqrt(scale))
    else:
        limit = math.sqrt(3 * scale)
        _convlens.initialise(weight, 'uniform', -limit, limit)


def initialise(weight, shape, initializer):
    """Fills `weight`; `initializer` is a name or an object of this module."""
    if isinstance(initializer, str):
        initializer = Initializer(initializer)
    if not isinstance(initializer, Initializer):
        _convlens.initialise(weight, 'unsupported', 'an initializer that is not modelled')
        return
    kind, config = initializer.kind, initializer.config
    if kind in _scaled:
        _scale(weight, shape, *_scaled[kind])
    elif kind == 'varianceScaling':
        _scale(weight, shape, config.get('scale') or 1.0, config.get('mode') or 'fanIn', config.get('distribution') or 'normal')
    elif kind in ('zeros', 'ones'):
        _convlens.initialise(weight, 'constant', 0.0 if kind == 'zeros' else 1.0)
    elif kind == 'constant':
        _convlens.initialise(weight, 'constant', config.get('value'))
    elif kind == 'randomUniform':
        _convlens.initialise(weight, 'uniform', config.get('minval') or -0.05, config.get('maxval') or 0.05)
    elif kind == 'randomNormal':
        _convlens.initialise(weight, 'normal', config.get('mean') or 0.0, config.get('stddev') or 0.05)
    elif kind == 'truncatedNormal':
        _truncated(weight, config.get('mean') or 0.0, config.get('stddev') or 0.05)
    elif kind == 'orthogonal':
        _convlens.initialise(weight, 'orthogonal', config.get('gain') or 1.0)
    else:
        _convlens.initialise(weight, 'unsupported', f'the initializer {kind}')


def _maker(kind):
    return lambda config=None: Initializer(kind, config)


glorotNormal, glorotUniform = _maker('glorotNormal'), _maker('glorotUniform')
heNormal, heUniform = _maker('heNormal'), _maker('heUniform')
leCunNormal, leCunUniform = _maker('leCunNormal'), _maker('leCunUniform')
zeros, ones, constant, identity = _maker('zeros'), _maker('ones'), _maker('constant'), _maker('identity')
randomNormal, randomUniform = _maker('randomNormal'), _maker('randomUniform')
truncatedNormal, varianceScaling, orthogonal = _maker('truncatedNormal'), _maker('varianceScaling'), _maker('orthogonal')

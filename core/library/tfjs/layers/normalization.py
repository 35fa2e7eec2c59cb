# Normalisations of TensorFlow.js. Batch normalisation counts four numbers a channel as weights; its two moving ones are not trained.
import _tensorflow
from _tensorflow import operator
from ..options import default
from ..topology import Layer

_batch_norm, _layer_norm, _permute = operator('batch_norm'), operator('layer_norm'), operator('permute')


class BatchNormalization(Layer):
    _never_trained = ('movingMean', 'movingVariance')

    def __init__(self, config=None):
        super().__init__(config)
        config = {} if config is None else config
        self.axis = default(config.get('axis'), -1)
        self.dataFormat = 'channelsFirst' if self.axis == 1 else 'channelsLast'
        self.momentum = default(config.get('momentum'), 0.99)
        self.epsilon = default(config.get('epsilon'), 1e-3)
        self.center = default(config.get('center'), True)
        self.scale = default(config.get('scale'), True)
        self._initializers = {
            'gamma': default(config.get('gammaInitializer'), 'ones'),
            'beta': default(config.get('betaInitializer'), 'zeros'),
            'movingMean': default(config.get('movingMeanInitializer'), 'zeros'),
            'movingVariance': default(config.get('movingVarianceInitializer'), 'ones'),
        }

    def build(self, inputShape):
        size = inputShape[self.axis]
        if size is None:
            raise ValueError(f'Axis {self.axis} of input tensor should have a defined dimension but the layer {self.name} received '
                             f'an input with shape {inputShape}.')
        for name, initializer in self._initializers.items():
            if name == 'gamma' and not self.scale or name == 'beta' and not self.center:
                self._parameters[name] = None
            else:
                self.addWeight(name, [size], None, initializer, None, name not in self._never_trained)

    def forward(self, input):
        # The normalised axis comes second, as the operator has it, and goes back.
        rank = len(_tensorflow.sizes(input))
        axis = self.axis % rank
        there = [0, axis, *[i for i in range(1, rank) if i != axis]]
        x = input if axis == 1 else _permute(input, *there)
        y = _batch_norm(x, self.movingMean, self.movingVariance, self.gamma, self.beta, self.training, 1 - self.momentum, self.epsilon)
        return y if axis == 1 else _permute(y, *[there.index(i) for i in range(rank)])


class LayerNormalization(Layer):
    def __init__(self, config=None):
        super().__init__(config)
        config = {} if config is None else config
        self.axis = default(config.get('axis'), -1)
        self.epsilon = default(config.get('epsilon'), 1e-3)
        self.center = default(config.get('center'), True)
        self.scale = default(config.get('scale'), True)
        self._gamma_initializer = default(config.get('gammaInitializer'), 'ones')
        self._beta_initializer = default(config.get('betaInitializer'), 'zeros')

    def build(self, inputShape):
        rank = len(inputShape)
        axes = [axis % rank for axis in ([self.axis] if isinstance(self.axis, int) else self.axis)]
        self._normalised = axes
        shape = [inputShape[axis] for axis in axes]
        for name, wanted, initializer in (('gamma', self.scale, self._gamma_initializer), ('beta', self.center, self._beta_initializer)):
            if wanted:
                self.addWeight(name, shape, None, initializer)
            else:
                self._parameters[name] = None

    def forward(self, input):
        sizes = _tensorflow.sizes(input)
        rank = len(sizes)
        others = [axis for axis in range(rank) if axis not in self._normalised]
        there = [*others, *self._normalised]
        x = input if there == list(range(rank)) else _permute(input, *there)
        y = _layer_norm(x, [sizes[axis] for axis in self._normalised], self.gamma, self.beta, self.epsilon)
        return y if x is input else _permute(y, *[there.index(i) for i in range(rank)])

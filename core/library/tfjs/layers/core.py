# Dense layers, shapes, dropout and embeddings of TensorFlow.js.
import _convlens
import _tensorflow
from _tensorflow import operator
from ..activations import activate, check_activation
from ..options import default, many, positive_integer
from ..topology import Layer

_linear, _permute, _flatten, _reshape, _dropout, _embedding = (
    operator(name) for name in ('linear', 'permute', 'flatten', 'reshape', 'dropout', 'embedding'))
_repeat, _unsqueeze, _to_long = operator('repeat'), operator('unsqueeze'), operator('to_long')


class Dense(Layer):
    """The last axis: kernel (in, units)."""

    _least_rank = 2

    def __init__(self, config):
        super().__init__(config)
        if self._batch_input_shape is None and config.get('inputDim') is not None:
            self._batch_input_shape = [config.get('batchSize'), config['inputDim']]
        self.units = positive_integer(config.get('units'), 'units')
        self.activation = check_activation(config.get('activation'))
        self.useBias = default(config.get('useBias'), True)
        self._kernel_initializer = default(config.get('kernelInitializer'), 'glorotNormal')
        self._bias_initializer = default(config.get('biasInitializer'), 'zeros')

    def build(self, inputShape):
        features = inputShape[-1]
        if features is None:
            raise ValueError(f'The last dimension of the input to {self.name} should be defined.')
        self.addWeight('kernel', [features, self.units], None, self._kernel_initializer)
        if self.useBias:
            self.addWeight('bias', [self.units], None, self._bias_initializer)
        else:
            self._parameters['bias'] = None

    def forward(self, input):
        return activate(self.activation, _linear(input, _permute(self.kernel, 1, 0), self.bias))


class Flatten(Layer):
    _least_rank = 3

    def __init__(self, config=None):
        super().__init__(config)
        # Not read before it is given: of a file's convention the layer knows nothing.
        format = None if config is None else config.get('dataFormat')
        self._channels_first = format == 'channelsFirst'

    def build(self, inputShape):
        if not _convlens.is_unknown(inputShape) and None in inputShape[1:]:
            raise ValueError(f'The shape of the input to "Flatten" is not fully defined (got {inputShape[1:]}). Make sure to pass a '
                             'complete "inputShape" or "batchInputShape" argument to the first layer in your model.')

    def forward(self, input):
        if self._channels_first:
            rank = len(_tensorflow.sizes(input))
            input = _permute(input, 0, *range(2, rank), 1)
        return _flatten(input, 1)


class Reshape(Layer):
    def __init__(self, config):
        super().__init__(config)
        self.targetShape = [None if size is None or size < 0 else size for size in config['targetShape']]

    def _symbolic(self, input):
        # The size that -1 stands for is left open while the batch is.
        shape = _tensorflow.shape_of(input)
        if _convlens.is_unknown(shape) or None not in shape or None not in self.targetShape:
            return self.forward(input)
        return _tensorflow.placeholder([shape[0], *self.targetShape], _tensorflow.dtype_of(input))

    def forward(self, input):
        batch = _tensorflow.sizes(input)[0]
        return _reshape(input, [batch, *[-1 if size is None else size for size in self.targetShape]])


class Permute(Layer):
    def __init__(self, config):
        super().__init__(config)
        self.dims = config['dims']
        if sorted(self.dims) != list(range(1, len(self.dims) + 1)):
            raise ValueError(f'Invalid permutation `dims`: {self.dims} `dims` must contain consecutive integers starting from 1.')
        self._rank = len(self.dims) + 1

    def forward(self, input):
        return _permute(input, 0, *self.dims)


class RepeatVector(Layer):
    _rank = 2

    def __init__(self, config):
        super().__init__(config)
        self.n = config['n']

    def forward(self, input):
        return _repeat(_unsqueeze(input, 1), 1, self.n, 1)


class Activation(Layer):
    def __init__(self, config):
        super().__init__(config)
        self.activation = check_activation(config.get('activation'))

    def forward(self, input):
        return activate(self.activation, input)


class Dropout(Layer):
    def __init__(self, config):
        super().__init__(config)
        self.rate = config['rate']

    def forward(self, input):
        return _dropout(input, self.rate, self.training)


class SpatialDropout1D(Dropout):
    _rank = 3


class _Same(Layer):
    """A layer that changes numbers at most, the first three only in training."""

    def forward(self, input):
        return input


class GaussianNoise(_Same):
    pass


class GaussianDropout(_Same):
    pass


class AlphaDropout(_Same):
    pass


class Masking(_Same):
    pass


class Embedding(Layer):
    """Indices to vectors: embeddings (inputDim, outputDim)."""

    def __init__(self, config):
        super().__init__(config)
        self.inputDim = positive_integer(config.get('inputDim'), 'inputDim')
        self.outputDim = positive_integer(config.get('outputDim'), 'outputDim')
        self.inputLength = config.get('inputLength')
        if self._batch_input_shape is None:
            lengths = [None] if self.inputLength is None else many(self.inputLength)
            self._batch_input_shape = [config.get('batchSize'), *lengths]
        self._initializer = default(config.get('embeddingsInitializer'), 'randomUniform')

    def build(self, inputShape):
        self.addWeight('embeddings', [self.inputDim, self.outputDim], None, self._initializer)

    def forward(self, input):
        return _embedding(_to_long(input), self.embeddings)

# TensorFlow.js layers: what every layer is. A layer makes its weights at its first use, from the shape it is applied to. Applied
# to symbolic tensors it notes a node; a model calls the layers of the nodes between its inputs and its outputs again when it runs.
import _convlens
import _tensorflow
from .initializers import initialise
from .names import snake_case, unique
from .options import default, many, one_or_many

_orders = [0]


class Node:
    """One application of a layer: from `inputs` to `outputs`, at a place in the source."""

    def __init__(self, layer, inputs):
        _orders[0] += 1
        self.order = _orders[0]
        self.layer = layer
        self.inputs = inputs
        self.outputs = []
        self.place = _tensorflow.place()


class SymbolicTensor:
    """What a layer gives when it is applied to symbolic tensors: a shape whose open dimensions are null."""

    def __init__(self, node, value):
        self._node = node
        self._value = value
        self.name = node.layer.name

    @property
    def shape(self):
        return _tensorflow.shape_of(self._value)

    @property
    def rank(self):
        return len(self.shape)

    @property
    def dtype(self):
        return _tensorflow.dtype_of(self._value)

    @property
    def sourceLayer(self):
        return self._node.layer


class Layer(_convlens.ModuleBase):
    # The number of dimensions that the input must have: exactly, or at least.
    _rank = None
    _least_rank = None

    def __init__(self, config=None):
        super().__init__()
        config = {} if config is None else config
        name = config.get('name')
        self._name = self._automatic_name() if name is None or _convlens.is_unknown(name) else name
        self._trainable = default(config.get('trainable'), True)
        self._built = False
        self._nodes = []
        self._batch_input_shape = config.get('batchInputShape')
        if self._batch_input_shape is None and config.get('inputShape') is not None:
            self._batch_input_shape = [config.get('batchSize'), *config['inputShape']]
        # Which axis of an image holds the channels: told of every layer, for those who read shapes.
        self.dataFormat = 'channelsLast'
        self._dtype = default(config.get('dtype'), default(config.get('inputDType'), 'float32'))

    def _automatic_name(self):
        prefix = self.getClassName()
        return f'{snake_case(prefix)}_{unique(prefix)}'

    def getClassName(self):
        own = getattr(type(self), 'className', None)
        return own if isinstance(own, str) else type(self).__name__

    # Attributes that are no options of the layer

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = name

    @property
    def built(self):
        return self._built

    @built.setter
    def built(self, built):
        self._built = built

    @property
    def batchInputShape(self):
        return self._batch_input_shape

    @property
    def trainable(self):
        return self._trainable

    @trainable.setter
    def trainable(self, trainable):
        self._trainable = trainable
        self._apply_trainable(trainable)

    def _apply_trainable(self, trainable):
        for name, weight in self._parameters.items():
            if weight is not None and not _convlens.is_unknown(weight) and name not in self._never_trained:
                weight.requires_grad = trainable
        for layer in self._modules.values():
            layer._apply_trainable(trainable and layer._trainable)

    _never_trained = ()

    @property
    def weights(self):
        own = [weight for weight in self._parameters.values() if weight is not None]
        return own + [weight for layer in self._modules.values() for weight in layer.weights]

    @property
    def trainableWeights(self):
        return [weight for weight in self.weights if weight.requires_grad]

    @property
    def nonTrainableWeights(self):
        return [weight for weight in self.weights if not weight.requires_grad]

    @property
    def input(self):
        return one_or_many(self._only_node('input').inputs)

    @property
    def output(self):
        return one_or_many(self._only_node('output').outputs)

    @property
    def outputShape(self):
        return one_or_many([tensor.shape for tensor in self._only_node('output').outputs])

    def _only_node(self, what):
        if len(self._nodes) != 1:
            raise AttributeError(f'Layer {self.name} has {"no" if not self._nodes else "multiple"} inbound nodes: no {what} to return.')
        return self._nodes[0]

    def countParams(self):
        total = 0
        for weight in self.weights:
            size = 1
            for dim in default(_tensorflow.shape_of(weight), []):
                size *= dim
            total += size
        return total

    def getWeights(self, trainableOnly=False):
        return self.weights

    def setWeights(self, weights):
        pass

    # Building and calling

    def addWeight(self, name, shape, dtype=None, initializer=None, regularizer=None, trainable=True, constraint=None):
        weight = _tensorflow.parameter(shape, default(trainable, True) and self._trainable)
        if not _convlens.is_unknown(weight):
            initialise(weight, shape, initializer)
        self._parameters[name] = weight
        return weight

    def build(self, inputShape):
        self._built = True

    def _prepare(self, values):
        """Makes the weights, once."""
        if self._built:
            return
        self._check_ranks(values)
        self.build(one_or_many([_tensorflow.shape_of(value) for value in values]))
        self._built = True

    def _check_ranks(self, values):
        for value in values:
            shape = _tensorflow.shape_of(value)
            if _convlens.is_unknown(shape):
                continue
            rank = len(shape)
            if self._rank is not None and rank != self._rank:
                _convlens.problem('CL1009', operator=type(self).__name__, expectedRank=self._rank, actualRank=rank)
            if self._least_rank is not None and rank < self._least_rank:
                _convlens.problem('CL1009', operator=type(self).__name__, expectedRank=f'{self._least_rank} or more', actualRank=rank)

    def apply(self, inputs, kwargs=None):
        if _convlens.is_unknown(inputs):
            return inputs
        tensors = many(inputs)
        for tensor in tensors:
            if _convlens.is_unknown(tensor):
                return tensor
        if not isinstance(tensors[0], SymbolicTensor):
            self._prepare(tensors)
            return self(*tensors)
        values = [tensor._value for tensor in tensors]
        self._prepare(values)
        node = Node(self, tensors)
        self._nodes.append(node)
        node.outputs = [SymbolicTensor(node, value) for value in many(self._symbolic(*values))]
        return one_or_many(node.outputs)

    def _symbolic(self, *inputs):
        """What the layer yields while the model is built: where TensorFlow.js tells less than at the run, a layer says so here."""
        return self.forward(*inputs)

    def forward(self, *inputs):
        """A layer of the user's own: its `call`; where that cannot be told, the shape that it declares."""
        result = self.call(one_or_many(list(inputs)), {})
        if not _convlens.is_unknown(result):
            return result
        shapes = one_or_many([_tensorflow.sizes(value) for value in inputs])
        declared = self.computeOutputShape(shapes)
        if _convlens.is_unknown(declared) or declared is None:
            return result
        _tensorflow.inexact(f'the cost of the layer {self.name}: {type(self).__name__}.call() is not modelled')
        return _tensorflow.placeholder(declared, 'float32')

    def call(self, inputs, kwargs=None):
        return inputs

    def computeOutputShape(self, inputShape):
        return _convlens.unknown('the output shape of a layer that declares none')

    def train(self, mode=True):
        self.training = mode
        for layer in self._modules.values():
            layer.train(mode)
        return self

    def eval(self):
        return self.train(False)

    def getConfig(self):
        return _convlens.unknown('the configuration of a layer')

    def dispose(self):
        pass


class InputLayer(Layer):
    def __init__(self, config=None):
        super().__init__(config)
        if self._batch_input_shape is None:
            raise ValueError('An InputLayer should be passed either a `batchInputShape` or an `inputShape`.')
        self._built = True
        node = Node(self, [])
        node.outputs = [SymbolicTensor(node, _tensorflow.placeholder(self._batch_input_shape, self._dtype))]
        self._nodes.append(node)

    def _automatic_name(self):
        return unique('input')

    def forward(self, input):
        return input


def Input(config):
    """tf.input: the symbolic tensor that a functional model begins with."""
    shape = config.get('batchShape')
    if shape is None and config.get('shape') is not None:
        shape = [None, *config['shape']]
    if shape is None:
        raise ValueError('Please provide to Input either a `shape` or a `batchShape` argument.')
    layer = InputLayer({'batchInputShape': shape, 'name': config.get('name'), 'dtype': config.get('dtype')})
    return layer._nodes[0].outputs[0]

# TensorFlow.js layers: a stack of layers (tf.sequential) and a graph of layers (tf.model). Both are layers themselves.
import _convlens
import _tensorflow
from .names import unique
from .options import many, one_or_many
from .topology import Input, InputLayer, Layer


# Every model made, in order: how an analysis finds those that no name of the file holds.
made = []


class Container(Layer):
    """What both models share: inputs, outputs, layers by name, and training that only the run itself can tell."""

    inputs = ()
    outputs = ()

    def __init__(self, config=None):
        super().__init__(config)
        made.append(self)

    def _automatic_name(self):
        return unique(f'{self.getClassName().lower()}_')

    @property
    def layers(self):
        return list(self._modules.values())

    @property
    def input(self):
        return one_or_many(list(self.inputs))

    @property
    def output(self):
        return one_or_many(list(self.outputs))

    @property
    def outputShape(self):
        return one_or_many([tensor.shape for tensor in self.outputs])

    def getLayer(self, name=None, index=None):
        if isinstance(name, int):
            name, index = None, name
        if index is not None:
            if not 0 <= index < len(self.layers):
                raise ValueError(f'Was asked to retrieve layer at index {index}, but model only has {len(self.layers)} layer(s).')
            return self.layers[index]
        if name not in self._modules:
            raise ValueError(f'No such layer: {name}')
        return self._modules[name]

    def _register(self, layer):
        known = self._modules.get(layer.name)
        if known is not None and known is not layer:
            raise ValueError(f'The name "{layer.name}" is used 2 times in the model. All layer names should be unique.')
        self._modules[layer.name] = layer

    def _declared_inputs(self):
        """Tensors of the shapes that the model is made for."""
        return [tensor._value for tensor in self.inputs]

    def build(self, inputShape=None):
        self._built = True

    def compile(self, config=None):
        pass

    def summary(self, *args):
        pass

    def predict(self, x, config=None):
        return self.apply(x)

    def fit(self, *args):
        return _convlens.unknown('what training yields')

    fitDataset = trainOnBatch = evaluate = evaluateDataset = fit

    def save(self, *args):
        return _convlens.unknown('what saving yields')

    def loadWeights(self, *args):
        pass


class LayersModel(Container):
    className = 'Functional'

    def __init__(self, config):
        super().__init__({'name': config.get('name')})
        self.inputs = many(config['inputs'])
        self.outputs = many(config['outputs'])
        self._steps = [] if any(_convlens.is_unknown(t) for t in [*self.inputs, *self.outputs]) else self._between()
        for node in self._steps:
            self._register(node.layer)
        self._built = True

    def _automatic_name(self):
        return unique('model')

    def _between(self):
        """The nodes that lead from the inputs to the outputs, in the order in which they were applied."""
        fed, seen, waiting = set(self.inputs), set(), list(self.outputs)
        while waiting:
            tensor = waiting.pop()
            node = tensor._node
            if node in seen or tensor in fed and not isinstance(node.layer, InputLayer):
                continue
            if isinstance(node.layer, InputLayer) and tensor not in fed:
                raise ValueError(f'Graph disconnected: cannot obtain value for the input {tensor.name}.')
            seen.add(node)
            waiting.extend(node.inputs)
        for tensor in self.inputs:
            if isinstance(tensor._node.layer, InputLayer):
                seen.add(tensor._node)
        return sorted(seen, key=lambda node: node.order)

    def forward(self, *inputs):
        if len(inputs) != len(self.inputs):
            raise ValueError(f'The model {self.name} expects {len(self.inputs)} inputs, but got {len(inputs)}.')
        values = dict(zip(self.inputs, inputs))
        for node in self._steps:
            given = [values[tensor] for tensor in node.inputs] if node.inputs else [values[node.outputs[0]]]
            results = many(_tensorflow.observed_at(node.place, node.layer, *given))
            for tensor, value in zip(node.outputs, results):
                values[tensor] = value
        for tensor in self.outputs:
            if _convlens.is_unknown(tensor):
                return tensor
        return one_or_many([values[tensor] for tensor in self.outputs])


class Sequential(Container):
    def __init__(self, config=None):
        config = {} if config is None else config
        super().__init__({'name': config.get('name')})
        self._steps = []
        for layer in many(config['layers']) if config.get('layers') is not None else []:
            self.add(layer)

    def add(self, layer):
        if _convlens.is_unknown(layer):
            # Of the layers that follow, nothing can be told either.
            self._modules[f'{len(self._modules)}'] = layer
            self._steps.append((layer, None))
            self.outputs = [layer]
            return
        # Where a layer does not fit, the model is left without it: of what is left nothing may be said.
        self._modules['?'] = _convlens.unknown('a layer could not be added')
        if not self._steps:
            self._first(layer)
        else:
            self.outputs = many(layer.apply(self.outputs[0]))
            if len(self.outputs) != 1:
                raise TypeError('All layers in a Sequential model should have a single output tensor. For multi-output layers, '
                                'use the functional API.')
        self._register(layer)
        self._steps.append((layer, _tensorflow.place()))
        del self._modules['?']
        self._built = True

    def _first(self, layer):
        if isinstance(layer, Container):
            self.inputs = [Input({'batchShape': tensor.shape, 'name': f'{layer.name}_input'}) for tensor in layer.inputs]
            self.outputs = many(layer.apply(self.inputs))
        elif isinstance(layer, InputLayer):
            self.inputs = self.outputs = layer._nodes[0].outputs
        else:
            if layer._batch_input_shape is None:
                raise ValueError('The first layer in a Sequential model must get an `inputShape` or `batchInputShape` argument.')
            self.inputs = [Input({'batchShape': layer._batch_input_shape, 'dtype': layer._dtype, 'name': f'{layer.name}_input'})]
            self.outputs = many(layer.apply(self.inputs[0]))

    def pop(self):
        if not self._steps:
            raise TypeError('There are no layers in the model.')
        layer, _ = self._steps.pop()
        del self._modules[layer.name]
        last = self._steps[-1][0] if self._steps else None
        self.outputs = [] if last is None else last.outputs if isinstance(last, Container) else last._nodes[-1].outputs

    def forward(self, input):
        for layer, place in self._steps:
            if _convlens.is_unknown(layer):
                return layer
            input = _tensorflow.at(place, layer, input)
        return self._modules.get('?', input)


def sequential(config=None):
    return Sequential(config)


def model(config):
    return LayersModel(config)


def input(config):
    return Input(config)

# Layers that make one tensor of several.
import _convlens
import _tensorflow
from _tensorflow import operator
from ..options import default
from ..topology import Layer

_add, _mul, _maximum, _minimum, _cat, _unsqueeze = (
    operator(name) for name in ('add', 'mul', 'maximum', 'minimum', 'cat', 'unsqueeze'))


class _Merge(Layer):
    def build(self, inputShape):
        if not _convlens.is_unknown(inputShape) and (not inputShape or not isinstance(inputShape[0], list)):
            raise ValueError('A merge layer should be called on an Array of at least 2 inputs. Got 1 input(s).')

    def forward(self, *inputs):
        # Of fewer dimensions: more are put in after the batch.
        most = max(len(_tensorflow.sizes(x)) for x in inputs)
        same = []
        for x in inputs:
            for _ in range(most - len(_tensorflow.sizes(x))):
                x = _unsqueeze(x, 1)
            same.append(x)
        return self._merge(same)

    def _merge(self, inputs):
        result = inputs[0]
        for x in inputs[1:]:
            result = self._combine(result, x)
        return result


class Add(_Merge):
    def _combine(self, a, b):
        return _add(a, b)


class Multiply(_Merge):
    def _combine(self, a, b):
        return _mul(a, b)


class Average(_Merge):
    def _combine(self, a, b):
        return _add(a, b)

    def _merge(self, inputs):
        return _mul(super()._merge(inputs), 1 / len(inputs))


class Maximum(_Merge):
    def _combine(self, a, b):
        return _maximum(a, b)


class Minimum(_Merge):
    def _combine(self, a, b):
        return _minimum(a, b)


class Concatenate(_Merge):
    def __init__(self, config=None):
        super().__init__(config)
        self.axis = -1 if config is None else default(config.get('axis'), -1)

    def forward(self, *inputs):
        return _cat(list(inputs), self.axis)

# Recurrent layers of TensorFlow.js: weights and shapes as it has them; the steps in time are not laid out, so that the cost is unknown.
import _convlens
import _tensorflow
from ..options import default, positive_integer
from ..topology import Layer


class _Recurrent(Layer):
    """kernel (in, gates·units), recurrentKernel (units, gates·units), bias (gates·units)."""

    _rank = 3
    _gates = 1

    def __init__(self, config):
        super().__init__(config)
        self.units = positive_integer(config.get('units'), 'units')
        self.useBias = default(config.get('useBias'), True)
        self.returnSequences = default(config.get('returnSequences'), False)
        self._return_state = default(config.get('returnState'), False)

    def build(self, inputShape):
        width = self._gates * self.units
        self.addWeight('kernel', [inputShape[-1], width])
        self.addWeight('recurrentKernel', [self.units, width])
        if self.useBias:
            self.addWeight('bias', [width])
        else:
            self._parameters['bias'] = None

    def forward(self, input, *states):
        if self._return_state:
            return _convlens.unknown('a recurrent layer that returns its state')
        batch, length, _ = _tensorflow.sizes(input)
        _tensorflow.inexact(f'the cost of the recurrent layer {self.name}')
        return _tensorflow.placeholder([batch, length, self.units] if self.returnSequences else [batch, self.units], 'float32')


class SimpleRNN(_Recurrent):
    pass


class GRU(_Recurrent):
    _gates = 3


class LSTM(_Recurrent):
    _gates = 4

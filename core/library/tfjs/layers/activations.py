# Activations as layers of their own.
import _convlens
import _tensorflow
from _tensorflow import operator
from ..options import default
from ..topology import Layer

_relu, _clamp, _leaky_relu, _elu, _softmax = (operator(name) for name in ('relu', 'clamp', 'leaky_relu', 'elu', 'softmax'))
_mul, _add, _sub, _neg, _gt = (operator(name) for name in ('mul', 'add', 'sub', 'neg', 'gt'))


class _Activation(Layer):
    def __init__(self, config=None):
        super().__init__(config)
        self._read({} if config is None else config)

    def _read(self, config):
        pass


class ReLU(_Activation):
    def _read(self, config):
        self.maxValue = config.get('maxValue')

    def forward(self, input):
        output = _relu(input)
        return output if self.maxValue is None else _clamp(output, 0, self.maxValue)


class LeakyReLU(_Activation):
    def _read(self, config):
        self.alpha = default(config.get('alpha'), 0.3)

    def forward(self, input):
        return _leaky_relu(input, self.alpha)


class ELU(_Activation):
    def _read(self, config):
        self.alpha = default(config.get('alpha'), 1.0)

    def forward(self, input):
        return _elu(input, self.alpha)


class Softmax(_Activation):
    def _read(self, config):
        # The default of TensorFlow.js is the axis after the batch.
        self.axis = default(config.get('axis'), 1)

    def forward(self, input):
        rank = len(_tensorflow.sizes(input))
        if isinstance(self.axis, int) and self.axis % rank != rank - 1:
            _convlens.problem('CL1012', operator='Softmax', reason='TensorFlow.js has no softmax along another than the last axis',
                              expected=f'axis: {rank - 1} or -1', actual=f'axis: {self.axis}')
        return _softmax(input, self.axis)


class ThresholdedReLU(_Activation):
    def _read(self, config):
        self.theta = default(config.get('theta'), 1.0)

    def forward(self, input):
        return _mul(input, _gt(input, self.theta))


class PReLU(_Activation):
    """A slope for every element of the input but the batch; one where the axis is shared."""

    def _read(self, config):
        shared = config.get('sharedAxes')
        self.sharedAxes = [shared] if isinstance(shared, int) else shared
        self._initializer = default(config.get('alphaInitializer'), 'zeros')

    def build(self, inputShape):
        shape = [1 if self.sharedAxes is not None and axis in self.sharedAxes else size for axis, size in enumerate(inputShape)][1:]
        self.addWeight('alpha', shape, None, self._initializer)

    def forward(self, input):
        # alpha·x where x is negative
        return _sub(_relu(input), _mul(self.alpha, _relu(_neg(input))))

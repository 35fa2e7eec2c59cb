# Convolutions of TensorFlow.js. Kernels are (*kernelSize, in, filters), images N×H×W×C; the operators are those of PyTorch's layout,
# so images and kernels are permuted around them. 'same' pads so that the output is ceil(size / stride), the odd one after.
import _convlens
import _tensorflow
from _tensorflow import operator
from ..activations import activate, check_activation
from ..options import data_format, default, listed, positive_integer
from ..topology import Layer

_permute, _pad, _reshape, _narrow, _interpolate = (operator(name) for name in ('permute', 'pad', 'reshape', 'narrow', 'interpolate'))
_conv_transpose2d = operator('conv_transpose2d')
_convolutions = {1: operator('conv1d'), 2: operator('conv2d'), 3: operator('conv3d')}


def channels_first(x, format, rank):
    """N×…×C as N×C×…"""
    return x if format == 'channelsFirst' else _permute(x, 0, rank + 1, *range(1, rank + 1))


def channels_back(x, format, rank):
    return x if format == 'channelsFirst' else _permute(x, 0, *range(2, rank + 2), 1)


def same_padding(x, kernel, stride, dilation):
    """Before and after, an axis each, for N×C×…"""
    return [_tensorflow.same_padding(size, k, s, d) for size, k, s, d in zip(_tensorflow.sizes(x)[2:], kernel, stride, dilation)]


def flat_padding(padding):
    """As `pad` takes it: the last axis first."""
    return [number for before_and_after in reversed(padding) for number in before_and_after]


def is_symmetric(padding):
    return all(before == after for before, after in padding)


def check_padding(padding):
    if not _convlens.is_unknown(padding) and padding not in ('valid', 'same', 'causal'):
        raise ValueError(f'{padding} is not a valid PaddingMode. Valid values are valid, same, causal')
    return padding


class BaseConv(Layer):
    def __init__(self, axes, config):
        super().__init__(config)
        if 'kernelSize' not in config:
            raise ValueError("required key 'kernelSize' not in config")
        self._rank = axes + 2
        self._axes = axes
        self.kernelSize = listed(config['kernelSize'], axes, 'kernelSize')
        self.strides = listed(default(config.get('strides'), 1), axes, 'strides')
        self.padding = check_padding(default(config.get('padding'), 'valid'))
        self.dataFormat = data_format(config)
        self.dilationRate = listed(default(config.get('dilationRate'), 1), axes, 'dilationRate')
        self.activation = check_activation(config.get('activation'))
        self.useBias = default(config.get('useBias'), True)
        self._bias_initializer = default(config.get('biasInitializer'), 'zeros')

    def _input_channels(self, inputShape):
        channels = inputShape[1 if self.dataFormat == 'channelsFirst' else -1]
        if channels is None:
            raise ValueError(f'The channel dimension of the input to {self.name} should be defined.')
        return channels

    def _add_bias(self, count):
        if self.useBias:
            self.addWeight('bias', [count], None, self._bias_initializer)
        else:
            self._parameters['bias'] = None

    def _convolve(self, x, weight, bias, groups=1):
        """`x` N×C×…, `weight` as PyTorch's."""
        if self.padding == 'causal':
            _convlens.problem('CL1012', operator=type(self).__name__, reason="TensorFlow.js does not implement padding 'causal'",
                              expected="'valid' or 'same'", actual="'causal'")
        if any(s > 1 for s in self.strides) and any(d > 1 for d in self.dilationRate):
            _convlens.problem('CL1012', operator=type(self).__name__, reason='either strides or dilations must be 1',
                              actual=f'strides {self.strides} and dilations {self.dilationRate}')
        convolution = _convolutions[self._axes]
        padding = 0
        if self.padding == 'same':
            padding = same_padding(x, self.kernelSize, self.strides, self.dilationRate)
            if is_symmetric(padding):
                padding = [before for before, _ in padding]
            else:
                x = _pad(x, flat_padding(padding))
                padding = 0
        return convolution(x, weight, bias, self.strides, padding, self.dilationRate, groups)

    def _finish(self, y):
        return activate(self.activation, channels_back(y, self.dataFormat, self._axes))


class Conv(BaseConv):
    """1, 2 or 3 spatial axes: kernel (*kernelSize, in, filters)."""

    def __init__(self, axes, config):
        super().__init__(axes, config)
        self.filters = positive_integer(config.get('filters'), 'filters')
        self._kernel_initializer = default(config.get('kernelInitializer'), 'glorotNormal')

    def build(self, inputShape):
        channels = self._input_channels(inputShape)
        self.addWeight('kernel', [*self.kernelSize, channels, self.filters], None, self._kernel_initializer)
        self._add_bias(self.filters)

    def forward(self, input):
        axes = self._axes
        weight = _permute(self.kernel, axes + 1, axes, *range(axes))
        return self._finish(self._convolve(channels_first(input, self.dataFormat, axes), weight, self.bias))


class Conv1D(Conv):
    def __init__(self, config):
        super().__init__(1, config)


class Conv2D(Conv):
    def __init__(self, config):
        super().__init__(2, config)


class Conv3D(Conv):
    def __init__(self, config):
        super().__init__(3, config)


class Conv2DTranspose(Conv):
    """size -> size·stride + max(kernel - stride, 0), or size·stride for 'same'; kernel (*kernelSize, filters, in)."""

    def __init__(self, config):
        super().__init__(2, config)
        # TensorFlow.js leaves the dilation of this layer out.
        self.dilationRate = [1, 1]

    def build(self, inputShape):
        channels = self._input_channels(inputShape)
        self.addWeight('kernel', [*self.kernelSize, self.filters, channels], None, self._kernel_initializer)
        self._add_bias(self.filters)

    def forward(self, input):
        x = channels_first(input, self.dataFormat, 2)
        # 'same' cuts what the kernel reaches beyond size·stride, the odd one after; a kernel shorter than the stride leaves room.
        surplus = [k - s for k, s in zip(self.kernelSize, self.strides)]
        cut = [max(n, 0) if self.padding == 'same' else 0 for n in surplus]
        y = _conv_transpose2d(x, _permute(self.kernel, 3, 2, 0, 1), self.bias, self.strides, [n // 2 for n in cut],
                              [max(-n, 0) for n in surplus])
        for axis, n in enumerate(cut):
            if n % 2 == 1:
                y = _narrow(y, axis + 2, 0, _tensorflow.sizes(y)[axis + 2] - 1)
        return self._finish(y)


class DepthwiseConv2D(BaseConv):
    """Each channel by itself, `depthMultiplier` outputs each: kernel (kh, kw, in, depthMultiplier)."""

    def __init__(self, config):
        super().__init__(2, config)
        self.depthMultiplier = default(config.get('depthMultiplier'), 1)
        # TensorFlow.js 4.22 accepts `dilationRate` here and computes without it.
        self.dilationRate = [1, 1]
        self._depthwise_initializer = default(config.get('depthwiseInitializer'), 'glorotNormal')

    def build(self, inputShape):
        channels = self._input_channels(inputShape)
        self.addWeight('depthwiseKernel', [*self.kernelSize, channels, self.depthMultiplier], None, self._depthwise_initializer)
        self._add_bias(channels * self.depthMultiplier)

    def forward(self, input):
        x = channels_first(input, self.dataFormat, 2)
        return self._finish(self._convolve(x, depthwise_weight(self.depthwiseKernel), self.bias, groups_of(self.depthwiseKernel)))


def depthwise_weight(kernel):
    """(kh, kw, in, m) as in·m×1×kh×kw."""
    kh, kw, channels, multiplier = _tensorflow.sizes(kernel)
    return _reshape(_permute(kernel, 2, 3, 0, 1), [channels * multiplier, 1, kh, kw])


def groups_of(kernel):
    return _tensorflow.sizes(kernel)[2]


class SeparableConv2D(Conv):
    """A depthwise convolution with strides and dilation, then a pointwise one: kernels (kh, kw, in, m) and (1, 1, in·m, filters)."""

    def __init__(self, config):
        if config.get('kernelInitializer') is not None:
            raise ValueError('Fields kernelInitializer, kernelRegularizer and kernelConstraint are invalid for SeparableConv2D. '
                             'Use depthwiseInitializer and pointwiseInitializer instead.')
        super().__init__(2, config)
        if self.padding == 'causal':
            raise ValueError(f"SeparableConv2D supports only padding modes: 'same' and 'valid', but received '{self.padding}'")
        self.depthMultiplier = default(config.get('depthMultiplier'), 1)
        # One option for both kernels, as in TensorFlow.js.
        self._initializer = default(config.get('depthwiseInitializer'), 'glorotUniform')

    def build(self, inputShape):
        channels = self._input_channels(inputShape)
        self.addWeight('depthwiseKernel', [*self.kernelSize, channels, self.depthMultiplier], None, self._initializer)
        self.addWeight('pointwiseKernel', [1, 1, channels * self.depthMultiplier, self.filters], None, self._initializer)
        self._add_bias(self.filters)

    def forward(self, input):
        x = channels_first(input, self.dataFormat, 2)
        y = self._convolve(x, depthwise_weight(self.depthwiseKernel), None, groups_of(self.depthwiseKernel))
        return self._finish(_convolutions[2](y, _permute(self.pointwiseKernel, 3, 2, 0, 1), self.bias))


class UpSampling2D(Layer):
    _rank = 4

    def __init__(self, config=None):
        super().__init__(config)
        config = {} if config is None else config
        self.size = listed(default(config.get('size'), [2, 2]), 2, 'size')
        self.dataFormat = data_format(config)
        self.interpolation = default(config.get('interpolation'), 'nearest')
        if not _convlens.is_unknown(self.interpolation) and self.interpolation not in ('nearest', 'bilinear'):
            raise ValueError(f'{self.interpolation} is not a valid InterpolationFormat. Valid values are nearest, bilinear')

    def forward(self, input):
        x = channels_first(input, self.dataFormat, 2)
        sizes = [size * factor for size, factor in zip(_tensorflow.sizes(x)[2:], self.size)]
        return channels_back(_interpolate(x, sizes, mode=self.interpolation), self.dataFormat, 2)


class Cropping2D(Layer):
    _rank = 4

    def __init__(self, config):
        super().__init__(config)
        self.cropping = [[n, n] if isinstance(n, int) else n for n in listed(config['cropping'], 2, 'cropping')]
        self.dataFormat = data_format(config)

    def forward(self, input):
        x = channels_first(input, self.dataFormat, 2)
        y = _pad(x, [-number for number in flat_padding(self.cropping)])
        return channels_back(y, self.dataFormat, 2)

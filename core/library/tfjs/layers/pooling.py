# Pooling and padding of TensorFlow.js: N×H×W×C, or N×C×H×W with `dataFormat: 'channelsFirst'`.
from _tensorflow import operator
from ..options import data_format, default, listed
from ..topology import Layer
from .convolutional import channels_back, channels_first, check_padding, flat_padding, is_symmetric, same_padding

_pad, _mean, _amax, _div, _ones_like = (operator(name) for name in ('pad', 'mean', 'amax', 'true_divide', 'ones_like'))
_max_pools = {axes: operator(f'max_pool{axes}d') for axes in (1, 2, 3)}
_average_pools = {axes: operator(f'avg_pool{axes}d') for axes in (1, 2, 3)}


class _Pooling(Layer):
    def __init__(self, axes, config=None):
        super().__init__(config)
        config = {} if config is None else config
        self._axes = axes
        self._rank = axes + 2
        self.poolSize = listed(default(config.get('poolSize'), 2), axes, 'poolSize')
        strides = config.get('strides')
        self.strides = self.poolSize if strides is None else listed(strides, axes, 'strides')
        self.padding = check_padding(default(config.get('padding'), 'valid'))
        # Sequences have no other layout than N×L×C.
        self.dataFormat = 'channelsLast' if axes == 1 else data_format(config)

    def forward(self, input):
        x = channels_first(input, self.dataFormat, self._axes)
        padding = [(0, 0)] * self._axes
        if self.padding == 'same':
            padding = same_padding(x, self.poolSize, self.strides, [1] * self._axes)
        return channels_back(self._pool(x, padding), self.dataFormat, self._axes)


class _MaxPooling(_Pooling):
    def _pool(self, x, padding):
        pool = _max_pools[self._axes]
        if is_symmetric(padding):
            return pool(x, self.poolSize, self.strides, [before for before, _ in padding])
        return pool(_pad(x, flat_padding(padding), 'constant', float('-inf')), self.poolSize, self.strides)


class _AveragePooling(_Pooling):
    def _pool(self, x, padding):
        """What is padded does not count in the average."""
        pool = _average_pools[self._axes]
        if is_symmetric(padding):
            return pool(x, self.poolSize, self.strides, [before for before, _ in padding], count_include_pad=False)
        pads = flat_padding(padding)
        inside = pool(_pad(_ones_like(x), pads), self.poolSize, self.strides)
        return _div(pool(_pad(x, pads), self.poolSize, self.strides), inside)


class MaxPooling1D(_MaxPooling):
    def __init__(self, config=None):
        super().__init__(1, config)


class MaxPooling2D(_MaxPooling):
    def __init__(self, config=None):
        super().__init__(2, config)


class MaxPooling3D(_MaxPooling):
    def __init__(self, config=None):
        super().__init__(3, config)


class AveragePooling1D(_AveragePooling):
    def __init__(self, config=None):
        super().__init__(1, config)


class AveragePooling2D(_AveragePooling):
    def __init__(self, config=None):
        super().__init__(2, config)


class AveragePooling3D(_AveragePooling):
    def __init__(self, config=None):
        super().__init__(3, config)


class _GlobalPooling2D(Layer):
    _rank = 4

    def __init__(self, config=None):
        super().__init__(config)
        self.dataFormat = data_format({} if config is None else config)

    def _axes(self):
        return [2, 3] if self.dataFormat == 'channelsFirst' else [1, 2]


class GlobalAveragePooling2D(_GlobalPooling2D):
    def forward(self, input):
        return _mean(input, self._axes())


class GlobalMaxPooling2D(_GlobalPooling2D):
    def forward(self, input):
        return _amax(input, self._axes())


class GlobalAveragePooling1D(Layer):
    _rank = 3

    def forward(self, input):
        return _mean(input, 1)


class GlobalMaxPooling1D(Layer):
    _rank = 3

    def forward(self, input):
        return _amax(input, 1)


class ZeroPadding2D(Layer):
    _rank = 4

    def __init__(self, config=None):
        super().__init__(config)
        config = {} if config is None else config
        self.dataFormat = data_format(config)
        self.padding = [[n, n] if isinstance(n, int) else n for n in listed(default(config.get('padding'), 1), 2, 'padding')]

    def forward(self, input):
        x = channels_first(input, self.dataFormat, 2)
        return channels_back(_pad(x, flat_padding(self.padding)), self.dataFormat, 2)

# tf.layers: a function for every layer, which takes its options as one object. What is not here is unknown, with its name.
from .activations import ELU, LeakyReLU, PReLU, ReLU, Softmax, ThresholdedReLU
from .convolutional import Conv1D, Conv2D, Conv2DTranspose, Conv3D, Cropping2D, DepthwiseConv2D, SeparableConv2D, UpSampling2D
from .core import (
    Activation, AlphaDropout, Dense, Dropout, Embedding, Flatten, GaussianDropout, GaussianNoise, Masking, Permute, RepeatVector,
    Reshape, SpatialDropout1D,
)
from .merge import Add, Average, Concatenate, Maximum, Minimum, Multiply
from .normalization import BatchNormalization, LayerNormalization
from .pooling import (
    AveragePooling1D, AveragePooling2D, AveragePooling3D, GlobalAveragePooling1D, GlobalAveragePooling2D, GlobalMaxPooling1D,
    GlobalMaxPooling2D, MaxPooling1D, MaxPooling2D, MaxPooling3D, ZeroPadding2D,
)
from .recurrent import GRU, LSTM, SimpleRNN
from ..topology import InputLayer, Layer


def _function(layer):
    return lambda config=None: layer(config)


def _merge(layer):
    """Called on a list of tensors it applies itself to them at once."""
    return lambda config=None: layer().apply(config) if isinstance(config, (list, tuple)) else layer(config)


inputLayer, dense, flatten, reshape, permute = map(_function, (InputLayer, Dense, Flatten, Reshape, Permute))
activation, reLU, leakyReLU, prelu, elu, softmax, thresholdedReLU = map(
    _function, (Activation, ReLU, LeakyReLU, PReLU, ELU, Softmax, ThresholdedReLU))
conv1d, conv2d, conv3d, conv2dTranspose = map(_function, (Conv1D, Conv2D, Conv3D, Conv2DTranspose))
depthwiseConv2d, separableConv2d = map(_function, (DepthwiseConv2D, SeparableConv2D))
upSampling2d, zeroPadding2d, cropping2D = map(_function, (UpSampling2D, ZeroPadding2D, Cropping2D))
maxPooling1d = maxPool1d = _function(MaxPooling1D)
maxPooling2d = maxPool2d = _function(MaxPooling2D)
maxPooling3d = maxPool3d = _function(MaxPooling3D)
averagePooling1d = avgPool1d = avgPooling1d = _function(AveragePooling1D)
averagePooling2d = avgPool2d = avgPooling2d = _function(AveragePooling2D)
averagePooling3d = avgPool3d = avgPooling3d = _function(AveragePooling3D)
globalAveragePooling1d, globalAveragePooling2d = map(_function, (GlobalAveragePooling1D, GlobalAveragePooling2D))
globalMaxPooling1d, globalMaxPooling2d = map(_function, (GlobalMaxPooling1D, GlobalMaxPooling2D))
globalMaxPool1d, globalMaxPool2d = globalMaxPooling1d, globalMaxPooling2d
batchNormalization, layerNormalization = map(_function, (BatchNormalization, LayerNormalization))
dropout, spatialDropout1d, repeatVector, embedding = map(_function, (Dropout, SpatialDropout1D, RepeatVector, Embedding))
gaussianNoise, gaussianDropout, alphaDropout, masking = map(_function, (GaussianNoise, GaussianDropout, AlphaDropout, Masking))
add, average, concatenate, maximum, minimum, multiply = map(_merge, (Add, Average, Concatenate, Maximum, Minimum, Multiply))
simpleRNN, lstm, gru = map(_function, (SimpleRNN, LSTM, GRU))

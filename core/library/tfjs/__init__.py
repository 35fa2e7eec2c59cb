# TensorFlow.js 4.22, its layers API: what `import * as tf from '@tensorflow/tfjs'` gives a model's source. Names are those of
# JavaScript; options come as one object. Tensors of numbers, training and files are not modelled: they are unknown.
from . import initializers, layers
from .models import LayersModel, Sequential, input, model, sequential
from .topology import SymbolicTensor

version = version_core = '4.22.0'
Model = LayersModel


def _ignore(*args):
    pass


def tidy(name_or_function, function=None):
    return (name_or_function if function is None else function)()


def keep(tensor):
    return tensor


setBackend = ready = enableProdMode = enableDebugMode = disposeVariables = dispose = nextFrame = _ignore

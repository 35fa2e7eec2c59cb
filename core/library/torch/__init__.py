# torch: what is no operator and no dtype (those are native): modes that do not change shapes, devices, settings, files.
import _convlens
import math
import torch
from _convlens import Tensor, dtype
from . import (
    _dynamo, accelerator, amp, ao, autograd, backends, compiler, cpu, cuda, distributed, distributions, fft, func, fx, hub, jit, library, linalg, mps,
    multiprocessing, nn, onnx, optim, overrides, profiler, quantization, random, special, types, utils, version, xpu,
)
from .amp import autocast
from .autograd import enable_grad, inference_mode, is_grad_enabled, is_inference_mode_enabled, no_grad, set_grad_enabled
from ._variants import (
    affine_grid_generator, batch_norm, binary_cross_entropy_with_logits, broadcast_tensors, cond, constant_pad_nd, conv_tbc, convolution, eig,
    embedding, grid_sampler, grid_sampler_2d, grid_sampler_3d, instance_norm, kl_div, lstsq, matrix_rank, norm_except_dim, solve, sym_float, sym_int, sym_ite, sym_max, sym_min,
    sym_not, sym_sum, symeig,
)
from .random import Generator, default_generator, get_rng_state, initial_seed, manual_seed, seed, set_rng_state

__version__ = '2.13.0'
inf = math.inf
nan = math.nan
pi = math.pi
e = math.e
newaxis = None


class Size(tuple):
    def numel(self):
        return math.prod(self)


_devices = {}


class device:
    """Where a tensor lives: kept and compared, never acted on. One object for each place, so that it is a key as PyTorch's is."""

    def __new__(cls, type='cpu', index=None):
        if isinstance(type, device):
            return type
        if isinstance(type, int):
            type, index = 'cuda', type
        elif ':' in type:
            type, _, number = type.partition(':')
            index = int(number)
        place = (type, index)
        if place not in _devices:
            made = object.__new__(cls)
            made.type, made.index = place
            _devices[place] = made
        return _devices[place]

    def __eq__(self, other):
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self):
        return hash((self.type, self.index))

    def __str__(self):
        return self.type if self.index is None else f'{self.type}:{self.index}'

    def __repr__(self):
        return f"device(type='{self.type}'" + (')' if self.index is None else f', index={self.index})')

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


class _Setting:
    """A named constant of PyTorch that only its identity distinguishes."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f'torch.{self.name}'


class memory_format(_Setting):
    pass


class layout(_Setting):
    pass


contiguous_format = memory_format('contiguous_format')
preserve_format = memory_format('preserve_format')
channels_last = memory_format('channels_last')
channels_last_3d = memory_format('channels_last_3d')
strided = layout('strided')
sparse_coo = layout('sparse_coo')
sparse_csr = layout('sparse_csr')


class finfo:
    """Limits of a floating-point type: from its widths of exponent and fraction in bits."""

    def __init__(self, type=None):
        type = get_default_dtype() if type is None else type
        if type == torch.float64:
            exponent, fraction = 11, 52
        elif type == torch.float32:
            exponent, fraction = 8, 23
        elif type == torch.float16:
            exponent, fraction = 5, 10
        elif type == torch.bfloat16:
            exponent, fraction = 8, 7
        else:
            raise TypeError(f'torch.finfo() requires a floating point input type. Use torch.iinfo to handle {type}')
        bias = 2 ** (exponent - 1) - 1
        self.bits = 1 + exponent + fraction
        self.eps = 2.0**-fraction
        self.max = (2 - self.eps) * 2.0**bias
        self.min = -self.max
        self.tiny = self.smallest_normal = 2.0 ** (1 - bias)
        self.resolution = 10.0 ** -math.floor(fraction * math.log10(2))


class iinfo:
    """Limits of an integer type."""

    def __init__(self, type):
        signed = {torch.int8: 8, torch.int16: 16, torch.int32: 32, torch.int64: 64}
        if type == torch.uint8:
            self.bits, self.min, self.max = 8, 0, 255
        elif type in signed:
            self.bits = signed[type]
            self.min = -(2 ** (self.bits - 1))
            self.max = 2 ** (self.bits - 1) - 1
        else:
            raise TypeError(f'torch.iinfo() requires an integer input type. Use torch.finfo to handle {type}')


def is_tensor(obj):
    return isinstance(obj, Tensor)


def _assert(condition, message):
    if not condition:
        raise AssertionError(message)


def _check(condition, message=None):
    if not condition:
        raise RuntimeError(message() if message is not None else 'Expected cond to be True')


def typename(obj):
    return f'{type(obj).__module__}.{type(obj).__name__}'


def compile(model=None, **options):
    """Compiling changes no result: a module in its wrapper, a function as it is; without either, a decorator."""
    if model is None:
        return lambda function: compile(function)
    return _dynamo.OptimizedModule(model) if isinstance(model, nn.Module) else model


def save(obj, f, *args, **kwargs):
    pass


def load(f, *args, **kwargs):
    return _convlens.unknown('the contents of a file')


def from_numpy(ndarray):
    return ndarray._t if hasattr(ndarray, '_t') else _convlens.unknown('a NumPy array')


# Settings that change speed, numbers or printing, not shapes.


get_default_dtype = _convlens.default_dtype


def set_default_dtype(d):
    if not d.is_floating_point:
        raise TypeError('only floating-point types are supported as the default type')
    _convlens.set_default_dtype(d)


def set_default_tensor_type(t):
    """`torch.HalfTensor` or its name."""
    types = {DoubleTensor: torch.float64, FloatTensor: torch.float32, HalfTensor: torch.float16, BFloat16Tensor: torch.bfloat16}
    names = {'DoubleTensor': torch.float64, 'FloatTensor': torch.float32, 'HalfTensor': torch.float16, 'BFloat16Tensor': torch.bfloat16}
    if isinstance(t, torch.dtype):
        _convlens.set_default_dtype(t)
    elif isinstance(t, str):
        _convlens.set_default_dtype(names.get(t.rpartition('.')[2]))
    else:
        _convlens.set_default_dtype(types.get(t))


def _ignore(*args, **kwargs):
    pass


set_default_device = set_float32_matmul_precision = set_num_threads = set_num_interop_threads = _ignore
set_printoptions = use_deterministic_algorithms = set_anomaly_enabled = set_flush_denormal = set_warn_always = _ignore
_log_api_usage_once = _ignore


def get_default_device():
    return device('cpu')


def get_float32_matmul_precision():
    return 'highest'


def get_autocast_dtype(device_type):
    return torch.bfloat16 if device_type == 'cpu' else torch.float16


def get_device(tensor):
    return -1


def is_autocast_cache_enabled():
    return True


def is_anomaly_enabled():
    return False


def get_num_threads():
    return _convlens.unknown('the number of threads of a machine')


def is_deterministic_algorithms_warn_only_enabled():
    return False


def are_deterministic_algorithms_enabled():
    return False


def is_autocast_enabled(device_type=None):
    return False


def is_storage(obj):
    return False


# `torch.FloatTensor(2, 3)`: memory of a shape; `torch.FloatTensor([1, 2])`: those values.


def _constructor(type):
    def make(*args):
        if len(args) == 1 and hasattr(args[0], 'tolist'):
            args = (args[0].tolist(),)
        if len(args) == 1 and isinstance(args[0], (list, tuple)):
            return torch.tensor(args[0], dtype=type)
        return torch.empty(*args, dtype=type)

    return make


FloatTensor = _constructor(torch.float32)
DoubleTensor = _constructor(torch.float64)
HalfTensor = _constructor(torch.float16)
LongTensor = _constructor(torch.int64)
IntTensor = _constructor(torch.int32)
ShortTensor = _constructor(torch.int16)
ByteTensor = _constructor(torch.uint8)
BoolTensor = _constructor(torch.bool)
CharTensor = _constructor(torch.int8)
BFloat16Tensor = _constructor(torch.bfloat16)
legacy_contiguous_format = contiguous_format
sparse_csc = layout('sparse_csc')
jagged = layout('jagged')
SymInt, SymFloat, SymBool = int, float, bool
OutOfMemoryError = RuntimeError
ScriptModule, ScriptFunction = jit.ScriptModule, jit.ScriptFunction
vmap = func.vmap

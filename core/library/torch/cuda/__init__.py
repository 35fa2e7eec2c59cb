# torch.cuda: there is none, so that scripts choose the CPU.
import _convlens
from . import amp


def is_available():
    return False


def device_count():
    return 0


def is_initialized():
    return False


def is_bf16_supported(including_emulation=True):
    return False


def current_device():
    raise AssertionError('Torch not compiled with CUDA enabled')


def _ignore(*args, **kwargs):
    pass


manual_seed = manual_seed_all = synchronize = empty_cache = set_device = init = ipc_collect = _ignore
reset_peak_memory_stats = reset_max_memory_allocated = _ignore


def _figure(*args, **kwargs):
    return _convlens.unknown('a figure of a CUDA device')


get_device_name = get_device_properties = get_device_capability = memory_allocated = max_memory_allocated = _figure
memory_reserved = max_memory_reserved = memory_summary = get_rng_state = _figure


class _Nothing:
    """A stream, an event, a device: entered and left."""

    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def _ignore(self, *args, **kwargs):
        pass

    record = wait = synchronize = wait_stream = wait_event = record_event = _ignore


Stream = Event = stream = device = device_of = _Nothing


def current_stream(device=None):
    return Stream()


default_stream = current_stream

# torch.accelerator: there is none.
from torch.mps import device_count, empty_cache, is_available, synchronize


def current_accelerator(check_available=False):
    return None


def current_device_index():
    raise RuntimeError('Cannot access accelerator device when none is available.')

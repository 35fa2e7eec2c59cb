# torch.xpu: absent.
from torch.cuda import Event, Stream, device, device_of, stream
from torch.mps import device_count, empty_cache, is_available, manual_seed, synchronize

manual_seed_all = manual_seed


def is_initialized():
    return False


def is_bf16_supported():
    return False

# torch.multiprocessing: nothing is spawned.
import _convlens


def spawn(fn, args=(), nprocs=1, **kwargs):
    return _convlens.unknown('other processes')


def set_start_method(method, force=False):
    pass


def set_sharing_strategy(new_strategy):
    pass


def cpu_count():
    return _convlens.unknown('the number of processors of a machine')

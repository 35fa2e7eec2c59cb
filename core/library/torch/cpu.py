# torch.cpu: the one device that is always there; its streams do nothing.
import contextlib


class Stream:
    def __init__(self, priority=-1):
        pass

    def wait_stream(self, stream):
        pass

    def synchronize(self):
        pass


class Event:
    def query(self):
        return True

    def record(self, stream=None):
        pass

    def synchronize(self):
        pass

    def wait(self, stream=None):
        pass


_stream = Stream()


def is_available():
    return True


def is_initialized():
    return True


def synchronize(device=None):
    pass


def current_stream(device=None):
    return _stream


def stream(stream):
    return contextlib.nullcontext()


def device_count():
    return 1


def current_device():
    return 'cpu'


def set_device(device):
    pass

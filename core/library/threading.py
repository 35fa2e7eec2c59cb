# threading: one thread, which nothing has to wait for. Others are not modelled.
import _convlens


class Lock:
    def acquire(self, blocking=True, timeout=-1):
        return True

    def release(self):
        pass

    def locked(self):
        return False

    def __enter__(self):
        return True

    def __exit__(self, *error):
        return False


class RLock(Lock):
    pass


class Semaphore(Lock):
    def __init__(self, value=1):
        pass


BoundedSemaphore = Condition = Semaphore


class local:
    """Attributes of the only thread there is."""


class Thread:
    """A thread is started, and what it does is not seen."""

    name = 'MainThread'
    daemon = False
    ident = 1

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        self.name = name or 'Thread-1'
        self.daemon = bool(daemon)

    def start(self):
        _convlens.doubt('what another thread does')

    def join(self, timeout=None):
        pass

    def is_alive(self):
        return _convlens.unknown('what another thread does')


_main = Thread.__new__(Thread)


def main_thread():
    return _main


current_thread = main_thread


def get_ident():
    return 1


def __getattr__(name):
    return _convlens.unknown('threads')

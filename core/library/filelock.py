# filelock: locks between processes. Here nobody else holds one.


class Timeout(TimeoutError):
    def __init__(self, lock_file):
        super().__init__(lock_file)
        self.lock_file = lock_file


class BaseFileLock:
    def __init__(self, lock_file, timeout=-1, *args, **kwargs):
        self.lock_file = lock_file
        self.timeout = timeout
        self.lock_counter = 0

    @property
    def is_locked(self):
        return self.lock_counter > 0

    def acquire(self, *args, **kwargs):
        self.lock_counter += 1
        return self

    def release(self, force=False):
        self.lock_counter = 0 if force or self.lock_counter == 0 else self.lock_counter - 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *error):
        self.release()


class FileLock(BaseFileLock):
    pass


class SoftFileLock(BaseFileLock):
    pass


UnixFileLock = WindowsFileLock = FileLock

# contextlib: what `with` takes.
import functools


class AbstractContextManager:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


class ContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, func):
        def inner(*args, **kwargs):
            with self._recreate_cm():
                return func(*args, **kwargs)

        return functools.wraps(func)(inner)


class _Generated(AbstractContextManager, ContextDecorator):
    """A generator that yields once: before is entering, after is leaving."""

    def __init__(self, func, args, kwargs):
        self.made_by = (func, args, kwargs)
        self.steps = iter(func(*args, **kwargs))

    def _recreate_cm(self):
        return type(self)(*self.made_by)

    def __enter__(self):
        return next(self.steps)

    def __exit__(self, type, value, traceback):
        if type is None:
            next(self.steps, None)
            return False
        try:
            self.steps.throw(value)
        except StopIteration:
            return True
        except BaseException as error:
            if error is not value:
                raise
        return False


def contextmanager(func):
    def helper(*args, **kwargs):
        return _Generated(func, args, kwargs)

    return functools.wraps(func)(helper)


class nullcontext(AbstractContextManager):
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result


class suppress(AbstractContextManager):
    def __init__(self, *exceptions):
        self.exceptions = exceptions

    def __exit__(self, type, value, traceback):
        return type is not None and issubclass(type, self.exceptions)


class closing(AbstractContextManager):
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *error):
        self.thing.close()


class ExitStack(AbstractContextManager):
    def __init__(self):
        self._exits = []

    def enter_context(self, cm):
        value = cm.__enter__()
        self._exits.append(cm.__exit__)
        return value

    def push(self, exit):
        self._exits.append(exit.__exit__ if hasattr(exit, '__exit__') else exit)
        return exit

    def callback(self, callback, /, *args, **kwargs):
        self._exits.append(lambda *error: callback(*args, **kwargs) and None)
        return callback

    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, *error):
        while self._exits:
            if self._exits.pop()(*error):
                error = (None, None, None)
        return error[:1] == (None,) and False


def redirect_stdout(new_target):
    return nullcontext(new_target)


redirect_stderr = redirect_stdout

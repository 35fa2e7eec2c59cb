# torch.profiler: contexts that measure nothing.
class _Nothing:
    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        return function

    def step(self):
        pass


profile = record_function = _Nothing

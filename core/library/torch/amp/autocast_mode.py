# A context that changes the precision of operators, not their shapes.
class autocast:
    def __init__(self, device_type='cuda', dtype=None, enabled=True, cache_enabled=None):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def __call__(self, function):
        return function


def custom_fwd(fwd=None, **options):
    return (lambda function: function) if fwd is None else fwd


def custom_bwd(bwd=None, **options):
    return (lambda function: function) if bwd is None else bwd


def is_autocast_available(device_type):
    return False

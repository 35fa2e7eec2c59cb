# warnings: not shown.
def _ignore(*args, **kwargs):
    pass


warn = warn_explicit = filterwarnings = simplefilter = resetwarnings = showwarning = _ignore


class catch_warnings:
    def __init__(self, *, record=False, **options):
        self.record = record

    def __enter__(self):
        return [] if self.record else None

    def __exit__(self, *error):
        return False


def deprecated(*args, **kwargs):
    return lambda function: function

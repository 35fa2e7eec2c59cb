# tqdm: a progress bar that shows nothing.
class tqdm:
    def __init__(self, iterable=None, *args, **options):
        self.iterable = iterable
        self.n = 0

    def __iter__(self):
        return iter(self.iterable)

    def __len__(self):
        return len(self.iterable)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False

    def _ignore(self, *args, **kwargs):
        pass

    update = close = refresh = clear = set_description = set_postfix = set_postfix_str = reset = _ignore

    @classmethod
    def write(cls, s, *args, **kwargs):
        pass

    @classmethod
    def set_lock(cls, lock):
        pass


def trange(*args, **options):
    return tqdm(range(*args), **options)

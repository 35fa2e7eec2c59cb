# random: draws are not predicted.
import _convlens


def seed(a=None, version=2):
    pass


def setstate(state):
    pass


def shuffle(x):
    for i in range(len(x)):
        x[i] = _convlens.unknown('a shuffled item')


def _draw(*args, **kwargs):
    return _convlens.unknown('a random number')


random = uniform = randint = randrange = gauss = normalvariate = choice = betavariate = expovariate = triangular = getrandbits = _draw


def sample(population, k, **options):
    return [_convlens.unknown('a random item') for _ in range(k)]


def choices(population, weights=None, *, cum_weights=None, k=1):
    return [_convlens.unknown('a random item') for _ in range(k)]


def getstate():
    return _convlens.unknown('the state of a generator')


class Random:
    def __init__(self, x=None):
        pass

    def __getattr__(self, name):
        return globals()[name]

# numpy.random: draws are not predicted.
import _convlens


def seed(seed=None):
    pass


def _draw(*args, **kwargs):
    return _convlens.unknown('a random number')


rand = randn = random = uniform = normal = randint = choice = permutation = beta = binomial = standard_normal = default_rng = _draw
RandomState = _draw


def shuffle(x):
    for i in range(len(x)):
        x[i] = _convlens.unknown('a shuffled item')


def get_state():
    return _convlens.unknown('the state of a generator')


def set_state(state):
    pass

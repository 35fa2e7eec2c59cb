# numpy.random: draws are not predicted; their shapes are known.
import _convlens
import torch
from .arrays import _run, array, ndarray


def _drawn(size, dtype=torch.float64):
    if size is None:
        return _convlens.unknown('a random number')
    return ndarray(_run(torch.empty, (size,) if isinstance(size, int) else tuple(size), dtype=dtype))


class Generator:
    """Every way to draw, of a generator or of the module itself."""

    def seed(self, seed=None):
        pass

    def rand(self, *size):
        return _drawn(size or None)

    randn = rand

    def random(self, size=None, dtype=None):
        return _drawn(size)

    random_sample = sample = ranf = random

    def standard_normal(self, size=None, dtype=None):
        return _drawn(size)

    def uniform(self, low=0.0, high=1.0, size=None):
        return _drawn(size)

    normal = beta = gamma = laplace = logistic = lognormal = uniform

    def poisson(self, lam=1.0, size=None):
        return _drawn(size, torch.int64)

    def exponential(self, scale=1.0, size=None):
        return _drawn(size)

    def binomial(self, n, p, size=None):
        return _drawn(size, torch.int64)

    def randint(self, low, high=None, size=None, dtype=int):
        return _drawn(size, torch.int64)

    integers = random_integers = randint

    def choice(self, a, size=None, replace=True, p=None):
        return _drawn(size, torch.int64 if isinstance(a, int) else array(a)._t.dtype)

    def permutation(self, x):
        if isinstance(x, ndarray):
            return ndarray(_run(torch.empty_like, x._t))
        return _drawn(x if isinstance(x, int) else len(x), torch.int64)

    def shuffle(self, x):
        for i in range(len(x)):
            x[i] = _convlens.unknown('a shuffled item')

    def get_state(self):
        return _convlens.unknown('the state of a generator')

    def set_state(self, state):
        pass

    def __getattr__(self, name):
        return _convlens.unknown('a random number')


RandomState = Generator
_global = Generator()
seed, rand, randn, random = _global.seed, _global.rand, _global.randn, _global.random
random_sample, sample, standard_normal, uniform = _global.random, _global.random, _global.standard_normal, _global.uniform
normal, beta, gamma, laplace, lognormal = _global.normal, _global.beta, _global.gamma, _global.laplace, _global.lognormal
poisson, exponential, binomial, randint = _global.poisson, _global.exponential, _global.binomial, _global.randint
choice, permutation, shuffle = _global.choice, _global.permutation, _global.shuffle
get_state, set_state = _global.get_state, _global.set_state


def default_rng(seed=None):
    return Generator()


SeedSequence = PCG64 = default_rng

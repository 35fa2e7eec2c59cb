# torch.random: the generator. What is drawn while a model is built is recorded by the initialisers; the seed is the trainer's.
import _convlens
import contextlib


class Generator:
    def __init__(self, device='cpu'):
        self.device = device

    def manual_seed(self, seed):
        return self

    def seed(self):
        return _convlens.unknown('a random seed')

    def initial_seed(self):
        return _convlens.unknown('a random seed')

    def get_state(self):
        return _convlens.unknown('the state of a generator')

    def set_state(self, new_state):
        pass


default_generator = Generator()


def manual_seed(seed):
    return default_generator


def seed():
    return _convlens.unknown('a random seed')


def initial_seed():
    return _convlens.unknown('a random seed')


def get_rng_state():
    return _convlens.unknown('the state of a generator')


def set_rng_state(new_state):
    pass


def fork_rng(*args, **kwargs):
    return contextlib.nullcontext()

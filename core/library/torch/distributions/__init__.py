# torch.distributions: shapes of samples, densities and moments. What is drawn is not known; that it is drawn is an operation.
import _convlens
from . import kl
from .kl import kl_divergence, register_kl
from .shapes import Bernoulli, Categorical, Distribution, Independent, Normal, OneHotCategorical, Uniform


def __getattr__(name):
    return _convlens.unknown('a distribution')

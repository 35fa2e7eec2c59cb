# Divergences between two distributions of a kind: of normals and categories by their formulas; of others the shape.
import _convlens
import torch
from .shapes import Bernoulli, Categorical, Independent, Normal

_registered = {}


def register_kl(type_p, type_q):
    def decorator(function):
        _registered[type_p, type_q] = function
        return function

    return decorator


def kl_divergence(p, q):
    own = _registered.get((type(p), type(q)))
    if own is not None:
        return own(p, q)
    if isinstance(p, Normal) and isinstance(q, Normal):
        ratio = (p.scale / q.scale).pow(2)
        return 0.5 * (ratio + ((p.loc - q.loc) / q.scale).pow(2) - 1 - ratio.log())
    if isinstance(p, Categorical) and isinstance(q, Categorical):
        return (p.probs * (p.logits - q.logits)).sum(-1)
    if isinstance(p, Bernoulli) and isinstance(q, Bernoulli):
        return p.probs * (p.logits - q.logits)
    if isinstance(p, Independent) and isinstance(q, Independent):
        return p._summed(kl_divergence(p.base_dist, q.base_dist))
    return _convlens.unknown('a divergence between distributions')

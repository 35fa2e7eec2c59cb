# The families of distributions that are drawn and measured by operators in PyTorch as well: parameters broadcast to the batch's shape, an event's own axes after it.
import math
import torch
from torch.nn import functional as F


def _broadcast(*values):
    tensors = [value if isinstance(value, torch.Tensor) else None for value in values]
    like = [tensor for tensor in tensors if tensor is not None]
    made = [torch.tensor(value, dtype=like[0].dtype if like else None) if tensor is None else tensor for value, tensor in zip(values, tensors)]
    return torch.broadcast_tensors(*[one if one.is_floating_point() else one.to(torch.get_default_dtype()) for one in made])


class Distribution:
    has_rsample = False

    def __init__(self, batch_shape=(), event_shape=(), validate_args=None):
        self.batch_shape = torch.Size(batch_shape)
        self.event_shape = torch.Size(event_shape)

    def _extended(self, sample_shape=()):
        return torch.Size((*sample_shape, *self.batch_shape, *self.event_shape))

    def sample(self, sample_shape=()):
        with torch.no_grad():
            return self.rsample(sample_shape)

    def sample_n(self, n):
        return self.sample((n,))

    @property
    def stddev(self):
        return self.variance.sqrt()

    def perplexity(self):
        return torch.exp(self.entropy())

    @staticmethod
    def set_default_validate_args(value):
        pass


class Normal(Distribution):

    has_rsample = True

    def __init__(self, loc, scale, validate_args=None):
        self.loc, self.scale = _broadcast(loc, scale)
        super().__init__(self.loc.shape)

    @property
    def mean(self):
        return self.loc

    @property
    def mode(self):
        return self.loc

    @property
    def stddev(self):
        return self.scale

    @property
    def variance(self):
        return self.scale.pow(2)

    def rsample(self, sample_shape=()):
        noise = torch.empty(self._extended(sample_shape), dtype=self.loc.dtype).normal_()
        return self.loc + noise * self.scale

    def log_prob(self, value):
        return -((value - self.loc) ** 2) / (2 * self.scale**2) - self.scale.log() - math.log(math.sqrt(2 * math.pi))

    def entropy(self):
        return 0.5 + 0.5 * math.log(2 * math.pi) + torch.log(self.scale)

    def cdf(self, value):
        return 0.5 * (1 + torch.erf((value - self.loc) * self.scale.reciprocal() / math.sqrt(2)))


class Uniform(Distribution):
    has_rsample = True

    def __init__(self, low, high, validate_args=None):
        self.low, self.high = _broadcast(low, high)
        super().__init__(self.low.shape)

    @property
    def mean(self):
        return (self.high + self.low) / 2

    @property
    def variance(self):
        return (self.high - self.low).pow(2) / 12

    def rsample(self, sample_shape=()):
        return self.low + torch.rand(self._extended(sample_shape), dtype=self.low.dtype) * (self.high - self.low)

    def log_prob(self, value):
        inside = self.low.le(value).type_as(self.low) * self.high.gt(value).type_as(self.low)
        return torch.log(inside) - torch.log(self.high - self.low)

    def entropy(self):
        return torch.log(self.high - self.low)


class _FromLogits(Distribution):
    """Of probabilities or of logits, one of them given; the other is derived when it is asked for."""

    def __init__(self, probs=None, logits=None, validate_args=None):
        if (probs is None) == (logits is None):
            raise ValueError('Either `probs` or `logits` must be specified, but not both.')
        self._probs, self._logits = probs, logits
        if probs is not None and not isinstance(probs, torch.Tensor):
            self._probs = torch.tensor(probs)
        self._given = self._probs if logits is None else logits
        super().__init__(self._given.shape)

    # derived once, with a gradient even where the first to ask has none

    @property
    def probs(self):
        if self._probs is None:
            with torch.enable_grad():
                self._probs = self._derive_probs()
        return self._probs

    @property
    def logits(self):
        if self._logits is None:
            with torch.enable_grad():
                self._logits = self._derive_logits()
        return self._logits


class Bernoulli(_FromLogits):
    def _derive_probs(self):
        return torch.sigmoid(self._logits)

    def _derive_logits(self):
        return torch.logit(self._probs)

    @property
    def mean(self):
        return self.probs

    @property
    def variance(self):
        return self.probs * (1 - self.probs)

    def rsample(self, sample_shape=()):
        return torch.bernoulli(self.probs.expand(self._extended(sample_shape)))

    def log_prob(self, value):
        logits, value = torch.broadcast_tensors(self.logits, value)
        return -F.binary_cross_entropy_with_logits(logits, value, reduction='none')

    def entropy(self):
        return F.binary_cross_entropy_with_logits(self.logits, self.probs, reduction='none')


class Categorical(_FromLogits):
    """(..., classes): the last axis is what is chosen from."""

    def __init__(self, probs=None, logits=None, validate_args=None):
        super().__init__(probs, logits, validate_args)
        if probs is not None:
            self._probs = self._probs / self._probs.sum(-1, keepdim=True)
        else:
            self._logits = logits - logits.logsumexp(dim=-1, keepdim=True)
        self._num_events = self._given.size(-1)
        self.batch_shape = torch.Size(self._given.shape[:-1])

    def _derive_probs(self):
        return F.softmax(self._logits, dim=-1)

    def _derive_logits(self):
        eps = torch.finfo(self._probs.dtype).eps
        return torch.log(self._probs.clamp(min=eps, max=1 - eps))

    def sample(self, sample_shape=()):
        rows = self.probs.reshape(-1, self._num_events)
        return torch.multinomial(rows, math.prod(sample_shape), True).T.reshape(self._extended(sample_shape))

    def log_prob(self, value):
        value = value.long().unsqueeze(-1)
        value, logits = torch.broadcast_tensors(value, self.logits)
        return logits.gather(-1, value[..., :1]).squeeze(-1)

    def entropy(self):
        return -(torch.clamp(self.logits, min=torch.finfo(self.logits.dtype).min) * self.probs).sum(-1)


class OneHotCategorical(Categorical):
    def __init__(self, probs=None, logits=None, validate_args=None):
        super().__init__(probs, logits, validate_args)
        self.event_shape = torch.Size((self._num_events,))

    def sample(self, sample_shape=()):
        rows = self.probs.reshape(-1, self._num_events)
        drawn = torch.multinomial(rows, math.prod(sample_shape), True).T.reshape((*sample_shape, *self.batch_shape))
        return F.one_hot(drawn, self._num_events).to(self.probs.dtype)


class Independent(Distribution):
    """The last axes of the batch count as the event's."""

    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        shape = (*base_distribution.batch_shape, *base_distribution.event_shape)
        split = len(base_distribution.batch_shape) - reinterpreted_batch_ndims
        super().__init__(shape[:split], shape[split:])
        self.base_dist = base_distribution
        self.reinterpreted_batch_ndims = reinterpreted_batch_ndims
        self.has_rsample = base_distribution.has_rsample

    def _summed(self, value):
        axes = tuple(range(-self.reinterpreted_batch_ndims, 0))
        return value.sum(axes) if axes else value

    @property
    def mean(self):
        return self.base_dist.mean

    @property
    def variance(self):
        return self.base_dist.variance

    def sample(self, sample_shape=()):
        return self.base_dist.sample(sample_shape)

    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)

    def log_prob(self, value):
        return self._summed(self.base_dist.log_prob(value))

    def entropy(self):
        return self._summed(self.base_dist.entropy())

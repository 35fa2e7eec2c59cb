# Batch normalisation (Ioffe & Szegedy 2015): weight and bias per channel, running statistics as buffers.
import _convlens
import torch
from _convlens import initialise
from .. import functional as F
from ..parameter import Parameter, UninitializedBuffer, UninitializedParameter
from .lazy import LazyModuleMixin
from .module import Module
from .utils import _whole


def _wrong_rank(module, input, expected):
    _convlens.problem('CL1009', operator=type(module).__name__, expectedRank=expected, actualRank=input.dim())


class _NormBase(Module):
    """What batch and instance norms share."""

    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *,
                 bias=True):
        super().__init__()
        if isinstance(num_features, float):
            _whole(num_features=num_features)
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        # Straight into the dicts: these layers are many, and their names are known to be free.
        parameters, buffers = self._parameters, self._buffers
        parameters['weight'] = Parameter(torch.empty(num_features, device=device, dtype=dtype)) if affine else None
        parameters['bias'] = Parameter(torch.empty(num_features, device=device, dtype=dtype)) if affine and bias else None
        tracked = track_running_stats
        buffers['running_mean'] = torch.zeros(num_features, device=device, dtype=dtype) if tracked else None
        buffers['running_var'] = torch.ones(num_features, device=device, dtype=dtype) if tracked else None
        buffers['num_batches_tracked'] = torch.tensor(0, dtype=torch.long, device=device) if tracked else None
        self.reset_parameters()

    def reset_running_stats(self):
        if self.track_running_stats:
            initialise(self.running_mean, 'constant', 0.0)
            initialise(self.running_var, 'constant', 1.0)
            initialise(self.num_batches_tracked, 'constant', 0)

    def reset_parameters(self):
        self.reset_running_stats()
        if self.affine:
            initialise(self.weight, 'constant', 1.0)
            if self.bias is not None:
                initialise(self.bias, 'constant', 0.0)

    def _check_input_dim(self, input):
        raise NotImplementedError

    def extra_repr(self):
        return (f'{self.num_features}, eps={self.eps}, momentum={self.momentum}, affine={self.affine}, '
                f'track_running_stats={self.track_running_stats}')


class _BatchNorm(_NormBase):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *,
                 bias=True):
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype, bias=bias)

    def forward(self, input):
        self._check_input_dim(input)
        # Without running statistics the batch's own are used in evaluation too. Counting batches is left to the trainer:
        # momentum None means 1 / (number of batches so far).
        mean, var = self.running_mean, self.running_var
        own = self.training or (mean is None and var is None)
        if self.training and not self.track_running_stats:
            mean = var = None
        momentum = 0.0 if self.momentum is None else self.momentum
        return F.batch_norm(input, mean, var, self.weight, self.bias, own, momentum, self.eps)


class BatchNorm1d(_BatchNorm):
    def _check_input_dim(self, input):
        if input.dim() not in (2, 3):
            _wrong_rank(self, input, '2 or 3')


class BatchNorm2d(_BatchNorm):
    def _check_input_dim(self, input):
        if input.dim() != 4:
            _wrong_rank(self, input, 4)


class BatchNorm3d(_BatchNorm):
    def _check_input_dim(self, input):
        if input.dim() != 5:
            _wrong_rank(self, input, 5)


class SyncBatchNorm(_BatchNorm):
    def __init__(self, num_features, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, process_group=None, device=None,
                 dtype=None, *, bias=True):
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype, bias=bias)
        self.process_group = process_group

    def _check_input_dim(self, input):
        if input.dim() < 2:
            _wrong_rank(self, input, '2 or more')

    @classmethod
    def convert_sync_batchnorm(cls, module, process_group=None):
        if isinstance(module, _BatchNorm):
            converted = cls(module.num_features, module.eps, module.momentum, module.affine, module.track_running_stats, process_group)
            converted.weight, converted.bias = module.weight, module.bias
            converted.running_mean, converted.running_var = module.running_mean, module.running_var
            converted.num_batches_tracked = module.num_batches_tracked
            converted.training = module.training
        else:
            converted = module
        for name, child in module.named_children():
            converted.add_module(name, cls.convert_sync_batchnorm(child, process_group))
        return converted


class _LazyNormBase(LazyModuleMixin, _NormBase):
    def __init__(self, eps=1e-5, momentum=0.1, affine=True, track_running_stats=True, device=None, dtype=None, *, bias=True):
        super().__init__(0, eps, momentum, False, False, device, dtype)
        self.affine = affine
        self.track_running_stats = track_running_stats
        if affine:
            self.weight = UninitializedParameter(device=device, dtype=dtype)
            if bias:
                self.bias = UninitializedParameter(device=device, dtype=dtype)
        if track_running_stats:
            self.running_mean = UninitializedBuffer(device=device, dtype=dtype)
            self.running_var = UninitializedBuffer(device=device, dtype=dtype)
            self.num_batches_tracked = torch.tensor(0, dtype=torch.long, device=device)

    def reset_parameters(self):
        if not self.has_uninitialized_params() and self.num_features != 0:
            super().reset_parameters()

    def initialize_parameters(self, input):
        if not self.has_uninitialized_params():
            return
        self.num_features = input.shape[1]
        for tensor in (self.weight, self.bias) if self.affine else ():
            if tensor is not None:
                tensor.materialize((self.num_features,))
        if self.track_running_stats:
            self.running_mean.materialize((self.num_features,))
            self.running_var.materialize((self.num_features,))
        self.reset_parameters()


class LazyBatchNorm1d(_LazyNormBase, _BatchNorm):
    cls_to_become = BatchNorm1d
    _check_input_dim = BatchNorm1d._check_input_dim


class LazyBatchNorm2d(_LazyNormBase, _BatchNorm):
    cls_to_become = BatchNorm2d
    _check_input_dim = BatchNorm2d._check_input_dim


class LazyBatchNorm3d(_LazyNormBase, _BatchNorm):
    cls_to_become = BatchNorm3d
    _check_input_dim = BatchNorm3d._check_input_dim

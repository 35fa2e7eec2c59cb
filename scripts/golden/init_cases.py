"""Models whose state after construction is compared with PyTorch's: every layer that draws, every function of torch.nn.init, and
what user code does with tensors by hand. Measured by init_models.py; the evaluator reads this very file."""
import math

import torch
import torch.nn as nn


class Convolutions(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv1d(4, 6, 3, groups=2)
        self.b = nn.Conv2d(3, 8, (3, 5), bias=False)
        self.c = nn.Conv3d(2, 3, 2)
        self.d = nn.ConvTranspose1d(4, 6, 3, groups=2)
        self.e = nn.ConvTranspose2d(3, 5, 3)
        self.f = nn.ConvTranspose3d(2, 3, 2, bias=False)

    def forward(self, x):
        return self.b(x)


class Dense(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(7, 5)
        self.b = nn.Bilinear(3, 4, 5)
        self.c = nn.Linear(4, 1, bias=False)
        self.d = nn.PReLU(3, init=0.1)

    def forward(self, x):
        return self.a(x)


class Embeddings(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Embedding(10, 4, padding_idx=3)
        self.b = nn.EmbeddingBag(6, 5)
        self.c = nn.Linear(7, 2)

    def forward(self, x):
        return self.c(x)


class Norms(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.BatchNorm2d(4)
        self.b = nn.GroupNorm(2, 6)
        self.c = nn.LayerNorm([3, 2])
        self.d = nn.InstanceNorm1d(3, affine=True, track_running_stats=True)
        self.e = nn.RMSNorm(5)
        self.f = nn.Linear(7, 2)

    def forward(self, x):
        return self.f(x)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.LSTM(7, 4, 2, bidirectional=True, proj_size=3)
        self.b = nn.GRU(5, 3)
        self.c = nn.RNN(4, 3, bias=False)
        self.d = nn.LSTMCell(3, 4)
        self.e = nn.GRUCell(3, 2)

    def forward(self, x):
        return self.a(x.unsqueeze(0))[0]


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.MultiheadAttention(8, 2)
        self.b = nn.MultiheadAttention(8, 2, kdim=5, vdim=6, add_bias_kv=True)
        self.c = nn.Linear(7, 2)

    def forward(self, x):
        return self.c(x)


class Encoder(nn.Module):
    """The layers of an encoder are copies of one: alike."""

    def __init__(self):
        super().__init__()
        self.a = nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16, batch_first=True), 3, enable_nested_tensor=False)
        self.b = nn.Linear(7, 8)

    def forward(self, x):
        return self.a(self.b(x).unsqueeze(1))


class Whole(nn.Module):
    """torch.nn.Transformer draws its matrices again."""

    def __init__(self):
        super().__init__()
        self.a = nn.Transformer(8, 2, 2, 1, 16, batch_first=True)
        self.b = nn.Linear(7, 8)

    def forward(self, x):
        return self.b(x)


class Functions(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(7, 2)
        makers = [
            lambda w: nn.init.uniform_(w, -2, 3),
            lambda w: nn.init.constant_(w, 0.3),
            lambda w: nn.init.ones_(w),
            lambda w: nn.init.zeros_(w),
            lambda w: nn.init.xavier_uniform_(w, gain=nn.init.calculate_gain('tanh')),
            lambda w: nn.init.kaiming_uniform_(w, a=0.1, mode='fan_out', nonlinearity='leaky_relu'),
        ]
        for i, make in enumerate(makers):
            weight = nn.Parameter(torch.empty(6, 9))
            make(weight)
            self.register_parameter(f'w{i}', weight)

    def forward(self, x):
        return self.f(x)


class NormalFunctions(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(7, 2)
        makers = [
            lambda w: nn.init.normal_(w, 1, 0.5),
            lambda w: nn.init.xavier_normal_(w),
            lambda w: nn.init.kaiming_normal_(w, mode='fan_out', nonlinearity='relu'),
            lambda w: nn.init.trunc_normal_(w, std=0.02),
            lambda w: nn.init.orthogonal_(w, gain=math.sqrt(2)),
        ]
        for i, make in enumerate(makers):
            weight = nn.Parameter(torch.empty(6, 9))
            make(weight)
            self.register_parameter(f'w{i}', weight)

    def forward(self, x):
        return self.f(x)


class ByHand(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(7, 6)
        self.position = nn.Parameter(torch.rand(1, 5, 7) * 0.02)
        self.scale = nn.Parameter(1e-6 * torch.ones(7))
        self.shifted = nn.Parameter((torch.rand(3, 4) - 0.5) / 3)
        self.register_buffer('mask', torch.ones(4, 4))
        self.mask[1:3] = 0
        self.f.weight.data.mul_(0.5)
        self.f.bias.data[2:4] = 1.0
        self.f.bias.data[0].fill_(-1)
        with torch.no_grad():
            self.f.weight[1].zero_()
        self.twin = nn.Linear(7, 6)
        self.twin.weight.data.copy_(self.f.weight.data)
        self.twin.load_state_dict(self.twin.state_dict())

    def forward(self, x):
        return self.f(x)


class Drawn(nn.Module):
    """As vision transformers have it."""

    def __init__(self):
        super().__init__()
        self.token = nn.Parameter(torch.randn(1, 1, 32) * 0.02)
        self.position = nn.Parameter(torch.randn(1, 5, 32).mul_(0.02))
        self.gate = nn.Parameter(torch.randn(20).clone() + 1)
        self.f = nn.Linear(7, 2)
        nn.init.normal_(self.f.weight, std=0.02)
        nn.init.zeros_(self.f.bias)

    def forward(self, x):
        return self.f(x)


class Patterns(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(7, 6)
        nn.init.eye_(self.f.weight)
        self.c = nn.Conv2d(3, 8, 3, groups=1)
        nn.init.dirac_(self.c.weight)
        self.d = nn.Conv1d(4, 6, 4, groups=2)
        nn.init.dirac_(self.d.weight, 2)
        self.tall = nn.Parameter(torch.empty(9, 5))
        nn.init.eye_(self.tall)

    def forward(self, x):
        return self.f(x)


class Sparse(nn.Module):
    def __init__(self):
        super().__init__()
        self.f = nn.Linear(7, 10)
        nn.init.sparse_(self.f.weight, sparsity=0.35, std=0.5)
        self.small = nn.Parameter(torch.empty(3, 4))
        nn.init.sparse_(self.small, 0.1)

    def forward(self, x):
        return self.f(x)


class Lazy(nn.Module):
    """Its parameters come to be in a first pass, in its order."""

    shape = (4, 7)

    def __init__(self):
        super().__init__()
        self.last = nn.LazyLinear(3)
        self.first = nn.LazyLinear(5, bias=False)
        self.middle = nn.Linear(5, 6)

    def forward(self, x):
        return self.last(self.middle(self.first(x)))

"""Functions as modules, layers fused into one, distributions, transforms of frames, torch's own orders of arguments, JSON settings."""
import json
import operator
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.ao.quantization import DeQuantStub, QuantStub, fuse_modules
from torch.distributions import Bernoulli, Categorical, Independent, Normal, Uniform, kl_divergence


class Quantizable(nn.Module):
    def __init__(self):
        super().__init__()
        self.quant, self.dequant = QuantStub(), DeQuantStub()
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1, bias=False), nn.BatchNorm2d(8), nn.ReLU(), nn.Conv2d(8, 8, 1), nn.BatchNorm2d(8))
        self.skip = torch.ao.nn.quantized.FloatFunctional()
        self.join = nn.quantized.FloatFunctional()

    def forward(self, x):
        x = self.body(self.quant(x))
        x = self.skip.add_relu(x, self.skip.mul(x, x))
        return self.dequant(self.join.cat([x, x], dim=1))


def fused():
    model = Quantizable().eval()
    return fuse_modules(model, [['body.0', 'body.1', 'body.2'], ['body.3', 'body.4']])


class Latent(nn.Module):
    def __init__(self, settings='{"latent": 16, "hidden": [32, 24], "act": null}'):
        super().__init__()
        self.settings = json.loads(settings)
        first, second = self.settings['hidden']
        self.encode = nn.Sequential(nn.Linear(20, first), nn.ReLU(), nn.Linear(first, 2 * self.settings['latent']))
        self.decode = nn.Linear(self.settings['latent'], second)
        self.size = len(json.dumps(self.settings, indent=2).split('\n'))

    def forward(self, x):
        mean, log_std = self.encode(x).chunk(2, dim=-1)
        posterior = Normal(mean, log_std.exp())
        z = posterior.rsample()
        loss = kl_divergence(posterior, Normal(torch.zeros_like(mean), torch.ones_like(mean))).sum(-1)
        event = Independent(posterior, 1).log_prob(z)
        choice = Categorical(logits=self.decode(z))
        return loss + event, choice.log_prob(choice.sample()), choice.entropy(), Bernoulli(logits=mean).sample(), Uniform(mean - 1, mean + 1).rsample((self.size,))


class Spectra(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer('window', torch.hann_window(64))
        self.norm = nn.BatchNorm1d(33)
        self.proj = nn.Conv1d(33, 16, 1)

    def forward(self, x):
        frames = torch.stft(x, 64, 16, window=self.window, return_complex=True)
        power = frames.abs() ** 2
        n = self.norm
        power = torch.batch_norm(power, n.weight, n.bias, n.running_mean, n.running_var, self.training, 0.1, 1e-5, True)
        y = torch.convolution(power, self.proj.weight, self.proj.bias, [1], [0], [1], False, [0], 1)
        shape = torch.broadcast_shapes(y.shape[:2] + (1,), (1, 1, 5))
        back = torch.istft(frames, 64, 16, window=self.window, length=x.shape[-1])
        return F.adaptive_avg_pool1d(y, shape[-1]), back, torch.linalg.solve(torch.eye(4), back[:, :4].T), operator.call(F.relu, y)


class Phases(nn.Module):
    """Complex numbers from parts and back, and functions of two."""

    def __init__(self):
        super().__init__()
        self.a, self.b = nn.Linear(6, 8), nn.Linear(6, 8)

    def forward(self, x):
        a, b = self.a(x), self.b(x)
        z = torch.polar(a.exp(), b) * torch.complex(a, b)
        w = torch.atan2(a, b) + torch.hypot(a, b) + torch.logaddexp(a, b) + torch.fmax(a, b)
        w = w.cumprod(-1) + torch.logcumsumexp(w, -1) + w.cummax(-1).values + torch.erfc(w) + torch.special.entr(w.sigmoid())
        rows = torch.tensor([0, 1])
        w = w.index_add(0, rows, a[:2]).index_copy(0, rows, b[:2]).index_fill(0, rows, 0.0)
        return z.angle(), z.abs(), z.conj().real, w.diff(), torch.outer(a[0], b[0]), torch.broadcast_tensors(w, a[:1])[1] * 2


MODELS = {'Quantizable()': [(2, 3, 8, 8)], 'fused()': [(2, 3, 8, 8)], 'Latent()': [(4, 20)], 'Phases()': [(4, 6)], 'Spectra()': [(2, 400)]}

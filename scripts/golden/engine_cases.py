"""One small model an operator (and a choice of its arguments): PyTorch measures them (engine_ops.py), and the engine runs the graphs
that the evaluator makes of this very file (test/engine/layer-golden.test.ts). `shape` is the input's; the parameter `p` has that
shape too and is added to the input, so that its gradient is the input's."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Case(nn.Module):
    shape = (2, 8, 7, 6)

    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.zeros(self.shape))

    def forward(self, x):
        return self.run(x + self.p)


class Convolution(Case):
    """Subclasses give the arguments."""
    outside, kernel = 16, 3
    stride = padding = 0
    dilation, groups, bias = 1, 1, False

    def __init__(self):
        super().__init__()
        self.f = nn.Conv2d(self.shape[1], self.outside, self.kernel, self.stride or 1, self.padding, self.dilation, self.groups, self.bias)

    def run(self, x):
        return self.f(x)


class Conv3x3(Convolution):
    padding = 1


class Conv3x3Bias(Convolution):
    padding, bias = 1, True


class Conv3x3Stride2(Convolution):
    stride, padding = 2, 1


class Conv5x3Stride(Convolution):
    kernel, stride, padding, bias = (5, 3), (2, 1), (2, 0), True


class ConvDilated(Convolution):
    dilation, padding = 2, 2


class ConvDilatedStride(Convolution):
    dilation, stride, padding = (2, 1), (1, 3), (1, 1)


class ConvSame(Convolution):
    kernel, padding, dilation = 4, 'same', (1, 2)


class ConvPointwise(Convolution):
    kernel = 1


class ConvPointwiseStride(Convolution):
    kernel, stride = 1, 2


class ConvOddChannels(Convolution):
    shape, outside, padding, bias = (2, 5, 6, 5), 7, 1, True


class ConvGrouped(Convolution):
    shape, outside, groups, padding = (2, 16, 5, 5), 24, 2, 1
    bias = True

    def __init__(self):
        super().__init__()
        self.g = nn.Conv2d(24, 16, 1, groups=1)

    def run(self, x):
        return self.g(self.f(x))


class ConvGroupedSmall(Convolution):
    outside, groups, padding = 12, 4, 1


class ConvGroupedFull(Convolution):
    shape, outside, groups, padding = (2, 16, 5, 5), 16, 2, 1


class Depthwise(Convolution):
    outside, groups, padding = 8, 8, 1


class DepthwiseDilated(Convolution):
    outside, groups, padding, dilation = 8, 8, 2, 2


class DepthwiseValid(Convolution):
    outside, groups, bias = 8, 8, True


class DepthwiseStride2(Convolution):
    outside, groups, padding, stride = 8, 8, 1, 2


class Depthwise5x5Stride2(Convolution):
    shape, outside, groups, padding, stride, kernel, bias = (2, 12, 9, 8), 12, 12, 2, 2, 5, True


class DepthwiseMultiplier(Convolution):
    outside, groups, padding = 16, 8, 1


class ConvAsymmetric(Convolution):
    kernel, stride, padding, dilation, bias = (3, 2), (1, 2), (2, 1), (2, 1), True


class ConvSameEven(Convolution):
    kernel, padding, dilation = 4, 'same', (1, 2)


class ConvGroupsOdd(Convolution):
    shape, outside, groups, stride, padding = (2, 9, 7, 6), 15, 3, 2, 1


class ConvPointwiseStride3(Convolution):
    kernel, stride, bias = 1, (3, 2), True


class ConvWide(Convolution):
    shape, outside, kernel, stride, padding = (2, 3, 9, 8), 8, 7, 2, 3


class DepthwiseAsymmetric(Convolution):
    outside, groups, kernel, padding, dilation = 8, 8, (1, 3), (0, 2), (1, 2)


class DepthwiseMultiplierStride(Convolution):
    shape, outside, groups, stride, padding, bias = (2, 9, 7, 6), 27, 9, (2, 1), 1, True


class Conv1d(Case):
    shape = (2, 6, 11)
    arguments = dict(out_channels=8, kernel_size=3, stride=2, padding=2, dilation=2)

    def __init__(self):
        super().__init__()
        self.f = nn.Conv1d(self.shape[1], **self.arguments)

    def run(self, x):
        return self.f(x)


class Conv1dGroups(Conv1d):
    shape = (2, 12, 15)
    arguments = dict(out_channels=18, kernel_size=3, padding='same', dilation=3, groups=3, bias=False)


class Conv1dDepthwise(Conv1d):
    shape = (3, 16, 9)
    arguments = dict(out_channels=16, kernel_size=5, stride=2, padding=2, groups=16)


class Conv1dPointwise(Conv1d):
    arguments = dict(out_channels=16, kernel_size=1, stride=3)


class Conv3d(Case):
    shape = (2, 3, 4, 5, 4)

    def __init__(self):
        super().__init__()
        self.f = nn.Conv3d(3, 4, (2, 3, 1), stride=(1, 2, 1), padding=(1, 1, 0))

    def run(self, x):
        return self.f(x)


class ConvReflect(Case):
    def __init__(self):
        super().__init__()
        self.f = nn.Conv2d(8, 8, 3, padding=1, padding_mode='reflect')

    def run(self, x):
        return self.f(x)


class Transposed(Case):
    arguments = dict(kernel_size=3)

    def __init__(self):
        super().__init__()
        self.f = nn.ConvTranspose2d(8, 16, **self.arguments)

    def run(self, x):
        return self.f(x)


class TransposedStride2(Transposed):
    arguments = dict(kernel_size=4, stride=2, padding=1)


class TransposedOutputPadding(Transposed):
    arguments = dict(kernel_size=3, stride=2, padding=1, output_padding=1, bias=False)


class TransposedDilatedGroups(Transposed):
    arguments = dict(kernel_size=3, stride=(2, 1), padding=1, dilation=2, groups=4)


class TransposedDepthwise(Transposed):
    arguments = dict(kernel_size=4, stride=2, padding=1, groups=8)


class TransposedAsymmetric(Transposed):
    arguments = dict(kernel_size=(3, 2), stride=(2, 3), padding=(0, 1), output_padding=(1, 2), dilation=(1, 2))


class Transposed1d(Case):
    shape = (2, 4, 7)
    arguments = dict(kernel_size=3, stride=2)

    def __init__(self):
        super().__init__()
        self.f = nn.ConvTranspose1d(4, 6, **self.arguments)

    def run(self, x):
        return self.f(x)


class Transposed1dGroups(Transposed1d):
    arguments = dict(kernel_size=4, stride=3, padding=2, output_padding=1, dilation=2, groups=2, bias=False)


class Linear(Case):
    shape = (5, 13)

    def __init__(self):
        super().__init__()
        self.f = nn.Linear(13, 9)

    def run(self, x):
        return self.f(x)


class LinearTokens(Case):
    shape = (2, 3, 13)

    def __init__(self):
        super().__init__()
        self.f = nn.Linear(13, 10, bias=False)

    def run(self, x):
        return self.f(x)


class Matmul(Case):
    shape = (2, 3, 4, 5)

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(3, 5, 6))

    def run(self, x):
        return x @ self.w


class MatmulVector(Case):
    shape = (4, 5)

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(5))

    def run(self, x):
        return torch.matmul(x, self.w)


class Bmm(Case):
    shape = (2, 4, 5)

    def run(self, x):
        return torch.bmm(x, x.transpose(1, 2))


class Baddbmm(Case):
    shape = (2, 4, 5)

    def __init__(self):
        super().__init__()
        self.m = nn.Parameter(torch.zeros(1, 4, 4))

    def run(self, x):
        return torch.baddbmm(self.m, x, x.transpose(1, 2), beta=0.5, alpha=2.0)


class Norm(Case):
    def __init__(self):
        super().__init__()
        self.f = self.make()

    def run(self, x):
        return self.f(x)


class BatchNorm(Norm):
    def make(self):
        return nn.BatchNorm2d(8, momentum=0.3)


class BatchNormCumulative(Norm):
    def make(self):
        return nn.BatchNorm2d(8, momentum=None, eps=1e-3)


class BatchNormPlain(Norm):
    def make(self):
        return nn.BatchNorm2d(8, affine=False)


class BatchNormUntracked(Norm):
    def make(self):
        return nn.BatchNorm2d(8, track_running_stats=False)


class BatchNorm1d(Norm):
    shape = (6, 5)

    def make(self):
        return nn.BatchNorm1d(5)


class BatchNorm1dLength(Norm):
    shape = (3, 5, 4)

    def make(self):
        return nn.BatchNorm1d(5)


class LayerNorm(Norm):
    shape = (2, 3, 10)

    def make(self):
        return nn.LayerNorm(10)


class LayerNormImage(Norm):
    def make(self):
        return nn.LayerNorm([7, 6], elementwise_affine=False)


class GroupNorm(Norm):
    def make(self):
        return nn.GroupNorm(4, 8)


class InstanceNorm(Norm):
    def make(self):
        return nn.InstanceNorm2d(8, affine=True)


class RMSNorm(Norm):
    shape = (2, 3, 10)

    def make(self):
        return nn.RMSNorm(10)


class LocalResponseNorm(Norm):
    def make(self):
        return nn.LocalResponseNorm(5, alpha=0.1)


class ReLU(Norm):
    def make(self):
        return nn.ReLU()


class ReLU6(Norm):
    def make(self):
        return nn.ReLU6()

    def run(self, x):
        return self.f(x * 8)


class Hardtanh(Norm):
    def make(self):
        return nn.Hardtanh(-0.5, 0.25)


class LeakyReLU(Norm):
    def make(self):
        return nn.LeakyReLU(0.2)


class PReLU(Norm):
    def make(self):
        return nn.PReLU(8)


class PReLUOne(Norm):
    def make(self):
        return nn.PReLU()


class ELU(Norm):
    def make(self):
        return nn.ELU(0.7)


class SELU(Norm):
    def make(self):
        return nn.SELU()


class CELU(Norm):
    def make(self):
        return nn.CELU(1.5)


class SiLU(Norm):
    def make(self):
        return nn.SiLU()


class Mish(Norm):
    def make(self):
        return nn.Mish()


class GELU(Norm):
    def make(self):
        return nn.GELU()


class GELUTanh(Norm):
    def make(self):
        return nn.GELU('tanh')


class Hardswish(Norm):
    def make(self):
        return nn.Hardswish()

    def run(self, x):
        return self.f(x * 5)


class Hardsigmoid(Norm):
    def make(self):
        return nn.Hardsigmoid()

    def run(self, x):
        return self.f(x * 5)


class Sigmoid(Norm):
    def make(self):
        return nn.Sigmoid()


class LogSigmoid(Norm):
    def make(self):
        return nn.LogSigmoid()


class Tanh(Norm):
    def make(self):
        return nn.Tanh()


class Softplus(Norm):
    def make(self):
        return nn.Softplus(2.0, 1.0)


class Softsign(Norm):
    def make(self):
        return nn.Softsign()


class Threshold(Norm):
    def make(self):
        return nn.Threshold(0.1, 2.0)


class GLU(Norm):
    def make(self):
        return nn.GLU(1)


class Softmax(Norm):
    def make(self):
        return nn.Softmax(1)


class LogSoftmax(Norm):
    def make(self):
        return nn.LogSoftmax(-1)


class Softmin(Norm):
    def make(self):
        return nn.Softmin(1)


class MaxPool(Norm):
    def make(self):
        return nn.MaxPool2d(2)


class MaxPoolOverlap(Norm):
    def make(self):
        return nn.MaxPool2d(3, 2, 1)


class MaxPoolCeil(Norm):
    def make(self):
        return nn.MaxPool2d(3, 2, ceil_mode=True)


class MaxPoolDilated(Norm):
    def make(self):
        return nn.MaxPool2d(2, 1, dilation=2)


class MaxPool1d(Norm):
    shape = (2, 5, 9)

    def make(self):
        return nn.MaxPool1d(3, 2)


class MaxPool3d(Norm):
    shape = (2, 3, 4, 5, 6)

    def make(self):
        return nn.MaxPool3d(2)


class AvgPool(Norm):
    def make(self):
        return nn.AvgPool2d(2)


class AvgPoolPadded(Norm):
    def make(self):
        return nn.AvgPool2d(3, 2, 1)


class AvgPoolUncounted(Norm):
    def make(self):
        return nn.AvgPool2d(3, 2, 1, ceil_mode=True, count_include_pad=False)


class AvgPoolDivisor(Norm):
    def make(self):
        return nn.AvgPool2d(2, divisor_override=3)


class AvgPool1d(Norm):
    shape = (2, 5, 9)

    def make(self):
        return nn.AvgPool1d(3, 2, 1)


class AdaptiveAvgOne(Norm):
    def make(self):
        return nn.AdaptiveAvgPool2d(1)


class AdaptiveAvg(Norm):
    def make(self):
        return nn.AdaptiveAvgPool2d((3, 4))


class AdaptiveMax(Norm):
    def make(self):
        return nn.AdaptiveMaxPool2d((3, 4))


class AdaptiveAvg1d(Norm):
    shape = (2, 5, 9)

    def make(self):
        return nn.AdaptiveAvgPool1d(4)


class LPPool(Norm):
    def make(self):
        return nn.LPPool2d(2, 2)


class UpNearest(Norm):
    shape = (2, 3, 4, 5)

    def make(self):
        return nn.Upsample(scale_factor=2)


class UpNearestSize(Norm):
    shape = (2, 3, 4, 5)

    def make(self):
        return nn.Upsample(size=(7, 9))


class UpBilinear(Norm):
    shape = (2, 3, 4, 5)

    def make(self):
        return nn.Upsample(scale_factor=2, mode='bilinear')


class UpBilinearCorners(Norm):
    shape = (2, 3, 4, 5)

    def make(self):
        return nn.Upsample(size=(7, 9), mode='bilinear', align_corners=True)


class UpBicubic(Norm):
    shape = (2, 3, 4, 5)

    def make(self):
        return nn.Upsample(scale_factor=2, mode='bicubic')


class UpLinear(Norm):
    shape = (2, 3, 6)

    def make(self):
        return nn.Upsample(scale_factor=1.5, mode='linear')


class PixelShuffle(Norm):
    shape = (2, 12, 3, 4)

    def make(self):
        return nn.PixelShuffle(2)


class PixelUnshuffle(Norm):
    shape = (2, 3, 4, 6)

    def make(self):
        return nn.PixelUnshuffle(2)


class ChannelShuffle(Norm):
    def make(self):
        return nn.ChannelShuffle(4)


class Dropout(Norm):
    def make(self):
        return nn.Dropout(0.3)


class Dropout2d(Norm):
    def make(self):
        return nn.Dropout2d(0.4)


class StochasticDepth(Case):
    """torchvision.ops.stochastic_depth, mode `row`."""

    def run(self, x):
        if not self.training:
            return x
        noise = torch.empty([x.shape[0], 1, 1, 1], dtype=x.dtype, device=x.device).bernoulli_(0.6)
        noise.div_(0.6)
        return x * noise


class Flatten(Case):
    def run(self, x):
        return torch.flatten(x, 1)


class Unflatten(Case):
    shape = (2, 12)

    def run(self, x):
        return x.unflatten(1, (3, 4))


class Arithmetic(Case):
    def __init__(self):
        super().__init__()
        self.c = nn.Parameter(torch.zeros(1, 8, 1, 1))
        self.r = nn.Parameter(torch.zeros(6))

    def run(self, x):
        return (x - self.c) * self.r + self.c / (2.0 + self.r * self.r) - 2 * x / 3 + (1 - x)


class AddAlpha(Case):
    def run(self, x):
        return torch.add(x, x * x, alpha=0.5)


class Powers(Case):
    def run(self, x):
        return x ** 2 + (x * x + 1) ** 0.5 + torch.exp(x) - torch.sqrt(x * x + 0.1) + torch.log(x * x + 1) + abs(x) + 1 / (x * x + 2)


class MaximumMinimum(Case):
    def run(self, x):
        return torch.maximum(x, -x) + torch.minimum(x, x * x)


class Clamp(Case):
    def run(self, x):
        return x.clamp(-0.3, 0.4) + torch.clamp(x, min=0.1)


class Where(Case):
    def run(self, x):
        return torch.where(x > 0, x * 2, x * x)


class Cat(Case):
    def run(self, x):
        return torch.cat([x, x * 2, x[:, :3]], 1)


class Stack(Case):
    shape = (2, 3, 4)

    def run(self, x):
        return torch.stack([x, x * x], dim=1)


class Split(Case):
    def run(self, x):
        a, b, c = torch.split(x, [3, 2, 3], 1)
        return a * c + b.sum(1, keepdim=True)


class Chunk(Case):
    def run(self, x):
        a, b = x.chunk(2, dim=1)
        return a * b


class Unbind(Case):
    shape = (2, 3, 4, 5)

    def run(self, x):
        q, k, v = x.unbind(1)
        return q * k + v


class Slicing(Case):
    def run(self, x):
        return x[:, 1::2, :-2, 2] + x[..., 0, 1:5].mean(-1, keepdim=True).unsqueeze(1)[:, 0, :4]


class Select(Case):
    def run(self, x):
        return x.select(1, 2) + x.narrow(2, 1, 3)[:, 0, :1]


class Reshape(Case):
    def run(self, x):
        return x.view(x.size(0), 4, 2, -1).transpose(1, 2).reshape(x.shape[0], -1)


class Permute(Case):
    def run(self, x):
        return x.permute(0, 2, 3, 1).contiguous() * 2


class Squeeze(Case):
    def run(self, x):
        return x.mean(2, keepdim=True).squeeze(2).unsqueeze(-1)


class Expand(Case):
    shape = (2, 1, 5)

    def run(self, x):
        return x.expand(-1, 3, -1) + x.expand_as(x)


class Repeat(Case):
    shape = (2, 3, 4)

    def run(self, x):
        return x.repeat(1, 2, 3)


class Roll(Case):
    def run(self, x):
        return torch.roll(x, (1, -2), (2, 3))


class Flip(Case):
    def run(self, x):
        return x.flip(2, 3)


class Pad(Case):
    def run(self, x):
        return F.pad(x, (1, 2, 0, 3), value=0.5)


class PadReflect(Case):
    def run(self, x):
        return F.pad(x, (2, 1, 3, 0), mode='reflect')


class PadReplicate(Case):
    def run(self, x):
        return F.pad(x, (2, 1, 3, 0), mode='replicate')


class PadCircular(Case):
    def run(self, x):
        return F.pad(x, (2, 1, 3, 0), mode='circular')


class PadCrop(Case):
    def run(self, x):
        return F.pad(x, (-1, -2, 1, -1))


class Sums(Case):
    def run(self, x):
        return x.sum((2, 3)) + x.mean((2, 3)) + x.sum() + x.mean(1).sum((1, 2)).unsqueeze(1)


class Extremes(Case):
    def run(self, x):
        return x.amax((2, 3)) - x.amin((2, 3)) + x.max(2)[0].sum(2) + x.max()


class Variance(Case):
    def run(self, x):
        return x.var((2, 3)) + x.std((2, 3), unbiased=False)


class Norms(Case):
    def run(self, x):
        return F.normalize(x, dim=1) + x.norm(dim=1, keepdim=True)


class CumSum(Case):
    shape = (2, 5, 3)

    def run(self, x):
        return x.cumsum(1)


class Attention(Case):
    shape = (2, 3, 4, 8)

    def run(self, x):
        return F.scaled_dot_product_attention(x, x * 0.5, x * x)


class MultiHead(Case):
    shape = (2, 5, 12)

    def __init__(self):
        super().__init__()
        self.f = nn.MultiheadAttention(12, 3, batch_first=True)

    def run(self, x):
        return self.f(x, x, x, need_weights=False)[0]


class TransformerLayer(Case):
    shape = (2, 5, 12)

    def __init__(self):
        super().__init__()
        self.f = nn.TransformerEncoderLayer(12, 3, 20, dropout=0.0, activation='gelu', batch_first=True, norm_first=True)

    def run(self, x):
        return self.f(x)


class Einsum(Case):
    shape = (2, 3, 4)

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(4, 5))

    def run(self, x):
        return torch.einsum('bij,jk->bik', x, self.w)


class SqueezeExcite(Case):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(8, 4, 1)
        self.up = nn.Conv2d(4, 8, 1)

    def run(self, x):
        s = F.adaptive_avg_pool2d(x, 1)
        return x * torch.sigmoid(self.up(F.relu(self.down(s))))


class ConvNorm(Case):
    """What the WebAssembly backend fuses, in its combinations."""
    shape = (4, 8, 6, 6)

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(8, 16, 3, padding=1, bias=False)
        self.n = nn.BatchNorm2d(16)
        self.b = nn.Conv2d(16, 8, 1)

    def run(self, x):
        return self.b(F.max_pool2d(F.relu(self.n(self.a(x))), 2))


class ConvNormShared(ConvNorm):
    def run(self, x):
        y = F.relu(self.n(self.a(x)))
        return self.b(y) + y[:, :8] + F.max_pool2d(y, 2).sum((1, 2, 3)).view(-1, 1, 1, 1)


class ConvReluPool(ConvNorm):
    def run(self, x):
        return self.b(F.max_pool2d(F.relu(self.a(x)), 2))


class ConvPoolRelu(ConvNorm):
    def run(self, x):
        return self.b(F.relu6(F.max_pool2d(self.n(self.a(x)) * 4, 2)))


class ConvOddPool(ConvNorm):
    shape = (4, 8, 7, 7)

    def run(self, x):
        return self.b(F.max_pool2d(F.relu(self.n(self.a(x))), 2))


class PreActivation(ConvNorm):
    def __init__(self):
        super().__init__()
        self.m = nn.BatchNorm2d(8)

    def run(self, x):
        return x + self.b(F.relu(self.n(self.a(F.relu(self.m(x))))))


class Twice(ConvNorm):
    """One module called twice: its gradients add."""

    def run(self, x):
        y = self.b(F.relu(self.n(self.a(x))))
        return self.b(F.relu(self.n(self.a(y))))


class FrozenNorm(ConvNorm):
    def __init__(self):
        super().__init__()
        self.n.weight.requires_grad = False
        self.n.bias.requires_grad = False
        self.b.weight.requires_grad = False

    def run(self, x):
        return self.b(F.relu(F.batch_norm(self.a(x), self.n.running_mean, self.n.running_var, self.n.weight, self.n.bias, False)))


class AfterConv(Case):
    """The same operators on what a convolution made: the WebAssembly backend keeps it in blocks of channels."""
    channels = 8

    def __init__(self):
        super().__init__()
        self.pre = nn.Conv2d(8, self.channels, 1)
        self.f = self.make()

    def make(self):
        return nn.Identity()

    def run(self, x):
        return self.f(self.pre(x))


class LazyMaxPool(AfterConv):
    def __init__(self):
        super().__init__()
        self.n = nn.BatchNorm2d(8)

    def run(self, x):
        return F.max_pool2d(F.relu(self.n(self.pre(x))), 3, 2, 1)


class LazyAvgPool(LazyMaxPool):
    def run(self, x):
        return F.avg_pool2d(self.n(self.pre(x)), 3, 2, 1, count_include_pad=False)


class LazySiLU(LazyMaxPool):
    def run(self, x):
        return F.silu(self.n(self.pre(x)))


class BlockMaxPool(AfterConv):
    def make(self):
        return nn.MaxPool2d(3, 2, 1)


class BlockMaxPoolCeil(AfterConv):
    def make(self):
        return nn.MaxPool2d(3, 2, ceil_mode=True)


class BlockMaxPoolDilated(AfterConv):
    channels = 13

    def make(self):
        return nn.MaxPool2d(2, 1, dilation=2)


class BlockAvgPool(AfterConv):
    def make(self):
        return nn.AvgPool2d(3, 2, 1)


class BlockAvgPoolDivisor(AfterConv):
    def make(self):
        return nn.AvgPool2d(2, divisor_override=3)


class BlockAdaptiveAvg(AfterConv):
    channels = 13

    def make(self):
        return nn.AdaptiveAvgPool2d((3, 4))


class BlockAdaptiveMax(AfterConv):
    def make(self):
        return nn.AdaptiveMaxPool2d((3, 4))


class BlockLeaky(AfterConv):
    def make(self):
        return nn.LeakyReLU(0.2)


class BlockELU(AfterConv):
    channels = 13

    def make(self):
        return nn.ELU(0.7)


class BlockSiLU(AfterConv):
    def make(self):
        return nn.SiLU()


class BlockGELU(AfterConv):
    channels = 13

    def make(self):
        return nn.GELU()


class BlockHardswish(AfterConv):
    def make(self):
        return nn.Hardswish()


class BlockHardsigmoid(AfterConv):
    def make(self):
        return nn.Hardsigmoid()


class BlockSigmoid(AfterConv):
    channels = 13

    def make(self):
        return nn.Sigmoid()


class BlockTanh(AfterConv):
    def make(self):
        return nn.Tanh()


class BlockSqueezeExcite(AfterConv):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(8, 4, 1)
        self.up = nn.Conv2d(4, 8, 1)
        self.n = nn.BatchNorm2d(8)

    def run(self, x):
        y = F.hardswish(self.n(self.pre(x)))
        s = F.adaptive_avg_pool2d(y, 1)
        return torch.sigmoid(self.up(F.relu(self.down(s)))) * y


class BlockGateLazy(BlockSqueezeExcite):
    def run(self, x):
        y = self.pre(x)
        return F.relu(self.n(y)) * F.hardsigmoid(self.up(self.down(F.adaptive_avg_pool2d(y, (1, 1)))))


class BlockCat(AfterConv):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(8, 16, 3, padding=1)
        self.b = nn.Conv2d(8, 5, 1)
        self.n = nn.BatchNorm2d(16)
        self.post = nn.Conv2d(29, 8, 1)

    def run(self, x):
        y = self.pre(x)
        return self.post(torch.cat([F.relu(self.n(self.a(y))), y, self.b(y)], 1))


class BlockDense(AfterConv):
    """Growing concatenations, each read by a norm and by the next concatenation."""

    def __init__(self):
        super().__init__()
        self.n1, self.c1 = nn.BatchNorm2d(8), nn.Conv2d(8, 8, 3, padding=1, bias=False)
        self.n2, self.c2 = nn.BatchNorm2d(16), nn.Conv2d(16, 8, 3, padding=1, bias=False)

    def run(self, x):
        y = self.pre(x)
        y = torch.cat([y, self.c1(F.relu(self.n1(y)))], 1)
        return torch.cat([y, self.c2(F.relu(self.n2(y)))], 1)


class BlockChunk(AfterConv):
    channels = 16

    def __init__(self):
        super().__init__()
        self.c = nn.Conv2d(8, 8, 3, padding=1, groups=8)

    def run(self, x):
        a, b = self.pre(x).chunk(2, 1)
        return torch.cat((a, F.relu(self.c(b))), 1)


class BlockSplitUnused(AfterConv):
    channels = 24

    def run(self, x):
        a, b, c = torch.split(self.pre(x), 8, dim=1)
        return F.silu(a) + c


class BlockShuffle(BlockChunk):
    def run(self, x):
        y = super().run(x)
        n, c, h, w = y.size()
        return F.relu(y.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous().view(n, c, h, w))


class BlockUNet(AfterConv):
    shape = (2, 8, 8, 6)

    def __init__(self):
        super().__init__()
        self.m = nn.Conv2d(8, 16, 3, padding=1)
        self.up = nn.ConvTranspose2d(16, 8, 2, 2)
        self.d = nn.Conv2d(16, 8, 3, padding=1)

    def run(self, x):
        a = F.relu(self.pre(x))
        m = F.relu(self.m(F.max_pool2d(a, 2)))
        return self.d(torch.cat([self.up(m), a], 1))


class Functions(Case):
    def run(self, x):
        y = torch.erf(x) + torch.cos(x) * torch.sin(x) + torch.log1p(x * x) + torch.reciprocal(x * x + 1) + torch.rsqrt(x * x + 2)
        y = y + torch.square(x) + F.tanhshrink(x) + F.hardshrink(x, 0.3) + F.softshrink(x, 0.2) + torch.rsub(x, 2.0, alpha=0.5)
        return y + torch.floor(x * 3) + torch.ceil(x * 3) + torch.round(x * 3) + torch.sign(x) + (x.detach() * 4) // 1.5


class Comparisons(Case):
    def run(self, x):
        mask = torch.logical_and(x > -0.5, x <= 0.6)
        mask = torch.logical_or(mask, torch.logical_not(x < 0.9))
        y = x.masked_fill(mask, 0.25)
        y = torch.where(x >= 0.1, y * x, y) + torch.where(x == 0, x * 3, x)
        return torch.where(x != 0.5, y, y * 2)


class Creations(Case):
    def run(self, x):
        y = x + torch.ones(8, 7, 6) + torch.zeros_like(x) * x + torch.ones_like(x) * 2 + torch.full((6,), 0.5)
        y = y + x.new_ones(7, 1) + x.new_zeros(6) + x.new_full((8, 1, 1), 3.0) + torch.full_like(x, 0.1) + torch.zeros(1)
        return y * x


class Views(Case):
    shape = (2, 3, 4)

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(4, 5))
        self.v = nn.Parameter(torch.zeros(3))

    def run(self, x):
        y = x @ self.w.t().T
        y = y.movedim(1, 2).swapaxes(1, 2).swapdims(0, 1).mT.mT.transpose(0, 1)
        y = y + x.clone().sum(2, keepdim=True).broadcast_to(2, 3, 5) * x.detach().mean()
        y = y.to(torch.float32).float() + self.v.ravel().view_as(self.v).reshape_as(self.v).unsqueeze(1)
        return torch.cat([y.tile(1, 1, 2), y], 2)


class Products(Case):
    shape = (4, 5)

    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.zeros(5, 3))
        self.b = nn.Parameter(torch.zeros(3))

    def run(self, x):
        y = torch.addmm(self.b, x, self.w, beta=0.5, alpha=2.0) + torch.mm(x, self.w)
        y = torch.addcmul(y, y, self.b, value=0.5)
        y = torch.addcdiv(y, self.b, y * y + 1, value=0.25)
        return torch.lerp(y, y * y, 0.3) + torch.lerp(y, self.b.expand(4, 3), torch.full((4, 3), 0.6))


class Reductions(Case):
    def run(self, x):
        y = torch.logsumexp(x, (2, 3)) + torch.linalg.vector_norm(x, dim=(2, 3)) + torch.linalg.vector_norm(x, 3, (2, 3))
        return y + x.min(3)[0].sum(2) + x.min() + x.norm(1, (2, 3))


class Parts(Case):
    def run(self, x):
        a, b, c = torch.tensor_split(x, 3, 1)
        d, e = x.split_with_sizes([5, 3], 1)
        return a * b[:, :1] + c.sum(1, keepdim=True) * d[:, :3] + e


class Embedding(Case):
    shape = (2, 3, 4)

    def __init__(self):
        super().__init__()
        self.e = nn.Embedding(5, 4, padding_idx=2)

    def run(self, x):
        return x * self.e(torch.tensor([0, 2, 4])) + torch.arange(1, 9, 2) * 0.5


class IndexTensors(Case):
    """Positions by tensors, lists, and both among slices."""

    shape = (2, 4, 3, 5)

    def __init__(self):
        super().__init__()
        self.table = nn.Parameter(torch.empty(9, 2))
        self.register_buffer('index', torch.tensor([[0, 8, 1], [3, 3, -2]]))

    def run(self, x):
        rows = self.table[self.index]
        pairs = self.table[torch.tensor([1, 4, 1]), torch.tensor([[0], [1]])]
        y = x[:, torch.tensor([3, 0, 3])] * x[:, [1, 2, 0]]
        z = (x[:, torch.tensor([0, 1]), :, torch.tensor([4, 2])] * rows.view(2, 3, 2).permute(2, 0, 1)).mean()
        w = x[..., torch.tensor([1, 0]), 2].pow(2).sum((0, 1))
        return y.sum((1, 2)) + pairs.mean() + z + w[0] * w[1] + self.table[self.index[0].view(-1)].sum(0)[1]


class Assigned(Case):
    """Parts replaced: by numbers, by tensors that are broadcast, by positions; as shifted windows make their masks."""

    shape = (2, 3, 4, 5)

    def __init__(self):
        super().__init__()
        self.row = nn.Parameter(torch.empty(5))

    def run(self, x):
        y = x * 2
        y[:, 0, 1:3] = self.row
        y[:, 1, 0, ::2] = 0.5
        y[:, 2, [0, 3]] = x[:, 2, 1:3, :] * 3
        y[..., -1] += x[..., 0]
        mask = x.new_zeros((4, 5))
        count = 0
        for rows in ((0, -2), (-2, None)):
            for columns in ((0, -3), (-3, -1), (-1, None)):
                mask[rows[0]:rows[1], columns[0]:columns[1]] = count
                count += 1
        return y * mask


class Volumes(Case):
    shape = (2, 4, 4, 6, 5)

    def __init__(self):
        super().__init__()
        self.f = nn.ConvTranspose3d(4, 3, (1, 2, 2), stride=(1, 2, 1), padding=(0, 1, 0))

    def run(self, x):
        x = F.dropout3d(x, 0.5, self.training)
        y = F.adaptive_avg_pool3d(x, (2, 3, 2)) + F.adaptive_max_pool3d(x, (2, 3, 2)) + F.avg_pool3d(x, (2, 2, 2))[..., :2]
        return F.upsample(y[:, :, 0], scale_factor=2) + self.f(x)[:, :1, :1, :6, :4]


class Sequences(Case):
    shape = (2, 6, 12)

    def run(self, x):
        x = F.dropout1d(x, 0.4, self.training)
        return F.adaptive_max_pool1d(x, 4) + F.lp_pool1d(x, 2, 3)


class Lstm(Case):
    shape = (2, 5, 6)

    def __init__(self):
        super().__init__()
        self.f = nn.LSTM(6, 4, 2, batch_first=True, bidirectional=True)

    def run(self, x):
        y, (h, c) = self.f(x)
        return torch.cat([y.flatten(1), h.transpose(0, 1).flatten(1), c.transpose(0, 1).flatten(1)], 1)


class LstmDropout(Case):
    """Two layers with dropout between them."""

    shape = (3, 5, 6)

    def __init__(self):
        super().__init__()
        self.f = nn.LSTM(6, 4, 3, batch_first=True, bidirectional=True, dropout=0.4)

    def run(self, x):
        return self.f(x)[0]

    def measured(self, x):
        """By single layers and masks from the generator: inside of nn.LSTM PyTorch may take another library's stream."""
        if not self.training:
            return self(x)
        y = (x + self.p).transpose(0, 1)
        for layer in range(3):
            weights = [getattr(self.f, name) for name in self.f._all_weights[2 * layer] + self.f._all_weights[2 * layer + 1]]
            state = torch.zeros(2, 3, 4)
            y, _, _ = torch.lstm(y, (state, state), weights, True, 1, 0.0, True, True, False)
            if layer < 2:
                y = y * (torch.rand(y.shape, dtype=torch.float64) < 0.6) / 0.6
        return y.transpose(0, 1)


class LstmProjected(Case):
    shape = (3, 4, 6)

    def __init__(self):
        super().__init__()
        self.f = nn.LSTM(6, 5, proj_size=3)
        self.h = nn.Parameter(torch.empty(1, 1, 3))
        self.c = nn.Parameter(torch.empty(1, 1, 5))

    def run(self, x):
        y, (h, _) = self.f(x.transpose(0, 1), (self.h.expand(1, x.size(0), 3), self.c.expand(1, x.size(0), 5)))
        return y.transpose(0, 1).sum(1) + h[0]


class Gru(Case):
    shape = (2, 5, 6)

    def __init__(self):
        super().__init__()
        self.f = nn.GRU(6, 4, 2, bidirectional=True)

    def run(self, x):
        y, h = self.f(x.permute(1, 0, 2))
        return y[-1] + torch.cat([h[0], h[3]], 1)


class Rnn(Case):
    shape = (2, 5, 6)

    def __init__(self):
        super().__init__()
        self.f = nn.RNN(6, 4, nonlinearity='relu', bias=False, batch_first=True)
        self.g = nn.RNN(4, 3, batch_first=True)

    def run(self, x):
        return self.g(self.f(x)[0])[1][-1]


class RecurrentCells(Case):
    shape = (3, 4, 6)

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTMCell(6, 5)
        self.gru = nn.GRUCell(5, 4, bias=False)
        self.rnn = nn.RNNCell(4, 3)

    def run(self, x):
        h, c = x.new_zeros(x.size(0), 5), torch.zeros(x.size(0), 5)
        g, r = torch.zeros(x.size(0), 4), None
        for t in range(x.size(1)):
            h, c = self.lstm(x[:, t], (h, c))
            g = self.gru(h, g)
            r = self.rnn(g, r)
        return torch.cat([c, r], 1)


class PartsInPlace(Case):
    """Parts of a tensor are changed under names of their own; the whole sees it."""

    def run(self, x):
        x = x * 1.5
        x[:, :3].mul_(2).sub_(0.25)
        x[:, 2:5, 1:].neg_()
        part = x[0]
        part[6].zero_()
        part[5, 2:4].fill_(0.5)
        x[1, 4:6].copy_(x[0, :2, :1])
        return x + part.mean()


class UnfoldFold(Case):
    shape = (2, 4, 6, 5)

    def run(self, x):
        columns = F.unfold(x, (3, 2), dilation=(1, 2), padding=(1, 0), stride=(2, 1))
        weights = torch.arange(columns.shape[1], dtype=torch.float32).view(1, -1, 1) * 0.1
        return F.fold(columns * weights, (6, 5), (3, 2), dilation=(1, 2), padding=(1, 0), stride=(2, 1))


class WindowsAlong(Case):
    def run(self, x):
        return x.unfold(2, 3, 2).unfold(3, 2, 1).mean(5) * 3


class RepeatInterleave(Case):
    shape = (2, 4, 6)

    def run(self, x):
        return x.repeat_interleave(2, 1)[:, 1:5] * x + torch.repeat_interleave(x[:, :, :3], 2, dim=-1)


class Conversions(Case):
    def run(self, x):
        whole, truth = (x * 4).long(), (x * 2).to(torch.int64).bool()
        mask = ~truth & (x > 0)
        return x * whole.to(x.dtype) + x * (~truth).type_as(x) + mask.float()


class InstanceNormTracked(Norm):
    shape = (3, 4, 5, 3)

    def make(self):
        return nn.InstanceNorm2d(4, momentum=0.3, affine=True, track_running_stats=True)


class NormalizeOrders(Case):
    def run(self, x):
        return F.normalize(x, p=1.0, dim=2) + F.normalize(x, p=3, dim=-1, eps=0.5)


class Resampled(Case):
    """Means over windows, and filters as wide as the step."""

    def run(self, x):
        y = F.interpolate(x, (3, 8), mode='area')
        for mode in ('bilinear', 'bicubic'):
            y = y + F.interpolate(x, (3, 8), mode=mode, antialias=True)
        return y + F.interpolate(x, (3, 8), mode='bilinear', antialias=True, align_corners=True)


class ClampTensors(Case):
    def __init__(self):
        super().__init__()
        self.low = nn.Parameter(torch.zeros(6))
        self.high = nn.Parameter(torch.zeros(8, 1, 1))

    def run(self, x):
        return x.clamp(min=self.low) + x.clamp(self.low, self.high) + torch.clamp_max(x * 2, 0.3) + x.clamp_min(-0.2)


class LargerOfTwo(Case):
    def __init__(self):
        super().__init__()
        self.c = nn.Parameter(torch.zeros(8, 1, 1))

    def run(self, x):
        return torch.max(x, self.c) * 2 + torch.min(x, other=x * 0.5) + x.flip((1, 3))


class Rounded(Case):
    def run(self, x):
        return x * 2 + torch.round(x * 3, decimals=1) + torch.div(x * 5, 0.7, rounding_mode='floor')


class Masked(Case):
    """Elements that a condition chooses are replaced."""

    def __init__(self):
        super().__init__()
        self.value = nn.Parameter(torch.zeros(1))

    def run(self, x):
        y = x * 1.5
        y[y > 0.4] = 0.1
        y[y < -0.6] = self.value
        return y * x


class AttentionDropout(Case):
    shape = (2, 3, 4, 8)

    def run(self, x):
        return F.scaled_dot_product_attention(x, x * 0.5, x * x, dropout_p=0.4 if self.training else 0.0)


class MergedDropout(Case):
    """Heads and items in one axis."""
    shape = (2, 5, 12)

    def __init__(self):
        super().__init__()
        self.f = nn.MultiheadAttention(12, 3, dropout=0.3, batch_first=True)

    def run(self, x):
        return self.f(x, x, x)[0]


class TransformerDropout(Case):
    """Batch first: the layer computes time first, and drops from views whose memory goes over time first."""
    shape = (3, 4, 12)

    def __init__(self):
        super().__init__()
        layer = nn.TransformerEncoderLayer(12, 3, 20, dropout=0.2, batch_first=True)
        self.f = nn.TransformerEncoder(layer, 2, enable_nested_tensor=False)

    def run(self, x):
        return self.f(x)


class TimeFirstDropout(Case):
    shape = (3, 4, 5)

    def run(self, x):
        y = F.dropout(x.transpose(0, 1), 0.4, self.training).relu().permute(1, 2, 0)
        return F.dropout(y.reshape(y.shape[0], -1), 0.2, self.training) + F.dropout(y, 0.3, self.training).flatten(1)


class StochasticDepthByHand(Case):
    """As ConvNeXt's and Swin's own repositories write it."""

    def run(self, x):
        if not self.training:
            return x
        keep = 0.7
        noise = keep + torch.rand((x.shape[0],) + (1,) * (x.ndim - 1), dtype=x.dtype, device=x.device)
        noise.floor_()
        return x.div(keep) * noise + x * torch.rand_like(x)

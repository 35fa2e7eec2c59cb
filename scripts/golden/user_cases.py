"""Networks as users write them: PyTorch measures one training step of each from its seed (user_models.py), and the engine trains the
graphs that the evaluator makes of this very file (test/engine/user-models.test.ts)."""
import math
import torch
import torch.nn as nn
import torch.nn.functional as F


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.tanh(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = torch.tanh(self.fc1(x))
        x = torch.tanh(self.fc2(x))
        return F.log_softmax(self.fc3(x), dim=1)


class DoubleConv(nn.Sequential):
    def __init__(self, i, o):
        super().__init__(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True),
                         nn.Conv2d(o, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


class UNet(nn.Module):
    def __init__(self, bilinear=True):
        super().__init__()
        self.inc = DoubleConv(1, 8)
        self.down1 = nn.Sequential(nn.MaxPool2d(2), DoubleConv(8, 16))
        self.down2 = nn.Sequential(nn.MaxPool2d(2), DoubleConv(16, 16 if bilinear else 32))
        self.up = nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True) if bilinear else nn.ConvTranspose2d(32, 16, 2, stride=2)
        self.conv1 = DoubleConv(32, 8)
        self.up2 = nn.ConvTranspose2d(8, 8, 2, stride=2)
        self.conv2 = DoubleConv(16, 8)
        self.outc = nn.Conv2d(8, 10, 1)

    def forward(self, x):
        x1 = self.inc(x)
        x2 = self.down1(x1)
        x3 = self.down2(x2)
        y = self.up(x3)
        dy, dx = x2.size(2) - y.size(2), x2.size(3) - y.size(3)
        y = F.pad(y, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        y = self.conv1(torch.cat([x2, y], dim=1))
        y = self.conv2(torch.cat([x1, self.up2(y)], dim=1))
        return self.outc(y).mean(dim=(2, 3))


class MixerBlock(nn.Module):
    def __init__(self, patches, dim):
        super().__init__()
        self.n1, self.n2 = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.t = nn.Sequential(nn.Linear(patches, 32), nn.GELU(), nn.Linear(32, patches))
        self.c = nn.Sequential(nn.Linear(dim, 64), nn.GELU(), nn.Linear(64, dim))

    def forward(self, x):
        x = x + self.t(self.n1(x).transpose(1, 2)).transpose(1, 2)
        return x + self.c(self.n2(x))


class Mixer(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(1, 32, 7, stride=7)
        self.blocks = nn.Sequential(*[MixerBlock(16, 32) for _ in range(2)])
        self.norm = nn.LayerNorm(32)
        self.head = nn.Linear(32, 10)

    def forward(self, x):
        x = self.embed(x).flatten(2).transpose(1, 2)
        return self.head(self.norm(self.blocks(x)).mean(dim=1))


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads, self.scale = heads, (dim // heads) ** -0.5
        self.qkv = nn.Linear(dim, 3 * dim)
        self.proj = nn.Linear(dim, dim)

    def forward(self, x):
        B, N, C = x.shape
        q, k, v = self.qkv(x).reshape(B, N, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        a = ((q * self.scale) @ k.transpose(-2, -1)).softmax(dim=-1)
        return self.proj((a @ v).transpose(1, 2).reshape(B, N, C))


class ViT(nn.Module):
    def __init__(self, dim=32, depth=2, sdpa=False):
        super().__init__()
        self.patch = nn.Conv2d(1, dim, 7, stride=7)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.randn(1, 17, dim) * 0.02)
        self.blocks = nn.ModuleList([nn.ModuleList([nn.LayerNorm(dim), Attention(dim, 4), nn.LayerNorm(dim),
                                     nn.Sequential(nn.Linear(dim, 64), nn.GELU(), nn.Linear(64, dim))]) for _ in range(depth)])
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, 10)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], dim=1) + self.pos
        for n1, a, n2, m in self.blocks:
            x = x + a(n1(x))
            x = x + m(n2(x))
        return self.head(self.norm(x)[:, 0])


class TorchViT(nn.Module):
    def __init__(self, dim=32):
        super().__init__()
        self.patch = nn.Conv2d(1, dim, 7, stride=7)
        layer = nn.TransformerEncoderLayer(dim, 4, 64, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, 2)
        self.head = nn.Linear(dim, 10)

    def forward(self, x):
        return self.head(self.encoder(self.patch(x).flatten(2).transpose(1, 2)).mean(1))


class MHA(nn.Module):
    def __init__(self, dim=32):
        super().__init__()
        self.patch = nn.Conv2d(1, dim, 7, stride=7)
        self.attn = nn.MultiheadAttention(dim, 4, batch_first=True)
        self.head = nn.Linear(dim, 10)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        y, _ = self.attn(x, x, x)
        return self.head((x + y).mean(1))


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.ReLU(),
                                     nn.Flatten(), nn.Linear(784, 16))
        self.decoder = nn.Sequential(nn.Linear(16, 784), nn.Unflatten(1, (16, 7, 7)),
                                     nn.ConvTranspose2d(16, 8, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
                                     nn.ConvTranspose2d(8, 1, 3, stride=2, padding=1, output_padding=1), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))


class CNNLSTM(nn.Module):
    def __init__(self, kind='lstm'):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        make = {'lstm': nn.LSTM, 'gru': nn.GRU, 'rnn': nn.RNN}[kind]
        self.rnn = make(8 * 14, 32, num_layers=2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = self.conv(x)
        x = x.permute(0, 3, 1, 2).flatten(2)
        y, _ = self.rnn(x)
        return self.fc(y[:, -1])


class LSTMCellNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.LSTMCell(28, 16)
        self.fc = nn.Linear(16, 10)

    def forward(self, x):
        x = x.squeeze(1)
        h = x.new_zeros(x.size(0), 16)
        c = x.new_zeros(x.size(0), 16)
        for t in range(x.size(1)):
            h, c = self.cell(x[:, t], (h, c))
        return self.fc(h)


class GRULast(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(28, 16, batch_first=True)
        self.fc = nn.Linear(16, 10)

    def forward(self, x):
        _, h = self.rnn(x.squeeze(1))
        return self.fc(h[-1])


class SE(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.fc = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(c, c // 4, 1), nn.SiLU(), nn.Conv2d(c // 4, c, 1), nn.Sigmoid())

    def forward(self, x):
        return x * self.fc(x)


class Odd(nn.Module):
    def __init__(self):
        super().__init__()
        self.c1 = nn.Conv2d(1, 8, 3, padding='same', padding_mode='reflect')
        self.c2 = nn.Conv2d(8, 16, 3, padding=2, dilation=2, groups=4, padding_mode='circular')
        self.se = SE(16)
        self.gn = nn.GroupNorm(4, 16)
        self.scale = nn.Parameter(torch.ones(16, 1, 1))
        self.drop = nn.Dropout2d(0.2)
        self.fc = nn.Linear(64, 10)

    def forward(self, x):
        x = F.leaky_relu(self.c1(x), 0.1)
        x = self.drop(self.gn(self.se(self.c2(x))) * self.scale)
        a, b = x.chunk(2, dim=1)
        x = torch.einsum('bchw,bdhw->bcd', a, b) / math.sqrt(784)
        return self.fc(x.flatten(1))


class VGGLike(nn.Module):
    def __init__(self):
        super().__init__()
        layers, c = [], 1
        for v in [8, 'M', 16, 'M', 32, 32, 'M']:
            if v == 'M':
                layers.append(nn.MaxPool2d(2, 2))
            else:
                layers += [nn.Conv2d(c, v, 3, padding=1), nn.BatchNorm2d(v), nn.ReLU(True)]
                c = v
        self.features = nn.Sequential(*layers)
        self.classifier = nn.Sequential(nn.Linear(32 * 9, 64), nn.ReLU(True), nn.Dropout(0.5), nn.Linear(64, 10))
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode='fan_out', nonlinearity='relu')
                nn.init.constant_(m.bias, 0)
            elif isinstance(m, nn.Linear):
                nn.init.normal_(m.weight, 0, 0.01)
                nn.init.constant_(m.bias, 0)

    def forward(self, x):
        return self.classifier(self.features(x).view(x.size(0), -1))




class Heads(nn.Module):
    """Two classifiers in training, the first alone in evaluation, as GoogLeNet has them."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.BatchNorm2d(8), nn.ReLU(inplace=True))
        self.body = nn.Sequential(nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16), nn.ReLU(inplace=True))
        self.fc = nn.Linear(16, 10)
        self.auxiliary = nn.Linear(8, 10)

    def forward(self, x):
        x = self.stem(x)
        y = self.fc(self.body(x).mean((2, 3)))
        if not self.training:
            return y
        return y, self.auxiliary(F.adaptive_avg_pool2d(x, 1).flatten(1))


class WindowAttention(nn.Module):
    """Attention in shifted windows, with a bias by relative position and a mask, as Swin has it."""

    def __init__(self, window=7, heads=2, width=8):
        super().__init__()
        self.window, self.heads, self.shift = window, heads, window // 2
        self.embed = nn.Conv2d(1, width, 2, stride=2)
        self.qkv = nn.Linear(width, 3 * width)
        self.table = nn.Parameter(torch.zeros((2 * window - 1) * (2 * window - 1), heads))
        nn.init.trunc_normal_(self.table, std=0.02)
        coords = torch.stack(torch.meshgrid(torch.arange(window), torch.arange(window), indexing='ij')).flatten(1)
        relative = (coords[:, :, None] - coords[:, None, :]).permute(1, 2, 0).contiguous()
        relative[:, :, 0] += window - 1
        relative[:, :, 1] += window - 1
        relative[:, :, 0] *= 2 * window - 1
        self.register_buffer('index', relative.sum(-1).flatten())
        self.fc = nn.Linear(width, 10)

    def forward(self, x):
        x = self.embed(x).permute(0, 2, 3, 1)
        B, H, W, C = x.shape
        w, n = self.window, H // self.window * (W // self.window)
        x = torch.roll(x, shifts=(-self.shift, -self.shift), dims=(1, 2))
        x = x.view(B, H // w, w, W // w, w, C).permute(0, 1, 3, 2, 4, 5).reshape(B * n, w * w, C)
        qkv = self.qkv(x).reshape(B * n, w * w, 3, self.heads, C // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        attention = (q * (C // self.heads) ** -0.5).matmul(k.transpose(-2, -1))
        bias = self.table[self.index].view(w * w, w * w, -1).permute(2, 0, 1).contiguous().unsqueeze(0)
        attention = attention + bias
        mask = x.new_zeros((H, W))
        slices = ((0, -w), (-w, -self.shift), (-self.shift, None))
        count = 0
        for h in slices:
            for u in slices:
                mask[h[0]:h[1], u[0]:u[1]] = count
                count += 1
        mask = mask.view(H // w, w, W // w, w).permute(0, 2, 1, 3).reshape(n, w * w)
        mask = mask.unsqueeze(1) - mask.unsqueeze(2)
        mask = mask.masked_fill(mask != 0, -100.0).masked_fill(mask == 0, 0.0)
        attention = attention.view(B, n, self.heads, w * w, w * w) + mask.unsqueeze(1).unsqueeze(0)
        attention = F.softmax(attention.view(-1, self.heads, w * w, w * w), dim=-1)
        x = attention.matmul(v).transpose(1, 2).reshape(B, n * w * w, C)
        return self.fc(x.mean(1))

"""Models whose cost is measured in PyTorch: `name()` makes one, its input is in INPUTS. Read by scripts/golden/memory.py and conventions.py, analysed by the tests."""
import torch
import torch.nn as nn
import torch.nn.functional as F

INPUTS = {
    "resnet18": (1, 3, 224, 224),
    "mobilenet_v2": (1, 3, 224, 224),
    "Separable": (2, 1, 28, 28),
    "SqueezeExcite": (2, 8, 16, 16),
    "UNet": (1, 3, 32, 32),
    "Dense": (1, 3, 16, 16),
    "Functional": (4, 1, 28, 28),
    "ChannelShuffle": (1, 8, 14, 14),
    "Classifier": (1, 3, 32, 32),
    "Shared": (1, 4, 12, 12),
    "Frozen": (1, 3, 16, 16),
    "Residual": (2, 4, 10, 10),
    "ConvNeXtBlock": (1, 8, 14, 14),
    "Attention": (2, 3, 16, 16),
    "Encoder": (2, 3, 16, 16),
    "Windows": (2, 4, 8, 8),
    "Signal": (2, 3, 64),
    "Volume": (1, 1, 8, 16, 16),
}


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += identity
        return self.relu(out)


def resnet18():
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    width = 64
    for stage, outputs in enumerate([64, 128, 256, 512]):
        for i in range(2):
            layers.append(BasicBlock(width, outputs, 2 if stage > 0 and i == 0 else 1))
            width = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d((1, 1)), nn.Flatten(1), nn.Linear(512, 1000))


def conv_bn_relu6(inputs, outputs, kernel, stride=1, groups=1):
    return [
        nn.Conv2d(inputs, outputs, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU6(inplace=True),
    ]


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        hidden = inputs * expansion
        layers = [] if expansion == 1 else conv_bn_relu6(inputs, hidden, 1)
        layers += conv_bn_relu6(hidden, hidden, 3, stride, hidden)
        layers += [nn.Conv2d(hidden, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
        self.conv = nn.Sequential(*layers)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.conv(x) if self.residual else self.conv(x)


def mobilenet_v2():
    layers = conv_bn_relu6(3, 32, 3, 2)
    width = 32
    for expansion, outputs, count, stride in [
        (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
    ]:
        for i in range(count):
            layers.append(InvertedResidual(width, outputs, stride if i == 0 else 1, expansion))
            width = outputs
    layers += conv_bn_relu6(width, 1280, 1)
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(1), nn.Dropout(0.2), nn.Linear(1280, 1000))


class Separable(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 16, 3, padding=1)
        self.depthwise = nn.Conv2d(16, 16, 3, padding=2, dilation=2, groups=16, bias=False)
        self.pointwise = nn.Conv2d(16, 32, 1)
        self.bn = nn.BatchNorm2d(32)
        self.pool = nn.MaxPool2d(2)
        self.drop = nn.Dropout(0.3)
        self.fc = nn.Linear(32 * 14 * 14, 10)

    def forward(self, x):
        x = F.relu(self.stem(x))
        x = F.relu(self.bn(self.pointwise(self.depthwise(x))))
        x = self.pool(x)
        x = x.view(x.size(0), -1)
        return F.log_softmax(self.fc(self.drop(x)), dim=1)


class SqueezeExcite(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(8, 8, 3, padding=1)
        self.reduce = nn.Conv2d(8, 2, 1)
        self.expand = nn.Conv2d(2, 8, 1)
        self.act = nn.Hardswish(inplace=True)
        self.gate = nn.Hardsigmoid()
        self.silu = nn.SiLU()

    def forward(self, x):
        x = self.act(self.conv(x))
        scale = F.adaptive_avg_pool2d(x, 1)
        scale = self.gate(self.expand(self.silu(self.reduce(scale))))
        return x * scale


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(3, 8, 3, padding=1)
        self.pool = nn.AvgPool2d(2)
        self.middle = nn.Conv2d(8, 16, 3, padding=1)
        self.up = nn.ConvTranspose2d(16, 8, 2, stride=2)
        self.out = nn.Conv2d(16, 4, 3, padding=1, padding_mode="reflect")

    def forward(self, x):
        skip = torch.tanh(self.down(x))
        y = F.leaky_relu(self.middle(self.pool(skip)), 0.1)
        y = torch.cat([skip, self.up(y)], dim=1)
        y = torch.sigmoid(self.out(y))
        return F.interpolate(y, scale_factor=2, mode="bilinear", align_corners=False)


class Dense(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.norms = nn.ModuleList(nn.BatchNorm2d(8 + 4 * i) for i in range(3))
        self.convs = nn.ModuleList(nn.Conv2d(8 + 4 * i, 4, 3, padding=1, bias=False) for i in range(3))

    def forward(self, x):
        features = [self.first(x)]
        for norm, conv in zip(self.norms, self.convs):
            features.append(conv(F.relu(norm(torch.cat(features, 1)))))
        return torch.cat(features, 1).mean([2, 3])


class Functional(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(6, 1, 5, 5))
        self.matrix = nn.Parameter(torch.zeros(864, 10))
        self.bias = nn.Parameter(torch.zeros(10))

    def forward(self, x):
        x = F.max_pool2d(F.relu(F.conv2d(x, self.weight)), 2)
        x = torch.flatten(x, 1)
        return x @ self.matrix + self.bias


class ChannelShuffle(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(4, 4, 1, groups=2)
        self.right = nn.Conv2d(4, 4, 3, padding=1, groups=4)
        self.mix = nn.Conv2d(8, 8, 1)

    def forward(self, x):
        a, b = x.chunk(2, dim=1)
        y = torch.cat((self.left(a), self.right(b)), dim=1)
        n, c, h, w = y.shape
        y = y.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous().view(n, c, h, w)
        return self.mix(y)


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(3, 16, 3, stride=2, padding=1),
            nn.GroupNorm(4, 16),
            nn.ELU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1),
            nn.InstanceNorm2d(32, affine=True),
            nn.PReLU(),
            nn.AdaptiveAvgPool2d(2),
        )
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(128, 64), nn.GELU(), nn.Dropout(0.1), nn.Linear(64, 10), nn.Softmax(dim=1))

    def forward(self, x):
        return self.head(self.features(x))


class Shared(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.again = self.conv
        self.relu = nn.ReLU()

    def forward(self, x):
        for _ in range(2):
            x = self.relu(self.conv(x))
        return self.again(x)


class Frozen(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Conv2d(8, 8, 3), nn.ReLU())
        for parameter in self.backbone.parameters():
            parameter.requires_grad = False
        self.head = nn.Conv2d(8, 2, 1)

    def forward(self, x):
        return self.head(self.backbone(x)).flatten(1)


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.scale = nn.Parameter(torch.ones(4, 1, 1))
        self.leaky = nn.LeakyReLU(0.2, inplace=True)

    def forward(self, x):
        y = self.conv(x)
        y = self.leaky(y)
        y = y * self.scale
        z = y.clamp(0, 6) - y.abs()
        z = torch.sqrt(z * z + 1e-5)
        z /= 2
        return torch.where(y > 0, y, z) / (1 + z)


class ConvNeXtBlock(nn.Module):
    def __init__(self):
        super().__init__()
        self.depthwise = nn.Conv2d(8, 8, 7, padding=3, groups=8)
        self.norm = nn.LayerNorm(8)
        self.expand = nn.Linear(8, 32)
        self.project = nn.Linear(32, 8)
        self.gamma = nn.Parameter(torch.ones(8))

    def forward(self, x):
        y = self.depthwise(x).permute(0, 2, 3, 1)
        y = self.project(F.gelu(self.expand(self.norm(y))))
        return x + (self.gamma * y).permute(0, 3, 1, 2)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 16, 4, 4)
        self.position = nn.Parameter(torch.zeros(1, 16, 16))
        self.norm = nn.LayerNorm(16)
        self.qkv = nn.Linear(16, 48)
        self.out = nn.Linear(16, 16)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2) + self.position
        n, length, width = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(n, length, 3, 4, 4).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (torch.matmul(q, k.transpose(-2, -1)) * 0.5).softmax(dim=-1)
        y = torch.matmul(weights, v).transpose(1, 2).reshape(n, length, width)
        return (x + self.out(y)).mean(dim=1)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 8, 4, 4)
        self.norm = nn.LayerNorm(8)
        self.attention = nn.MultiheadAttention(8, 2, batch_first=True)
        self.mlp = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Dropout(0.1), nn.Linear(16, 8))

    def forward(self, x):
        x = self.patch(x).flatten(2).permute(0, 2, 1)
        y = self.norm(x)
        y, _ = self.attention(y, y, y, need_weights=False)
        x = x + y
        return x + self.mlp(self.norm(x))


class Windows(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(4, 12)
        self.table = nn.Parameter(torch.zeros(9, 2))

    def forward(self, x):
        n, c, h, w = x.shape
        x = x.view(n, c, h // 2, 2, w // 2, 2).permute(0, 2, 4, 3, 5, 1).reshape(n, -1, 4, c)
        q, k, v = (part.reshape(n, -1, 4, 2, c // 2).permute(0, 1, 3, 2, 4) for part in self.qkv(x).chunk(3, dim=-1))
        dots = torch.einsum("b g h i d, b g h j d -> b g h i j", q, k * 0.5)
        index = torch.zeros(16, dtype=torch.long)
        dots = dots + self.table[index].view(4, 4, 2).permute(2, 0, 1).contiguous().unsqueeze(0)
        out = torch.einsum("b g h i j, b g h j d -> b g h i d", F.softmax(dots, dim=-1), v)
        return out.permute(0, 1, 3, 2, 4).reshape(n, -1, c)


class Signal(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(3, 8, 5, stride=2, padding=2)
        self.bn = nn.BatchNorm1d(8)
        self.pool = nn.MaxPool1d(2)
        self.up = nn.ConvTranspose1d(8, 4, 4, stride=2, padding=1)

    def forward(self, x):
        return self.up(self.pool(torch.relu(self.bn(self.conv(x)))))


class Volume(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv3d(1, 4, 3, padding=1)
        self.bn = nn.BatchNorm3d(4)
        self.pool = nn.MaxPool3d(2)
        self.act = nn.Mish()

    def forward(self, x):
        return self.pool(self.act(self.bn(self.conv(x))))

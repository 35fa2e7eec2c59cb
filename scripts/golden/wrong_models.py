#!/usr/bin/env python3
"""Wrong little models, and what PyTorch says of them: for test/core/eval/wrong.test.ts.

    python scripts/golden/wrong_models.py        writes test/golden/wrong-models.json     (PyTorch 2.13, CPU)

A row is a source, its inputs' shapes, the exception's class and the last line of the source in its traceback (null: none of it,
the class as a whole).
"""
import json
import pathlib
import traceback
import warnings

import torch

warnings.simplefilter('ignore')
TARGET = pathlib.Path(__file__).resolve().parents[2] / 'test/golden/wrong-models.json'
HEADER = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n\n'
cases = []


def model(init, forward='return self.m(x)', extra='', args='x'):
    indented = [body.replace('\n', '\n        ') for body in (init, forward)]
    return f'''{HEADER}{extra}class Net(nn.Module):
    def __init__(self):
        super().__init__()
        {indented[0]}

    def forward(self, {args}):
        {indented[1]}
'''


def case(name, source, *inputs):
    cases.append({'name': name, 'source': source, 'inputs': list(inputs) or ['2x3x8x8']})


conv = 'self.m = nn.Conv2d(3, 4, 3)'
case('float channels', model('self.m = nn.Conv2d(3, 64 / 2, 3)'))
case('a buffer over an attribute', model('self.m = nn.ReLU()\nself.scale = 1\nself.register_buffer("scale", torch.ones(1))'))
case('a buffer over a module', model('self.m = nn.ReLU()\nself.register_buffer("m", torch.ones(1))'))
case('a buffer over nothing set before', model('self.m = nn.ReLU()\nself.scale = None\nself.register_buffer("scale", None)'))
case('float channels in', model('self.m = nn.Conv2d(6 / 2, 4, 3)'))
case('float linear', model('self.m = nn.Linear(8, 16 / 2)'))
case('float bn', model('self.m = nn.BatchNorm2d(6 / 2)'))
case('float groupnorm', model('self.m = nn.GroupNorm(2, 8 / 2)'))
case('float groups', model('self.m = nn.Conv2d(3, 6, 3, groups=6 / 2)'))
case('float kernel', model('self.m = nn.Conv2d(3, 4, 3.0)'))
case('float padding', model('self.m = nn.Conv2d(3, 4, 3, padding=3 / 2)'))
case('float stride', model('self.m = nn.Conv2d(3, 4, 3, stride=4 / 2)'))
case('float pool', model('self.m = nn.MaxPool2d(4 / 2)'))
case('float adaptive', model('self.m = nn.AdaptiveAvgPool2d(8 / 2)'))
case('float embedding', model('self.m = nn.Embedding(10, 8 / 2)'), '2x3')
case('float lstm', model('self.m = nn.LSTM(8, 16 / 2)'), '2x3x8')
case('float mha', model('self.m = nn.MultiheadAttention(8, 4 / 2)', 'return self.m(x, x, x)'), '2x3x8')
case('float layernorm', model('self.m = nn.LayerNorm(16 / 2)'))
case('float range', model('self.m = nn.ModuleList([nn.Linear(8, 8) for _ in range(4 / 2)])'))
case('float repeat', model(conv, 'return x.repeat(1, 2 / 1, 1, 1)'))
case('float view', model(conv, 'return x.view(2, 192 / 1)'))
case('groups not divide in', model('self.m = nn.Conv2d(3, 4, 3, groups=2)'))
case('groups not divide out', model('self.m = nn.Conv2d(4, 6, 3, groups=4)'))
case('groups zero', model('self.m = nn.Conv2d(4, 6, 3, groups=0)'))
case('negative channels', model('self.m = nn.Conv2d(3, -4, 3)'))
case('bad padding mode', model("self.m = nn.Conv2d(3, 4, 3, padding_mode='mirror')"))
case('bad padding string', model("self.m = nn.Conv2d(3, 4, 3, padding='full')"))
case('same with stride', model("self.m = nn.Conv2d(3, 4, 3, padding='same', stride=2)"))
case('wrong keyword', model('self.m = nn.Conv2d(3, 4, 3, strides=2)'))
case('missing argument', model('self.m = nn.Conv2d(3, 4)'))
case('missing argument linear', model('self.m = nn.Linear(8)'))
case('too many arguments', model('self.m = nn.ReLU(True, False)'))
case('groupnorm not divide', model('self.m = nn.GroupNorm(3, 8)'))
case('mha heads not divide', model('self.m = nn.MultiheadAttention(8, 3)', 'return self.m(x, x, x)'), '2x3x8')
case('transformer heads', model('self.m = nn.TransformerEncoderLayer(10, 4)'), '2x3x10')
case('dropout p', model('self.m = nn.Dropout(1.5)'))
case('pixelshuffle', model('self.m = nn.PixelShuffle(2)'))
case('lstm hidden zero', model('self.m = nn.LSTM(8, 0)'), '2x3x8')
case('embedding padding_idx', model('self.m = nn.Embedding(5, 3, padding_idx=9)'), '2x3')
case('no super init', HEADER + 'class Net(nn.Module):\n    def __init__(self):\n        self.m = nn.Conv2d(3, 4, 3)\n\n    def forward(self, x):\n        return self.m(x)\n')
case('super init late', HEADER + 'class Net(nn.Module):\n    def __init__(self):\n        self.m = nn.Conv2d(3, 4, 3)\n        super().__init__()\n\n    def forward(self, x):\n        return self.m(x)\n')
case('super init without call', HEADER + 'class Net(nn.Module):\n    def __init__(self):\n        super().__init__\n        self.m = nn.Conv2d(3, 4, 3)\n\n    def forward(self, x):\n        return self.m(x)\n')
case('undefined attribute', model(conv, 'return self.n(x)'))
case('typo attribute', model('self.conv1 = nn.Conv2d(3, 4, 3)', 'return self.conv2(x)'))
case('no forward', HEADER + 'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.m = nn.Conv2d(3, 4, 3)\n')
case('forward misspelt', HEADER + 'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.m = nn.Conv2d(3, 4, 3)\n\n    def foward(self, x):\n        return self.m(x)\n')
case('forward missing argument', model('self.b = Block()', 'return self.b(x)', 'class Block(nn.Module):\n    def forward(self, x, y):\n        return x + y\n\n\n'))
case('forward extra argument', model(conv, 'return self.m(x, x)'))
case('undefined name', model(conv, 'return self.m(y)'))
case('unbound local', model(conv, 'if x.dim() == 7:\n    y = x\nreturn y'))
case('modulelist called', model('self.m = nn.ModuleList([nn.Conv2d(3, 4, 3)])'))
case('moduledict called', model("self.m = nn.ModuleDict({'a': nn.Conv2d(3, 4, 3)})"))
case('moduledict key', model("self.m = nn.ModuleDict({'a': nn.Conv2d(3, 4, 3)})","return self.m['b'](x)"))
case('modulelist index', model('self.m = nn.ModuleList([nn.Conv2d(3, 4, 3)])', 'return self.m[1](x)'))
case('modulelist of non-module', model('self.m = nn.ModuleList([3])'))
case('modulelist of function', model('self.m = nn.ModuleList([F.relu])'))
case('sequential list', model('self.m = nn.Sequential([nn.Conv2d(3, 4, 3), nn.ReLU()])'))
case('sequential arity', model('self.m = nn.Sequential(nn.Bilinear(8, 8, 4))'))
case('sequential two inputs', model('self.m = nn.Sequential(nn.Conv2d(3, 4, 3))', 'return self.m(x, x)'))
case('sequential of function', model('self.m = nn.Sequential(nn.Conv2d(3, 4, 3), F.relu)'))
case('sequential class not instance', model('self.m = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU)'))
case('lstm in sequential', model('self.m = nn.Sequential(nn.LSTM(8, 8), nn.Linear(8, 2))'), '2x3x8')
case('module attr with dot', model("self.add_module('a.b', nn.ReLU())\nself.m = nn.ReLU()"))
case('register none module', model("self.add_module('a', 3)\nself.m = nn.ReLU()"))
case('parameter not tensor', model('self.p = nn.Parameter([1.0])\nself.m = nn.ReLU()'))
case('assign tensor to parameter', model('self.p = nn.Parameter(torch.ones(3))\nself.p = torch.ones(3)\nself.m = nn.ReLU()'))
case('module over a parameter', model('self.m = nn.Parameter(torch.ones(3))\nself.m = nn.ReLU()'))
case('function over a module', model('self.m = nn.ReLU()\nself.m = F.relu'))
case('number over a buffer', model('self.register_buffer("scale", torch.ones(1))\nself.m = nn.ReLU()\nself.scale = 2'))
case('parameter with three arguments', model('self.m = nn.ReLU()\nself.p = nn.Parameter(torch.ones(3), True, 2)'))
case('packed in the wrong order', model('self.m = nn.LSTM(8, 6)', 'return self.m(nn.utils.rnn.pack_padded_sequence(x, [2, 5, 3]))[1]'), '5x3x8')
case('packed with too few lengths', model('self.m = nn.LSTM(8, 6)', 'return self.m(nn.utils.rnn.pack_padded_sequence(x, [5, 3]))[1]'), '5x3x8')
case('packed of wrong width', model('self.m = nn.GRU(7, 6)', 'return self.m(nn.utils.rnn.pack_padded_sequence(x, [5, 3, 2]))[1]'), '5x3x8')
case('vmap over unequal batches', model('self.m = nn.Linear(8, 2)', 'return torch.vmap(lambda a, b: a + b)(x, x[:1])'), '3x8')
case('pre-hook with the wrong result', model('self.m = nn.ReLU()\nself.m.register_forward_pre_hook(lambda m, a, k: a, with_kwargs=True)'))
conv2 = 'self.m = nn.Conv2d(3, 8, 2, 2)'
case('view of transposed', model(conv2, 'x = self.m(x).flatten(2).transpose(1, 2)\nreturn x.view(x.size(0), -1)'))
case('view of heads', model('self.m = nn.Linear(8, 24)', 'q, k, v = self.m(x).view(2, 5, 3, 2, 4).permute(2, 0, 3, 1, 4)\nx = (q @ k.transpose(-1, -2)).softmax(-1) @ v\nreturn x.transpose(1, 2).view(2, 5, 8)'), '2x5x8')
case('view of a half', model('self.m = nn.Linear(8, 24)', 'a, b = self.m(x).chunk(2, -1)\nreturn a.view(2, -1)'), '2x5x8')
case('view of expanded', model('self.m = nn.Parameter(torch.ones(1, 4))', 'return self.m.expand(2, -1).view(-1)'))
case('view of an activation of transposed', model('self.m = nn.Linear(8, 24)', 'return F.relu(self.m(x).transpose(1, 2)).view(2, -1)'), '2x5x8')
case('view of a sum of transposed', model('self.m = nn.Parameter(torch.ones(1, 5, 8))', 'return (x.transpose(1, 2) + self.m).view(2, -1)'), '2x8x5')
case('view of shuffled channels', model('self.m = nn.Conv2d(3, 8, 1)', 'x = self.m(x).view(2, 2, 4, 8, 8).transpose(1, 2)\nreturn x.view(2, -1, 8, 8)'))
case('view of a clone', model('self.m = nn.Linear(8, 8)', 'return x.transpose(1, 2).clone().view(2, -1)'), '2x8x5')
case('assert', model('assert 3 % 2 == 0, "must be even"\nself.m = nn.ReLU()'))
case('raise', model('raise ValueError("no depth")'))
case('key error', model("cfg = {'A': 1}\nself.m = nn.Conv2d(3, cfg['B'], 3)"))
case('index error', model("dims = [1, 2]\nself.m = nn.Conv2d(3, dims[2], 3)"))
case('none call', model('self.m = None'))
case('int call', model('self.m = 3'))
case('tuple out', model('self.m = nn.LSTM(8, 4)', 'y = self.m(x)\nreturn y.mean()'), '2x3x8')
case('unpack too many', model(conv, 'a, b, c = x.shape\nreturn self.m(x)'))
case('str plus int', model("n = 'a' + 1\nself.m = nn.ReLU()"))
case('channel mismatch', model('self.m = nn.Conv2d(4, 4, 3)'))
case('second conv mismatch', model('self.a = nn.Conv2d(3, 8, 3)\nself.b = nn.Conv2d(16, 8, 3)', 'x = self.a(x)\nreturn self.b(x)'))
case('bn mismatch', model('self.m = nn.BatchNorm2d(4)'))
case('bn rank', model('self.m = nn.BatchNorm1d(3)'))
case('bn2d rank', model('self.m = nn.BatchNorm2d(3)'), '2x3')
case('linear mismatch', model('self.m = nn.Linear(7, 2)'))
case('linear after flatten', model('self.c = nn.Conv2d(3, 4, 3)\nself.f = nn.Linear(100, 10)', 'x = self.c(x)\nx = x.flatten(1)\nreturn self.f(x)'))
case('kernel too large', model('self.m = nn.Conv2d(3, 4, 11)'))
case('pool too large', model('self.m = nn.MaxPool2d(16)'))
case('pool padding', model('self.m = nn.MaxPool2d(3, padding=2)'))
case('avg pool too large', model('self.m = nn.AvgPool2d(16)'))
case('wrong rank conv', model('self.m = nn.Conv2d(3, 4, 3)'), '8x8')
case('conv1d on 4d', model('self.m = nn.Conv1d(3, 4, 3)'))
case('conv3d on 4d ok rank', model('self.m = nn.Conv3d(4, 4, 3)'))
case('view wrong', model(conv, 'return self.m(x).view(2, 100)'))
case('view -1 wrong', model(conv, 'return self.m(x).view(-1, 100)'))
case('reshape wrong', model(conv, 'return x.reshape(7, -1)'))
case('cat mismatch', model(conv, 'return torch.cat([x, self.m(x)], 1)'))
case('cat dim', model(conv, 'return torch.cat([x, x], 4)'))
case('stack mismatch', model(conv, 'return torch.stack([x, self.m(x)])'))
case('add mismatch', model(conv, 'return x + self.m(x)'))
case('matmul mismatch', model(conv, 'return x @ x[:, :, :7]'))
case('mm rank', model(conv, 'return torch.mm(x, x)'))
case('bmm rank', model(conv, 'return torch.bmm(x, x)'))
case('transpose dim', model(conv, 'return x.transpose(1, 5)'))
case('permute count', model(conv, 'return x.permute(0, 2, 1)'))
case('permute repeat', model(conv, 'return x.permute(0, 1, 1, 2)'))
case('index out of range', model(conv, 'return x[:, 5]'))
case('too many indices', model(conv, 'return x[0, 0, 0, 0, 0]'))
case('squeeze dim', model(conv, 'return x.squeeze(7)'))
case('unsqueeze dim', model(conv, 'return x.unsqueeze(7)'))
case('sum dim', model(conv, 'return x.sum(4)'))
case('softmax dim', model(conv, 'return F.softmax(x, dim=4)'))
case('split sizes', model(conv, 'return x.split([1, 1], 1)'))
case('unpack chunk', model(conv, 'a, b = x.chunk(3, 1)\nreturn a'))
case('expand', model(conv, 'return x.expand(2, 6, 8, 8)'))
case('expand rank', model(conv, 'return x.expand(8, 8)'))
case('einsum', model(conv, "return torch.einsum('bchw,bcd->bd', x, x)"))
case('interpolate both', model(conv, 'return F.interpolate(x, size=4, scale_factor=2)'))
case('interpolate mode', model(conv, "return F.interpolate(x, scale_factor=2, mode='trilinear')"))
case('interpolate none', model(conv, 'return F.interpolate(x)'))
case('pad odd', model(conv, 'return F.pad(x, (1, 1, 1))'))
case('reflect too large', model(conv, "return F.pad(x, (9, 9, 9, 9), mode='reflect')"))
case('embedding float', model('self.m = nn.Embedding(10, 4)', 'return self.m(x.float())'), '2x3')
case('cross entropy', model(conv, 'return F.cross_entropy(x.mean((2, 3)), torch.zeros(3, dtype=torch.long))'))
case('nll float target', model(conv, 'return F.nll_loss(x.mean((2, 3)), torch.zeros(2))'))
case('dtype matmul', model(conv, 'return x @ torch.ones(8, 8, dtype=torch.long)'))
case('double linear', model('self.m = nn.Linear(8, 4)', 'return self.m(x.double())'))
case('long conv', model(conv, 'return self.m(x.long())'))
case('inplace grows', model(conv, 'y = torch.zeros(3, 8, 8)\ny += x\nreturn y'))
case('bool sub', model(conv, 'return (x > 0) - (x < 0)'))
case('item of many', model(conv, 'return self.m(x).item()'))
case('bool of tensor', model(conv, 'if x > 0:\n    return x\nreturn -x'))
case('relu positional', model(conv, 'return F.relu(x, 1, 2)'))
case('wrong kw functional', model(conv, 'return F.conv2d(x, self.m.weight, strides=2)'))
case('missing weight', model(conv, 'return F.conv2d(x)'))
case('dropout2d', model('self.m = nn.Dropout(p="x")'))
case('flatten dims', model('self.m = nn.Flatten(3, 1)'))
case('unflatten', model('self.m = nn.Unflatten(1, (2, 2))'))
case('layernorm mismatch', model('self.m = nn.LayerNorm([3, 8, 7])'))
case('instancenorm', model('self.m = nn.InstanceNorm2d(5, affine=True)'))
case('convtranspose', model('self.m = nn.ConvTranspose2d(4, 3, 2)'))
case('output padding', model('self.m = nn.ConvTranspose2d(3, 3, 2, output_padding=1)'))
case('lstm feature', model('self.m = nn.LSTM(9, 4)'), '2x3x8')
case('lstm rank', model('self.m = nn.LSTM(8, 4)'))
case('gru cell', model('self.m = nn.GRUCell(9, 4)'), '2x8')
case('mha dims', model('self.m = nn.MultiheadAttention(16, 4)', 'return self.m(x, x, x)'), '2x3x8')
case('mha missing', model('self.m = nn.MultiheadAttention(8, 4)'), '2x3x8')
case('bilinear', model('self.m = nn.Bilinear(8, 7, 4)', 'return self.m(x, x)'))
case('pixel shuffle rank', model('self.m = nn.PixelShuffle(2)'), '8x8')
case('upsample int', model("self.m = nn.Upsample(scale_factor=2, mode='linear')"))
case('adaptive tuple', model('self.m = nn.AdaptiveAvgPool2d((1, 1, 1))'))
case('glu odd', model('self.m = nn.GLU(1)'))
case('prelu mismatch', model('self.m = nn.PReLU(5)'))
case('maxpool stride 0', model('self.m = nn.MaxPool2d(2, stride=0)'))
case('self called on class', model('self.m = nn.Conv2d', 'return self.m(x)'))
case('forward returns none used', model('self.b = Block()', 'return self.b(x) + 1', 'class Block(nn.Module):\n    def forward(self, x):\n        y = x\n\n\n'))
case('block channel cause', model('self.b = Block(8)', 'return self.b(x)', 'class Block(nn.Module):\n    def __init__(self, c):\n        super().__init__()\n        self.conv = nn.Conv2d(c, c, 3)\n\n    def forward(self, x):\n        return self.conv(x)\n\n\n'))

case('misspelt layer', model('self.m = nn.Conv2D(3, 4, 3)'))
case('misspelt layer in a list', model('self.m = nn.Sequential(\n    nn.Conv2d(3, 4, 3),\n    nn.BatchNorm2D(4),\n)'))
case('misspelt layer by its full name', model('self.m = torch.nn.Linearr(8, 4)'))
case('misspelt layer after others', model('self.a = nn.Conv2d(3, 4, 3)\nself.m = nn.ReLu()', 'return self.m(self.a(x))'))
case('misspelt function', model(conv, 'return F.rellu(self.m(x))'))
case('function of another name', model(conv, 'return nn.functional.max_pool(self.m(x), 2)'))
case('misspelt function of torch', model(conv, 'return torch.catt([x, x], 1)'))
case('misspelt method', model(conv, 'return self.m(x).veiw(2, -1)'))
case('misspelt method of the input', model(conv, 'return self.m(x.permtue(0, 1, 2, 3))'))
case('misspelt property', model(conv, 'return self.m(x).reshape(x.shap[0], -1)'))
case('misspelt method of a parameter', model(conv, 'return x * self.m.weight.meann()'))
case('misspelt method as a function', model(conv, 'return torch.Tensor.veiw(x, 2, -1)'))
case('misspelt initialisation', model(conv + '\nnn.init.kaiming_normall_(self.m.weight)'))
case('misspelt module', model(conv, 'return nn.functionl.relu(x)'))
case('misspelt linear algebra', model(conv, 'return torch.linalg.normm(x)'))
case('misspelt by getattr', model(conv, "return getattr(torch, 'catt')([x, x], 1)"))
case('misspelt under no_grad', model(conv, 'with torch.no_grad():\n    x = x.detacch()\nreturn self.m(x)'))
case('misspelt dtype', model(conv, 'return self.m(x.to(torch.flaot32))'))
case('misspelt base', HEADER + 'class Net(nn.Modul):\n    def forward(self, x):\n        return x\n')
case('misspelt import', HEADER + 'from torch.nn import Conv2D\n\n\n' + model(conv)[len(HEADER):])
case('misspelt import of a module', HEADER + 'import torch.nn.functionl as N\n\n\n' + model(conv)[len(HEADER):])
case('removed function', model(conv, 'return torch.rfft(x, 2)'))
case('misspelt in a handler', model(conv, 'try:\n    x = x.foo()\nexcept AttributeError:\n    x = x.veiw(2, -1)\nreturn x'))

two = 'self.m = nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4))\n'
case('weights of another width', model("self.m = nn.Conv2d(3, 4, 3)\nself.m.load_state_dict(nn.Conv2d(3, 5, 3).state_dict())"))
case('weights of another kind', model("self.m = nn.Conv2d(3, 4, 3)\nself.m.load_state_dict(nn.Conv2d(3, 4, 3, bias=False).state_dict())"))
case('weights of more layers', model(two + "self.m.load_state_dict(nn.Sequential(nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Conv2d(4, 4, 1)).state_dict())"))
case('weights under other names', model(two + "self.m.load_state_dict({'module.' + k: v for k, v in self.m.state_dict().items()})"))
case('weights of a few', model("self.m = nn.Conv2d(3, 4, 3)\nself.m.load_state_dict({'weight': torch.zeros(4, 3, 3, 3)})"))


def line_of(error):
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == 'model.py']
    return lines[-1] if lines else None


def measure(row):
    names = {'__name__': 'model'}
    made = False
    try:
        exec(compile(row['source'], 'model.py', 'exec'), names)
        net = names['Net']().eval()
        made = True
        net(*[torch.rand(*map(int, shape.split('x'))) for shape in row['inputs']])
    except Exception as error:
        return {**row, 'raises': type(error).__name__, 'line': line_of(error)}
    raise SystemExit(f"{row['name']} is right{'' if made else ', but was not made'}")


def main():
    rows = [measure(row) for row in cases]
    text = ',\n'.join(json.dumps(row) for row in rows)
    TARGET.write_text('{"torch": ' + json.dumps(torch.__version__.split('+')[0]) + ', "rows": [\n' + text + '\n]}\n')
    print(f'{len(rows)} rows')


if __name__ == '__main__':
    main()

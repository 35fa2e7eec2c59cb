"""The grid of scripts/golden/modules.py: families of rows (module, inputs, call, train). Legal and illegal arguments both."""


def row(module, *inputs, call=None, train=False):
    names = ', '.join(f'x{i}' for i in range(len(inputs)))
    return {'module': module, 'inputs': list(inputs), 'call': call or f'self.m({names})', 'train': train}


def spatial(axes, size):
    return 'x'.join([str(size)] * axes)


def convolution():
    rows = []
    for axes, size in ((1, 16), (2, 11), (3, 7)):
        name, x = f'nn.Conv{axes}d', f'2x4x{spatial(axes, size)}'
        for arguments in (
            '4, 6, 3', '4, 6, 3, 2', '4, 6, 3, 2, 1', '4, 6, 3, padding=1, dilation=2', '4, 8, 3, groups=4', '4, 8, 1, groups=2, bias=False',
            "4, 6, 3, padding='same'", "4, 6, 4, padding='same', dilation=2", "4, 6, 3, padding='valid'", "4, 6, 3, 2, padding='same'",
            "4, 6, 3, padding=1, padding_mode='circular'", "4, 6, 3, padding=2, padding_mode='reflect', stride=2",
            "4, 6, 3, padding=1, padding_mode='replicate'", "4, 6, 3, padding=1, padding_mode='mirror'", "4, 6, 3, padding='full'",
            '4, 6, 3, groups=3', '4, 6, 3, groups=4', '4, 6, 3, groups=0', '4, 6, 3, groups=-1', '4.0, 6, 3', '4, 12 / 2, 3', '4, 6, 3.0',
            '5, 6, 3', '4, 6, 40',
        ):
            rows.append(row(f'{name}({arguments})', x))
        rows.append(row(f'{name}(4, 6, 3)', x.partition('x')[2]))
        rows.append(row(f'{name}(4, 6, 3, dtype=torch.float64, bias=False)', x, call='self.m(x0.double())'))
        rows.append(row(f'nn.LazyConv{axes}d(6, 3, padding=1)', x))
        rows.append(row(f'nn.LazyConv{axes}d(6, 3, groups=2, bias=False)', x))
        rows.append(row(f'nn.LazyConv{axes}d(6, 3, groups=3)', x))
        transposed = f'nn.ConvTranspose{axes}d'
        for arguments in (
            '4, 6, 3', '4, 6, 3, 2', '4, 6, 3, 2, 1, 1', '4, 6, 3, stride=2, padding=1, output_padding=1, dilation=2', '4, 8, 3, groups=4',
            '4, 8, 2, 2, bias=False', '4, 6, 3, output_padding=1', "4, 6, 3, padding_mode='reflect'", '4, 6, 3, groups=3', '4, 6.0, 3',
        ):
            rows.append(row(f'{transposed}({arguments})', x))
        rows.append(row(f'nn.LazyConvTranspose{axes}d(6, 3, 2)', x))
        doubled = ', '.join([str(2 * size)] * axes)
        rows.append(row(f'{transposed}(4, 6, 3, stride=2, padding=1)', x, call=f'self.m(x0, output_size=[{doubled}])'))
        rows.append(row(f'{transposed}(4, 6, 3, stride=2, padding=1)', x, call=f'self.m(x0, output_size=[{doubled.replace(str(2 * size), "99")}])'))
    rows += [
        row('nn.Conv2d(4, 6, (3, 5), (1, 2), (1, 2), (2, 1))', '2x4x11x13'), row('nn.Conv2d(4, 6, [3, 1])', '2x4x11x13'),
        row("nn.Conv2d(4, 6, (3, 5), padding='same')", '2x4x11x13'), row('nn.Conv3d(4, 6, (1, 3, 3), padding=(0, 1, 1))', '2x4x5x7x7'),
        row('nn.ConvTranspose2d(4, 6, (3, 4), (2, 1), (1, 0), (1, 0))', '2x4x5x6'), row('nn.Conv2d(4, 6, 3)', '2x4x11'),
        row('nn.Conv1d(4, 6, 3)', '2x4x8x8'),
    ]
    return rows


def normalisation():
    rows = []
    inputs = {1: ('2x6', '2x6x5'), 2: ('2x6x5x5',), 3: ('2x6x4x4x4',)}
    for axes, shapes in inputs.items():
        for train in (False, True):
            for arguments in ('6', '6, affine=False', '6, track_running_stats=False', '6, momentum=0.3, eps=1e-3', '6, bias=False'):
                rows += [row(f'nn.BatchNorm{axes}d({arguments})', x, train=train) for x in shapes]
            rows.append(row(f'nn.LazyBatchNorm{axes}d()', shapes[-1], train=train))
            rows.append(row(f'nn.LazyBatchNorm{axes}d(affine=False)', shapes[-1], train=train))
        rows.append(row(f'nn.BatchNorm{axes}d(7)', shapes[-1]))
        rows.append(row(f'nn.BatchNorm{axes}d(6.0)', shapes[-1]))
        rows.append(row(f'nn.BatchNorm{axes}d(6)', '2x6x5x5' if axes != 2 else '2x6x5'))
        x = shapes[-1]
        for arguments in ('6', '6, affine=True', '6, affine=True, track_running_stats=True', '6, affine=True, bias=False'):
            for train in (False, True):
                rows.append(row(f'nn.InstanceNorm{axes}d({arguments})', x, train=train))
        rows.append(row(f'nn.InstanceNorm{axes}d(6)', x.partition('x')[2]))
        rows.append(row(f'nn.InstanceNorm{axes}d(7, affine=True)', x))
        rows.append(row(f'nn.InstanceNorm{axes}d(6)', '6'))
        rows.append(row(f'nn.LazyInstanceNorm{axes}d(affine=True)', x))
    rows += [
        row('nn.LayerNorm(5)', '2x6x5'), row('nn.LayerNorm([6, 5])', '2x6x5'), row('nn.LayerNorm((6, 5), elementwise_affine=False)', '2x6x5'),
        row('nn.LayerNorm(5, bias=False)', '2x6x5'), row('nn.LayerNorm(6)', '2x6x5'), row('nn.LayerNorm(5.0)', '2x6x5'),
        row('nn.RMSNorm(5)', '2x6x5'), row('nn.RMSNorm([6, 5], eps=1e-6)', '2x6x5'), row('nn.RMSNorm(5, elementwise_affine=False)', '2x6x5'),
        row('nn.GroupNorm(3, 6)', '2x6x5x5'), row('nn.GroupNorm(1, 6, affine=False)', '2x6x5'), row('nn.GroupNorm(4, 6)', '2x6x5x5'),
        row('nn.GroupNorm(3, 6, bias=False)', '2x6x5x5'), row('nn.GroupNorm(3, 9)', '2x6x5x5'),
        row('nn.LocalResponseNorm(5)', '2x6x5x5'), row('nn.LocalResponseNorm(2, k=2)', '2x6x5'), row('nn.SyncBatchNorm(6)', '2x6x5x5'),
    ]
    return rows


def activation():
    names = ['CELU', 'ELU', 'GELU', 'Hardshrink', 'Hardsigmoid', 'Hardswish', 'Hardtanh', 'LeakyReLU', 'LogSigmoid', 'Mish', 'PReLU', 'ReLU',
             'ReLU6', 'RReLU', 'SELU', 'Sigmoid', 'SiLU', 'Softplus', 'Softshrink', 'Softsign', 'Tanh', 'Tanhshrink', 'GLU', 'Identity',
             'Dropout', 'Dropout1d', 'AlphaDropout', 'FeatureAlphaDropout']
    rows = [row(f'nn.{name}()', '2x4x6', train=train) for name in names for train in (False, True)]
    rows += [row(f'nn.{name}(inplace=True)', '2x4x6') for name in (
        'CELU', 'ELU', 'Hardsigmoid', 'Hardswish', 'Hardtanh', 'LeakyReLU', 'Mish', 'ReLU', 'ReLU6', 'RReLU', 'SELU', 'SiLU', 'Dropout')]
    rows += [row(f'nn.{name}(dim=1)', '2x4x6') for name in ('Softmax', 'Softmin', 'LogSoftmax')]
    rows += [
        row('nn.Softmax2d()', '2x4x6x6'), row('nn.Softmax2d()', '4x6'), row('nn.PReLU(4)', '2x4x6'), row('nn.PReLU(3)', '2x4x6'),
        row("nn.GELU('tanh')", '2x4x6'), row('nn.GLU(1)', '2x4x6'), row('nn.GLU(1)', '2x3x6'), row('nn.Threshold(0.1, 20)', '2x4'),
        row('nn.Hardtanh(1.0, -1.0)', '2x4'), row('nn.Softmax(5)', '2x4'), row('nn.Dropout(1.5)', '2x4'), row('nn.Dropout(0.0)', '2x4', train=True),
        row('nn.Dropout2d()', '2x4x6x6', train=True), row('nn.Dropout3d()', '2x4x5x5x5', train=True), row('nn.Identity(3, foo=4)', '2x4'),
    ]
    return rows


def pooling():
    rows = []
    for axes, size in ((1, 16), (2, 11), (3, 7)):
        x = f'2x4x{spatial(axes, size)}'
        for arguments in ('2', '3, 2', '3, 2, 1', '3, stride=1, padding=1', '3, 2, ceil_mode=True', '2, 3, ceil_mode=True', '2, 2, 2', '30'):
            rows += [row(f'nn.MaxPool{axes}d({arguments})', x), row(f'nn.AvgPool{axes}d({arguments})', x)]
        rows += [
            row(f'nn.MaxPool{axes}d(3, dilation=2)', x), row(f'nn.MaxPool{axes}d(2, return_indices=True)', x),
            row(f'nn.AvgPool{axes}d(3, 2, 1, count_include_pad=False)', x), row(f'nn.MaxPool{axes}d(2)', x.partition('x')[2]),
            row(f'nn.LPPool{axes}d(2, 3)', x), row(f'nn.LPPool{axes}d(1.5, 3, stride=2)', x), row(f'nn.LPPool{axes}d(2, 2, 3, True)', x),
            row(f'nn.AdaptiveAvgPool{axes}d(1)', x), row(f'nn.AdaptiveAvgPool{axes}d(5)', x), row(f'nn.AdaptiveMaxPool{axes}d(5)', x),
            row(f'nn.AdaptiveMaxPool{axes}d(3, return_indices=True)', x), row(f'nn.AdaptiveAvgPool{axes}d(5)', x.partition('x')[2]),
            row(f'nn.MaxUnpool{axes}d(2)', f'2x4x{spatial(axes, 5)}', call='self.m(x0, torch.zeros_like(x0).long())'),
            row(f'nn.MaxUnpool{axes}d(2, stride=3)', f'2x4x{spatial(axes, 5)}', call='self.m(x0, torch.zeros_like(x0).long())'),
        ]
    rows += [
        row('nn.MaxPool2d((2, 3), (2, 1), (1, 1))', '2x4x11x9'), row('nn.AvgPool2d((2, 3))', '2x4x11x9'), row('nn.AvgPool2d(2, divisor_override=3)', '2x4x8x8'),
        row('nn.AdaptiveAvgPool2d((None, 3))', '2x4x11x9'), row('nn.AdaptiveMaxPool2d((5, None))', '2x4x11x9'), row('nn.AdaptiveAvgPool2d((3, 5))', '2x4x11x9'),
        row('nn.AdaptiveAvgPool3d((None, 2, 2))', '2x4x7x7x7'), row('nn.FractionalMaxPool2d(3, output_size=5)', '2x4x11x11'),
        row('nn.FractionalMaxPool2d(2, output_ratio=0.5)', '2x4x11x11'), row('nn.FractionalMaxPool2d(2, output_ratio=(0.5, 0.7), return_indices=True)', '2x4x11x11'),
        row('nn.FractionalMaxPool2d(2)', '2x4x11x11'), row('nn.FractionalMaxPool2d(2, output_ratio=1.5)', '2x4x11x11'),
        row('nn.FractionalMaxPool3d(2, output_size=3)', '2x4x7x7x7'), row('nn.MaxPool2d(2)', '2x4'), row('nn.AdaptiveAvgPool2d(2)', '2x4'),
    ]
    return rows


def shape():
    return [
        row('nn.Flatten()', '2x3x4x5'), row('nn.Flatten(0)', '2x3x4x5'), row('nn.Flatten(1, 2)', '2x3x4x5'), row('nn.Flatten(5)', '2x3'),
        row('nn.Unflatten(1, (2, 3))', '2x6x4'), row('nn.Unflatten(1, (2, -1))', '2x6x4'), row('nn.Unflatten(1, (4, 2))', '2x6x4'), row('nn.Unflatten(1, 3)', '2x6'),
        row('nn.PixelShuffle(2)', '2x8x3x4'), row('nn.PixelShuffle(3)', '2x8x3x4'), row('nn.PixelUnshuffle(2)', '2x3x6x4'), row('nn.PixelUnshuffle(4)', '2x3x6x4'),
        row('nn.ChannelShuffle(2)', '2x8x3x4'), row('nn.ChannelShuffle(3)', '2x8x3x4'),
        row('nn.Unfold(3)', '2x4x8x8'), row('nn.Unfold((2, 3), dilation=2, padding=1, stride=2)', '2x4x8x9'),
        row('nn.Fold((8, 8), 3)', '2x36x36'), row('nn.Fold((8, 8), 2, stride=2)', '2x12x16'), row('nn.Fold((8, 8), 3)', '2x35x36'),
        row('nn.Upsample(scale_factor=2)', '2x3x4x5'), row("nn.Upsample(size=(7, 9), mode='bilinear')", '2x3x4x5'),
        row("nn.Upsample(scale_factor=1.5, mode='bicubic', align_corners=False)", '2x3x4x5'), row("nn.Upsample(scale_factor=(2, 3), mode='nearest')", '2x3x4x5'),
        row("nn.Upsample(size=7, mode='linear')", '2x3x4'), row("nn.Upsample(scale_factor=2, mode='trilinear')", '2x3x4x5x6'),
        row("nn.Upsample(scale_factor=2, mode='area')", '2x3x4x5'), row('nn.UpsamplingNearest2d(scale_factor=2)', '2x3x4x5'),
        row('nn.UpsamplingBilinear2d(size=9)', '2x3x4x5'), row('nn.Upsample()', '2x3x4x5'), row("nn.Upsample(scale_factor=2, mode='bilinear')", '2x3x4'),
        row('nn.ZeroPad1d(2)', '2x3x4'), row('nn.ZeroPad2d((1, 2, 3, 4))', '2x3x4x5'), row('nn.ZeroPad3d(1)', '2x3x4x5x6'), row('nn.ZeroPad2d(-1)', '2x3x4x5'),
        row('nn.ConstantPad1d((1, 2), 3.5)', '2x3x4'), row('nn.ConstantPad2d(1, 0.0)', '2x3x4x5'), row('nn.ConstantPad3d((1, 2, 3, 4, 5, 6), 1)', '2x3x4x5x6'),
        row('nn.ReflectionPad1d(2)', '2x3x4'), row('nn.ReflectionPad2d((1, 2, 0, 3))', '2x3x4x5'), row('nn.ReflectionPad3d(1)', '2x3x4x5x6'),
        row('nn.ReflectionPad2d(7)', '2x3x4x5'), row('nn.ReplicationPad1d(5)', '2x3x4'), row('nn.ReplicationPad2d((5, 5, 1, 1))', '2x3x4x5'),
        row('nn.ReplicationPad3d(1)', '2x3x4x5x6'), row('nn.CircularPad1d(2)', '2x3x4'), row('nn.CircularPad2d((1, 2, 1, 2))', '2x3x4x5'),
        row('nn.CircularPad3d(1)', '2x3x4x5x6'), row('nn.CircularPad2d(9)', '2x3x4x5'), row('nn.CircularPad2d(1)', '4x5'), row('nn.ZeroPad2d(1)', '3x4x5'),
    ]


def linear():
    return [
        row('nn.Linear(5, 7)', '2x5'), row('nn.Linear(5, 7, bias=False)', '2x3x5'), row('nn.Linear(5, 7)', '5'), row('nn.Linear(5, 7)', '2x4'),
        row('nn.Linear(5.0, 7)', '2x5'), row('nn.Linear(5, 14 / 2)', '2x5'), row('nn.LazyLinear(7)', '2x3x5'), row('nn.LazyLinear(7, bias=False)', '2x5'),
        row('nn.Bilinear(3, 4, 5)', '2x3', '2x4'), row('nn.Bilinear(3, 4, 5, bias=False)', '2x6x3', '2x6x4'), row('nn.Bilinear(3, 4, 5)', '2x3', '2x5'),
        row('nn.Bilinear(0, 4, 5)', '2x3', '2x4'), row('nn.CosineSimilarity()', '2x3', '2x3'), row('nn.CosineSimilarity(dim=0)', '2x3x4', '2x3x4'),
        row('nn.PairwiseDistance()', '2x3', '2x3'), row('nn.PairwiseDistance(p=1, keepdim=True)', '2x3', '2x3'),
        row('nn.Embedding(10, 3)', '2x5', call='self.m(x0.long())'), row('nn.Embedding(10, 3, padding_idx=-1)', '2x5', call='self.m(x0.long())'),
        row('nn.Embedding(10, 3, padding_idx=10)', '2x5', call='self.m(x0.long())'), row('nn.Embedding(10, 3.0)', '2x5', call='self.m(x0.long())'),
        row('nn.Embedding.from_pretrained(torch.zeros(8, 3))', '2x5', call='self.m(x0.long())'),
        row('nn.EmbeddingBag(10, 3)', '2x5', call='self.m(x0.long())'), row("nn.EmbeddingBag(10, 3, mode='sum')", '8', call='self.m(x0.long(), torch.arange(3))'),
        row('nn.AdaptiveLogSoftmaxWithLoss(16, 20, [4, 10])', '3x16', call='self.m.log_prob(x0)'),
        row('nn.AdaptiveLogSoftmaxWithLoss(16, 20, [10, 4])', '3x16', call='self.m.log_prob(x0)'),
        row('nn.AdaptiveLogSoftmaxWithLoss(16, 20, [4, 10], div_value=2.0, head_bias=True)', '3x16', call='self.m.log_prob(x0)'),
    ]


def container():
    return [
        row('nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))', '3x4'),
        row("nn.Sequential(__import__('collections').OrderedDict([('a', nn.Linear(4, 8)), ('b', nn.Tanh())]))", '3x4'),
        row('nn.Sequential()', '3x4'), row('nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))[:2]', '3x4'),
        row('nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))', '3x4', call='self.m[0](x0) if len(self.m) == 3 else x0'),
        row('nn.Sequential(nn.Linear(4, 4)).append(nn.ReLU())', '3x4'), row('nn.Sequential(nn.Linear(4, 4)).insert(0, nn.ReLU())', '3x4'),
        row('nn.Sequential(nn.Linear(4, 4)) + nn.Sequential(nn.ReLU())', '3x4'), row('nn.Sequential(nn.Linear(4, 4)) * 3', '3x4'),
        row('nn.Sequential(nn.Linear(4, 4)).extend([nn.ReLU(), nn.Linear(4, 2)])', '3x4'), row('nn.Sequential(nn.Linear(4, 4), 3)', '3x4'),
        row('nn.ModuleList([nn.Linear(4, 4) for _ in range(3)])', '3x4', call='self.m[-1](self.m[0](x0))'),
        row('nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 5)])', '3x4', call='[layer(x0) for layer in self.m]'),
        row('nn.ModuleList([nn.Linear(4, 4), nn.Linear(4, 5)])[1:]', '3x4', call='self.m[0](x0)'), row('nn.ModuleList([nn.ReLU()])', '3x4', call='self.m[1](x0)'),
        row('nn.ModuleList([nn.ReLU()])', '3x4'), row('nn.ModuleList([nn.Linear(4, 4)]) + [nn.ReLU()]', '3x4', call='self.m[1](self.m[0](x0))'),
        row("nn.ModuleDict({'a': nn.Linear(4, 8), 'b': nn.ReLU()})", '3x4', call="self.m['b'](self.m['a'](x0))"),
        row("nn.ModuleDict([['a', nn.Linear(4, 8)], ['b', nn.ReLU()]])", '3x4', call="[m(x0) for m in self.m.values()] + list(self.m.keys())"),
        row("nn.ModuleDict({'a.b': nn.Linear(4, 8)})", '3x4'), row("nn.ModuleDict({'type': nn.Linear(4, 8)})", '3x4'),
        row('nn.ParameterList([torch.zeros(4, 5), nn.Parameter(torch.zeros(5, 6))])', '3x4', call='x0 @ self.m[0] @ self.m[1]'),
        row("nn.ParameterDict({'a': torch.zeros(4, 5), 'b': nn.Parameter(torch.zeros(5))})", '3x4', call="x0 @ self.m['a'] + self.m['b']"),
        row('nn.ParameterList([torch.zeros(4)])', '3x4'),
    ]


def recurrent():
    rows = []
    for name in ('RNN', 'LSTM', 'GRU'):
        for arguments in ('5, 6', '5, 6, 2', '5, 6, bidirectional=True', '5, 6, 2, batch_first=True, bidirectional=True, bias=False', '5, 6, num_layers=2, dropout=0.5',
                          '5, 0', '5, 6, dropout=2', '5, 6.0', '5, 6, num_layers=0'):
            rows.append(row(f'nn.{name}({arguments})', '3x2x5'))
        rows.append(row(f'nn.{name}(5, 6)', '3x5'))
        rows.append(row(f'nn.{name}(5, 6)', '3x2x4'))
        rows.append(row(f'nn.{name}(5, 6)', '5'))
        rows.append(row(f'nn.{name}Cell(5, 6)', '2x5'))
        rows.append(row(f'nn.{name}Cell(5, 6, bias=False)', '5'))
        rows.append(row(f'nn.{name}Cell(5, 6)', '2x4'))
    rows += [
        row("nn.RNN(5, 6, nonlinearity='relu')", '3x2x5'), row("nn.RNN(5, 6, nonlinearity='elu')", '3x2x5'), row("nn.RNNCell(5, 6, nonlinearity='relu')", '2x5'),
        row('nn.LSTM(5, 6, proj_size=3, num_layers=2)', '3x2x5'), row('nn.LSTM(5, 6, proj_size=7)', '3x2x5'),
        row('nn.GRU(5, 6)', '3x2x5', '1x2x6'), row('nn.LSTM(5, 6)', '3x2x5', '1x2x6', '1x2x6', call='self.m(x0, (x1, x2))'),
        row('nn.LSTMCell(5, 6)', '2x5', '2x6', '2x6', call='self.m(x0, (x1, x2))'), row('nn.GRU(5, 6, proj_size=3)', '3x2x5'),
    ]
    return rows


def attention():
    rows = []
    for arguments in ('8, 2', '8, 2, batch_first=True', '8, 2, bias=False', '8, 2, add_bias_kv=True', '8, 2, add_zero_attn=True', '8, 2, dropout=0.3', '8, 3', '8, 0'):
        for call in ('self.m(x0, x0, x0)', 'self.m(x0, x0, x0, need_weights=False)', 'self.m(x0, x0, x0, average_attn_weights=False)'):
            rows.append(row(f'nn.MultiheadAttention({arguments})', '5x3x8', call=call, train=True))
    rows += [
        row('nn.MultiheadAttention(8, 2)', '5x3x8', call='self.m(x0, x0, x0)'), row('nn.MultiheadAttention(8, 2)', '5x8', call='self.m(x0, x0, x0)'),
        row('nn.MultiheadAttention(8, 2, batch_first=True)', '5x3x8', call='self.m(x0, x0, x0, need_weights=False)'),
        row('nn.MultiheadAttention(8, 2)', '5x3x8', '7x3x8', call='self.m(x0, x1, x1)'), row('nn.MultiheadAttention(8, 2)', '5x3x8', '7x3x8', '7x3x8'),
        row('nn.MultiheadAttention(8, 2, kdim=5, vdim=6)', '5x3x8', '7x3x5', '7x3x6'), row('nn.MultiheadAttention(8, 2, kdim=5)', '5x3x8', '7x3x5', '7x3x6'),
        row('nn.MultiheadAttention(8, 2)', '5x3x8', '5x5', call='self.m(x0, x0, x0, attn_mask=x1)'),
        row('nn.MultiheadAttention(8, 2)', '5x3x8', '5x5', call='self.m(x0, x0, x0, attn_mask=x1, need_weights=False)'),
        row('nn.MultiheadAttention(8, 2)', '5x3x8', '6x5x5', call='self.m(x0, x0, x0, attn_mask=x1, need_weights=False)'),
        row('nn.MultiheadAttention(8, 2)', '5x3x8', '3x5', call='self.m(x0, x0, x0, key_padding_mask=x1 > 0)'),
        row('nn.MultiheadAttention(8, 2, add_bias_kv=True)', '5x3x8', '3x5', '5x5', call='self.m(x0, x0, x0, key_padding_mask=x1, attn_mask=x2, need_weights=False)'),
        row('nn.MultiheadAttention(8, 2)', '5x3x8', '4x5', call='self.m(x0, x0, x0, attn_mask=x1)'), row('nn.MultiheadAttention(8, 2)', '5x3x7', call='self.m(x0, x0, x0)'),
        row('nn.MultiheadAttention(8, 2)', '5x3x8', call='self.m(x0, x0, x0, is_causal=True)'),
    ]
    layer = 'nn.TransformerEncoderLayer(8, 2, 16'
    for more in ('', ', batch_first=True', ', norm_first=True', ", activation='gelu'", ', bias=False', ', activation=nn.SiLU()', ", activation='elu'"):
        for train in (False, True):
            rows.append(row(f'{layer}{more})', '5x3x8', train=train))
    rows += [
        row(f'nn.TransformerEncoder({layer}, batch_first=True), 2)', '5x3x8'), row(f'nn.TransformerEncoder({layer}), 2, norm=nn.LayerNorm(8))', '5x3x8', train=True),
        row(f'nn.TransformerEncoder({layer}, batch_first=True), 2)', '5x3x8', '3x3', call='self.m(x0, mask=x1, is_causal=False)'),
        row(f'nn.TransformerEncoder({layer}, batch_first=True), 2)', '5x3x8', '5x3', call='self.m(x0, src_key_padding_mask=x1 > 0)'),
        row('nn.TransformerDecoderLayer(8, 2, 16)', '5x3x8', '7x3x8'), row('nn.TransformerDecoderLayer(8, 2, 16, norm_first=True)', '5x3x8', '7x3x8', train=True),
        row('nn.TransformerDecoder(nn.TransformerDecoderLayer(8, 2, 16), 2)', '5x3x8', '7x3x8'),
        row('nn.Transformer(8, 2, 1, 2, 16)', '5x3x8', '7x3x8'), row('nn.Transformer(8, 2, 1, 1, 16, batch_first=True, norm_first=True)', '3x5x8', '3x7x8'),
        row('nn.Transformer(8, 2, 1, 1, 16)', '5x3x8', '7x3x8', call='self.m(x0, x1, tgt_mask=nn.Transformer.generate_square_subsequent_mask(7), tgt_is_causal=True)'),
        row('nn.Transformer(8, 2, 1, 1, 16)', '5x3x8', '7x4x8'), row('nn.Transformer(8, 2, 1, 1, 16)', '5x3x9', '7x3x9'),
    ]
    return rows


def loss():
    rows = []
    for reduction in ('mean', 'sum', 'none'):
        for name in ('L1Loss', 'MSELoss', 'SmoothL1Loss', 'HuberLoss', 'BCEWithLogitsLoss', 'KLDivLoss', 'PoissonNLLLoss', 'SoftMarginLoss',
                     'HingeEmbeddingLoss', 'BCELoss', 'MultiLabelSoftMarginLoss'):
            rows.append(row(f"nn.{name}(reduction='{reduction}')", '3x4', '3x4'))
        rows.append(row(f"nn.CrossEntropyLoss(reduction='{reduction}')", '3x4', '3', call='self.m(x0, x1.long())'))
        rows.append(row(f"nn.CrossEntropyLoss(reduction='{reduction}')", '3x4x5x5', '3x5x5', call='self.m(x0, x1.long())'))
        rows.append(row(f"nn.NLLLoss(reduction='{reduction}')", '3x4', '3', call='self.m(x0, x1.long())'))
        rows.append(row(f"nn.GaussianNLLLoss(reduction='{reduction}')", '3x4', '3x4', '3x4'))
        rows.append(row(f"nn.MarginRankingLoss(reduction='{reduction}')", '3', '3', '3'))
        rows.append(row(f"nn.TripletMarginLoss(reduction='{reduction}')", '3x4', '3x4', '3x4'))
        rows.append(row(f"nn.TripletMarginWithDistanceLoss(reduction='{reduction}')", '3x4', '3x4', '3x4'))
        rows.append(row(f"nn.CosineEmbeddingLoss(reduction='{reduction}')", '3x4', '3x4', '3'))
        rows.append(row(f"nn.MultiMarginLoss(reduction='{reduction}')", '3x4', '3', call='self.m(x0, x1.long())'))
    rows += [
        row('nn.CrossEntropyLoss()', '3x4', '3x4'), row('nn.CrossEntropyLoss(weight=torch.ones(4), label_smoothing=0.1)', '3x4', '3', call='self.m(x0, x1.long())'),
        row('nn.CrossEntropyLoss()', '3x4', '2', call='self.m(x0, x1.long())'), row('nn.MSELoss(size_average=False)', '3x4', '3x4'), row('nn.L1Loss(reduce=False)', '3x4', '3x4'),
        row('nn.BCEWithLogitsLoss(pos_weight=torch.ones(4))', '3x4', '3x4'), row('nn.LinearCrossEntropyLoss(5, 7)', '3x5', '3', call='self.m(x0, x1.long())'),
        row('nn.MultiLabelMarginLoss()', '3x4', '3x4', call='self.m(x0, x1.long())'), row('nn.TripletMarginLoss(margin=-1)', '3x4', '3x4', '3x4'),
        row('nn.CTCLoss()', '12x2x5', '2x4', '2', '2', call='self.m(x0, x1.long(), x2.long(), x3.long())'),
    ]
    return rows


def reparametrised():
    return [
        row('nn.utils.weight_norm(nn.Conv2d(4, 6, 3))', '2x4x8x8'), row("nn.utils.weight_norm(nn.Linear(4, 6), name='weight', dim=None)", '2x4'),
        row('nn.utils.remove_weight_norm(nn.utils.weight_norm(nn.Linear(4, 6)))', '2x4'), row('nn.utils.spectral_norm(nn.Conv2d(4, 6, 3))', '2x4x8x8'),
        row('nn.utils.spectral_norm(nn.ConvTranspose2d(4, 6, 3))', '2x4x8x8', train=True), row('nn.utils.spectral_norm(nn.Linear(4, 6))', '2x4', train=True),
        row('nn.utils.parametrizations.weight_norm(nn.Conv2d(4, 6, 3))', '2x4x8x8'), row('nn.utils.parametrizations.weight_norm(nn.Linear(4, 6), dim=1)', '2x4'),
        row('nn.utils.parametrizations.spectral_norm(nn.Conv2d(4, 6, 3))', '2x4x8x8'), row('nn.utils.parametrizations.spectral_norm(nn.Linear(4, 6))', '2x4', train=True),
        row('nn.DataParallel(nn.Linear(4, 6))', '2x4'), row("nn.utils.weight_norm(nn.Linear(4, 6), name='gain')", '2x4'),
    ]


def families():
    return {make.__name__: make() for make in (
        convolution, normalisation, activation, pooling, shape, linear, container, recurrent, attention, loss, reparametrised)}

// Which models a file makes evident when nobody names one, and the input that each is run on.
import { beforeAll, expect, it } from 'vitest';
import { createAnalyzer, type FileAnalysis } from '../../../core/index';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

const analyse = (text: string): FileAnalysis =>
  createAnalyzer({ parser, host: { readText: () => undefined } }).analyze({
    file: '/w/net.py',
    text: `import argparse\nimport torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n${text}`,
  });

/** `A(8): Nx3x8x8 exact`, one for each model in the order in which they are found. */
const models = (text: string): string[] =>
  analyse(text).models.map(({ expression, graph, exact }) => {
    const inputs = graph.inputs.map((id) => graph.values[id].shape.join('x'));
    return `${expression}: ${inputs.join(', ')}${exact ? ' exact' : ''}`;
  });

const net = `class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)

    def forward(self, x):
        return self.conv(x)

`;

it.each<[string, string, readonly string[]]>([
  ['the body of the file', `${net}net = Net(8)\n`, ['Net(8): Nx3xHxW exact']],
  ['the body feeds it', `${net}net = Net(8)\nout = net(torch.randn(2, 3, 32, 32))\n`, ['Net(8): 2x3x32x32 exact']],
  [
    'the body puts on a device and trains',
    `${net}from data import loader

device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
net = Net(8).to(device)
half = Net(4).to('cuda').to(torch.float32)
optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
for images, labels in loader:
    loss = F.cross_entropy(net(images.to(device)), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
`,
    ['Net(4): Nx3xHxW exact'],
  ],
  [
    'a function that the guard calls, with the defaults of arguments',
    `${net}def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--width', type=int, default=16)
    args = parser.parse_args()
    model = Net(args.width).to('cpu')
    for epoch in range(3):
        model.train()

if __name__ == '__main__':
    main()
`,
    ['Net(args.width): Nx3xHxW exact'],
  ],
  [
    'the body feeds it with more than tensors',
    `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(8, 4)
        self.b = nn.Linear(8, 2)

    def forward(self, x, *, scales, wide=False, lengths):
        y = self.b(x) if wide else self.a(x)
        return y[:, : int(lengths.max())] * scales[0] + scales[1]

net = Net()
net(torch.randn(2, 5, 8), lengths=torch.tensor([2, 3]), wide=True, scales=[torch.randn(2, 1, 1), 0.5])
`,
    ['Net(): 2x5x8, 2, 2x1x1 exact'],
  ],
  ['a builder', `${net}def wide():\n    return Net(64)\n`, ['Net(64): Nx3xHxW exact']],
  [
    'builders of what another one does not reach',
    `class A(nn.Conv2d):
    def __init__(self):
        super().__init__(3, 3, 1)

class B(nn.Conv2d):
    def __init__(self):
        super().__init__(3, 3, 3)

class Net(nn.Module):
    def __init__(self, block):
        super().__init__()
        self.block = block()

    def forward(self, x):
        return self.block(x)

def _make(block):
    return Net(block)

def small():
    return _make(A)

def large():
    return _make(B)

def larger():
    return _make(B)
`,
    ['B(): Nx3xHxW exact', 'A(): Nx3xHxW exact', 'Net(block): Nx3xHxW exact'],
  ],
  [
    "a model of the library's layers alone",
    'net = nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.Flatten(), nn.Linear(6 * 24 * 24, 10))\n',
    ['nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.Flatten(), nn.Linear(6 * 24 * 24, 10)): Nx1x28x28 exact'],
  ],
  ['a single layer is no model', 'criterion = nn.CrossEntropyLoss()\nlayer = nn.Sequential\n', []],
])('models of %s', (_, text, expected) => {
  expect(models(text)).toEqual(expected);
});

const module = (init: string, forward: string): string => `class Net(nn.Module):
    def __init__(self):
        super().__init__()
        ${init.split('\n').join('\n        ')}

    def forward(self, x):
        ${forward.split('\n').join('\n        ')}
`;

it.each<[string, string, string]>([
  [
    'the size that a linear layer is made for',
    module(
      'self.conv = nn.Conv2d(3, 6, 5)\nself.fc = nn.Linear(6 * 14 * 14, 10)',
      'x = F.max_pool2d(self.conv(x), 2)\nreturn self.fc(x.view(-1, 6 * 14 * 14))',
    ),
    'Net(): Nx3x32x32 exact',
  ],
  [
    'none but symbols where nothing depends on the size',
    module('self.conv = nn.Conv2d(3, 6, 5)', 'return self.conv(x).mean((2, 3))'),
    'Net(): Nx3xHxW exact',
  ],
  [
    'a common size where a connection fits for some sizes alone',
    module(
      'self.down = nn.Conv2d(3, 6, 2, 2)\nself.up = nn.ConvTranspose2d(6, 3, 2, 2)',
      'return x + self.up(self.down(x))',
    ),
    'Net(): Nx3x224x224 exact',
  ],
  [
    'what the first layer asks for, where the code changes its form before',
    module('self.fc = nn.Linear(784, 10)', 'return self.fc(x.view(-1, 784))'),
    'Net(): Nx784 exact',
  ],
  [
    'an image for a layer after an interpolation',
    module('self.conv = nn.Conv2d(3, 6, 3)', 'return self.conv(F.interpolate(x, size=(64, 64)))'),
    'Net(): Nx3xHxW exact',
  ],
  [
    'sequences for recurrent layers',
    module(
      'self.rnn = nn.LSTM(28, 64, batch_first=True)\nself.fc = nn.Linear(64, 10)',
      'out, _ = self.rnn(x)\nreturn self.fc(out[:, -1])',
    ),
    'Net(): NxLx28 exact',
  ],
])('supposes %s', (_, text, expected) => {
  expect(models(text)).toEqual([expected]);
});

it('tells what PyTorch refuses in a function that makes a model', () => {
  const { diagnostics } = analyse(`${net}def half():\n    return Net(9 / 2)\n`);
  expect(diagnostics.map(({ code, location }) => [code, location.file])).toEqual([['CL1001', '/w/net.py']]);
});

it('raises no alarm over a container that a class takes layers out of', () => {
  const { diagnostics, models: found } = analyse(`class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        layers = nn.Sequential(nn.Conv2d(3, width, 3), nn.Conv2d(3, 8, 3))
        self.first, self.second = layers[0], layers[1]

    def forward(self, x):
        return self.first(x), self.second(x)

net = Net(4)
net(torch.randn(1, 3, 8, 8))
`);
  expect(diagnostics).toEqual([]);
  expect(found.map(({ expression, exact }) => [expression, exact])).toEqual([['Net(4)', true]]);
});

it('raises no alarm over arguments that a builder passes on', () => {
  const { diagnostics } = analyse(
    `${net}def make(**options):\n    return Net(**options)\n\ndef build(*args):\n    return Net(*args)\n`,
  );
  expect(diagnostics).toEqual([]);
});

it('raises no alarm over sizes that nobody gave', () => {
  const { diagnostics } = analyse(
    module('self.a = nn.Linear(7, 3)\nself.conv = nn.Conv2d(3, 6, 3)', 'return self.a(self.conv(x).flatten(1)) + 1'),
  );
  expect(diagnostics).toEqual([]);
});

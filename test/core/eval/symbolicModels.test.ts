// Sizes as symbols: what is computed for N×3×H×W has, once the symbols take numbers, the figures of the analysis with those
// numbers: shapes of every operation, costs, memory. A model that is exact in symbols is exact for all sizes, odd ones too.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAnalyzer, type Analyzer, type ModelAnalysis } from '../../../core/index';
import { substitute, type Dim } from '../../../core/shape/dim';
import { examplesWith, exampleText } from '../../support/examples';
import { loadParser } from '../../support/parser';

let analyzer: Analyzer;
const examples = new Map(examplesWith('.py').map((name) => [`/examples/${name}`, exampleText(name)]));
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: (file) => examples.get(file) }, limits });
});

const limits = { steps: 4_000_000, milliseconds: 600_000 };

const sizes = [
  { N: 1, H: 32, W: 32 },
  { N: 2, H: 33, W: 47 },
  { N: 3, H: 65, W: 38 },
  { N: 2, H: 97, W: 96 },
  { N: 1, H: 7, W: 224 },
] as const;
type Sizes = (typeof sizes)[number];

const analyse = (text: string, model: string, input: string, file = '/w/model.py'): ModelAnalysis =>
  analyzer.analyze({ file, text, model, inputs: [input] }).models[0];

/** The figures of a model, with numbers for its symbols. */
function figures({ graph, totals }: ModelAnalysis, numbers?: Sizes) {
  const value = (dim: Dim | null): Dim | null =>
    dim === null || numbers === undefined ? dim : substitute(dim, (name) => numbers[name as keyof Sizes]);
  return {
    operations: graph.operations.map(({ operator, outputs, macs }) => ({
      operator,
      shapes: outputs.map((id) => graph.values[id].shape.map(value)),
      macs: value(macs),
    })),
    params: totals.params,
    macs: value(totals.macs),
    peak: value(totals.activationBytes.inferencePeak),
    saved: value(totals.activationBytes.trainingSaved),
  };
}

/** How many of the sizes the model takes; each has the figures of the symbols. */
function compare(text: string, model: string, channels: number, file?: string): number {
  const symbolic = analyse(text, model, `Nx${channels}xHxW`, file);
  if (!symbolic.exact) return -1;
  let taken = 0;
  for (const numbers of sizes) {
    const { N, H, W } = numbers;
    const concrete = analyse(text, model, `${N}x${channels}x${H}x${W}`, file);
    // too small for it
    if (!concrete.exact) continue;
    const { peak, saved, ...found } = figures(symbolic, numbers);
    const { peak: truePeak, saved: trueSaved, ...truth } = figures(concrete);
    const where = `${model} on ${N}×${channels}×${H}×${W}`;
    expect(found, where).toEqual(truth);
    // which of many sums is the largest may depend on the symbols
    if (peak !== null) expect(peak, where).toEqual(truePeak);
    // with one image some copies are none: their tensors are contiguous already
    if (saved !== null && N > 1) expect(saved, where).toEqual(trueSaved);
    taken++;
  }
  return taken;
}

const model = (init: string, forward: string): string => `import math
import torch
import torch.nn as nn
import torch.nn.functional as F

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        ${init.trim().split('\n').join('\n        ')}

    def forward(self, x):
        ${forward.trim().split('\n').join('\n        ')}
`;

const conv = 'self.c = nn.Conv2d(3, 4, 3, padding=1)';

describe('exact in symbols, hence for every size', () => {
  test.each([
    ['strides and paddings', 'self.c = nn.Sequential(nn.Conv2d(3, 8, 7, 2, 3), nn.MaxPool2d(3, 2, 1), nn.Conv2d(8, 8, 3, 2, 1, dilation=1), nn.Conv2d(8, 4, (1, 5), (3, 2), (0, 2)))', 'return self.c(x)'],
    ['pools that round up', 'self.c = nn.MaxPool2d(3, 2, ceil_mode=True)\nself.d = nn.AvgPool2d(2, ceil_mode=True)', 'return self.d(self.c(x))'],
    ['adaptive pools', conv + '\nself.p = nn.AdaptiveAvgPool2d((6, None))\nself.f = nn.Linear(4, 2)', 'y = self.p(self.c(x))\nreturn self.f(F.adaptive_max_pool2d(y, 1).flatten(1))'],
    ['down and up again', 'self.d = nn.Conv2d(3, 4, 3, 2, 1)\nself.u = nn.ConvTranspose2d(4, 3, 4, 2, 1)', 'y = self.u(self.d(x))\nreturn F.interpolate(y, size=x.shape[2:]) + x'],
    ['padded to a multiple', conv, 'h, w = x.shape[-2:]\nx = F.pad(x, (0, -w % 8, 0, -h % 8))\nreturn F.max_pool2d(self.c(x), 8)'],
    ['padded by a difference', conv + '\nself.u = nn.ConvTranspose2d(4, 4, 2, 2)', 'y = self.c(x)\nz = self.u(F.max_pool2d(y, 2))\ndh, dw = y.size(2) - z.size(2), y.size(3) - z.size(3)\nz = F.pad(z, [dw // 2, dw - dw // 2, dh // 2, dh - dh // 2])\nreturn torch.cat([y, z], dim=1)'],
    ['tokens', 'self.p = nn.Conv2d(3, 8, 4, 4)\nself.q = nn.Linear(8, 24)', 'n = x.shape[0]\nt = self.p(x).flatten(2).transpose(1, 2)\nq, k, v = self.q(t).reshape(n, -1, 3, 2, 4).permute(2, 0, 3, 1, 4)\nreturn F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, t.shape[1], 8)'],
    ['tokens and back', conv, 'x = self.c(x)\nn, c, h, w = x.shape\ny = x.flatten(2).softmax(-1)\nreturn (y @ x.flatten(2).transpose(1, 2)) @ y.view(n, c, h * w)'],
    ['shuffled pixels', 'self.c = nn.Conv2d(3, 12, 3, 2, 1)\nself.s = nn.PixelShuffle(2)', 'return self.s(self.c(x))'],
    ['channels shuffled', 'self.c = nn.Conv2d(3, 8, 1)', 'x = self.c(x)\nn, c, h, w = x.size()\nreturn x.view(n, 2, c // 2, h, w).transpose(1, 2).contiguous().view(n, -1, h, w)'],
    ['halves of the height', conv, 'h = x.shape[2] // 2\na, b = x[:, :, :h], x[:, :, h:]\nreturn torch.cat([self.c(a), self.c(b)], dim=2)'],
    ['every second pixel', conv, 'return self.c(x[:, :, ::2, 1::2])'],
    ['an average of all but the border', conv, 'return self.c(x)[:, :, 1:-1, 2:].mean((2, 3))'],
    ['a guard that both ways pass alike', conv, 'if x.size(2) > 7:\n    x = self.c(x)\nelse:\n    x = self.c(x)\nreturn x.relu()'],
    ['arithmetic on sizes', conv, 'h = (x.shape[2] + 2 * 1 - 3) // 2 + 1\nw = -(-x.shape[3] // 2)\nreturn F.interpolate(self.c(x), size=(h, w))'],
    ['halves as floats', conv, 'h, w = int(x.shape[2] / 2), math.ceil(x.shape[3] * 0.25)\nreturn F.interpolate(self.c(x), size=(h, w))'],
    ['multiples through floats', conv, 'h, w = x.shape[2:]\nH, W = math.ceil(h / 12) * 12, int(math.floor(float(w) / 5 + 1))\nreturn self.c(F.pad(x, (0, 0, 0, H - h)))[..., :W]'],
    ['a negative quotient', conv, 'd = math.ceil(-(x.shape[2] / 4)) + x.shape[2]\nreturn F.interpolate(self.c(x), size=(d, int(x.size(3) / 3 + 2)))'],
    ['a position grid', conv, 'n, _, h, w = x.shape\ny, z = torch.meshgrid(torch.arange(h), torch.arange(w), indexing="ij")\ng = torch.stack([y, z]).float().expand(n, -1, -1, -1)\nreturn torch.cat([self.c(x), g], 1)'],
  ])('%s', (_name, init, forward) => {
    expect(compare(model(init, forward), 'Model()', 3)).toBeGreaterThan(2);
  }); // prettier-ignore
});

describe('a guard on a symbol', () => {
  test.each([
    ['one way has another layer', 'if x.size(2) > 7:\n    x = self.c(x)\nreturn x[:, :1]'],
    ['both ways cost differently', 'if x.shape[-1] % 2:\n    return self.c(x)\nreturn self.c(F.max_pool2d(x, 2))'],
  ])('is no exact figure where %s', (_name, forward) => {
    const symbolic = analyse(model(conv, forward), 'Model()', 'Nx3xHxW');
    expect([symbolic.exact, symbolic.totals.macs]).toEqual([false, null]);
    // yet for each number it is
    for (const { N, H, W } of sizes)
      expect(analyse(model(conv, forward), 'Model()', `${N}x3x${H}x${W}`).exact).toBe(true);
  });
});

describe('a float of a symbol is a figure only as far as its rounding is certain', () => {
  test.each([
    'math.sqrt(x.shape[2] / 2)',
    'max(x.shape[2] / 2, 8)',
    'abs(x.shape[2] / 2 - 9)',
    'x.shape[2] / 3 * 3',
    'x.shape[2] * 0.3',
    'x.shape[2] / x.shape[3]',
    'x.shape[2] / 2 if x.shape[3] > 40 else 3',
    '{1: x.shape[2] / 2}.get(1, 0) % 7',
    'x.shape[2] / 2 and x.shape[2] / 4',
    '[x.shape[2] / 2][0] // 2',
    'round(x.shape[2] / 2)',
  ])('%s', (size) => {
    const found = analyse(model(conv, `return F.interpolate(self.c(x), size=int(${size}))`), 'Model()', 'Nx3xHxW');
    expect([found.exact, found.totals.activationBytes.inferencePeak]).toEqual([false, null]);
  });
});

describe('the examples', () => {
  test.each([...examples.keys()])('%s', (file) => {
    const text = examples.get(file)!;
    let compared = 0;
    for (const found of analyzer.analyze({ file, text }).models) {
      const [input, ...others] = found.graph.inputs.map((id) => found.graph.values[id].shape);
      if (input?.length !== 4 || others.length > 0 || typeof input[1] !== 'number') continue;
      if (compare(text, found.expression, input[1], file) >= 0) compared++;
    }
    expect(compared).toBeGreaterThanOrEqual(0);
  });
});

test('the models of the cost goldens', () => {
  const text = readFileSync(new URL('../../golden/cost/models.py', import.meta.url), 'utf8');
  const file = '/w/models.py';
  let compared = 0;
  for (const found of analyzer.analyze({ file, text }).models) {
    const [input, ...others] = found.graph.inputs.map((id) => found.graph.values[id].shape);
    if (input?.length !== 4 || others.length > 0 || typeof input[1] !== 'number') continue;
    if (compare(text, found.expression, input[1], file) > 0) compared++;
  }
  expect(compared).toBeGreaterThan(0);
});

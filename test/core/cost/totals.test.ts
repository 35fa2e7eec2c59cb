// Totals of a graph, and arithmetic intensity.
import { expect, test } from 'vitest';
import { arithmeticIntensity } from '../../../core/cost/intensity';
import { graphTotals } from '../../../core/cost/totals';
import { graphOf } from './support';

const source = `import torch
import torch.nn as nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.b = nn.Conv2d(4, 4, 3, padding=1, bias=False)
        self.b.weight = self.a.weight
        self.bn = nn.BatchNorm2d(4)
        self.depthwise = nn.Conv2d(4, 4, 3, padding=1, groups=4, bias=False)
        self.depthwise.weight.requires_grad = False

    def forward(self, x):
        return self.depthwise(self.bn(self.b(self.a(x))))
`;

test('a shared parameter counts once, buffers never, every call costs', () => {
  expect(graphTotals(graphOf(source, 'Model()', '1x4x8x8'))).toEqual({
    params: 144 + 8 + 36,
    trainable: 152,
    macs: 2 * 9216 + 2304,
  });
});

test('intensity: operations for each byte of operands and results', () => {
  const graph = graphOf(source, 'Model()', '1x4x8x8');
  const [dense, , , depthwise] = graph.operations;
  // The input and the output, 256 numbers each, and the weights.
  expect(arithmeticIntensity([dense], graph.values)).toEqual({
    flops: 18432,
    bytes: 4 * (256 + 256 + 144),
    intensity: 18432 / 2624,
  });
  expect(arithmeticIntensity([depthwise], graph.values)?.intensity).toBe(4608 / (4 * (256 + 256 + 36)));
  expect(arithmeticIntensity([{ ...dense, macs: null }], graph.values)).toBeNull();
  expect(arithmeticIntensity([], graph.values)).toBeNull();
});

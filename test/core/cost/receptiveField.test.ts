// Receptive fields: against brute force on single axes, against published figures, and where paths meet.
import { describe, expect, test } from 'vitest';
import { receptiveFields, type WindowedOperation } from '../../../core/cost/receptiveField';
import type { GraphValue } from '../../../core/graph/graph';
import type { Dim } from '../../../core/shape/dim';
import { graphOf } from './support';

interface Layer {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly transposed?: boolean;
}

/** The inputs that output `o` of a layer reads. */
function read({ kernel, stride, padding, dilation, transposed }: Layer, o: number): number[] {
  const taps = Array.from({ length: kernel }, (_, m) => m * dilation);
  if (!transposed) return taps.map((tap) => o * stride - padding + tap);
  return taps.map((tap) => (o + padding - tap) / stride).filter(Number.isInteger);
}

/** Of output `o` of the last layer, on the input of the first. */
function bruteForce(layers: readonly Layer[], o: number): { low: number; high: number } {
  let positions = [o];
  for (const layer of [...layers].reverse()) positions = [...new Set(positions.flatMap((p) => read(layer, p)))];
  return { low: Math.min(...positions), high: Math.max(...positions) };
}

function computed(layers: readonly Layer[]) {
  const values: GraphValue<Dim>[] = [{ shape: [1, 1, 1000], dtype: 'float32', source: { kind: 'input', index: 0 } }];
  const operations = layers.map(({ kernel, stride, padding, dilation, transposed }, i): WindowedOperation => {
    values.push({ shape: [1, 1, 1000], dtype: 'float32', source: { kind: 'operation', operation: i, output: 0 } });
    const window = { kernel: [kernel], stride: [stride], padding: [padding], dilation: [dilation], transposed };
    return {
      operator: 'conv1d',
      inputs: { input: i },
      attributes: {},
      outputs: [i + 1],
      macs: 0,
      call: null,
      location: null,
      window,
    };
  });
  const field = receptiveFields({ values, inputs: [0], operations }).at(-1);
  if (!field) throw new Error('no field');
  return { size: field.size[0], jump: field.jump[0], offset: field.offset[0] };
}

/** A small generator, so that a failure can be repeated. */
function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
}

test('chains of windows', () => {
  const next = random(7);
  for (let round = 0; round < 300; round++) {
    const layers = Array.from({ length: 1 + next(5) }, (): Layer => ({
      kernel: 1 + next(5),
      stride: 1 + next(3),
      padding: next(3),
      dilation: 1 + next(2),
    }));
    // A stride beyond the kernel leaves gaps: the field is still what lies between its ends.
    const { size, jump, offset } = computed(layers);
    for (const o of [0, 5]) {
      const { low, high } = bruteForce(layers, o);
      expect([high - low + 1, (low + high) / 2]).toEqual([size, offset + o * jump]);
    }
  }
});

test('a transposed window: the largest field among the outputs', () => {
  const next = random(3);
  for (let round = 0; round < 100; round++) {
    const up: Layer = { kernel: 1 + next(5), stride: 1 + next(3), padding: next(2), dilation: 1, transposed: true };
    const layers = [{ kernel: 1 + next(4), stride: 1, padding: next(2), dilation: 1 }, up];
    const sizes = Array.from({ length: 12 }, (_, i) => bruteForce(layers, 60 + i)).map(
      ({ low, high }) => high - low + 1,
    );
    expect(computed(layers).size).toBe(Math.max(...sizes.filter(Number.isFinite)));
  }
});

const header = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n';

function fieldsOf(source: string, model: string, input: string | readonly string[]) {
  const graph = graphOf(header + source, model, input);
  const fields = receptiveFields(graph);
  return graph.operations.map(({ operator, outputs }) => ({ operator, field: fields[outputs[0]] }));
}

const vgg = `
def vgg():
    layers, width = [], 3
    for v in [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M', 512, 512, 512, 'M', 512, 512, 512, 'M']:
        if v == 'M':
            layers.append(nn.MaxPool2d(2, 2))
        else:
            layers += [nn.Conv2d(width, v, 3, padding=1), nn.ReLU()]
            width = v
    return nn.Sequential(*layers)
`;
const resnet = `
class Block(nn.Module):
    def __init__(self, i, o, s):
        super().__init__()
        self.a, self.b = nn.Conv2d(i, o, 3, s, 1), nn.Conv2d(o, o, 3, 1, 1)
        self.d = nn.Conv2d(i, o, 1, s) if s > 1 or i != o else nn.Identity()
    def forward(self, x):
        return F.relu(self.b(F.relu(self.a(x))) + self.d(x))

def resnet18():
    blocks = [Block(i, o, s) for i, o, s in [(64, 64, 1), (64, 64, 1), (64, 128, 2), (128, 128, 1), (128, 256, 2), (256, 256, 1), (256, 512, 2), (512, 512, 1)]]
    return nn.Sequential(nn.Conv2d(3, 64, 7, 2, 3), nn.MaxPool2d(3, 2, 1), *blocks)
`;

describe('published figures (Araujo et al.)', () => {
  test.each([
    ['VGG-16', vgg, 'vgg()', 212, 32],
    ['ResNet-18', resnet, 'resnet18()', 435, 32],
  ])('%s', (_name, source, model, size, jump) => {
    const last = fieldsOf(source, model, '1x3x224x224').at(-1);
    expect(last?.field?.size).toEqual([size, size]);
    expect(last?.field?.jump).toEqual([jump, jump]);
  });
});

const wrap = (body: string): string => `
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.c3, self.c5 = nn.Conv2d(4, 4, 3, padding=1), nn.Conv2d(4, 4, 5, padding=2)
        self.c2 = nn.Conv2d(4, 4, 2)
        self.bn, self.gn = nn.BatchNorm2d(4), nn.GroupNorm(2, 4)
        self.fc, self.mix = nn.Linear(4 * 12 * 12, 3), nn.Linear(4, 4)
        self.tokens = nn.Linear(144, 144)
    def forward(self, x):
        return ${body}
`;
const whole = { size: [12, 12], jump: [0, 0], offset: [5.5, 5.5] };
const field = (size: number, offset = 0, jump = 1) => ({
  size: [size, size],
  jump: [jump, jump],
  offset: [offset, offset],
});

describe('where paths meet, and what sees everything', () => {
  test.each([
    ['the larger of two branches', 'self.c3(x) + self.c5(x)', field(5)],
    ['a concatenation', 'torch.cat([x, self.c3(self.c3(x))], 1)', field(5)],
    ['fields beside one another', 'self.c2(x) + self.c3(x)[:, :, :11, :11]', field(3)],
    ['normalisation sees no more', 'self.gn(self.bn(self.c3(x)))', field(3)],
    ['pooling', 'F.max_pool2d(self.c3(x), 2)', field(4, 0.5, 2)],
    ['a mean of all positions', 'self.c3(x).mean((2, 3))', whole],
    ['a gate made of all positions', 'x * torch.sigmoid(F.adaptive_avg_pool2d(x, 1))', whole],
    ['a linear layer over flattened positions', 'self.fc(self.c3(x).flatten(1))', whole],
    ['flattened, not yet mixed', 'self.c3(x).flatten(1)', field(3)],
    ['a linear layer over channels', 'self.mix(self.c3(x).permute(0, 2, 3, 1))', field(3)],
    ['tokens, each by itself', 'self.mix(self.c3(x).flatten(2).transpose(1, 2))', field(3)],
    ['a linear layer over tokens', 'self.tokens(self.c3(x).flatten(2))', whole],
    ['attention over tokens', 'F.scaled_dot_product_attention(*[self.c3(x).flatten(2).transpose(1, 2)] * 3)', whole],
    ['channels shuffled', 'self.c3(x).view(1, 2, 2, 12, 12).transpose(1, 2).reshape(1, 4, 12, 12)', field(3)],
    ['half the channels', 'self.c3(x.chunk(2, 1)[0].repeat(1, 2, 1, 1))', field(3)],
  ])('%s: %s', (_name, body, expected) => {
    expect(fieldsOf(wrap(body), 'Model()', '1x4x12x12').at(-1)?.field).toEqual(expected);
  });

  test('a size that is a symbol is not known as a number', () => {
    const fields = fieldsOf(wrap('self.c3(x).mean((2, 3))'), 'Model()', '1x4xHxW');
    expect(fields.map((item) => item.field)).toEqual([field(3), null]);
  });

  test('what sees inputs of different axes has no field', () => {
    const source = `
class Model(nn.Module):
    def forward(self, x, y):
        return (x.mean(2) + y) * (y + x.mean(2))
`;
    expect(fieldsOf(source, 'Model()', ['1x4x12x12x12', '1x4x12x12']).at(-1)?.field).toBeNull();
  });

  test('vectors have no positions', () => {
    expect(fieldsOf(wrap('self.mix(x)'), 'Model()', '2x4').at(-1)?.field).toBeNull();
  });
});

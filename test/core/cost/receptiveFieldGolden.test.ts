// Receptive fields and the reach of channels against the support of gradients in PyTorch (`scripts/golden/receptive_field.py`).
import { describe, expect, test } from 'vitest';
import { channelReaches, reachAlong } from '../../../core/cost/channels';
import { receptiveFields } from '../../../core/cost/receptiveField';
import { graphOf, readGolden } from './support';

interface Case {
  readonly source: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
  /** By spatial axis: the first and last pixel that neighbouring outputs see, from output `start` on. */
  readonly axes: readonly {
    readonly start: number;
    readonly low: readonly number[];
    readonly high: readonly number[];
  }[];
  /** By output channel. */
  readonly channels: readonly (readonly number[])[];
}

const cases = Object.entries(JSON.parse(readGolden('receptive_field.json')) as Record<string, Case>);
const header = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n\n';
const graphOfCase = ({ source, input }: Case) => graphOf(header + source, 'Model()', input.join('x'));

describe('what one output position sees', () => {
  test.each(cases)('%s', (_name, golden) => {
    const graph = graphOfCase(golden);
    const field = receptiveFields(graph)[graph.output as number];
    expect(field).not.toBeNull();
    const { size, jump, offset } = field!;
    const measured = golden.axes.map(({ low, high }) => Math.max(...low.map((from, i) => high[i] - from + 1)));
    expect(size).toEqual(measured);
    for (const [axis, { start, low, high }] of golden.axes.entries()) {
      const steps = low.slice(1).map((from, i) => from - low[i]);
      // over twelve outputs an up-sampling by two, three or four comes out even
      if (steps.length === 12) expect(Math.abs((low[12] - low[0]) / 12 - jump[axis])).toBeLessThan(0.1);
      const isEven = steps.every((step) => step === jump[axis]);
      for (const [i, from] of low.entries()) {
        const centre = offset[axis] + (start + i) * jump[axis];
        // where outputs lie between pixels, some see one less than others
        expect(Math.abs((from + high[i]) / 2 - centre)).toBeLessThan(isEven ? 1e-9 : Math.max(1, ...steps));
      }
    }
  });
});

describe('what one output channel is made of', () => {
  test.each(cases)('%s', (_name, golden) => {
    const graph = graphOfCase(golden);
    const output = graph.output as number;
    const { shape } = graph.values[output];
    const reach = channelReaches(graph)[output];
    expect(reach).not.toBeNull();
    const axis = shape[1] === golden.channels.length ? 1 : shape.length - 1;
    const { runs } = reachAlong(reach!, shape, axis)!;
    const found = runs.flatMap(({ outputs, inputs }) => {
      const channels = inputs.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
      return Array.from({ length: outputs }, () => channels);
    });
    expect(found).toEqual(golden.channels);
  });
});

test('what takes the type of the input alone does not depend on it', () => {
  const source = 'class Model(nn.Module):\n    def forward(self, x):\n        return torch.ones(2, 4).to(x)\n';
  const graph = graphOf(header + source, 'Model()', '1x3x8x8');
  expect(channelReaches(graph)[graph.output as number]).toBeNull();
});

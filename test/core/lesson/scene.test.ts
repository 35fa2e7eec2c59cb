// The reduction of a real layer to a legible one, and the three forms made of it.
import { describe, expect, test } from 'vitest';
import { checkConvolution, convolve } from '../../../core/lesson/convolve';
import { convolutionCost, type LayerSettings } from '../../../core/lesson/cost';
import { evenPadding, plainSettings, samePadding } from '../../../core/lesson/geometry';
import { reduceLayer } from '../../../core/lesson/reduction';
import { keptKernels, layerScene, smallNumbers } from '../../../core/lesson/scene';
import { convolveSeparable } from '../../../core/lesson/separable';
import { weightAt } from '../../../core/lesson/tensors';
import { valueOf } from './support';

const layer = (change: Partial<LayerSettings>): LayerSettings => ({
  ...plainSettings,
  inChannels: 64,
  outChannels: 128,
  kernel: [3, 3],
  bias: false,
  input: [28, 28],
  ...change,
});

const layers: Readonly<Record<string, LayerSettings>> = {
  standard: layer({ padding: evenPadding([1, 1]) }),
  'dilated depthwise': layer({ outChannels: 64, groups: 64, dilation: [2, 2], padding: samePadding([3, 3], [2, 2]) }),
  'depthwise with a multiplier': layer({ groups: 64 }),
  grouped: layer({ groups: 32, bias: true }),
  'a stem of one channel': layer({ inChannels: 1, outChannels: 32, padding: evenPadding([1, 1]) }),
  'a large strided kernel': layer({
    inChannels: 3,
    kernel: [11, 11],
    stride: [8, 8],
    padding: evenPadding([2, 2]),
    input: [224, 224],
  }),
  'a wide dilation': layer({ dilation: [18, 18], padding: evenPadding([18, 18]), input: [33, 33] }),
  pointwise: layer({ kernel: [1, 1], input: [7, 7] }),
  'already small': layer({ inChannels: 2, outChannels: 2, input: [4, 4] }),
  'one dimension': layer({ kernel: [1, 9], padding: evenPadding([0, 4]), input: [1, 100] }),
};

describe('a reduced layer', () => {
  test.each(Object.entries(layers))(
    '%s: is legal, small, and keeps its grouping and whether it keeps its size',
    (_, real) => {
      const { shown } = reduceLayer(real);
      const output = valueOf(convolutionCost(shown)).output;
      const cells = shown.inChannels * shown.input[0] * shown.input[1];
      expect(cells).toBeLessThanOrEqual(4 * 25 * 25);
      expect(shown.inChannels).toBeLessThanOrEqual(4);
      expect(shown.outChannels).toBeLessThanOrEqual(8);
      expect(shown.groups === 1).toBe(real.groups === 1);
      expect(shown.groups === shown.inChannels && shown.groups > 1).toBe(
        real.groups === real.inChannels && real.groups > 1,
      );
      const keeps = (each: LayerSettings, [height, width]: readonly [number, number]): boolean =>
        each.input[0] === height && each.input[1] === width;
      if (keeps(real, valueOf(convolutionCost(real)).output)) expect(keeps(shown, output)).toBe(true);
    },
  );

  test('says what was cut, and nothing where all is shown', () => {
    expect(reduceLayer(layers['dilated depthwise']).reduced).toEqual(['inChannels', 'outChannels', 'groups', 'input']);
    expect(reduceLayer(layers['already small']).reduced).toEqual([]);
    expect(reduceLayer(layers['a wide dilation']).reduced).toContain('dilation');
  });
});

describe('the three forms of a layer', () => {
  test.each(Object.entries(layers))('%s', (_, real) => {
    const { shown } = reduceLayer(real);
    const scene = layerScene(shown, 2);
    expect(checkConvolution(scene.standard).kind).toBe('known');
    expect(checkConvolution(scene.grouped).kind).toBe('known');
    const output = valueOf(convolve(scene.standard));
    const separable = valueOf(convolveSeparable(scene.separable));
    expect(separable.output).toMatchObject({ channels: output.channels, height: output.height, width: output.width });
  });

  test('the grouped kernels are the standard ones that are left', () => {
    const standard = layerScene(layer({ inChannels: 4, outChannels: 4 }), 2).standard.weight;
    const kept = keptKernels(standard, 2);
    expect(kept.data.length).toBe(standard.data.length / 2);
    expect(weightAt(kept, 3, 1, 2, 0)).toBe(weightAt(standard, 3, 3, 2, 0));
  });
});

test('small numbers are the same every time and use every choice', () => {
  const choices = [0, 1, -1];
  const numbers = smallNumbers(300, 9, choices);
  expect(smallNumbers(300, 9, choices)).toEqual(numbers);
  expect(new Set(numbers)).toEqual(new Set(choices));
});

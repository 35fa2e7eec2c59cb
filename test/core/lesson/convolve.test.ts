// The lesson's convolution against an independent computation, the worked example and what PyTorch refuses.
import { describe, expect, test } from 'vitest';
import { convolve } from '../../../core/lesson/convolve';
import { exampleScene } from '../../../core/lesson/scene';
import { convolveSeparable } from '../../../core/lesson/separable';
import { channelMatrices, type FeatureMap } from '../../../core/lesson/tensors';
import { codeOf, forms, randomConvolution, scatterConvolution, valueOf, type Form } from './support';

const check = (actual: FeatureMap, expected: readonly (readonly (readonly number[])[])[]): void => {
  expect(channelMatrices(actual)).toEqual(expected);
};

describe('the worked example gives the figures of PyTorch', () => {
  test('standard', () => {
    check(valueOf(convolve(exampleScene.standard)), [
      [
        [0, 5],
        [9, 11],
      ],
      [
        [16, 10],
        [9, 6],
      ],
    ]);
  });

  const depthwise = [
    [
      [1, -1],
      [2, 1],
    ],
    [
      [4, 4],
      [3, 6],
    ],
    [
      [1, 1],
      [3, 5],
    ],
  ];

  test('grouped: depthwise', () => {
    check(valueOf(convolve(exampleScene.grouped)), depthwise);
  });

  test('depthwise separable', () => {
    const { between, output } = valueOf(convolveSeparable(exampleScene.separable));
    check(between, depthwise);
    check(output, [
      [
        [4, 2],
        [6.5, 9],
      ],
      [
        [4, 3],
        [2.5, 4],
      ],
    ]);
  });
});

describe('equals the scattered computation', () => {
  test.each(Object.entries(forms))('%s', (_, form) => {
    for (let seed = 1; seed <= 5; seed++) {
      const convolution = randomConvolution(form, seed);
      const output = valueOf(convolve(convolution));
      const scattered = scatterConvolution(convolution, [output.height, output.width]);
      const differences = scattered.flat(2).map((value, i) => Math.abs(value - output.data[i]));
      expect(differences.length).toBe(output.data.length);
      expect(Math.max(...differences)).toBeLessThan(1e-12);
    }
  });
});

describe('refuses what PyTorch refuses', () => {
  const base: Form = { inChannels: 4, outChannels: 4, groups: 1, kernel: [3, 3], input: [5, 5] };
  const refused = (change: Partial<Form>, groups?: number): string | undefined => {
    const convolution = randomConvolution({ ...base, ...change }, 1);
    const settings = { ...convolution.settings, groups: groups ?? convolution.settings.groups };
    return codeOf(convolve({ ...convolution, settings }));
  };

  test('groups that do not divide the inputs', () => {
    expect(refused({}, 3)).toBe('CL1001');
  });
  test('groups that do not divide the outputs', () => {
    expect(refused({ outChannels: 3 }, 2)).toBe('CL1001');
  });
  test('a weight for another number of channels', () => {
    expect(refused({}, 2)).toBe('CL1002');
  });
  test('a kernel larger than the padded input', () => {
    expect(refused({ dilation: [1, 3] })).toBe('CL1004');
    expect(refused({ dilation: [1, 3], padding: [0, 1, 0, 1] })).toBeUndefined();
  });
});

// Costs by formula, against figures of PyTorch 2.13 (parameters counted, torch.utils.flop_counter / 2).
import { describe, expect, test } from 'vitest';
import {
  convolutionCost,
  ladder,
  leastTime,
  memoryBound,
  separableCost,
  separableRatio,
  type LayerSettings,
} from '../../../core/lesson/cost';
import { evenPadding, plainSettings, samePadding } from '../../../core/lesson/geometry';
import { codeOf, valueOf } from './support';

const layer = (inChannels: number, outChannels: number, change: Partial<LayerSettings> = {}): LayerSettings => ({
  ...plainSettings,
  inChannels,
  outChannels,
  kernel: [3, 3],
  bias: true,
  input: [28, 28],
  ...change,
});

interface Expected {
  readonly params: number;
  readonly macs: number;
  readonly output: readonly [number, number];
}

const check = (settings: LayerSettings, expected: Expected): void => {
  expect(valueOf(convolutionCost(settings))).toMatchObject({ ...expected, flops: 2 * expected.macs });
};

describe('a convolution', () => {
  test('Conv2d(32, 64, 3)', () => {
    check(layer(32, 64), { params: 18_496, macs: 18_432 * 26 * 26, output: [26, 26] });
  });
  test('Conv2d(16, 32, 3, padding=1)', () => {
    check(layer(16, 32, { padding: evenPadding([1, 1]) }), { params: 4_640, macs: 3_612_672, output: [28, 28] });
  });
  test('the same with groups=4, no bias', () => {
    const settings = layer(16, 32, { padding: evenPadding([1, 1]), groups: 4, bias: false });
    check(settings, { params: 1_152, macs: 903_168, output: [28, 28] });
  });
  test('a dilated depthwise layer that keeps its size', () => {
    const padding = samePadding([3, 3], [2, 2]);
    const settings = layer(64, 64, { padding, dilation: [2, 2], groups: 64, bias: false, input: [14, 14] });
    check(settings, { params: 576, macs: 112_896, output: [14, 14] });
  });
  test('groups that do not divide, a kernel that does not fit', () => {
    expect(codeOf(convolutionCost(layer(64, 65, { groups: 64 })))).toBe('CL1001');
    expect(codeOf(convolutionCost(layer(1, 1, { input: [2, 9] })))).toBe('CL1004');
  });
});

describe('depthwise separable', () => {
  test('32 → 64 with biases', () => {
    expect(valueOf(separableCost(layer(32, 64))).params).toBe(2_432);
  });
  test('its share of the standard MACs is 1/C_out + 1/K²', () => {
    for (const [outChannels, size] of [
      [64, 3],
      [2, 3],
      [256, 5],
    ] as const) {
      const settings = layer(32, outChannels, { kernel: [size, size], bias: false });
      const share = valueOf(separableCost(settings)).macs / valueOf(convolutionCost(settings)).macs;
      expect(share).toBeCloseTo(separableRatio(outChannels, [size, size]), 14);
    }
  });
});

describe('the ladder', () => {
  test('from standard over every legal groups to separable', () => {
    const steps = valueOf(ladder(layer(32, 64, { bias: false })));
    expect(steps.map((step) => [step.form, step.groups, step.cost.params])).toEqual([
      ['convolution', 1, 18_432],
      ['convolution', 2, 9_216],
      ['convolution', 4, 4_608],
      ['convolution', 8, 2_304],
      ['convolution', 16, 1_152],
      ['convolution', 32, 576],
      ['separable', 32, 2_336],
    ]);
    expect(steps[3].ratio).toBe(1 / 8);
  });
  test('the worked example: 54 against 33 weights', () => {
    const steps = valueOf(ladder(layer(3, 2, { bias: false, input: [4, 4] })));
    expect(steps.map((step) => step.cost.params)).toEqual([54, 33]);
  });
});

describe('time is bounded by memory as well', () => {
  const settings = layer(64, 128, { padding: evenPadding([1, 1]), bias: false });
  const standard = valueOf(convolutionCost(settings));
  const separable = valueOf(separableCost(settings));

  test('bytes: input, weights, output once; what stands between twice', () => {
    expect(standard.movedBytes).toBe(4 * (64 * 784 + 128 * 784 + 64 * 128 * 9));
    expect(separable.movedBytes).toBe(4 * (64 * 784 * 3 + 128 * 784 + 64 * 9 + 64 * 128));
    expect(separable.activationBytes).toBe(4 * (64 + 128) * 784);
  });
  test('eight times fewer MACs are not eight times faster', () => {
    expect(memoryBound(standard, 20)).toBe(false);
    expect(memoryBound(separable, 20)).toBe(true);
    const faster = leastTime(standard, 20) / leastTime(separable, 20);
    expect(faster).toBeLessThan(standard.macs / separable.macs);
    expect(faster).toBeGreaterThan(1);
  });
});

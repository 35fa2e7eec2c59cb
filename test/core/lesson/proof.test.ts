// The two identities, and the connections that make the first one true.
import { describe, expect, test } from 'vitest';
import {
  channelGroups,
  connectionMatrix,
  groupingOf,
  inputsOf,
  legalGroups,
  outputsOf,
} from '../../../core/lesson/connections';
import { proveGrouped, proveSeparable } from '../../../core/lesson/proof';
import { exampleScene } from '../../../core/lesson/scene';
import { forms, generator, randomConvolution, randomKernels, randomMap, valueOf } from './support';

describe('a grouped convolution is its small convolutions, concatenated', () => {
  test.each(Object.entries(forms))('%s', (_, form) => {
    expect(valueOf(proveGrouped(randomConvolution(form, 11))).largestDifference).toBe(0);
  });
});

describe('depthwise, then pointwise is one standard convolution with composed kernels', () => {
  test('the worked example, exactly', () => {
    expect(valueOf(proveSeparable(exampleScene.separable)).largestDifference).toBe(0);
  });

  test('random numbers with biases, up to rounding', () => {
    const next = generator(5);
    const proof = valueOf(
      proveSeparable({
        input: randomMap(4, 6, 5, next),
        depthwise: randomKernels(4, 1, 3, 3, next),
        depthwiseBias: Array.from({ length: 4 }, next),
        pointwise: randomKernels(7, 4, 1, 1, next),
        pointwiseBias: Array.from({ length: 7 }, next),
        settings: { stride: [2, 1], padding: { top: 0, left: 0, bottom: 0, right: 0 }, dilation: [1, 2] },
      }),
    );
    expect(proof.left.channels).toBe(7);
    expect(proof.largestDifference).toBeLessThan(1e-14);
  });

  test('other kernels do not', () => {
    const { separable } = exampleScene;
    const data = separable.pointwise.data.map((weight, i) => (i === 0 ? weight + 1 : weight));
    const changed = { ...separable, pointwise: { ...separable.pointwise, data } };
    const left = valueOf(proveSeparable(changed)).left;
    expect([...left.data]).not.toEqual([...valueOf(proveSeparable(separable)).left.data]);
  });
});

describe('connections', () => {
  const channels = { inChannels: 6, outChannels: 12 };

  test('legal groups divide both channel counts', () => {
    expect(legalGroups(channels)).toEqual([1, 2, 3, 6]);
    expect(legalGroups({ inChannels: 3, outChannels: 2 })).toEqual([1]);
    expect(legalGroups({ inChannels: 64, outChannels: 96 })).toEqual([1, 2, 4, 8, 16, 32]);
  });

  test('names of the groupings', () => {
    expect([1, 2, 6].map((groups) => groupingOf(groups, channels))).toEqual(['standard', 'grouped', 'depthwise']);
  });

  test('Conv2d(6, 12, groups=3): two inputs and four outputs a group', () => {
    expect(channelGroups(channels, 3)[1]).toEqual({ inputs: { first: 2, count: 2 }, outputs: { first: 4, count: 4 } });
    expect(inputsOf(7, channels, 3)).toEqual({ first: 2, count: 2 });
    expect(outputsOf(5, channels, 3)).toEqual({ first: 8, count: 4 });
  });

  test.each([1, 2, 3, 6])('the matrix of groups = %i keeps 1/groups of the weights, in blocks', (groups) => {
    const matrix = connectionMatrix(channels, groups);
    expect(matrix.flat().filter(Boolean).length).toBe((6 * 12) / groups);
    matrix.forEach((row, output) => {
      row.forEach((connected, input) => {
        const run = outputsOf(input, channels, groups);
        expect(connected).toBe(output >= run.first && output < run.first + run.count);
      });
    });
  });
});

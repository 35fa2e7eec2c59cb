// Path counts against a stack of real convolutions: with all weights one, the gradient of one output counts the paths.
import { describe, expect, test } from 'vitest';
import { convolve } from '../../../core/lesson/convolve';
import { plainSettings } from '../../../core/lesson/geometry';
import { coverage, pathCounts, receptiveFieldSize, type StackedLayer } from '../../../core/lesson/receptive-field';
import { featureMap, kernels } from '../../../core/lesson/tensors';
import { valueOf } from './support';

const layer = (kernel: number, dilation = 1, stride = 1): StackedLayer => ({ kernel, dilation, stride });

/** How often each pixel of the field counts in the stack's single output: one impulse at a time through the convolutions. */
function impulses(stack: readonly StackedLayer[]): number[] {
  const size = receptiveFieldSize(stack);
  return Array.from({ length: size }, (_, at) => {
    let map = featureMap([[Array.from({ length: size }, (__, i) => (i === at ? 1 : 0))]]);
    for (const { kernel, dilation, stride } of stack) {
      const weight = kernels([[[new Array<number>(kernel).fill(1)]]]);
      const settings = { ...plainSettings, stride: [1, stride], dilation: [1, dilation] } as const;
      map = valueOf(convolve({ input: map, weight, bias: null, settings }));
    }
    expect(map.width).toBe(1);
    return map.data[0];
  });
}

describe('path counts', () => {
  const stacks: Readonly<Record<string, readonly StackedLayer[]>> = {
    'one layer': [layer(3)],
    'two 3×3': [layer(3), layer(3)],
    'dilation 2 twice': [layer(3, 2), layer(3, 2)],
    'dilations 1, 2, 5': [layer(3, 1), layer(3, 2), layer(3, 5)],
    'a strided layer first': [layer(3, 1, 2), layer(3)],
    'kernels 5 and 2, strides 3 and 2': [layer(5, 1, 3), layer(2, 2, 2), layer(3)],
  };
  test.each(Object.entries(stacks))('%s', (_, stack) => {
    expect(pathCounts(stack)).toEqual(impulses(stack));
  });
});

test('equal dilations leave holes, growing ones without a common factor do not', () => {
  expect(pathCounts([layer(3, 2), layer(3, 2)])).toEqual([1, 0, 2, 0, 3, 0, 2, 0, 1]);
  expect(coverage(pathCounts([layer(3, 2), layer(3, 2)]))).toBeCloseTo((5 / 9) ** 2, 12);
  expect(coverage(pathCounts([layer(3, 1), layer(3, 2), layer(3, 5)]))).toBe(1);
});

test('sizes: 3×3 dilated by 2 spans 5; three 3×3 span 7; a stride multiplies what comes after', () => {
  expect(receptiveFieldSize([layer(3, 2)])).toBe(5);
  expect(receptiveFieldSize([layer(3), layer(3), layer(3)])).toBe(7);
  expect(receptiveFieldSize([layer(3, 1, 2), layer(3)])).toBe(7);
});

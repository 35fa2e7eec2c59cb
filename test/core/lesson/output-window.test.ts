// One output taken apart: the terms by hand, and their total equal to the convolution at every position.
import { describe, expect, test } from 'vitest';
import { convolve } from '../../../core/lesson/convolve';
import { windowAt } from '../../../core/lesson/output-window';
import { exampleScene } from '../../../core/lesson/scene';
import { valueAt } from '../../../core/lesson/tensors';
import { forms, randomConvolution, valueOf } from './support';

describe('the worked example at (0, 0), as one computes it by hand', () => {
  const sums = (channel: number): readonly number[] =>
    windowAt(exampleScene.standard, { channel, row: 0, column: 0 }).terms.map((term) => term.sum);

  test('partial sums by input channel', () => {
    expect(sums(0)).toEqual([1, -2, 1]);
    expect(sums(1)).toEqual([5, 10, 1]);
  });

  test('products of input channel 1 with the kernel of output 0', () => {
    const [, second] = windowAt(exampleScene.standard, { channel: 0, row: 0, column: 0 }).terms;
    expect(second.products).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [0, -4, 0],
    ]);
  });

  test('a depthwise output reads its own channel alone', () => {
    const window = windowAt(exampleScene.grouped, { channel: 1, row: 1, column: 0 });
    expect(window).toMatchObject({ group: 1, first: 1, count: 1, total: 3, bias: null });
    expect(window.terms.map((term) => term.inputChannel)).toEqual([1]);
  });
});

test('cells outside the image are padding, count as zero and keep their place', () => {
  const convolution = randomConvolution({ ...forms['padded, strided'] }, 3);
  const [first] = windowAt(convolution, { channel: 0, row: 0, column: 0 }).terms;
  expect(first.cells[0].map((cell) => [cell.row, cell.column, cell.value, cell.padding])).toEqual([
    [-1, -1, 0, true],
    [-1, 0, 0, true],
    [-1, 1, 0, true],
  ]);
  expect(first.cells[1][1].padding).toBe(false);
});

describe('the total is the convolution at every position', () => {
  test.each(Object.entries(forms))('%s', (_, form) => {
    const convolution = randomConvolution(form, 7);
    const output = valueOf(convolve(convolution));
    for (let channel = 0; channel < output.channels; channel++)
      for (let row = 0; row < output.height; row++)
        for (let column = 0; column < output.width; column++) {
          const window = windowAt(convolution, { channel, row, column });
          expect(window.terms.length).toBe(form.inChannels / form.groups);
          expect(window.total).toBeCloseTo(valueAt(output, channel, row, column), 12);
        }
  });
});

// Window arithmetic against counting: a window fits where its last tap is within the padded input.
import { describe, expect, it } from 'vitest';
import { formatDim, parseDim, type Dim } from '../../../core/shape/dim';
import {
  adaptiveWindow,
  effectiveKernel,
  kernelTooLarge,
  outputSize,
  outputSizeCeil,
  samePadding,
  samePaddingTensorFlow,
  transposedOutputSize,
  windowIndices,
  type WindowAxis,
} from '../../../core/shape/window';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

function* axes(): Generator<{ size: number; kernel: number; stride: number; dilation: number; padding: number }> {
  for (const size of range(1, 9))
    for (const kernel of range(1, 4))
      for (const stride of range(1, 3))
        for (const dilation of range(1, 2))
          for (const padding of range(0, 2)) yield { size, kernel, stride, dilation, padding };
}

/** How many starts 0, stride, 2·stride, … leave the window within `limit` elements. */
const countFits = (limit: number, effective: number, stride: number): number =>
  range(0, limit).filter((start) => start % stride === 0 && start + effective <= limit).length;

describe('output sizes', () => {
  it('count the windows that fit', () => {
    for (const { size, padding, ...rest } of axes()) {
      const axis: WindowAxis = { ...rest, padding: [padding, padding] };
      const effective = Number(effectiveKernel(axis.kernel, axis.dilation));
      const fits = countFits(size + 2 * padding, effective, axis.stride);
      expect(kernelTooLarge(size, axis)).toBe(fits === 0);
      if (fits > 0) expect(outputSize(size, axis)).toBe(fits);
    }
  });

  it('in ceil mode let the last window overhang, if it starts before the right padding', () => {
    for (const { size, padding, ...rest } of axes()) {
      const axis: WindowAxis = { ...rest, padding: [padding, padding] };
      const effective = (axis.kernel as number) * axis.dilation - axis.dilation + 1;
      if (padding * 2 > effective || size + 2 * padding < effective) continue;
      const full = countFits(size + 2 * padding, effective, axis.stride);
      const covered = (full - 1) * axis.stride + effective >= size + 2 * padding;
      const nextStart = full * axis.stride;
      expect(outputSizeCeil(size, axis)).toBe(covered || nextStart >= size + padding ? full : full + 1);
    }
  });

  it('are inverted by the transposed one', () => {
    for (const { size, padding, ...rest } of axes()) {
      const axis: WindowAxis = { ...rest, padding: [padding, padding] };
      if (kernelTooLarge(size, axis)) continue;
      const output = outputSize(size, axis);
      const lost = (size + 2 * padding - Number(effectiveKernel(axis.kernel, axis.dilation))) % axis.stride;
      expect(transposedOutputSize(output, axis, lost)).toBe(size);
    }
  });

  it.each<[string, WindowAxis, string]>([
    ['H', { kernel: 3, stride: 2, dilation: 1, padding: [1, 1] }, '(H-1)//2+1'],
    ['H', { kernel: 7, stride: 2, dilation: 1, padding: [3, 3] }, '(H-1)//2+1'],
    ['H', { kernel: 3, stride: 1, dilation: 2, padding: [2, 2] }, 'H'],
    ['H', { kernel: 2, stride: 2, dilation: 1, padding: [0, 0] }, 'H//2'],
    ['4*H', { kernel: 4, stride: 4, dilation: 1, padding: [0, 0] }, 'H'],
    ['(H-1)//2+1', { kernel: 3, stride: 2, dilation: 1, padding: [1, 1] }, '(H-1)//4+1'],
  ])('of %s by %j is %s', (size, axis, expected) => {
    expect(formatDim(outputSize(parseDim(size) as Dim, axis))).toBe(expected);
  });

  it('in ceil mode stay short in symbols', () => {
    const pool = (kernel: number, padding: number): WindowAxis => ({
      kernel,
      stride: 2,
      dilation: 1,
      padding: [padding, padding],
    });
    expect(formatDim(outputSizeCeil(parseDim('H') as Dim, pool(3, 0)))).toBe('H//2');
    expect(formatDim(outputSizeCeil(parseDim('H') as Dim, pool(2, 0)))).toBe('(H-1)//2+1');
  });
});

describe('padding', () => {
  it('same keeps the size at stride 1', () => {
    for (const kernel of range(1, 8))
      for (const dilation of range(1, 3)) {
        const padding = samePadding(kernel, dilation);
        expect(outputSize(20, { kernel, stride: 1, dilation, padding })).toBe(20);
        expect(padding[1] - padding[0]).toBeLessThanOrEqual(1);
      }
  });

  it("TensorFlow's same yields ceil(size / stride)", () => {
    for (const { size, kernel, stride, dilation } of axes()) {
      const padding = samePaddingTensorFlow(size, kernel, stride, dilation);
      expect(outputSize(size, { kernel, stride, dilation, padding })).toBe(Math.ceil(size / stride));
    }
  });
});

describe('windows', () => {
  it('lists the indices that an output reads', () => {
    expect(windowIndices(1, { kernel: 3, stride: 2, dilation: 2, padding: [1, 1] })).toEqual([1, 3, 5]);
    expect(windowIndices(0, { kernel: 3, stride: 2, dilation: 1, padding: [1, 1] })).toEqual([-1, 0, 1]);
  });

  it('of adaptive pools cover the input without gaps', () => {
    for (const input of range(1, 12))
      for (const output of range(1, 12)) {
        const windows = range(0, output - 1).map((i) => adaptiveWindow(i, input, output));
        expect(windows[0][0]).toBe(0);
        expect(windows[output - 1][1]).toBe(input);
        windows.forEach(([start, end], i) => {
          expect(end).toBeGreaterThan(start);
          if (i > 0) expect(start).toBeLessThanOrEqual(windows[i - 1][1]);
        });
      }
  });
});

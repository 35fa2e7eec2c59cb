// A drawing becomes an image as MNIST has them: 20 pixels at its longer side, its centre of mass in the middle.
import { describe, expect, test } from 'vitest';
import { brightness, tilesOf } from '../../media/trainer/activation-pixels';
import { digitImage } from '../../media/trainer/digit-image';

/** A paper of 280×280 with a filled rectangle. */
function paper(left: number, top: number, width: number, height: number): Uint8Array {
  const ink = new Uint8Array(280 * 280);
  for (let y = top; y < top + height; y++) ink.fill(255, y * 280 + left, y * 280 + left + width);
  return ink;
}

const rows = (image: Uint8Array): number[] =>
  Array.from({ length: 28 }, (_, y) => image.subarray(28 * y, 28 * y + 28).reduce((a, b) => a + b, 0));
const columns = (image: Uint8Array): number[] =>
  Array.from({ length: 28 }, (_, x) => image.filter((_value, i) => i % 28 === x).reduce((a, b) => a + b, 0));

describe('a drawing', () => {
  test.each([
    ['small, in a corner', paper(3, 5, 20, 50)],
    ['large, at the edge', paper(180, 30, 100, 250)],
    ['smaller than a digit’s pixel', paper(100, 100, 2, 5)],
  ])('%s: a box of 8×20, in the middle', (_, ink) => {
    const image = digitImage(ink, 280)!;
    const inked = (sums: number[]): number[] => sums.flatMap((sum, i) => (sum > 0 ? [i] : []));
    expect(inked(rows(image))).toEqual(Array.from({ length: 20 }, (__, i) => i + 4));
    expect(inked(columns(image))).toEqual(Array.from({ length: 8 }, (__, i) => i + 10));
    expect(image[14 * 28 + 14]).toBe(255);
  });
  test('its heavier side comes nearer to the middle', () => {
    const ink = paper(100, 100, 80, 10);
    for (let y = 110; y < 150; y++) ink.fill(255, y * 280 + 100, y * 280 + 110);
    const image = digitImage(ink, 280)!;
    const mass =
      columns(image).reduce((sum, weight, x) => sum + weight * (x + 0.5), 0) / image.reduce((a, b) => a + b, 0);
    expect(mass).toBeCloseTo(14, 1);
  });
  test('an empty paper is no digit', () => {
    expect(digitImage(new Uint8Array(280 * 280), 280)).toBeNull();
  });
});

describe('activations', () => {
  const layer = { path: 'x', type: 'Conv2d', minimum: 0, maximum: 1 };
  test('maps lie side by side, a vector is a row of cells', () => {
    const of = (shape: readonly number[], bytes: number) => tilesOf({ ...layer, shape, bytes: new ArrayBuffer(bytes) });
    expect(of([32, 14, 14], 16 * 196)).toEqual({ channels: 16, height: 14, width: 14 });
    expect(of([3, 7, 5], 105)).toEqual({ channels: 3, height: 7, width: 5 });
    expect(of([10], 10)).toEqual({ channels: 10, height: 1, width: 1 });
  });
  test('a larger value is never darker', () => {
    const sums = Array.from({ length: 256 }, (_, value) => brightness(value).reduce((a, b) => a + b));
    expect(sums).toEqual([...sums].sort((a, b) => a - b));
  });
});

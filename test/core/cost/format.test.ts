// Numbers and shapes for people.
import { describe, expect, test } from 'vitest';
import { createFormat, label, LABEL_LENGTH, shape, spatial } from '../../../core/base/format';
import { add, symbol } from '../../../core/shape/dim';

const format = createFormat();
const height = symbol('H');

describe('count', () => {
  test.each([
    [0, '0'], [7, '7'], [288, '288'], [999, '999'], [1000, '1K'], [18432, '18.4K'], [999_499, '999K'], [999_950, '1M'], [5_440_384, '5.44M'],
    [1_814_073_344, '1.81G'], [1.5e12, '1.5T'], [-18432, '-18.4K'], [0.25, '0.25'], [812.34, '812'],
  ])('%d', (value, text) => expect(format.count(value)).toBe(text)); // prettier-ignore
  test('a symbol', () => expect(format.count(add(height, 1))).toBe('H+1'));
});

describe('bytes', () => {
  test.each([
    [0, '0 B'], [512, '512 B'], [1023, '1023 B'], [1024, '1 KiB'], [6_422_528, '6.13 MiB'], [1_048_064, '1 MiB'], [78_345_984, '74.7 MiB'], [2 ** 40, '1 TiB'],
  ])('%d', (value, text) => expect(format.bytes(value)).toBe(text)); // prettier-ignore
});

test('exact figures and ratios', () => {
  expect(format.exact(1_814_073_344)).toBe('1,814,073,344');
  expect(format.exact(12)).toBe('12');
  expect(format.ratio(8.4123)).toBe('8.41×');
  expect(format.ratio(126.4)).toBe('126×');
  expect([0, 0.0004, 0.0415, 0.127, 1].map((share) => format.percent(share))).toEqual([
    '0%',
    '<0.1%',
    '4.2%',
    '12.7%',
    '100%',
  ]);
});

test('another language', () => {
  const german = createFormat({ decimal: ',', group: '.' });
  expect(german.count(18432)).toBe('18,4K');
  expect(german.exact(1_814_073)).toBe('1.814.073');
  expect(german.bytes(6_422_528)).toBe('6,13 MiB');
});

test('shapes', () => {
  expect(shape([64, 112, 112])).toBe('64×112×112');
  expect(shape([])).toBe('scalar');
  expect(shape([symbol('N'), 3, add(height, 1)])).toBe('N×3×(H+1)');
  expect(spatial([28, 28])).toBe('28²');
  expect(spatial([8, 8, 8])).toBe('8³');
  expect(spatial([28, 14])).toBe('28×14');
  expect(spatial([28])).toBe('28');
  expect(spatial([height, height])).toBe('H×H');
});

test('labels stay short', () => {
  expect(label(['64→128', '28²', '18.4K'])).toBe('64→128 · 28² · 18.4K');
  expect(label(['64→128', '28²', '18.4K', '115M'])).toBe('64→128 · 28² · 18.4K');
  expect(label(['a'.repeat(40)])).toHaveLength(LABEL_LENGTH);
  expect(label([])).toBe('');
});

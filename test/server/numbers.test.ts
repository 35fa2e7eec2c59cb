import { expect, it } from 'vitest';
import { symbol } from '../../core/shape/dim';
import { fitLabel, longestLabel } from '../../server/features/hints/label';
import { bytes, compact, percent, side, span, tuple } from '../../server/text/numbers';

it.each([
  [0, '0'],
  [288, '288'],
  [999, '999'],
  [1_000, '1K'],
  [18_432, '18.4K'],
  [999_499, '999K'],
  [999_500, '1M'],
  [5_440_384, '5.44M'],
  [1_814_073_344, '1.81G'],
])('compact(%d) is %s', (value, text) => expect(compact(value)).toBe(text));

it.each([
  [0, '0 B'],
  [512, '512 B'],
  [1_536, '1.5 KiB'],
  [401_408, '392 KiB'],
  [1_048_576, '1 MiB'],
] as const)('bytes(%d) is %s', (value, text) => expect(bytes(value)).toBe(text));

it.each([
  [0, '0%'],
  [0.0004, '<0.1%'],
  [0.0415, '4.2%'],
  [0.295, '29.5%'],
  [1, '100%'],
])('percent(%d) is %s', (value, text) => expect(percent(value)).toBe(text));

it('writes squares, ranges and tuples as people do', () => {
  expect([side([28, 28]), side([28, 14]), side([7, 7, 7]), side([symbol('H'), symbol('W')]), side([99])]).toEqual([
    '28²',
    '28×14',
    '7³',
    'H×W',
    '99',
  ]);
  expect([span([64, 64]), span([128, 32, 64]), span([32, symbol('C')])]).toEqual(['64', '32–128', '…']);
  expect([tuple([128, 16, 3, 3]), tuple([64])]).toEqual(['(128, 16, 3, 3)', '(64,)']);
});

it('shortens, then drops the least important part of a label', () => {
  const parts = [
    { text: '512→1024', importance: 0 },
    { text: '112²→56²', short: '56²', importance: 2 },
    { text: '4.72M', importance: 3 },
    { text: '·×6', importance: 1 },
  ];
  expect(fitLabel(parts)).toBe('512→1024 · 112²→56² ·×6');
  expect(fitLabel([{ text: '512→16384', importance: 0 }, ...parts.slice(1)])).toBe('512→16384 · 112²→56² ·×6');
  expect(fitLabel([{ text: '16384→16384', importance: 0 }, ...parts.slice(1)])).toBe('16384→16384 · 56² ·×6');
  expect(fitLabel(parts.slice(0, 2))).toBe('512→1024 · 112²→56²');
  expect(fitLabel([{ text: 'x'.repeat(40), importance: 0 }])).toHaveLength(longestLabel);
});

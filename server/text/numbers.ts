// Numbers and dimensions for people, the same in every language.
//
//     compact(18432) 18.4K    grouped(18432) 18,432    side([28, 28]) 28²    span([32, 64, 128]) 32–128
import { formatDim, type Dim } from '../../core/shape/dim';

const steps = [
  { size: 1e12, letter: 'T' },
  { size: 1e9, letter: 'G' },
  { size: 1e6, letter: 'M' },
  { size: 1e3, letter: 'K' },
];

/** Three significant digits: 288, 18.4K, 5.44M. */
export function compact(value: number): string {
  // The next step from where three digits would round up to it: 999,950 is 1M.
  const step = steps.find(({ size }) => Math.abs(value) >= size * 0.9995) ?? null;
  if (step === null || Math.abs(value) < 1000) return String(value);
  return `${Number((value / step.size).toPrecision(3))}${step.letter}`;
}

export const grouped = (value: number): string => value.toLocaleString('en-US');

export const figure = (value: Dim | null): string =>
  value === null ? '?' : typeof value === 'number' ? grouped(value) : formatDim(value);

export const compactFigure = (value: Dim | null): string =>
  value === null ? '?' : typeof value === 'number' ? compact(value) : formatDim(value);

/** Binary units, three significant digits: 512 B, 1.5 MiB. */
export function bytes(value: Dim | null): string {
  if (typeof value !== 'number') return `${figure(value)} B`;
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = Math.min(Math.floor(Math.log2(Math.max(value, 1)) / 10), units.length - 1);
  return `${Number((value / 1024 ** power).toPrecision(3))} ${units[power]}`;
}

/** A share of one as percent: 4.2%, 100%, <0.1%. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1%';
  return `${Number((share * 100).toPrecision(share < 0.1 ? 2 : 3))}%`;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

export const superscript = (value: number): string =>
  [...String(value)].map((digit) => superscripts[Number(digit)] ?? digit).join('');

/** The lengths of a window or an image: 28² where they are equal, else 28×14; one alone stands as it is. */
export function side(lengths: readonly Dim[]): string {
  const texts = lengths.map(formatDim);
  const equal = texts.length > 1 && texts.every((text) => text === texts[0]) && typeof lengths[0] === 'number';
  return equal ? texts[0] + superscript(texts.length) : texts.join('×');
}

/** As Python writes a tuple: (128, 16, 3, 3), (64,). */
export const tuple = (values: readonly Dim[]): string =>
  values.length === 1 ? `(${formatDim(values[0])},)` : `(${values.map(formatDim).join(', ')})`;

/** One text for several values: the value where all are equal, the range of numbers, else `…`. */
export function span(values: readonly Dim[], text: (value: Dim) => string = formatDim): string {
  const distinct = [...new Map(values.map((value) => [formatDim(value), value])).values()];
  if (distinct.length === 1) return text(distinct[0]);
  const numbers = distinct.filter((value) => typeof value === 'number');
  return numbers.length === distinct.length ? `${text(Math.min(...numbers))}–${text(Math.max(...numbers))}` : '…';
}

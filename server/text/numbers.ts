// Numbers and dimensions for people, as `core/base/format.ts` writes them, with what only the editor's surfaces need.
//
//     compact(18432) 18.4K    grouped(18432) 18,432    side([28, 28]) 28²    span([32, 64, 128]) 32–128
import { createFormat, spatial } from '../../core/base/format';
import { formatDim, type Dim } from '../../core/shape/dim';

const format = createFormat();

/** Three significant digits: 288, 18.4K, 5.44M. */
export const compact = (value: number): string => format.count(value);

export const grouped = (value: number): string => format.exact(value);

export const figure = (value: Dim | null): string => (value === null ? '?' : format.exact(value));

export const compactFigure = (value: Dim | null): string => (value === null ? '?' : format.count(value));

/** Binary units, three significant digits: 512 B, 1.5 MiB. */
export const bytes = (value: Dim | null): string => (value === null ? '? B' : format.bytes(value));

export const percent = (share: number): string => format.percent(share);

/** The lengths of a window or an image: 28² where they are equal, else 28×14; one alone stands as it is. */
export const side = spatial;

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

// The figures of every epoch as text: comma-separated for a file, tab-separated for the clipboard.
import type { EpochRecord } from '../../protocol/training';

export const columns = ['epoch', 'trainLoss', 'trainAcc', 'valLoss', 'valAcc', 'seconds', 'imagesPerSecond'] as const;

const table = (epochs: readonly EpochRecord[], separator: string): string =>
  [
    columns.join(separator),
    ...epochs.map((record) => columns.map((column) => String(record[column])).join(separator)),
  ].join('\n') + '\n';

/** RFC 4180 without quotes: names and numbers need none. */
export const csv = (epochs: readonly EpochRecord[]): string => table(epochs, ',');

export const tsv = (epochs: readonly EpochRecord[]): string => table(epochs, '\t');

/** `DSDilatedNet(base_channels=16)` → `DSDilatedNet-training.csv` */
export const csvName = (expression: string): string => `${/^[\w.]+/.exec(expression)?.[0] ?? 'model'}-training.csv`;

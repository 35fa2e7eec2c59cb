// Where stepping goes: every output channel, row by row, in reading order.
import type { OutputPosition } from '../../core/lesson/output-window';

/** What is stepped through: the largest number of output channels of the forms, and the size of an output. */
export interface Extent {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export const origin: OutputPosition = { channel: 0, row: 0, column: 0 };

export const stepCount = ({ channels, height, width }: Extent): number => channels * height * width;

/** From 0. */
export const stepOf = ({ channel, row, column }: OutputPosition, { height, width }: Extent): number =>
  (channel * height + row) * width + column;

export const positionOf = (step: number, { height, width }: Extent): OutputPosition => ({
  channel: Math.floor(step / (height * width)),
  row: Math.floor(step / width) % height,
  column: step % width,
});

export const isLast = (position: OutputPosition, extent: Extent): boolean =>
  stepOf(position, extent) === stepCount(extent) - 1;

/** Where a key leads, or undefined for a key that does not move. Steps end at the first and the last position. */
export function moved(position: OutputPosition, key: string, extent: Extent): OutputPosition | undefined {
  const step = stepOf(position, extent);
  const last = stepCount(extent) - 1;
  const to = (target: number): OutputPosition => positionOf(Math.min(Math.max(target, 0), last), extent);
  const area = extent.height * extent.width;
  switch (key) {
    case 'ArrowRight':
      return to(step + 1);
    case 'ArrowLeft':
      return to(step - 1);
    case 'ArrowDown':
      return position.row + 1 < extent.height ? to(step + extent.width) : position;
    case 'ArrowUp':
      return position.row > 0 ? to(step - extent.width) : position;
    case 'PageDown':
      return position.channel + 1 < extent.channels ? to(step + area) : position;
    case 'PageUp':
      return position.channel > 0 ? to(step - area) : position;
    case 'Home':
      return to(0);
    case 'End':
      return to(last);
    default:
      return undefined;
  }
}

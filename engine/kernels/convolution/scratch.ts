// Scratch memory for a few images: packed, or framed by zeros so that no tap leaves it.
import type { Buffer, FixedBuffer } from '../../plan/task';
import { POSITION } from '../blocked';
import { framed, packed, type Placement } from '../streams';
import type { Frame, Taps } from './taps';

export interface Scratch {
  readonly buffer: Buffer | FixedBuffer;
  readonly placement: Placement;
  /** Bytes between two blocks. */
  readonly stride: number;
  /** Its frame of zeros must last. */
  readonly fixed: boolean;
}

export interface ScratchParts {
  readonly name: string;
  /** Units whose frames are alike share the memory, in each role: none reads what another left inside. */
  readonly role: 'x' | 'dy';
  readonly frame: Frame | null;
  readonly height: number;
  readonly width: number;
  readonly blocks: number;
  readonly images: number;
}

export function scratchOf({ name, role, frame, height, width, blocks, images }: ScratchParts): Scratch {
  if (frame === null || (frame.height === height && frame.width === width)) {
    const stride = images * height * width * POSITION;
    return {
      buffer: { key: `${name}.${role}`, bytes: blocks * stride },
      placement: packed(height, width),
      stride,
      fixed: false,
    };
  }
  const placement = framed(frame);
  const stride = images * placement.image;
  const key = `frame.${[role, frame.top, frame.left, frame.height, frame.width, height, width, blocks, images].join('.')}`;
  return { buffer: { key, bytes: blocks * stride }, placement, stride, fixed: true };
}

export const arenaScratch = (scratches: readonly Scratch[]): readonly Buffer[] =>
  scratches.filter(({ fixed }) => !fixed).map(({ buffer }) => buffer);

export const fixedScratch = (scratches: readonly Scratch[]): readonly FixedBuffer[] =>
  scratches.filter(({ fixed }) => fixed).map(({ buffer }) => buffer);

export const tableKey = (name: string, tapClass: number, table: 0 | 1 | 2): string => `${name}.${tapClass}.${table}`;

/** Sources, targets and taps of each class. */
export const tableBuffers = (name: string, taps: Taps): readonly FixedBuffer[] =>
  taps.classes.flatMap(({ sources, targets, taps: offsets }, i) =>
    ([sources, targets, offsets] as const).map((contents, k) => ({
      key: tableKey(name, i, k as 0 | 1 | 2),
      bytes: contents.byteLength,
      contents,
    })),
  );

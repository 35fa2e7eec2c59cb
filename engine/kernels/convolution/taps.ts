// Where a convolution's outputs find their inputs, as tables. Forward there is one class: every output sees all taps. Backward
// (the gradient of the input, or a transposed convolution) an input sees only the taps whose outputs fall on it: positions fall
// into classes by their remainder modulo the stride, each class with its own taps.
import { POSITION } from '../blocked';

/** One axis of a convolution: output = (input + 2·padding − dilation·(kernel − 1) − 1)/stride + 1. */
export interface Axis {
  readonly input: number;
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
}

/** The frame of zeros in which a source lies, so that no tap leaves it. */
export interface Frame {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

export interface TapClass {
  /** Byte offsets into a framed source, one a position: of the first tap. */
  readonly sources: Int32Array;
  /** Byte offsets into the packed target. */
  readonly targets: Int32Array;
  /** Byte offsets added to `sources`, one a tap. */
  readonly taps: Int32Array;
  /** Which weight each tap is: row · kernel width + column. */
  readonly weights: readonly number[];
}

interface AxisClass {
  readonly targets: readonly number[];
  /** Unframed position of the first tap, one a target. */
  readonly sources: readonly number[];
  readonly steps: readonly number[];
  readonly kernels: readonly number[];
}

const range = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

const forwardAxis = (axis: Axis): readonly AxisClass[] => [
  {
    targets: range(axis.output),
    sources: range(axis.output).map((o) => o * axis.stride - axis.padding),
    steps: range(axis.kernel).map((k) => k * axis.dilation),
    kernels: range(axis.kernel),
  },
];

/** Output o meets input i by tap k where o · stride = i + padding − k · dilation. */
function backwardAxis(axis: Axis): readonly AxisClass[] {
  return range(axis.stride).map((remainder) => {
    const targets = range(axis.input).filter((i) => (i + axis.padding) % axis.stride === remainder);
    const kernels = range(axis.kernel).filter(
      (k) => (((remainder - k * axis.dilation) % axis.stride) + axis.stride) % axis.stride === 0,
    );
    const first = kernels[0] ?? 0;
    return {
      targets,
      kernels,
      sources: targets.map((i) => Math.floor((i + axis.padding - first * axis.dilation) / axis.stride)),
      steps: kernels.map((k) => -((k - first) * axis.dilation) / axis.stride),
    };
  });
}

function frameAxis(classes: readonly AxisClass[], extent: number): readonly [before: number, total: number] {
  const reached = classes.flatMap(({ sources, steps }) => sources.flatMap((s) => steps.map((step) => s + step)));
  const before = Math.max(0, -Math.min(0, ...reached));
  return [before, before + Math.max(extent, ...reached.map((at) => at + 1))];
}

export interface Taps {
  readonly classes: readonly TapClass[];
  readonly frame: Frame;
}

/** Tables for `images` images at once. */
export function tapsOf(direction: 'forward' | 'backward', rows: Axis, columns: Axis, images: number): Taps {
  const make = direction === 'forward' ? forwardAxis : backwardAxis;
  const [rowClasses, columnClasses] = [make(rows), make(columns)];
  const sourceExtent = (axis: Axis): number => (direction === 'forward' ? axis.input : axis.output);
  const targetExtent = (axis: Axis): number => (direction === 'forward' ? axis.output : axis.input);
  const [top, height] = frameAxis(rowClasses, sourceExtent(rows));
  const [left, width] = frameAxis(columnClasses, sourceExtent(columns));
  const [targetHeight, targetWidth] = [targetExtent(rows), targetExtent(columns)];
  /** One byte offset a position, images in order: where each row and column lies in images of that size. */
  const table = (r: readonly number[], c: readonly number[], imageHeight: number, imageWidth: number): Int32Array => {
    const offsets = new Int32Array(images * r.length * c.length);
    let at = 0;
    for (let image = 0; image < images; image++)
      for (const line of r)
        for (const column of c) offsets[at++] = ((image * imageHeight + line) * imageWidth + column) * POSITION;
    return offsets;
  };
  const shifted = (positions: readonly number[], by: number): readonly number[] => positions.map((at) => at + by);
  const classes = rowClasses.flatMap((row) =>
    columnClasses.map((column): TapClass => ({
      sources: table(shifted(row.sources, top), shifted(column.sources, left), height, width),
      targets: table(row.targets, column.targets, targetHeight, targetWidth),
      taps: Int32Array.from(row.steps.flatMap((r) => column.steps.map((c) => (r * width + c) * POSITION))),
      weights: row.kernels.flatMap((r) => column.kernels.map((c) => r * columns.kernel + c)),
    })),
  );
  return { classes: classes.filter(({ targets }) => targets.length > 0), frame: { top, left, height, width } };
}

/** The entries of a class for the first `images` images: tables list images in order. */
export const positionsOf = (tapClass: TapClass, images: number, planned: number): number =>
  (tapClass.targets.length / planned) * images;

// Convolution and pooling windows over 1, 2 or 3 spatial axes, seen as 3: missing leading axes have extent 1.
//     input position = output position · stride − padding + kernel position · dilation
import type { AttributeValue } from '../../core/graph/graph';
import { tuple } from './attributes';

export type Triple = readonly [number, number, number];

export interface Windows {
  readonly input: Triple;
  readonly output: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
  readonly dilation: Triple;
}

interface HasAttributes {
  attribute(name: string): AttributeValue<number> | undefined;
}

/** The last `rank` extents as three. */
export const triple = (list: readonly number[], missing: number): Triple => {
  const padded = [...Array<number>(3 - list.length).fill(missing), ...list];
  return [padded[0], padded[1], padded[2]];
};

/** `spatial`: extents without batch and channel. */
export function windows(
  c: HasAttributes,
  spatial: {
    readonly input: readonly number[];
    readonly output: readonly number[];
    readonly kernel: readonly number[];
  },
): Windows {
  const rank = spatial.kernel.length;
  return {
    input: triple(spatial.input, 1),
    output: triple(spatial.output, 1),
    kernel: triple(spatial.kernel, 1),
    stride: triple(strideOf(c, spatial.kernel), 1),
    padding: triple(paddingOf(c, rank), 0),
    dilation: triple(tuple(c, 'dilation', rank, 1), 1),
  };
}

/** What lies before the input on each axis. What lies after needs no number: the output's extent says it. */
function paddingOf(c: HasAttributes, rank: number): readonly number[] {
  const value = c.attribute('padding');
  if (Array.isArray(value) && Array.isArray(value[0]))
    return (value as readonly (readonly number[])[]).map(([before]) => before);
  return tuple(c, 'padding', rank, 0);
}

/** A pool's stride defaults to its kernel (`kernel_size` is there then), a convolution's to 1. */
function strideOf(c: HasAttributes, kernel: readonly number[]): readonly number[] {
  const value = c.attribute('stride');
  const missing = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  if (missing && c.attribute('kernel_size') !== undefined) return kernel;
  return tuple(c, 'stride', kernel.length, 1);
}

export const inputPosition = (w: Windows, axis: number, output: number, kernel: number): number =>
  output * w.stride[axis] - w.padding[axis] + kernel * w.dilation[axis];

/** The output positions [from, to) whose input position for one kernel position lies inside the input. */
export function outputRange(w: Windows, axis: number, kernel: number): readonly [number, number] {
  const shift = w.padding[axis] - kernel * w.dilation[axis];
  const from = Math.max(0, Math.ceil(shift / w.stride[axis]));
  const to = Math.min(w.output[axis], Math.floor((w.input[axis] - 1 + shift) / w.stride[axis]) + 1);
  return [from, Math.max(from, to)];
}

/** The kernel positions [from, to) whose input position for one output position lies inside the input. */
export function kernelRange(w: Windows, axis: number, output: number): readonly [number, number] {
  const first = output * w.stride[axis] - w.padding[axis];
  const dilation = w.dilation[axis];
  const from = first >= 0 ? 0 : Math.ceil(-first / dilation);
  const to = Math.min(w.kernel[axis], Math.ceil((w.input[axis] - first) / dilation));
  return [from, Math.max(from, to)];
}

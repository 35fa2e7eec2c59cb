// How a unit's inner loop meets the tensors around it, one block of channels of a few images at a time: reading its input into
// scratch memory, reading the gradient of its output, writing the gradient of its input. Each end may be a stored tensor or a
// lazy value (lazy.ts).
import { POSITION, type Blocked } from './blocked';
import {
  BACKWARD_BYTES,
  backwardKey,
  FORWARD_BYTES,
  forwardKey,
  gradientStride,
  IDENTITY_BACKWARD,
  IDENTITY_FORWARD,
  lazyHeight,
  lazyWidth,
  SUM_BYTES,
  sumsKey,
  UNREAD_SUMS,
  type Lazy,
} from './lazy';
import type { Bound } from './unit';

/** Where images lie in scratch memory: rows and images apart by these bytes, the first element at `offset`. */
export interface Placement {
  readonly offset: number;
  readonly row: number;
  readonly image: number;
}

/** One after the other, without gaps. */
export const packed = (height: number, width: number): Placement => ({
  offset: 0,
  row: width * POSITION,
  image: height * width * POSITION,
});

/** Within a frame of zeros. */
export function framed(frame: { top: number; left: number; height: number; width: number }): Placement {
  const row = frame.width * POSITION;
  return { offset: frame.top * row + frame.left * POSITION, row, image: frame.height * row };
}

/** Copies `images` images of one block, from `image` on, to or from scratch memory at `at`. */
export type Stream = (block: number, image: number, images: number, at: number) => void;

const isPacked = (placement: Placement, height: number, width: number): boolean =>
  placement.row === width * POSITION && placement.image === height * placement.row;

/** Reads a stored tensor. */
export function readBlocked({ kernels, address }: Bound, tensor: Blocked, key: string, to: Placement): Stream {
  const { height, width, area, stride } = tensor;
  const base = address(key);
  const whole = isPacked(to, height, width);
  return (block, image, images, at) => {
    const from = base + block * stride + image * area * POSITION;
    if (whole) return kernels.copyRows(from, 0, at, 0, 1, images * area);
    for (let i = 0; i < images; i++)
      kernels.copyRows(
        from + i * area * POSITION,
        width * POSITION,
        at + to.offset + i * to.image,
        to.row,
        height,
        width,
      );
  };
}

/** Writes, or adds to, a stored tensor from packed images. */
export function writeBlocked({ kernels, address }: Bound, tensor: Blocked, key: string, fresh: boolean): Stream {
  const base = address(key);
  const { area, stride } = tensor;
  const write = fresh ? kernels.copyRows : kernels.addRows;
  return (block, image, images, at) =>
    write(at, 0, base + block * stride + image * area * POSITION, 0, 1, images * area);
}

/** Reads a lazy value. */
export function readLazy({ kernels, address }: Bound, lazy: Lazy, to: Placement): Stream {
  const { y, low, high, pooled, norm } = lazy;
  const [base, coefficients] = [address(y.key), address(norm ? forwardKey(norm) : IDENTITY_FORWARD)];
  const step = norm ? FORWARD_BYTES : 0;
  const [height, width] = [lazyHeight(lazy), lazyWidth(lazy)];
  const row = y.width * POSITION;
  const image = y.area * POSITION;
  const whole = isPacked(to, height, width);
  const kernel = pooled ? kernels.affinePool : kernels.affine;
  return (block, first, images, at) => {
    const from = base + block * y.stride + first * image;
    const c = coefficients + block * step;
    if (whole) return kernel(from, row, at, to.row, images * height, width, c, low, high);
    for (let i = 0; i < images; i++)
      kernel(from + i * image, row, at + to.offset + i * to.image, to.row, height, width, c, low, high);
  };
}

/** Writes the gradient of a lazy value from packed images: through its activation, with the batch norm's sums. */
export function writeLazyGradient({ kernels, address }: Bound, lazy: Lazy): Stream {
  const { y, low, high, pooled, norm } = lazy;
  const [base, target] = [address(y.key), address(lazy.gradientKey)];
  const coefficients = address(norm ? forwardKey(norm) : IDENTITY_FORWARD);
  const sums = address(norm ? sumsKey(norm) : UNREAD_SUMS);
  const [height, width] = [lazyHeight(lazy), lazyWidth(lazy)];
  const [step, sumStep] = norm ? [FORWARD_BYTES, SUM_BYTES] : [0, 0];
  const [row, yRow] = [width * POSITION, y.width * POSITION];
  const stride = gradientStride(lazy);
  const kernel = pooled ? kernels.maskStatisticsPool : kernels.maskStatistics;
  return (block, first, images, at) => {
    const from = base + block * y.stride + first * y.area * POSITION;
    const to = target + block * stride + first * height * row;
    const c = coefficients + block * step;
    kernel(at, row, from, yRow, to, row, images * height, width, c, low, high, sums + block * sumStep);
  };
}

/** Reads the gradient of `y` under a lazy value, out of the lazy value's own gradient. */
export function readLazyGradient({ kernels, address }: Bound, lazy: Lazy, to: Placement): Stream {
  const { y, pooled, norm } = lazy;
  const [base, gradient] = [address(y.key), address(lazy.gradientKey)];
  const forward = address(norm ? forwardKey(norm) : IDENTITY_FORWARD);
  const backward = address(norm ? backwardKey(norm) : IDENTITY_BACKWARD);
  const [forwardStep, backwardStep] = norm ? [FORWARD_BYTES, BACKWARD_BYTES] : [0, 0];
  const [height, width] = [lazyHeight(lazy), lazyWidth(lazy)];
  const stride = gradientStride(lazy);
  const [row, yRow] = [width * POSITION, y.width * POSITION];
  const whole = isPacked(to, y.height, y.width);
  const run = (g: number, from: number, at: number, block: number, rows: number): void => {
    const b = backward + block * backwardStep;
    if (pooled) kernels.normGradientPool(g, row, from, yRow, at, to.row, rows, width, b, forward + block * forwardStep);
    else if (norm) kernels.normGradient(g, row, from, yRow, at, to.row, rows, width, b);
    else kernels.copyRows(g, row, at, to.row, rows, width);
  };
  return (block, first, images, at) => {
    const g = gradient + block * stride + first * height * row;
    const from = base + block * y.stride + first * y.area * POSITION;
    if (whole) return run(g, from, at, block, images * height);
    for (let i = 0; i < images; i++)
      run(g + i * height * row, from + i * y.area * POSITION, at + to.offset + i * to.image, block, height);
  };
}
